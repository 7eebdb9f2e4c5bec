import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** A signing secret as Standard Webhooks writes it: `whsec_` and 192 random bits in base64. */
export const newSecret = () => prefix + randomBytes(24).toString('base64');

/** Name of an event on the wire: the same on every retry, so that receivers can drop what they know. */
export const messageId = (eventId: number) => `evt_${eventId}`;

/** Value of `webhook-signature`: one signature per valid secret, so that both sides can change secrets in peace. */
export function sign(secrets: readonly string[], id: string, timestamp: number, body: string): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret, 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
    })
    .join(' ');
}
