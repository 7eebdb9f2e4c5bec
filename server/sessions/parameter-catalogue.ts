import { limits } from '@hovor/protocol/limits';
import { refusing } from '../foundation/database/duplicates.ts';
import { notFound } from '../foundation/errors.ts';
import type { Actor } from '../foundation/security/actor.ts';
import type { Store, Unit } from '../foundation/transact.ts';
import {
  deleteParameter,
  insertParameter,
  readParameters,
  updateParameter,
  upsertParameter,
} from './parameter-queries.ts';
import type { Configure } from './tag-catalogue.ts';
import { requiredLine } from './text.ts';

export type { ParameterRow } from './parameter-queries.ts';

interface ParameterInput {
  name: string;
  label: string;
  inQueue?: boolean;
}

/** Parameters of sessions with a label, offered in the queue, in conditions and as columns (AD-PA). */
export function createParameterCatalogue(store: Store, configure: Configure) {
  const labelOf = (label: string) => requiredLine('label', label, limits.nameLength);
  const row = (companyId: number, tenantId: number, { name, label, inQueue = true }: ParameterInput) => ({
    companyId,
    tenantId,
    name: requiredLine('name', name, limits.paramNameLength),
    label: labelOf(label),
    inQueue,
  });

  return {
    parameters: (companyId: number, tenantId: number) => readParameters(store.db, companyId, tenantId),

    /** @throws conflict when the name is defined already */
    addParameter: (actor: Actor, tenantId: number, input: ParameterInput) =>
      refusing({ parameters_tenant_id_name_key: ['name', 'is taken by another parameter.'] }, () =>
        configure(actor, tenantId, async (unit, companyId) => {
          const id = await insertParameter(unit.db, row(companyId, tenantId, input));
          announce(unit, companyId, tenantId, id, 'defined');
          return { id };
        }),
      ),

    /** @throws not-found */
    updateParameter: (actor: Actor, tenantId: number, id: number, change: { label: string; inQueue: boolean }) =>
      configure(actor, tenantId, async (unit, companyId) => {
        const set = { label: labelOf(change.label), inQueue: change.inQueue };
        if (!(await updateParameter(unit.db, { companyId, tenantId, id }, set))) throw notFound();
        announce(unit, companyId, tenantId, id, 'defined');
      }),

    /** Values that sessions hold stay, without a label (AD-PA-4). @throws not-found */
    removeParameter: (actor: Actor, tenantId: number, id: number) =>
      configure(actor, tenantId, async (unit, companyId) => {
        if (!(await deleteParameter(unit.db, { companyId, tenantId, id }))) throw notFound();
        announce(unit, companyId, tenantId, id, 'removed');
      }),

    /** Defines a parameter, or changes the one of that name. */
    defineParameter: (actor: Actor, tenantId: number, input: ParameterInput): Promise<{ id: number }> =>
      configure(actor, tenantId, async (unit, companyId) => {
        const id = await upsertParameter(unit.db, row(companyId, tenantId, input));
        announce(unit, companyId, tenantId, id, 'defined');
        return { id };
      }),
  };
}

function announce(unit: Unit, companyId: number, tenantId: number, id: number, what: 'defined' | 'removed'): void {
  const about = { companyId, tenantId };
  unit.record({ ...about, kind: `parameter.${what}`, subject: `parameter:${id}`, payload: { id, tenantId } });
  unit.touch({ ...about, topic: 'parameter', id });
}
