import { limits } from '@hovor/protocol/limits';
import { createSettings } from '../directory/service.ts';
import { invalid, Problem } from '../foundation/errors.ts';
import type { UserActor } from '../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import { lockSeen, refuse } from './access.ts';
import { concludeStay } from './lifecycle.ts';
import { upsertParams } from './param-queries.ts';
import { readResults, resultByName } from './result-queries.ts';
import { inAcw } from './rules.ts';
import type { AcwForm, SessionRecord, Stay } from './schema.ts';
import { readStays, updateStay } from './session-queries.ts';
import { optionalLine, storable } from './text.ts';
import { recordOf, saveSession } from './transcript.ts';

/** The evaluation after the end (OP-ES-8, OP-ES-9). */
export function createAcw(store: Store) {
  const settings = createSettings(store);

  /** A tenant may want a result of every conversation (AD-AP-13); a deadline that runs out closes without one. */
  async function refuseMissing(unit: Unit, { companyId, tenantId, result }: SessionRecord, form: AcwForm | null) {
    if (form?.result || result) return;
    if (!(await settings.tenant(companyId, tenantId)).resultRequired) return;
    if ((await readResults(unit.db, companyId, tenantId)).length > 0) throw invalid('result', 'must not be empty.');
  }

  return {
    async conclude(actor: UserActor, sessionId: number, form: AcwForm | null): Promise<void> {
      await transact(store, actor, async (unit) => {
        const { session, stays, mine } = await lockAcw(unit, actor, sessionId);
        // Concluded already, by a first try or by the timer: what was filled in is kept all the same.
        if (mine && inAcw(mine)) {
          await refuseMissing(unit, session, form);
          return finish(unit, session, mine, stays, form && (await checked(unit, session, form)));
        }
        if (form) await keep(unit, session, actor.userId, await checked(unit, session, form));
      });
    },

    async saveAcwDraft(actor: UserActor, sessionId: number, form: AcwForm): Promise<void> {
      await transact(store, actor, async (unit) => {
        const { session, mine } = await lockAcw(unit, actor, sessionId);
        if (!mine || !inAcw(mine)) throw new Problem('conflict', { detail: 'The time for the evaluation is over.' });
        const acwDraft = JSON.stringify(await checked(unit, session, form));
        await updateStay(unit.db, session.companyId, mine.id, { acwDraft });
        await saveSession(unit, session);
      });
    },
  };
}

/** Ends ACW of one stay, with the form or else with the draft. */
export async function finish(
  unit: Unit,
  session: SessionRecord,
  stay: Stay,
  stays: readonly Stay[],
  form: AcwForm | null,
): Promise<void> {
  const kept = form ?? stay.acwDraft;
  if (kept) await keep(unit, session, stay.userId, kept);
  await concludeStay(unit, session, stay, stays);
}

/** The result is a parameter too (MOD-KEY-6), so that rules and lists can use it. */
async function keep(unit: Unit, session: SessionRecord, userId: number, { result, note }: AcwForm) {
  if (result !== null) {
    const param = { name: 'oo1_business_result', value: result, source: 'USER' as const };
    await upsertParams(unit.db, session, [param], unit.now);
    recordOf(unit, session, 'paramsUpdated', { tenantId: session.tenantId, names: [param.name] });
  }
  if (result === null && note === null) return;
  recordOf(unit, session, 'evaluated', { userId, result });
  await saveSession(unit, session, { ...(result !== null && { result }), ...(note !== null && { note }) });
}

async function checked(unit: Unit, session: SessionRecord, form: AcwForm): Promise<AcwForm> {
  const result = optionalLine('result', form.result, limits.nameLength);
  const note = form.note?.trim() ? storable('note', form.note, limits.noteLength) : null;
  const known = result !== null && (await resultByName(unit.db, session.companyId, session.tenantId, result));
  if (known === null || (known && !known.active)) {
    throw invalid('result', 'is not one of the session results of this tenant.');
  }
  return { result: known ? known.name : null, note };
}

/** The newest stay of the operator in a session that is over. */
async function lockAcw(unit: Unit, actor: UserActor, sessionId: number) {
  const { session, facts } = await lockSeen(unit, sessionId);
  if (!facts.tookPart) throw refuse('You did not serve this client.');
  if (facts.here) throw new Problem('conflict', { detail: 'End the conversation first.' });
  const stays = await readStays(unit.db, session.companyId, session.id);
  return { session, stays, mine: stays.findLast((stay) => stay.userId === actor.userId) };
}
