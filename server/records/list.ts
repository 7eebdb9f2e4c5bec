import { limits } from '@hovor/protocol/limits';
import {
  type Cell,
  type SessionCount,
  type SessionListPage,
  type SessionListQuery,
  type SessionView,
  sessionColumnNames,
} from '@hovor/protocol/session-table';
import { sql } from 'kysely';
import type { Database } from '../foundation/database/database.ts';
import { invalid, Problem } from '../foundation/errors.ts';
import type { UserActor } from '../foundation/security/actor.ts';
import type { Store } from '../foundation/transact.ts';
import { columnSql } from './columns.ts';
import { cursorOf, orderOf } from './orders.ts';
import { seesAll } from './policies.ts';
import { countRows, patience, readChoices, type Scope, selectRows } from './queries.ts';
import { inView, readSelection } from './selection.ts';

export interface Asked {
  view: SessionView;
  filter?: string;
}

/** What a user may see of a tenant. The route's policy let in only those who see something. */
export const scopeOf = (actor: UserActor, tenantId: number): Scope => ({
  companyId: actor.companyId,
  tenantId,
  userId: seesAll(actor, tenantId) ? null : actor.userId,
});

/** The table of sessions: pages, their number, and what filters pick from (AD-SE). */
export function createList({ db }: Store, zone: string) {
  return {
    async page(actor: UserActor, tenantId: number, query: SessionListQuery): Promise<SessionListPage> {
      const columns = columnsOf(query.columns).map((id) => columnSql(id, { whole: false }));
      const order = orderOf(query.sort ?? '-created');
      const place = order.after(query.after);
      const conditions = [
        inView(query.view),
        ...readSelection(query.filter ?? '', zone),
        ...(place ? [place] : []),
        ...(query.only === undefined ? [] : [sql<boolean>`s.id = any(${query.only.split(',').map(Number)}::bigint[])`]),
      ];
      const limit = limits.listPage;
      const rows = await within(db, limits.sessionListPatience, (transaction) =>
        selectRows(transaction, scopeOf(actor, tenantId), { conditions, order, limit, columns }),
      );
      if (!rows) throw tooBroad();
      const last = rows.at(-1);
      return {
        rows: rows.map(({ id, cells }) => ({ id, cells: cells as Cell[] })),
        next: last && rows.length === limit ? cursorOf(last) : null,
      };
    },

    /** Honest and cheap: counts to a bound, and says so when it takes too long. */
    async count(actor: UserActor, tenantId: number, { view, filter = '' }: Asked): Promise<SessionCount> {
      const conditions = [inView(view), ...readSelection(filter, zone)];
      const most = limits.sessionsCounted;
      const found = await within(db, limits.sessionCountPatience, (transaction) =>
        countRows(transaction, scopeOf(actor, tenantId), conditions, most + 1),
      );
      return { count: found === null ? null : Math.min(found, most), more: (found ?? 0) > most };
    },

    choices: (actor: UserActor, tenantId: number) => readChoices(db, { companyId: actor.companyId, tenantId }),
  };
}

/** Columns of a query: names with commas between. @throws invalid-input */
function columnsOf(text: string): string[] {
  const ids = text.split(',').map((id) => decodeName(id));
  const known = new Set(ids);
  if (known.size !== ids.length) throw invalid('columns', 'A column may stand only once.');
  if (ids.length > limits.sessionColumnsShown) {
    throw invalid('columns', `A table has ${limits.sessionColumnsShown} columns at the most.`);
  }
  return ids;
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('columns', `One of ${sessionColumnNames.length} columns, or param:NAME.`);
  }
}

export const tooBroad = () => new Problem('too-broad');

/** Runs reads that the database may break off after some time; null = it did. */
async function within<T>(db: Database, ms: number, read: (db: Parameters<typeof selectRows>[0]) => Promise<T>) {
  try {
    return await db.transaction().execute(async (transaction) => {
      await patience(ms).execute(transaction);
      return read(transaction);
    });
  } catch (error) {
    if ((error as { code?: string }).code === '57014') return null;
    throw error;
  }
}
