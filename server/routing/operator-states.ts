import type { OperatorStateKind } from '@hovor/protocol/enums';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import { type Actor, companyOf } from '../foundation/security/actor.ts';
import { type Store, transact } from '../foundation/transact.ts';
import * as queries from './operator-state-queries.ts';
import { awayReasonExists, isPresent } from './state-queries.ts';
import { isLost } from './state-rules.ts';
import { changeState, checkWanted, lockOperator } from './states.ts';

export type { ShownState } from './operator-state-queries.ts';

/** A state set by a supervisor or an integration for somebody else (OP-ST-6). */
export interface ForcedState {
  kind: OperatorStateKind;
  awayReasonId?: number | null;
  note?: string | null;
}

/** States of operators as others see and set them (API-USR-11 to API-USR-16). */
export function createOperatorStates(store: Store) {
  return {
    /** Of all enabled users, by id. */
    list: (companyId: number, filter: Pick<queries.StateFilter, 'tenantIds'> = {}) =>
      queries.presentStates(store.db, companyId, filter),

    /** @throws not-found outside the company */
    async of(companyId: number, userId: number): Promise<queries.ShownState> {
      const [state] = await queries.presentStates(store.db, companyId, { userId });
      if (!state) throw notFound();
      return state;
    },

    async history(companyId: number, userId: number, filter: queries.HistoryFilter) {
      const [rows, total] = await Promise.all([
        queries.stateHistory(store.db, companyId, userId, filter),
        queries.countStates(store.db, companyId, userId, filter),
      ]);
      return { rows, total };
    },

    /**
     * Sets the state of an operator who is connected; marked as forced. Open offers are withdrawn when it is no longer
     * Online, conversations go on. Being connected cannot be set: it follows the workspace.
     */
    async force(actor: Actor, userId: number, wanted: ForcedState): Promise<void> {
      const companyId = companyOf(actor);
      if (isLost(wanted.kind)) {
        throw invalid('kind', `${wanted.kind} cannot be set: it says whether the workspace is connected.`);
      }
      const next = checkWanted(wanted);
      const [known] = await queries.presentStates(store.db, companyId, { userId });
      if (!known) throw notFound();
      await transact(store, actor, async (unit) => {
        const present = await lockOperator(unit, companyId, userId);
        if (next.awayReasonId !== null && !(await awayReasonExists(unit.db, companyId, next.awayReasonId))) {
          throw invalid('awayReasonId', 'There is no such away reason. Choose one of the list.');
        }
        if (!(await isPresent(unit.db, companyId, userId, unit.now))) {
          throw new Problem('conflict', { detail: 'This user has no workspace open. Set the state when one is.' });
        }
        await changeState(unit, companyId, present, next, { forced: true, loginId: present.loginId });
      });
    },
  };
}

export type OperatorStates = ReturnType<typeof createOperatorStates>;
