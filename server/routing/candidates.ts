import type { Channel } from '@hovor/protocol/enums';
import type { DecisiveFact, LeftOutBecause } from '@hovor/protocol/routing-explained';
import { createHeap } from './heap.ts';
import {
  type Family,
  familyOf,
  type GroupFacts,
  type LeftOutLooked,
  type OperatorFacts,
  type PriorityKind,
} from './schema.ts';

/**
 * Of a larger group only the first two candidates are told apart in the explanation, and who has no free slot is counted
 * once a decision: a line per member of it for every offer would be too many.
 */
export const smallGroup = 10;

/**
 * An operator while one decision is being made: what the snapshot says, less what this decision has given already.
 * `version` grows with each change, so that a place in a heap made before it is recognised as old.
 */
export interface Desk {
  userId: number;
  facts: OperatorFacts;
  free: Record<Family, number>;
  /** Open offers and running sessions in all families. */
  active: number;
  idleSince: number;
  lastOffered: number;
  version: number;
}

export function openDesk(facts: OperatorFacts): Desk {
  const { slots, used, idleSince, lastOffered, userId } = facts;
  return {
    userId,
    facts,
    free: {
      live: slots.live - used.live,
      asynchronous: slots.asynchronous - used.asynchronous,
      email: slots.email - used.email,
    },
    active: used.live + used.asynchronous + used.email,
    idleSince,
    lastOffered,
    version: 0,
  };
}

/** Why an operator can not be offered a channel's sessions now, slots aside; null = can. */
export function unable(
  desk: Desk | undefined,
  channel: Channel,
): 'not an operator' | 'not here' | 'away' | 'channel off' | null {
  if (!desk) return 'not an operator';
  const { state, present, channels } = desk.facts;
  if (state === 'OFFLINE' || state === 'DISCONNECTED' || !present) return 'not here';
  if (state !== 'ONLINE') return 'away';
  return channels.has(channel) ? null : 'channel off';
}

/** Gives one slot away. */
export function occupy(desk: Desk, family: Family, now: number) {
  desk.free[family] -= 1;
  desk.active += 1;
  desk.idleSince = now;
  desk.lastOffered = now;
  desk.version += 1;
}

/** What priorities compare. */
type Weight = Pick<Desk, 'userId' | 'active' | 'idleSince' | 'lastOffered'> & { skill: number };
type Order = (a: Weight, b: Weight) => number;

const orders: Record<Exclude<PriorityKind, 'lastOperator'>, Order> = {
  fewestActive: (a, b) => a.active - b.active,
  longestIdle: (a, b) => a.idleSince - b.idleSince,
  skill: (a, b) => b.skill - a.skill,
  roundRobin: (a, b) => a.lastOffered - b.lastOffered,
};

/** Compares two operators for one client by the priorities of a group, strongest first (AD-GR-11); `by` = which decided. */
function weigh(a: Weight, b: Weight, priorities: readonly PriorityKind[], lastUserId: number | null) {
  for (const by of priorities) {
    const difference =
      by === 'lastOperator' ? Number(b.userId === lastUserId) - Number(a.userId === lastUserId) : orders[by](a, b);
    if (difference !== 0) return { difference, by };
  }
  return { difference: a.userId - b.userId, by: 'order of creation' as const };
}

/** The same order for all clients of a pool: the priorities that do not look at the client, strongest first. */
function orderBy(priorities: readonly Exclude<PriorityKind, 'lastOperator'>[]): Order {
  const chosen = priorities.map((kind) => orders[kind]);
  return (a, b) => {
    for (const order of chosen) {
      const difference = order(a, b);
      if (difference !== 0) return difference;
    }
    return a.userId - b.userId;
  };
}

/** A place in a heap holds the weights it was made with: they must not change while it is in there. */
interface Place extends Weight {
  desk: Desk;
  version: number;
}

export interface Choice {
  desk: Desk;
  /** The priority that put this operator before the next best; null when there was no other. */
  decidedBy: DecisiveFact | null;
  runnerUp: Desk | null;
}

/** Names given of those who are left out for one reason. */
const namedLeftOut = 10;

/**
 * The members of a group who could take sessions of a channel that ask for these skills. Keeps them in a heap by the
 * group's priorities, so that a choice costs the logarithm of the group. Within one decision an operator's load only
 * grows, so a heap entry made before an offer stands too far in front, never too far behind: it is put right when it
 * surfaces.
 */
export function createPool(
  group: GroupFacts,
  channel: Channel,
  desks: ReadonlyMap<number, Desk>,
  wants: readonly string[] = [],
) {
  const family = familyOf(channel);
  const skilled = group.priorities.includes('skill');
  const general = group.priorities.filter((kind) => kind !== 'lastOperator');
  const ready = new Map<number, Desk>();
  const away = new Map<LeftOutBecause, LeftOutLooked>();
  /** Members logged in, also those away or with no free slot; those of them with the channel on. */
  let loggedIn = 0;
  let here = 0;
  for (const userId of group.members) {
    const desk = desks.get(userId);
    const why = unable(desk, channel);
    if (why !== 'not an operator' && why !== 'not here') loggedIn += 1;
    if (desk && (why === null || (why === 'away' && desk.facts.channels.has(channel)))) here += 1;
    if (desk && why === null) ready.set(userId, desk);
    else if (why) leaveOut(why, userId);
  }
  const hasRoom = (desk: Desk) => desk.free[family] > 0;
  const skillOf = ({ facts }: Desk) => {
    let level = 0;
    for (const want of wants) level = Math.max(level, facts.skills?.get(want) ?? 0);
    return level;
  };
  const placeOf = (desk: Desk): Place => {
    const { userId, active, idleSince, lastOffered, version } = desk;
    return { desk, userId, active, idleSince, lastOffered, version, skill: skilled ? skillOf(desk) : 0 };
  };
  const free = [...ready.values()].filter(hasRoom).map(placeOf);
  const heap = createHeap<Place>(orderBy(general), free);

  if (ready.size > smallGroup) {
    for (const desk of ready.values()) if (!hasRoom(desk)) leaveOut('no free slot', desk.userId);
  }

  function leaveOut(because: LeftOutBecause, userId: number) {
    const known = away.get(because) ?? { because, count: 0, userIds: [] };
    known.count += 1;
    if (known.userIds.length < namedLeftOut) known.userIds.push(userId);
    away.set(because, known);
  }

  /** The next place that is still true; operators whose slots went meanwhile drop out for good. */
  function next(): Place | undefined {
    for (let place = heap.pop(); place; place = heap.pop()) {
      if (place.version === place.desk.version) return place;
      if (hasRoom(place.desk)) heap.push(placeOf(place.desk));
    }
    return undefined;
  }

  const sorted = (found: Iterable<Desk>, lastUserId: number | null) =>
    [...found].map(placeOf).sort((a, b) => weigh(a, b, group.priorities, lastUserId).difference);

  /** The best of a few. */
  function choose(found: Iterable<Desk>, lastUserId: number | null): Choice | null {
    const [best, second] = sorted(found, lastUserId);
    if (!best) return null;
    if (!second) return { desk: best.desk, runnerUp: null, decidedBy: null };
    return { desk: best.desk, runnerUp: second.desk, decidedBy: weigh(best, second, group.priorities, lastUserId).by };
  }

  return {
    /** For the explanation: size of the group, and who of it was left out and why. */
    about: { members: group.members.length, leftOut: [...away.values()] },
    /** The same when nobody at all can be asked. */
    nobody(): { members: number; ready: number; leftOut: LeftOutLooked[] } {
      const full = ready.size > smallGroup ? [] : [...ready.values()].filter((desk) => !hasRoom(desk));
      const userIds = full.map(({ userId }) => userId);
      const noSlot: LeftOutLooked[] = full.length > 0 ? [{ because: 'no free slot', count: full.length, userIds }] : [];
      return { members: group.members.length, ready: ready.size, leftOut: [...away.values(), ...noSlot] };
    },
    loggedIn,
    here,
    ready: ready as ReadonlyMap<number, Desk>,
    hasRoom,
    skilled,
    skillOf,
    choose,
    sort: (found: Iterable<Desk>, lastUserId: number | null) => sorted(found, lastUserId).map(({ desk }) => desk),
    /** The best operator with a free slot who is not in `asked`, for a client last served by `lastUserId`. */
    best(asked: { has(userId: number): boolean }, lastUserId: number | null): Choice | null {
      const seen: Place[] = [];
      const last = lastUserId === null ? undefined : ready.get(lastUserId);
      // Whoever is first by the other priorities, or the client's last operator: nobody else can be the best.
      const found = new Set<Desk>(last && hasRoom(last) && !asked.has(last.userId) ? [last] : []);
      const wanted = found.size + 2;
      while (found.size < wanted) {
        const place = next();
        if (!place) break;
        seen.push(place);
        if (!asked.has(place.userId)) found.add(place.desk);
      }
      for (const place of seen) heap.push(place);
      return choose(found, lastUserId);
    },
  };
}
export type Pool = ReturnType<typeof createPool>;
