import type { OperatorState } from '@hovor/protocol/desk';
import { type Channel, channels } from '@hovor/protocol/enums';
import { invalid, Problem } from '../foundation/errors.ts';
import { hasTenantRole, type UserActor } from '../foundation/security/actor.ts';
import { Retry, type Store, transact, type Unit } from '../foundation/transact.ts';
import type { SettingsPort } from './ports.ts';
import { rightFor } from './schema.ts';
import type { StateRow } from './state-queries.ts';
import * as queries from './state-queries.ts';
import { type StateFacts, sameState } from './state-rules.ts';

/** What an operator sets by hand (OP-ST-1), or somebody else for them. */
export interface WantedState {
  kind: 'ONLINE' | 'AWAY' | 'BREAK';
  awayReasonId?: number | null;
  note?: string | null;
}

/** Operator states and channel switches (OP-ST, OP-WS-4 to OP-WS-10). */
export function createStates(store: Store, settings: SettingsPort) {
  const forOperators = (actor: UserActor, tenantId: number) => {
    if (!hasTenantRole(actor, tenantId, 'Operator')) throw new Problem('not-permitted');
  };

  async function state(companyId: number, userId: number): Promise<OperatorState> {
    const row = await queries.readState(store.db, companyId, userId);
    return {
      userId,
      kind: row?.kind ?? 'OFFLINE',
      awayReasonId: row?.awayReasonId ?? null,
      awayReason: row?.awayReason ?? null,
      note: row?.note ?? null,
      changed: (row?.changed ?? store.clock.now()).toISOString(),
      forced: row?.forced ?? false,
    };
  }

  /** Channels the operator has the right to, with the switch of each (OP-WS-8). */
  async function channelsOf(actor: UserActor, tenantId: number): Promise<{ channel: Channel; enabled: boolean }[]> {
    const switches = await queries.channelSwitches(store.db, actor.companyId, tenantId, actor.userId);
    return channels
      .filter((channel) => hasTenantRole(actor, tenantId, rightFor[channel]))
      .map((channel) => ({ channel, enabled: switches.get(channel) ?? true }));
  }

  return {
    state,
    channels: channelsOf,

    /** Online, Away, or Away with a reason. Conversations already open go on (OP-WS-6); open offers are withdrawn. */
    async setState(actor: UserActor, tenantId: number, wanted: WantedState): Promise<OperatorState> {
      forOperators(actor, tenantId);
      const next = checkWanted(wanted);
      await transact(store, actor, async (unit) => {
        const { companyId, userId, loginId } = actor;
        const present = await lockOperator(unit, companyId, userId);
        if (next.awayReasonId !== null && !(await queries.awayReasonExists(unit.db, companyId, next.awayReasonId))) {
          throw invalid('awayReasonId', 'There is no such away reason. Choose one of the list.');
        }
        if (!(await queries.isPresent(unit.db, companyId, userId, unit.now))) {
          throw new Problem('conflict', { detail: 'Your workspace is not connected. Reload the page.' });
        }
        await changeState(unit, companyId, present, next, { forced: false, loginId });
      });
      return state(actor.companyId, actor.userId);
    },

    /** Switches a channel on or off for new sessions (OP-WS-9); a company setting may forbid it (AD-CO-7). */
    async setChannel(actor: UserActor, tenantId: number, { channel, enabled }: { channel: Channel; enabled: boolean }) {
      forOperators(actor, tenantId);
      const { companyId, userId } = actor;
      if (!hasTenantRole(actor, tenantId, rightFor[channel])) {
        throw invalid('channel', 'You do not serve this channel here.');
      }
      if (!(await settings.company(companyId)).operatorsMaySwitchChannels) {
        throw new Problem('not-permitted', { detail: 'Your company does not let operators switch channels.' });
      }
      await transact(store, actor, async (unit) => {
        await queries.putChannelSwitch(unit.db, { companyId, tenantId, userId, channel, enabled });
        unit.touch({ companyId, tenantId, topic: 'operator', id: userId });
      });
      return channelsOf(actor, tenantId);
    },

    slots: async (companyId: number, userId: number) => ({
      live: await queries.liveSlots(store.db, companyId, userId),
    }),
  };
}

/** A state as it may be asked for. @throws invalid-input */
export function checkWanted(wanted: Omit<WantedState, 'kind'> & Pick<StateFacts, 'kind'>): StateFacts {
  const { kind, awayReasonId = null, note = null } = wanted;
  if (kind === 'BREAK' && awayReasonId === null) throw invalid('awayReasonId', 'Choose the away reason.');
  if (kind !== 'BREAK' && awayReasonId !== null) throw invalid('awayReasonId', 'Only BREAK takes an away reason.');
  return { kind, awayReasonId, note: note?.trim() || null };
}

/** Locks an operator for this unit, before any other write of it: the order of that operator's events rests on it. */
export async function lockOperator(unit: Unit, companyId: number, userId: number): Promise<StateRow> {
  let locked = await queries.lockState(unit.db, companyId, userId);
  if (!locked) {
    await queries.createState(unit.db, companyId, userId, unit.now);
    locked = await queries.lockState(unit.db, companyId, userId);
  }
  if (!locked || locked.behind) throw new Retry('The operator was written by a younger transaction.');
  return locked.state;
}

/** Writes a state with its log line and event (OP-ST-6). The same state again is no change. */
export async function changeState(
  unit: Unit,
  companyId: number,
  present: StateRow,
  next: StateFacts,
  { forced, loginId }: { forced: boolean; loginId: number | null },
): Promise<void> {
  const { userId } = present;
  if (sameState(present, next)) {
    if (present.loginId !== loginId) await queries.writeState(unit.db, companyId, { ...present, loginId });
    return;
  }
  const row: StateRow = { userId, ...next, changed: unit.now, forced, loginId };
  await queries.writeState(unit.db, companyId, row);
  await queries.logState(unit.db, companyId, row);
  const { kind, awayReasonId, note } = next;
  unit.record({
    companyId,
    tenantId: null,
    kind: 'user.stateChanged',
    subject: `user:${userId}`,
    payload: { userId, kind, awayReasonId, forced, note },
  });
  for (const tenantId of await queries.operatorTenants(unit.db, companyId, userId)) {
    unit.touch({ companyId, tenantId, topic: 'operator', id: userId });
  }
}
