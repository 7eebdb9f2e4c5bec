import { limits } from '@hovor/protocol/limits';
import type { Queryable } from '../../foundation/database/database.ts';
import { invalid, notFound } from '../../foundation/errors.ts';
import { type Actor, companyOf } from '../../foundation/security/actor.ts';
import { type Store, transact } from '../../foundation/transact.ts';
import { lockCompany } from '../locks.ts';
import { type BoundScope, isBound, selectBound, writeBound } from './bound.ts';
import { announceSettings } from './changes.ts';
import {
  type CompanySettings,
  checkSetting,
  companySettings,
  readSettings,
  type TenantSettings,
  tenantSettings,
} from './defaults.ts';
import type { SettingScope } from './queries.ts';
import * as queries from './queries.ts';

export type { CompanySettings, TenantSettings } from './defaults.ts';
export { type SettingScope, settingScopes } from './queries.ts';

export type Settings = ReturnType<typeof createSettings>;

/** Open maps of text at five levels, and typed readers for what the program itself uses (AD-CO-5, AD-SET). */
export function createSettings(store: Store) {
  const all = (companyId: number, scope: SettingScope, scopeId: number): Promise<Record<string, string>> =>
    read(store.db, companyId, scope, scopeId);

  return {
    /** The stored text, or null when nobody set it. */
    async get(companyId: number, scope: SettingScope, scopeId: number, key: string): Promise<string | null> {
      return (await queries.selectSetting(store.db, companyId, scope, scopeId, key))?.value ?? null;
    },

    all,

    company: async (companyId: number): Promise<CompanySettings> =>
      readSettings(companySettings, await all(companyId, 'company', companyId)),

    tenant: async (companyId: number, tenantId: number): Promise<TenantSettings> =>
      readSettings(tenantSettings, await all(companyId, 'tenant', tenantId)),

    /**
     * Sets (text) or removes (null, back to the default) settings of one company, tenant, group, user or routing.
     * @throws not-found outside the company; invalid-input when a known setting cannot mean the text
     */
    set: (actor: Actor, scope: SettingScope, scopeId: number, change: Record<string, string | null>) =>
      transact(store, actor, async (unit) => {
        const companyId = companyOf(actor);
        await lockCompany(unit, companyId);
        const tenantId = await queries.scopeTenant(unit.db, companyId, scope, scopeId);
        if (tenantId === undefined) throw notFound();
        const before = await read(unit.db, companyId, scope, scopeId);
        const present = new Map(Object.entries(before));
        const changed = Object.entries(change).filter(([key, value]) => {
          checkText(scope, key, value);
          return (present.get(key) ?? null) !== value;
        });
        await write(unit.db, { companyId, scope, scopeId }, changed);
        const stored = await queries.selectSettings(unit.db, companyId, scope, scopeId);
        if (stored.length > limits.settingsPerScope) {
          throw invalid('settings', `at most ${limits.settingsPerScope} settings are kept here.`);
        }
        const names = changed.map(([key]) => key);
        if (names.length > 0) announceSettings(unit, { companyId, tenantId, scope, scopeId }, names);
      }),
  };
}

async function read(db: Queryable, companyId: number, scope: SettingScope, scopeId: number) {
  const rows = await queries.selectSettings(db, companyId, scope, scopeId);
  const bound = await selectBound(db, companyId, scope, scopeId);
  return { ...Object.fromEntries(rows.map((row) => [row.key, row.value])), ...bound };
}

/** Writes what differs: columns of the thing, and rows of the open map. */
async function write(
  db: Queryable,
  place: { companyId: number; scope: SettingScope; scopeId: number },
  changed: [string, string | null][],
) {
  const { companyId, scope, scopeId } = place;
  const [columns, open] = [true, false].map((bound) => changed.filter(([key]) => isBound(scope, key) === bound));
  if (columns?.length) await writeBound(db, companyId, scope as BoundScope, scopeId, Object.fromEntries(columns));
  const removed = (open ?? []).flatMap(([key, value]) => (value === null ? [key] : []));
  const rows = (open ?? []).flatMap(([key, value]) => (value === null ? [] : [{ ...place, key, value }]));
  if (removed.length > 0) await queries.deleteSettings(db, companyId, scope, scopeId, removed);
  if (rows.length > 0) await queries.upsertSettings(db, rows);
}

function checkText(scope: SettingScope, key: string, value: string | null) {
  if (key.trim() === '' || key.length > limits.settingNameLength) {
    throw invalid('key', `must have 1 to ${limits.settingNameLength} characters.`);
  }
  if (`${key}${value ?? ''}`.includes('\0')) throw invalid('key', 'must not contain the character NUL.');
  if (value === null) return;
  if (value.length > limits.settingValueLength) throw invalid(key, `at most ${limits.settingValueLength} characters.`);
  checkSetting(scope, key, value);
}
