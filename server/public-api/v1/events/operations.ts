import type { WebhookEventType } from '@hovor/protocol/enums';
import { invalid } from '../../../foundation/errors.ts';
import { readInteger, shown } from '../../../foundation/filters/query.ts';
import type { EventLog, LogPlace } from '../../../webhooks/service.ts';
import type { Handler } from '../call.ts';
import { ok } from '../conventions/answers.ts';

const usual = 100;
const most = 1_000;

/** What a key must be allowed to read for an event of this type. */
export function areaOf(type: WebhookEventType): string {
  if (type.startsWith('Session')) return 'sessions.read';
  if (type.startsWith('Email')) return 'emails.read';
  if (type.startsWith('User')) return 'users.read';
  if (type.startsWith('Guest')) return 'guests.read';
  return 'companies.read';
}

/**
 * `GET /api/v1/events` (our extension): the log as the safety net of webhooks. Whoever missed a delivery reads the same
 * payloads here, from the cursor of the last event they know.
 */
export const eventsHandler =
  (log: EventLog): Handler =>
  async ({ actor, query }) => {
    const given = query.one('after');
    const limit = readLimit(query.one('limit'));
    const after = given === 'now' ? await log.end() : readPlace(given);
    const { events, next, more } = await log.read(actor, after, limit, (type) => actor.permissions.has(areaOf(type)));
    return ok({
      events: events.map(({ xid, id, eventType, data }) => ({ cursor: cursorOf({ xid, id }), eventType, data })),
      next: cursorOf(next),
      more,
    });
  };

const cursorOf = ({ xid, id }: LogPlace) => `${xid}-${id}`;

function readPlace(text: string | undefined): LogPlace | null {
  if (text === undefined || text === '') return null;
  const match = /^(\d{1,19})-(\d{1,15})$/.exec(text);
  if (!match?.[1] || !match[2]) throw invalid('after', `“${shown(text)}” is not a cursor this server gave.`);
  return { xid: match[1], id: Number(match[2]) };
}

function readLimit(text: string | undefined): number {
  if (text === undefined || text === '') return usual;
  const limit = readInteger('limit', text, 32);
  if (limit < 1 || limit > most) throw invalid('limit', `Send a number from 1 to ${most}.`);
  return limit;
}
