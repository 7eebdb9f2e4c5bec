import { limits } from '@hovor/protocol/limits';
import { invalid, notFound } from '../../foundation/errors.ts';
import { type Actor, companyOf } from '../../foundation/security/actor.ts';
import { type Store, transact } from '../../foundation/transact.ts';
import { lockCompany } from '../locks.ts';
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
  const all = async (companyId: number, scope: SettingScope, scopeId: number): Promise<Record<string, string>> => {
    const rows = await queries.selectSettings(store.db, companyId, scope, scopeId);
    return Object.fromEntries(rows.map((row) => [row.key, row.value]));
  };

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
        if (!(await queries.scopeExists(unit.db, companyId, scope, scopeId))) throw notFound();
        const names = Object.keys(change);
        if (names.length === 0) return;
        const rows: Parameters<typeof queries.upsertSettings>[1] = [];
        for (const [key, value] of Object.entries(change)) {
          if (key.trim() === '' || key.length > limits.settingNameLength) {
            throw invalid('key', `must have 1 to ${limits.settingNameLength} characters.`);
          }
          if (value === null) continue;
          if (value.length > limits.settingValueLength) {
            throw invalid(key, `at most ${limits.settingValueLength} characters.`);
          }
          if (`${key}${value}`.includes('\0')) throw invalid('key', 'must not contain the character NUL.');
          checkSetting(scope, key, value);
          rows.push({ companyId, scope, scopeId, key, value });
        }
        const removed = names.filter((key) => change[key] === null);
        if (removed.length > 0) await queries.deleteSettings(unit.db, companyId, scope, scopeId, removed);
        if (rows.length > 0) await queries.upsertSettings(unit.db, rows);
        const stored = await queries.selectSettings(unit.db, companyId, scope, scopeId);
        if (stored.length > limits.settingsPerScope) {
          throw invalid('settings', `at most ${limits.settingsPerScope} settings are kept here.`);
        }
        const tenantId = scope === 'tenant' ? scopeId : null;
        unit.record({
          companyId,
          tenantId,
          kind: 'setting.changed',
          subject: `${scope}:${scopeId}`,
          payload: { scope, scopeId, names },
        });
        unit.touch({ companyId, tenantId, topic: 'setting', id: scopeId });
        if (tenantId !== null) unit.touch({ companyId, tenantId, topic: 'availability', id: tenantId });
      }),
  };
}
