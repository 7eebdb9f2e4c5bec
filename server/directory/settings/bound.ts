import type { Queryable } from '../../foundation/database/database.ts';
import { defaultSlots, type SlotFamily } from '../rules.ts';
import { boundSettings } from './defaults.ts';
import type { SettingScope } from './queries.ts';

/** Where the settings that are columns of the thing itself are kept (defaults.ts: boundSettings). */

export type BoundScope = keyof typeof boundSettings;
type Row = Record<string, string | number | boolean>;

const families: Record<string, SlotFamily> = {
  liveSlots: 'live',
  asynchronousSlots: 'asynchronous',
  emailSlots: 'email',
};

export const isBound = (scope: SettingScope, key: string) =>
  scope in boundSettings && Object.hasOwn(boundSettings[scope as BoundScope], key);

/** The columns as texts of the map; nothing for a thing the company does not have. */
export async function selectBound(
  db: Queryable,
  companyId: number,
  scope: SettingScope,
  scopeId: number,
): Promise<Record<string, string>> {
  const row = await read(db, companyId, scope, scopeId);
  return Object.fromEntries(Object.entries(row ?? {}).map(([key, value]) => [key, String(value)]));
}

async function read(db: Queryable, companyId: number, scope: SettingScope, scopeId: number): Promise<Row | undefined> {
  switch (scope) {
    case 'group':
      return db
        .selectFrom('groups')
        .select(['distribution', 'queueSize', 'timeToAcceptS', 'maxQueueTimeS', 'maxAcwS', 'autoPickup'])
        .where('companyId', '=', companyId)
        .where('id', '=', scopeId)
        .executeTakeFirst();
    case 'routing':
      return db
        .selectFrom('routings')
        .select('fallback')
        .where('companyId', '=', companyId)
        .where('id', '=', scopeId)
        .executeTakeFirst();
    case 'user': {
      const rows = await db
        .selectFrom('users')
        .leftJoin('userSlots', 'userSlots.userId', 'users.id')
        .select(['userSlots.family', 'userSlots.slots'])
        .where('users.companyId', '=', companyId)
        .where('users.id', '=', scopeId)
        .execute();
      if (rows.length === 0) return undefined;
      const set = new Map(rows.map(({ family, slots }) => [family, slots]));
      return Object.fromEntries(
        Object.entries(families).map(([key, family]) => [key, set.get(family) ?? defaultSlots[family]]),
      );
    }
    default:
      return undefined;
  }
}

/** Writes checked texts; null = back to the default. The caller holds the company's lock. */
export async function writeBound(
  db: Queryable,
  companyId: number,
  scope: BoundScope,
  scopeId: number,
  change: Record<string, string | null>,
): Promise<void> {
  const known = boundSettings[scope] as Record<string, { default: unknown; read(text: string): unknown }>;
  const values = Object.entries(change).map(([key, text]): [string, unknown] => {
    const setting = known[key];
    return [key, (text === null ? undefined : setting?.read(text)) ?? setting?.default];
  });
  if (values.length === 0) return;
  if (scope === 'user') {
    await db
      .insertInto('userSlots')
      .values(
        values.map(([key, slots]) => ({
          companyId,
          userId: scopeId,
          family: families[key] ?? key,
          slots: Number(slots),
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['userId', 'family']).doUpdateSet({ slots: (eb) => eb.ref('excluded.slots') }),
      )
      .execute();
    return;
  }
  await db
    .updateTable(scope === 'group' ? 'groups' : 'routings')
    .set(Object.fromEntries(values))
    .where('companyId', '=', companyId)
    .where('id', '=', scopeId)
    .execute();
}
