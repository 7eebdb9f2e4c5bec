import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { invalid, Problem } from '../../foundation/errors.ts';
import type { ApiKeyActor } from '../../foundation/security/actor.ts';
import type { Store } from '../../foundation/transact.ts';
import type { Answer } from './conventions/answers.ts';

/** A request that may run once. */
export interface Once {
  actor: ApiKeyActor;
  key: string;
  method: string;
  url: string;
  body: unknown;
}

/** How long a repetition waits for the first request to end, looking this often. Milliseconds. */
const patience = 10_000;
const look = 50;
const longestKey = 200;

/**
 * `Idempotency-Key` on POST (our extension): the first request under a key runs, later ones with the same address and
 * body get its answer for 24 hours, concurrent ones wait for it. A request that is refused leaves the key free. When a
 * process dies in the middle nobody knows what it did, so the key stays taken and says so.
 */
export function createIdempotency({ db }: Pick<Store, 'db'>) {
  async function run(once: Once, work: () => Promise<Answer>): Promise<Answer> {
    const { key } = once;
    if (key.length > longestKey || !/^[\x20-\x7e]+$/.test(key)) {
      throw invalid('Idempotency-Key', `Send 1 to ${longestKey} printable characters.`);
    }
    const print = fingerprint(once);
    const place = { companyId: once.actor.companyId, caller: callerOf(once.actor), key };
    const until = performance.now() + patience;
    while (!(await claim(place, print))) {
      const known = await read(place);
      // Freed between the two statements, by a refusal: try to claim it again.
      if (!known) continue;
      if (!known.fingerprint.equals(print)) throw new Problem('idempotency-mismatch');
      if (known.status !== null)
        return known.body === null ? { status: known.status } : { status: known.status, body: known.body };
      if (performance.now() > until) throw stillRunning();
      await sleep(look);
    }
    return first(place, work);
  }

  async function first(place: Place, work: () => Promise<Answer>): Promise<Answer> {
    let answer: Answer;
    try {
      answer = await work();
    } catch (error) {
      if (error instanceof Problem && error.status < 500) await free(place);
      throw error;
    }
    await at(place)
      .set({ status: answer.status, body: answer.body === undefined ? null : JSON.stringify(answer.body) })
      .execute();
    return answer;
  }

  /** True when this request is the first; an entry older than a day counts as none. */
  async function claim({ companyId, caller, key }: Place, print: Buffer): Promise<boolean> {
    await sql`delete from idempotency_keys where ctid = any(array(
      select ctid from idempotency_keys where created < now() - interval '24 hours' limit 20 for update skip locked))`.execute(
      db,
    );
    const row = await db
      .insertInto('idempotencyKeys')
      .values({ companyId, caller, key, fingerprint: print })
      .onConflict((conflict) => conflict.doNothing())
      .returning('key')
      .executeTakeFirst();
    return row !== undefined;
  }

  const at = ({ companyId, caller, key }: Place) =>
    db
      .updateTable('idempotencyKeys')
      .where('companyId', '=', companyId)
      .where('caller', '=', caller)
      .where('key', '=', key);

  const read = ({ companyId, caller, key }: Place) =>
    db
      .selectFrom('idempotencyKeys')
      .select(['fingerprint', 'status', 'body'])
      .where('companyId', '=', companyId)
      .where('caller', '=', caller)
      .where('key', '=', key)
      .executeTakeFirst();

  const free = ({ companyId, caller, key }: Place) =>
    db
      .deleteFrom('idempotencyKeys')
      .where('companyId', '=', companyId)
      .where('caller', '=', caller)
      .where('key', '=', key)
      .execute();

  return { run };
}
export type Idempotency = ReturnType<typeof createIdempotency>;

interface Place {
  companyId: number;
  caller: string;
  key: string;
}

const stillRunning = () =>
  new Problem('conflict', {
    detail:
      'The first request under this Idempotency-Key has not ended. Try again shortly; if this stays, look whether it had its effect and use a new key.',
    retryAfterMs: 5_000,
  });

/** Who repeats: a key, or a person. */
export const callerOf = ({ keyId, person }: ApiKeyActor) => (person ? `user:${person.userId}` : `key:${keyId}`);

const fingerprint = ({ method, url, body }: Once) =>
  createHash('sha256')
    .update(`${method} ${url}\n${JSON.stringify(body) ?? ''}`)
    .digest();
