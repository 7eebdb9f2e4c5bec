import type { Unit } from '../../foundation/transact.ts';
import type { SettingScope } from './queries.ts';

export interface SettingPlace {
  companyId: number;
  /** The tenant the thing belongs to; null = of no single one. */
  tenantId: number | null;
  scope: SettingScope;
  scopeId: number;
}

/** One event per setting (API-WHE-19); names only, because values may be secret. Wakes who works by the settings. */
export function announceSettings(unit: Unit, place: SettingPlace, names: readonly string[]): void {
  const { companyId, tenantId, scope, scopeId } = place;
  for (const name of names) {
    const payload = { scope, scopeId, name };
    unit.record({ companyId, tenantId, kind: 'setting.changed', subject: `${scope}:${scopeId}`, payload });
  }
  unit.touch({ companyId, tenantId, topic: 'setting', id: scopeId });
  if (scope === 'user') unit.touch({ companyId, tenantId: null, topic: 'operator', id: scopeId });
  if (scope === 'group') unit.touch({ companyId, tenantId, topic: 'group', id: scopeId });
  if (tenantId !== null) unit.touch({ companyId, tenantId, topic: 'availability', id: tenantId });
}
