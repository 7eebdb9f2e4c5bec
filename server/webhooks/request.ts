import { limits } from '@hovor/protocol/limits';
import { splitCredentials } from '../foundation/security/callback.ts';
import { type Outbound, OutboundError, type OutboundRequest } from '../foundation/security/outbound.ts';
import { parseRetryAfter } from './rules.ts';
import type { Outcome } from './schema.ts';
import { sign } from './signature.ts';

/** What a request is made of. */
export interface Sendable {
  callbackUrl: string;
  secrets: readonly string[];
  /** Value of `webhook-id`. */
  messageId: string;
  body: string;
}

/** The request of one attempt (API-WHD-1, API-WHD-2, API-WHD-8). */
export function deliveryRequest({ callbackUrl, secrets, messageId, body }: Sendable, now: Date): OutboundRequest {
  const { address, authorization } = splitCredentials(callbackUrl);
  const timestamp = Math.floor(now.getTime() / 1000);
  return {
    url: address,
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Hovor-Webhooks/1',
      accept: '*/*',
      'webhook-id': messageId,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': sign(secrets, messageId, timestamp, body),
      ...(authorization && { authorization }),
    },
    body,
    timeout: limits.webhookTimeout,
    maxAnswer: limits.webhookAnswerSize,
  };
}

/** Sends it and says how it ended; never throws. `stopped` means that we cut it off ourselves. */
export async function sendAttempt(
  outbound: Outbound,
  message: Sendable,
  { now, timeout, signal }: { now: Date; timeout?: number; signal: AbortSignal },
): Promise<Outcome | 'stopped'> {
  const begun = performance.now();
  const ended = (outcome: Omit<Outcome, 'at' | 'took'>): Outcome => ({
    ...outcome,
    at: now,
    took: Math.round(performance.now() - begun),
  });
  const silent = (error: string) => ended({ status: null, error, retryAfter: null, response: null });
  try {
    const request = deliveryRequest(message, now);
    const answer = await outbound.request({ ...request, ...(timeout !== undefined && { timeout }), signal });
    const { status, headers } = answer;
    const success = status >= 200 && status < 300;
    return ended({
      status,
      error: success ? null : answerError(status),
      retryAfter: success ? null : parseRetryAfter(headers['retry-after'], now),
      response: keptAnswer(answer.body),
    });
  } catch (error) {
    if (!(error instanceof OutboundError)) return silent('The request could not be made.');
    return error.fault === 'stopped' ? 'stopped' : silent(error.message);
  }
}

/** What the log keeps of an answer; it is text of strangers, and the database takes no NUL in a text. */
export const keptAnswer = (body: string) => body.replaceAll('\0', '\uFFFD').slice(0, limits.webhookAnswerKept);

function answerError(status: number) {
  if (status >= 300 && status < 400)
    return `Answered ${status}: redirects are not followed. Register the final address.`;
  if (status === 410) return 'Answered 410: the receiver wants no more.';
  return `Answered ${status}.`;
}
