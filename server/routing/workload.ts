import type { Channel, PackageState } from '@hovor/protocol/enums';
import { createPool, type Desk, openDesk } from './candidates.ts';
import { countWaiting } from './rules.ts';
import { familyOf, type GroupFacts, inFamily, isClosed, type Snapshot } from './schema.ts';

/** Why a group takes nobody (CB-AV-3). */
export type OfflineReason = 'BUSINESS_HOURS' | 'NO_OPERATORS' | 'CHANNEL_BLOCKED' | 'QUEUE_FULL' | 'AWAY_IS_OFFLINE';

/** State and load of one group for one channel (AD-GR-14, AD-GR-15, CB-AV). */
export interface GroupWorkload {
  groupId: number;
  state: PackageState;
  /** Every reason that holds, the strongest first; none unless it is offline. */
  offlineReasons: OfflineReason[];
  inQueue: number;
  freePlaces: number;
  /** Operators here with the right to the channel; those of them who are Online. */
  here: number;
  online: number;
  maxSlots: number;
  usedSlots: number;
}

/**
 * The one function behind the button of a package, chatbots' availability answers and the pages: what each group of a
 * tenant can take of a channel now. Online = somebody is free; busy = all are taken, or all are away and the tenant
 * wants that shown as busy (AD-AP-8); offline = closed, nobody is here, or the queue is full (AD-OH-1, AD-GR-3, CB-AV-2).
 */
export function groupWorkloads(
  snapshot: Pick<Snapshot, 'groups' | 'operators' | 'requests'>,
  channel: Channel,
  stateWhenAllAway: 'busy' | 'offline',
): Map<number, GroupWorkload> {
  const desks = new Map<number, Desk>();
  for (const operator of snapshot.operators.values()) desks.set(operator.userId, openDesk(operator));
  const waiting = countWaiting(snapshot.requests);
  const workloads = new Map<number, GroupWorkload>();
  for (const group of snapshot.groups.values()) {
    workloads.set(group.id, workloadOf(group, channel, desks, waiting.get(group.id) ?? 0, stateWhenAllAway));
  }
  return workloads;
}

function workloadOf(
  plain: GroupFacts,
  channel: Channel,
  desks: ReadonlyMap<number, Desk>,
  inQueue: number,
  stateWhenAllAway: 'busy' | 'offline',
): GroupWorkload {
  const family = familyOf(channel);
  const group = inFamily(plain, family);
  const { loggedIn, here, ready, hasRoom } = createPool(group, channel, desks);
  const operators = [...ready.values()];
  const free = group.distribution === 'whole' ? operators.length : operators.filter(hasRoom).length;
  const about = {
    groupId: group.id,
    inQueue,
    freePlaces: Math.max(0, group.queueSize - inQueue),
    here,
    online: ready.size,
    maxSlots: operators.reduce((sum, { facts }) => sum + facts.slots[family], 0),
    usedSlots: operators.reduce((sum, { facts }) => sum + facts.used[family], 0),
  };
  if (group.chatbot) return { ...about, state: group.chatbot.takes ? 'online' : 'offline', offlineReasons: [] };
  const reasons: [OfflineReason, boolean][] = [
    ['BUSINESS_HOURS', isClosed(group)],
    ['NO_OPERATORS', loggedIn === 0],
    // Somebody is logged in, but has switched the channel off or has no right to it.
    ['CHANNEL_BLOCKED', loggedIn > 0 && here === 0],
    ['QUEUE_FULL', about.freePlaces === 0],
    ['AWAY_IS_OFFLINE', here > 0 && ready.size === 0 && stateWhenAllAway === 'offline'],
  ];
  const offlineReasons = reasons.filter(([, holds]) => holds).map(([reason]) => reason);
  if (offlineReasons.length > 0) return { ...about, state: 'offline', offlineReasons };
  return { ...about, state: free > 0 ? 'online' : 'busy', offlineReasons };
}

/** A package is as good as the best group its clients can be routed to (AD-PK-7). Without routing it is offline. */
export function packageState(
  routingId: number | null,
  ruleSets: Snapshot['ruleSets'],
  workloads: ReadonlyMap<number, Pick<GroupWorkload, 'state'>>,
): PackageState {
  const rules = routingId === null ? [] : (ruleSets.get(routingId)?.rules ?? []);
  const states = rules.map(({ groupId }) => workloads.get(groupId)?.state ?? 'offline');
  return states.includes('online') ? 'online' : states.includes('busy') ? 'busy' : 'offline';
}

/** Acceptances of a group in the time looked back at. */
export interface Flow {
  accepted: number;
  /** Milliseconds from the first of them until now. */
  span: number;
}

/** Fewer recent acceptances than this say nothing about the next. */
const fewestToTell = 3;

/** Seconds until the turn of place `place` (from 1) at the group's recent pace; null = we cannot tell. */
export function estimatedWait(place: number, flow: Flow | undefined): number | null {
  if (!flow || flow.accepted < fewestToTell) return null;
  return Math.ceil((place * flow.span) / flow.accepted / 1000);
}
