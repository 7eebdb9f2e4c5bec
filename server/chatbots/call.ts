import { limits } from '@hovor/protocol/limits';
import { splitCredentials } from '../foundation/security/callback.ts';
import { type Outbound, OutboundError } from '../foundation/security/outbound.ts';
import type { Outcome } from './schema.ts';

/** One POST to a bot (CB-TR-3, CB-TR-8). Never throws; `stopped` means that we cut it off ourselves. */
export async function callBot(
  outbound: Outbound,
  callbackUrl: string,
  body: string,
  {
    deliveryId,
    timeout = limits.chatbotTimeout,
    signal,
  }: { deliveryId?: number; timeout?: number; signal?: AbortSignal },
): Promise<Outcome | 'stopped'> {
  const { address, authorization } = splitCredentials(callbackUrl);
  try {
    const { status } = await outbound.request({
      url: address,
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Hovor-Chatbots/1',
        accept: '*/*',
        // The same on every repetition, so that a bot can drop what it knows.
        ...(deliveryId !== undefined && { 'x-hovor-event': String(deliveryId) }),
        ...(authorization && { authorization }),
      },
      body,
      timeout,
      maxAnswer: limits.chatbotAnswerSize,
      ...(signal && { signal }),
    });
    return { status, error: status === 200 ? null : `Answered ${status} instead of 200.`, retryAfter: null };
  } catch (error) {
    if (error instanceof OutboundError && error.fault === 'stopped') return 'stopped';
    const words = error instanceof OutboundError ? error.message : 'The request could not be made.';
    return { status: null, error: words, retryAfter: null };
  }
}
