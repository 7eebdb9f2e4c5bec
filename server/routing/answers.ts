import type { Channel } from '@hovor/protocol/enums';
import { sql } from 'kysely';
import { notFound } from '../foundation/errors.ts';
import type { Store } from '../foundation/transact.ts';
import { openDesk, unable } from './candidates.ts';
import { checkConditions } from './conditions.ts';
import type { SettingsPort } from './ports.ts';
import { paramValues } from './queries.ts';
import { familyOf, type GroupFacts, type Snapshot } from './schema.ts';
import { loadSnapshot, paramReader, type SessionFacts } from './snapshot.ts';
import { type GroupWorkload, groupWorkloads, type OfflineReason } from './workload.ts';

/** A group as a chatbot is told of it (CB-AV). */
export interface AvailableGroup {
  displayName: string | null;
  groupId: number;
  groupState: 'ONLINE' | 'BUSY' | 'OFFLINE';
  groupOfflineReasons: (OfflineReason | 'NONE' | 'DELETED')[];
  groupWorkload: { maxSlots: number; usedSlotsWaiting: number; usedSlotsAccepted: number; freeSlots: number };
  queueWorkload: { freeQueueSlotsCountTotal: number; inQueueCountTotal: number; isQueueFull: boolean };
}

/** Who could take a session now, for those who ask on its behalf (CB-CM-7, CB-CM-8). */
export function createAnswers(store: Store, settings: SettingsPort) {
  /**
   * The tenant as it is now, and the groups the session could be routed to: the rules of its routing are evaluated
   * again with the parameters it has at this moment.
   */
  async function look(companyId: number, sessionId: number) {
    const session = await readSession(store, companyId, sessionId);
    if (!session) throw notFound();
    const { tenantId, routingId, channel } = session;
    const { snapshot } = await loadSnapshot(store.db, companyId, tenantId, store.clock.now());
    const rules = routingId === null ? [] : (snapshot.ruleSets.get(routingId)?.rules ?? []);
    const names = [...new Set(rules.flatMap((rule) => rule.conditions.map(({ param }) => param)))];
    const values = names.length > 0 ? await paramValues(store.db, companyId, [sessionId], names) : [];
    const param = paramReader(session, new Map(values.map(({ name, value }) => [name, value])));
    const groupIds = rules
      .filter(({ conditions, groupId }) => {
        const group = snapshot.groups.get(groupId);
        return group && !group.chatbot && checkConditions(conditions, param).holds;
      })
      .map(({ groupId }) => groupId);
    return { tenantId, channel, snapshot, groupIds: [...new Set(groupIds)] };
  }

  return {
    /** These groups of the session's tenant, or those its rules lead to now (null). An unknown id answers DELETED. */
    async availableGroups(companyId: number, sessionId: number, wanted: readonly number[] | null) {
      const { tenantId, channel, snapshot, groupIds } = await look(companyId, sessionId);
      const { stateWhenAllAway } = await settings.tenant(companyId, tenantId);
      const workloads = groupWorkloads(snapshot, channel, stateWhenAllAway);
      return [...new Set(wanted ?? groupIds)].map((groupId): AvailableGroup => {
        const group = snapshot.groups.get(groupId);
        const workload = workloads.get(groupId);
        return group && workload ? asAvailable(snapshot, group, workload) : deleted(groupId);
      });
    },

    /** Operators who are here, Online and have a free slot, in that group or in those its rules lead to now (null). */
    async availableOperators(companyId: number, sessionId: number, wanted: number | null): Promise<number[]> {
      const { channel, snapshot, groupIds } = await look(companyId, sessionId);
      const groups = (wanted === null ? groupIds : [wanted]).flatMap((id) => snapshot.groups.get(id) ?? []);
      const members = [...new Set(groups.flatMap((group) => group.members))];
      return members.filter((userId) => isFree(snapshot, userId, channel));
    },
  };
}

function isFree(snapshot: Snapshot, userId: number, channel: Channel): boolean {
  const facts = snapshot.operators.get(userId);
  if (!facts) return false;
  const desk = openDesk(facts);
  return unable(desk, channel) === null && desk.free[familyOf(channel)] > 0;
}

function asAvailable(snapshot: Snapshot, group: GroupFacts, workload: GroupWorkload): AvailableGroup {
  const { state, offlineReasons, maxSlots, usedSlots, freePlaces, inQueue } = workload;
  const members = new Set(group.members);
  const offered = snapshot.requests
    .flatMap((request) => request.offers)
    .filter((offer) => offer.ended === null && members.has(offer.userId)).length;
  const usedSlotsWaiting = Math.min(offered, usedSlots);
  return {
    displayName: group.name,
    groupId: group.id,
    groupState: state === 'online' ? 'ONLINE' : state === 'busy' ? 'BUSY' : 'OFFLINE',
    groupOfflineReasons: offlineReasons.length > 0 ? offlineReasons : ['NONE'],
    groupWorkload: {
      maxSlots,
      usedSlotsWaiting,
      usedSlotsAccepted: usedSlots - usedSlotsWaiting,
      freeSlots: Math.max(0, maxSlots - usedSlots),
    },
    queueWorkload: {
      freeQueueSlotsCountTotal: freePlaces,
      inQueueCountTotal: inQueue,
      isQueueFull: freePlaces === 0,
    },
  };
}

const deleted = (groupId: number): AvailableGroup => ({
  displayName: null,
  groupId,
  groupState: 'OFFLINE',
  groupOfflineReasons: ['DELETED'],
  groupWorkload: { maxSlots: 0, usedSlotsWaiting: 0, usedSlotsAccepted: 0, freeSlots: 0 },
  queueWorkload: { freeQueueSlotsCountTotal: 0, inQueueCountTotal: 0, isQueueFull: true },
});

interface SessionRow extends SessionFacts {
  tenantId: number;
  routingId: number | null;
}

async function readSession({ db }: Store, companyId: number, sessionId: number): Promise<SessionRow | undefined> {
  const { rows } = await sql<SessionRow>`
    select s.tenant_id, p.routing_id, routing_channel(s.channel, s.source) as channel, s.language, s.url, s.source, s.os,
      s.browser, p.name as preset
    from sessions s left join presets p on p.company_id = s.company_id and p.id = s.preset_id
    where s.company_id = ${companyId} and s.id = ${sessionId}`.execute(db);
  return rows[0];
}
