import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { notFound } from '../../../foundation/errors.ts';
import { type Condition, readFilters } from '../../../foundation/filters/filters.ts';
import type { ApiKeyActor } from '../../../foundation/security/actor.ts';
import type { Store } from '../../../foundation/transact.ts';
import { sessionFilters } from '../../../sessions/filters.ts';
import type { Handler } from '../call.ts';
import { streamed } from '../conventions/answers.ts';
import { type Paging, readPaging } from '../conventions/query.ts';
import type { FileAddress } from '../downloads.ts';
import { type SessionRow, selectSessions } from './queries.ts';

export interface SessionParts {
  store: Store;
  zone: string;
  fileAddress: FileAddress;
}

type Page = Pick<Paging, 'offset' | 'limit'>;

/** Sessions in the first statement, which somebody waits for. */
const firstPortion = 200;
/** Sessions per further statement: enough that planning it does not count, few enough to keep the memory flat. */
const portion = 500;

/** Reads of sessions (API-SES-1, API-SES-2). */
export function sessionOperations({ store, zone, fileAddress }: SessionParts): Record<string, Handler> {
  const select = (actor: ApiKeyActor, conditions: readonly Condition[], after: number, { offset, limit }: Page) =>
    selectSessions(store.db, actor, { zone, address: fileAddress }, { conditions, after, offset, limit });

  /**
   * The list as JSON text. `first` was read before the answer began, so that a failure is still an error answer. While a
   * portion is on its way to the client the database makes the next one.
   */
  async function* list(actor: ApiKeyActor, conditions: readonly Condition[], first: SessionRow[], limit: number) {
    const after = (rows: SessionRow[], most: number, sent: number) => {
      const more = Math.min(portion, limit - sent);
      if (rows.length < most || more <= 0) return null;
      const next = select(actor, conditions, rows.at(-1)?.id ?? 0, { offset: 0, limit: more });
      // Nobody may be there any more to hear that it failed.
      next.catch(() => {});
      return next;
    };
    yield '[';
    let rows = first;
    let most = firstPortion;
    let sent = 0;
    while (rows.length > 0) {
      const next = after(rows, most, sent + rows.length);
      yield (sent > 0 ? ',' : '') + rows.map(({ model }) => model).join(',');
      sent += rows.length;
      if (!next) break;
      rows = await next;
      most = portion;
    }
    yield ']';
  }

  return {
    async listSessions({ actor, query }) {
      const { limit, offset, after } = readPaging(query);
      const conditions = readFilters(sessionFilters, query, zone);
      const first = await select(actor, conditions, after, { offset, limit: Math.min(firstPortion, limit) });
      // One portion waits at the most: the next is made already.
      return streamed(Readable.from(list(actor, conditions, first, limit), { highWaterMark: 1 }));
    },

    async getSession({ actor, id }) {
      const [row] = await select(actor, [sql<boolean>`s.id = ${id('sessionId')}`], 0, { offset: 0, limit: 1 });
      if (!row) throw notFound();
      return streamed(Readable.from([row.model]));
    },
  };
}
