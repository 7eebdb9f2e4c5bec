import { limits } from '@hovor/protocol/limits';
import { splitCredentials } from '../foundation/security/callback.ts';
import { type Outbound, OutboundError, type OutboundRequest } from '../foundation/security/outbound.ts';
import { parseRetryAfter } from './rules.ts';
import type { Attempt, Outcome } from './schema.ts';
import { messageId, sign } from './signature.ts';

/** The request of one attempt (API-WHD-1, API-WHD-2, API-WHD-8). */
export function deliveryRequest(attempt: Attempt, now: Date): OutboundRequest {
  const { address, authorization } = splitCredentials(attempt.callbackUrl);
  const id = messageId(attempt.eventId);
  const timestamp = Math.floor(now.getTime() / 1000);
  return {
    url: address,
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Hovor-Webhooks/1',
      accept: '*/*',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': sign([attempt.secret], id, timestamp, attempt.body),
      ...(authorization && { authorization }),
    },
    body: attempt.body,
    timeout: limits.webhookTimeout,
    maxAnswer: limits.webhookAnswerSize,
  };
}

/** Sends it and says how it ended; never throws. `stopped` means that we cut it off ourselves. */
export async function sendAttempt(
  outbound: Outbound,
  attempt: Attempt,
  { now, timeout, signal }: { now: Date; timeout?: number; signal: AbortSignal },
): Promise<Outcome | 'stopped'> {
  try {
    const request = deliveryRequest(attempt, now);
    const answer = await outbound.request({ ...request, ...(timeout !== undefined && { timeout }), signal });
    const { status, headers } = answer;
    const success = status >= 200 && status < 300;
    return {
      status,
      error: success ? null : answerError(status),
      retryAfter: success ? null : parseRetryAfter(headers['retry-after'], now),
    };
  } catch (error) {
    if (error instanceof OutboundError) {
      if (error.fault === 'stopped') return 'stopped';
      return { status: null, error: error.message, retryAfter: null };
    }
    return { status: null, error: 'The request could not be made.', retryAfter: null };
  }
}

function answerError(status: number) {
  if (status >= 300 && status < 400)
    return `Answered ${status}: redirects are not followed. Register the final address.`;
  if (status === 410) return 'Answered 410: the receiver wants no more.';
  return `Answered ${status}.`;
}
