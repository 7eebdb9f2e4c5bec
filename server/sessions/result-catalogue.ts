import { limits } from '@hovor/protocol/limits';
import { refusing } from '../foundation/database/duplicates.ts';
import { invalid, notFound } from '../foundation/errors.ts';
import type { Actor } from '../foundation/security/actor.ts';
import type { Store, Unit } from '../foundation/transact.ts';
import { insertResult, readAllResults, resultByName, updateResult } from './result-queries.ts';
import type { Configure } from './tag-catalogue.ts';
import { requiredLine } from './text.ts';

export type { ResultRow } from './result-queries.ts';

const refusals = { session_results_name: ['name', 'is taken by another session result.'] } as const;

/**
 * Session results: what a conversation led to, chosen by the operator at its end (AD-AP-13). Sessions keep the name
 * they were closed with, so a result is renamed or switched off, never deleted.
 */
export function createResultCatalogue(store: Store, configure: Configure) {
  const nameOf = (name: string) => requiredLine('name', name, limits.nameLength);

  return {
    /** All of the tenant in the administrator's order. */
    results: (companyId: number, tenantId: number) => readAllResults(store.db, companyId, tenantId),

    /** A new one at the end of the list. @throws conflict when the name, in any case, is another's */
    addResult: (actor: Actor, tenantId: number, input: { name: string }) =>
      refusing(refusals, () =>
        configure(actor, tenantId, async (unit, companyId) => {
          const present = await readAllResults(unit.db, companyId, tenantId);
          const position = Math.max(-1, ...present.map((one) => one.position)) + 1;
          const name = nameOf(input.name);
          const id = await insertResult(unit.db, { companyId, tenantId, name, position, active: true });
          announce(unit, companyId, tenantId, id);
          return { id };
        }),
      ),

    /** Members left out stay. @throws not-found; conflict when the name is another's */
    updateResult: (actor: Actor, tenantId: number, id: number, change: { name?: string; active?: boolean }) =>
      refusing(refusals, () =>
        configure(actor, tenantId, async (unit, companyId) => {
          const { name, active } = change;
          const set = { ...(name !== undefined && { name: nameOf(name) }), ...(active !== undefined && { active }) };
          if (!(await updateResult(unit.db, { companyId, tenantId, id }, set))) throw notFound();
          announce(unit, companyId, tenantId, id);
        }),
      ),

    /** The order operators see; `ids` names every result of the tenant once. @throws invalid-input */
    orderResults: (actor: Actor, tenantId: number, ids: readonly number[]) =>
      configure(actor, tenantId, async (unit, companyId) => {
        const present = await readAllResults(unit.db, companyId, tenantId);
        if (ids.length !== present.length || present.some(({ id }) => !ids.includes(id))) {
          throw invalid('ids', 'must name every session result once.');
        }
        for (const [position, id] of ids.entries()) {
          if (present.find((one) => one.id === id)?.position === position) continue;
          await updateResult(unit.db, { companyId, tenantId, id }, { position });
          announce(unit, companyId, tenantId, id);
        }
      }),

    /** Creates a session result, or changes the one of that name. */
    defineResult: (
      actor: Actor,
      tenantId: number,
      { name: given, ...set }: { name: string; position?: number; active?: boolean },
    ): Promise<{ id: number }> =>
      configure(actor, tenantId, async (unit, companyId) => {
        const name = nameOf(given);
        const known = await resultByName(unit.db, companyId, tenantId, name);
        const { position = 0, active = true } = set;
        if (known && Object.keys(set).length > 0)
          await updateResult(unit.db, { companyId, tenantId, id: known.id }, set);
        const id = known?.id ?? (await insertResult(unit.db, { companyId, tenantId, name, position, active }));
        announce(unit, companyId, tenantId, id);
        return { id };
      }),
  };
}

function announce(unit: Unit, companyId: number, tenantId: number, id: number): void {
  const about = { companyId, tenantId };
  unit.record({ ...about, kind: 'sessionResult.defined', subject: `sessionResult:${id}`, payload: { id, tenantId } });
  unit.touch({ ...about, topic: 'sessionResult', id });
}
