import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '@hovor/protocol/limits';
import type { Activity } from '@hovor/protocol/session';
import { displayName } from '../directory/service.ts';
import type { Change } from '../foundation/bus.ts';
import { notFound, Problem } from '../foundation/errors.ts';
import { type Actor, actorRecord } from '../foundation/security/actor.ts';
import { eventsAppended, type Store } from '../foundation/transact.ts';
import { refuse } from './access.ts';
import { type BatchAnswer, type BatchRow, storeMessages } from './activity-queries.ts';
import type { Stored } from './schema.ts';
import { messageText, requiredUuid } from './text.ts';

/**
 * The hot path (design §4 Message). Messages that arrive while a batch is being committed gather and make the next
 * one, so a burst costs few commits and a single message none extra.
 *
 * A waiting message is in exactly one place: `waiting`, or the batch under way. It leaves by its sender's answer only:
 * - decided by the database (stored, known, refused);
 * - "later": back to the head of `waiting`, in its old order;
 * - the statement failed because the database went away: the same batch again. Whether the first try was committed is
 *   unknown, and does not matter: what is there already is answered as known (R1);
 * - the statement failed because of a row: the batch is halved until the row stands alone and is refused alone.
 * Batches of one process never overlap; those of several nodes are ordered by the locks of their sessions.
 */
export function createMessageWriter(
  store: Store,
  bounds: { batch: number; waiting: number; patience: number } = {
    batch: limits.messageBatch,
    waiting: limits.messagesWaiting,
    patience: limits.messagePatience,
  },
) {
  let waiting: Waiting[] = [];
  let underWay = 0;
  let running: Promise<void> | null = null;

  return {
    send(actor: Actor, message: { sessionId: number; messageId: string; text: string }): Promise<Stored> {
      if (waiting.length + underWay >= bounds.waiting) {
        const detail = 'More messages arrive than can be stored. Send again shortly.';
        return Promise.reject(new Problem('unavailable', { detail, retryAfterMs: 1_000 }));
      }
      let row: BatchRow;
      try {
        row = asRow(actor, message, store.clock.now());
      } catch (error) {
        return Promise.reject(error);
      }
      return new Promise((resolve, reject) => {
        waiting.push({ row, resolve, reject, tries: 0, unsure: false });
        running ??= run();
      });
    },
    async flush() {
      while (running) await running;
    },
  };

  async function run() {
    // One turn of the event loop: what came in the same read of a socket goes into the same batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting.slice(0, bounds.batch);
      waiting = waiting.slice(batch.length);
      underWay = batch.length;
      const again = await storeAll(batch);
      underWay = 0;
      waiting = [...again, ...waiting];
    }
    running = null;
  }

  /** Answers every message of the batch but those it returns, which have to be asked again. */
  async function storeAll(batch: Waiting[]): Promise<Waiting[]> {
    const deadline = performance.now() + bounds.patience;
    for (let pause = 20; ; pause = Math.min(pause * 2, 1_000)) {
      try {
        const answers = await storeMessages(
          store.db,
          batch.map((entry) => entry.row),
        );
        return settle(batch, answers);
      } catch (error) {
        if (isTransient(error)) {
          for (const entry of batch) entry.unsure = true;
          if (performance.now() + pause < deadline) {
            await delay(pause);
            continue;
          }
          const problem = new Problem('unavailable', { retryAfterMs: 1_000, cause: error });
          for (const entry of batch) entry.reject(problem);
          return [];
        }
        const [first] = batch;
        if (batch.length === 1 && first) {
          first.reject(error);
          return [];
        }
        const middle = Math.ceil(batch.length / 2);
        const again = await storeAll(batch.slice(0, middle));
        return [...again, ...(await storeAll(batch.slice(middle)))];
      }
    }
  }

  function settle(batch: Waiting[], answers: BatchAnswer[]): Waiting[] {
    const again: Waiting[] = [];
    const lines = new Map<number, { change: Change; activities: Activity[] }>();
    let grown = false;
    for (const [index, entry] of batch.entries()) {
      const answer = answers[index];
      entry.tries += 1;
      if (answer?.outcome === 'later' && entry.tries < maxTries) again.push(entry);
      // One known after a failure may have been stored by the statement that failed; its listeners were never told.
      if (answer?.outcome === 'stored' || (answer?.outcome === 'known' && entry.unsure)) {
        addLine(lines, entry.row, answer);
        grown = true;
      }
    }
    store.bus.publish([...lines.values()].map(({ change, activities }) => ({ ...change, local: activities })));
    if (grown) store.bus.publish([eventsAppended]);
    const undecided = new Set(again);
    for (const [index, entry] of batch.entries()) {
      if (!undecided.has(entry)) answerSender(entry, answers[index]);
    }
    return again;
  }
}

interface Waiting {
  row: BatchRow;
  resolve(stored: Stored): void;
  reject(error: unknown): void;
  tries: number;
  /** A statement with this message failed in a way that leaves open whether it was committed. */
  unsure: boolean;
}

/** "Later" is decided by the next, younger transaction; so many in a row mean that something is wrong. */
const maxTries = 20;

function asRow(actor: Actor, message: { sessionId: number; messageId: string; text: string }, now: Date): BatchRow {
  if (actor.kind !== 'user' && actor.kind !== 'guest') throw refuse('Only clients and operators write messages.');
  return {
    companyId: actor.companyId,
    sessionId: message.sessionId,
    client: actor.kind === 'user' ? 'User' : 'Guest',
    sender: actor.kind === 'user' ? actor.userId : actor.guestId,
    actor: JSON.stringify(actorRecord(actor)),
    messageId: requiredUuid('messageId', message.messageId),
    text: messageText('text', message.text),
    at: now.toISOString(),
  };
}

function answerSender(entry: Waiting, answer: BatchAnswer | undefined): void {
  if (answer?.outcome === 'stored' || answer?.outcome === 'known') {
    entry.resolve({
      activityId: answer.activityId as number,
      seq: answer.seq as number,
      at: (answer.at as Date).toISOString(),
    });
  } else {
    entry.reject(refusalOf(answer?.outcome));
  }
}

function refusalOf(outcome: BatchAnswer['outcome'] | undefined): Problem {
  switch (outcome) {
    case 'conflict':
      return new Problem('conflict', { detail: 'messageId: stands for another line. Make a new one.' });
    case 'session-ended':
      return new Problem('session-ended');
    case 'not-permitted':
      return refuse('You are not in this conversation.');
    case 'not-found':
      return notFound();
    default:
      return new Problem('unavailable', { retryAfterMs: 1_000 });
  }
}

function addLine(
  lines: Map<number, { change: Change; activities: Activity[] }>,
  row: BatchRow,
  answer: BatchAnswer,
): void {
  const known = lines.get(row.sessionId);
  const line: Activity = {
    id: answer.activityId as number,
    sessionId: row.sessionId,
    seq: answer.seq as number,
    type: 'ChatMessage',
    at: (answer.at as Date).toISOString(),
    client: row.client,
    userId: row.client === 'User' ? row.sender : null,
    userName:
      row.client === 'User'
        ? displayName({
            firstName: answer.firstName ?? '',
            lastName: answer.lastName ?? '',
            nickname: answer.nickname,
          })
        : null,
    messageId: row.messageId,
    text: row.text,
    file: null,
    terminationReason: null,
  };
  if (known) known.activities.push(line);
  else {
    const change = { companyId: row.companyId, tenantId: answer.tenantId, topic: 'activities', id: row.sessionId };
    lines.set(row.sessionId, { change, activities: [line] });
  }
}

/** True when the statement may succeed later as it is: the connection broke, the server restarts, or a deadlock. */
function isTransient(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code === undefined) return /connection|timeout/i.test(message ?? '');
  return /^(08|57P|40001|40P01|53|E[A-Z]+)/.test(code);
}
