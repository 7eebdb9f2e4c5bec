import type { Channel } from '@hovor/protocol/enums';
import { type Calendar, nextChange, openAt } from '../calendars/service.ts';
import { createHeap } from './heap.ts';
import { decide } from './rules.ts';
import { group, operator, second } from './rules-world.ts';
import {
  type Decisions,
  defaultChannelRanks,
  familyOf,
  type GroupFacts,
  type OfferFacts,
  type OperatorFacts,
  type RequestFacts,
  type RoutingRule,
  type RuleSet,
  type Snapshot,
} from './schema.ts';

/**
 * A busy centre on a fake clock, driven by the engine's own decision: clients come and lose patience, operators work in
 * shifts, take breaks, lose their connection, accept, decline and overlook, doors open and close by the clock on the wall,
 * administrators edit rules and groups meanwhile. Everything follows from the seed. Whoever runs it looks at each decision
 * before it is carried out (simulation.test.ts).
 */

export const minute = 60 * second;
export const hour = 60 * minute;
export const zone = 'Europe/Prague';

/** Numbers that follow from a seed, so that a failure can be repeated. */
export function seeded(seed: number) {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    chance: (part: number) => next() < part,
    below: (n: number) => Math.floor(next() * n),
    between: (from: number, to: number) => Math.floor(from + next() * (to - from)),
    one: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T,
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type Waiting = Mutable<RequestFacts> & { offers: Mutable<OfferFacts>[] };
type Person = Mutable<OperatorFacts> & { used: Record<'live' | 'asynchronous' | 'email', number> };

/** How each session ended. */
export type End = 'accepted' | 'failed' | 'left';
export interface Totals extends Record<End, number> {
  arrived: number;
  decisions: number;
  offers: number;
  moves: number;
  closings: number;
}

const week = (from: number, to: number, days = [1, 2, 3, 4, 5, 6, 7]) =>
  days.map((day) => ({ day, from: from * 60, to: to * 60 }));
const calendar = (weekly: Calendar['weekly'], about: Partial<Calendar> = {}): Calendar => ({
  timeZone: zone,
  weekly,
  exceptions: [],
  holidays: new Set(),
  ...about,
});
const shifts = [
  calendar(week(6, 14)),
  calendar(week(9, 18, [1, 2, 3, 4, 5])),
  calendar(week(13, 22)),
  calendar([...week(20, 24), ...week(0, 6)]),
];
const languages = ['cs', 'en', 'de'];
const channelsServed: readonly Channel[] = ['Mluvii', 'WhatsApp', 'Email'];

export interface SimulationOptions {
  seed: number;
  from: number;
  until: number;
  operators?: number;
  /** Sessions an hour at the busiest time. */
  rate?: number;
  /** Called before a decision is carried out. */
  check(snapshot: Snapshot, decisions: Decisions, now: number): void;
  /** Called with each session that ends. */
  ended?(request: Waiting, end: End, now: number): void;
}

export function simulate({ seed, from, until, check, ended, ...size }: SimulationOptions): Totals {
  const random = seeded(seed);
  const totals: Totals = {
    arrived: 0,
    decisions: 0,
    offers: 0,
    moves: 0,
    closings: 0,
    accepted: 0,
    failed: 0,
    left: 0,
  };
  const events = createHeap<{ at: number; nth: number; run(): void }>((a, b) => a.at - b.at || a.nth - b.nth);
  let now = from;
  let nth = 0;
  let ids = 0;
  const at = (time: number, run: () => void) => events.push({ at: Math.max(time, now), nth: nth++, run });
  const later = (delay: number, run: () => void) => at(now + delay, run);

  const people = new Map<number, Person>();
  for (let userId = 1; userId <= (size.operators ?? 30); userId++) people.set(userId, hire(userId));
  const doors = new Map<number, Calendar>([
    [1, calendar(week(8, 17, [1, 2, 3, 4, 5]), { holidays: new Set(['2026-03-24', '2026-10-28']) })],
    [2, calendar([...week(7, 12), ...week(13, 20)])],
    // Opens and closes inside the hour that is skipped or comes twice.
    [
      4,
      calendar([...week(6, 22), ...week(2, 3, [7])], {
        exceptions: [{ day: '2026-03-25', intervals: [{ from: 600, to: 660 }] }],
      }),
    ],
  ]);
  const groups = new Map<number, Mutable<GroupFacts>>();
  for (const id of [1, 2, 3, 4, 5]) groups.set(id, found(id));
  const ruleSets = new Map<number, RuleSet>();
  for (const id of [1, 2]) ruleSets.set(id, draw(id));
  const waiting: Waiting[] = [];
  const snapshot: Snapshot = {
    ruleSets,
    groups,
    operators: people,
    requests: waiting,
    channelRanks: defaultChannelRanks,
  };

  for (const person of people.values()) clockIn(person);
  at(from, arrive);
  later(6 * hour, edit);
  let wake = Number.POSITIVE_INFINITY;
  while (now < until) {
    const next = events.pop();
    const time = Math.min(next?.at ?? Number.POSITIVE_INFINITY, wake);
    if (time >= until) break;
    now = time;
    if (next && next.at > time) events.push(next);
    else next?.run();
    for (let more = events.pop(); more; more = events.pop()) {
      if (more.at > now) {
        events.push(more);
        break;
      }
      more.run();
    }
    wake = decideNow();
  }
  return totals;

  function hire(userId: number): Person {
    const channels = new Set(channelsServed.filter(() => random.chance(0.8)));
    const skills = new Map(
      languages.filter(() => random.chance(0.6)).map((name) => [`language ${name}`, 1 + random.below(5)]),
    );
    const slots = { live: 1 + random.below(4), asynchronous: random.below(6), email: random.below(5) };
    const used = { live: 0, asynchronous: 0, email: 0 };
    return { ...operator(userId, { channels, skills, slots, state: 'OFFLINE', present: false }), used };
  }

  function found(id: number): Mutable<GroupFacts> {
    const members = [...people.keys()].filter(() => random.chance(0.5));
    return group(id, members, {
      distribution: id === 5 ? 'whole' : 'utilization',
      autoPickup: id === 3,
      queueSize: random.between(5, 60),
      timeToAccept: random.between(10, 60) * second,
      maxQueueTime: random.between(60, 400) * second,
      priorities: random.one([
        ['lastOperator', 'fewestActive', 'longestIdle'],
        ['skill', 'longestIdle'],
        ['roundRobin'],
        ['fewestActive', 'skill', 'roundRobin', 'lastOperator'],
      ] as const),
      byFamily: { email: { timeToAccept: 10 * minute, maxQueueTime: 4 * hour, autoPickup: false } },
    });
  }

  function draw(id: number): RuleSet {
    const rules = [1, 2, 3, 4, 5]
      .filter(() => random.chance(0.7))
      .sort(() => random.below(3) - 1)
      .map((groupId, position): RoutingRule => {
        const wanted = { param: 'language', operator: 'equals', value: random.one(languages) };
        return { position, groupId, conditions: random.chance(0.4) ? [wanted] : [] };
      });
    return { id, fallback: random.one(['first', 'stay', 'end']), rules };
  }

  /** Clients by the hour of the day: few at night, most at ten. */
  function arrive() {
    const clock = new Date(now).getUTCHours();
    const busy = [1, 1, 1, 1, 2, 4, 10, 30, 70, 100, 90, 70, 70, 80, 80, 70, 50, 40, 30, 20, 10, 6, 3, 2][clock] ?? 1;
    const rate = ((size.rate ?? 120) * busy) / 100;
    later(random.between(1, (2 * hour) / rate), arrive);
    const language = random.one(languages);
    const channel = random.chance(0.75) ? 'Mluvii' : random.one(channelsServed);
    const id = ++ids;
    const request: Waiting = {
      id,
      sessionId: id,
      routingId: 1 + random.below(2),
      channel,
      created: now,
      rulePosition: null,
      groupId: null,
      enteredGroup: null,
      lastUserId: random.chance(0.2) ? 1 + random.below(people.size) : null,
      forward: null,
      offers: [],
      wants: [`language ${language}`],
      param: (name) => (name === 'language' ? language : null),
    };
    waiting.push(request);
    totals.arrived += 1;
    const patience =
      familyOf(channel) === 'live' ? random.between(1 * minute, 20 * minute) : random.between(2 * hour, 40 * hour);
    later(patience, () => finish(request, 'left'));
  }

  /** At most once: whoever comes second finds the session over. */
  function finish(request: Waiting, end: End, by?: number) {
    const place = waiting.indexOf(request);
    if (place < 0) return;
    waiting.splice(place, 1);
    for (const offer of request.offers)
      if (offer.ended === null) endOffer(request, offer, offer.userId === by ? 'accepted' : 'withdrawn');
    totals[end] += 1;
    ended?.(request, end, now);
  }

  function endOffer(request: Waiting, offer: Mutable<OfferFacts>, outcome: NonNullable<OfferFacts['outcome']>) {
    offer.ended = now;
    offer.outcome = outcome;
    const person = people.get(offer.userId);
    if (person) person.used[familyOf(request.channel)] -= 1;
  }

  function accept(request: Waiting, userId: number) {
    const person = people.get(userId);
    if (!person || !waiting.includes(request)) return;
    if (!request.offers.some((offer) => offer.userId === userId && offer.ended === null)) return;
    finish(request, 'accepted', userId);
    const family = familyOf(request.channel);
    person.used[family] += 1;
    later(random.between(1 * minute, 20 * minute), () => {
      person.used[family] -= 1;
      person.idleSince = now;
    });
  }

  function clockIn(person: Person) {
    const shift = random.one(shifts);
    const change = () => {
      const works = openAt(shift, now) && random.chance(0.95);
      person.state = works ? 'ONLINE' : 'OFFLINE';
      person.present = works;
      person.idleSince = now;
      const next = nextChange(shift, now);
      if (next !== null) at(next, change);
      if (works) later(random.between(30 * minute, 3 * hour), () => pause(person));
    };
    change();
  }

  function pause(person: Person) {
    if (person.state !== 'ONLINE') return;
    const lost = random.chance(0.3);
    person.state = lost ? 'DISCONNECTED' : random.one(['AWAY', 'BREAK']);
    person.present = !lost;
    later(random.between(10 * second, 30 * minute), () => {
      if (person.state === 'OFFLINE' || person.state === 'ONLINE') return;
      person.state = 'ONLINE';
      person.present = true;
      person.idleSince = now;
      later(random.between(30 * minute, 3 * hour), () => pause(person));
    });
  }

  /** Rules, members and hours change while people wait. */
  function edit() {
    later(random.between(2 * hour, 12 * hour), edit);
    const id = 1 + random.below(2);
    const one = groups.get(1 + random.below(groups.size));
    switch (random.below(4)) {
      case 0:
        ruleSets.set(id, draw(id));
        for (const request of waiting)
          if (request.routingId === id && request.groupId !== null) request.rulesChanged = true;
        break;
      case 1:
        if (one) one.members = [...people.keys()].filter(() => random.chance(0.5));
        break;
      case 2:
        if (one) Object.assign(one, { ...found(one.id), hours: one.hours });
        break;
      default: {
        const person = people.get(1 + random.below(people.size));
        if (person) person.channels = new Set(channelsServed.filter(() => random.chance(0.8)));
      }
    }
  }

  function openDoors() {
    for (const [id, door] of doors) {
      const one = groups.get(id);
      if (!one || (one.hours && now < (one.hours.changes ?? Number.POSITIVE_INFINITY))) continue;
      const was = one.hours?.open;
      one.hours = { open: openAt(door, now), changes: nextChange(door, now) };
      if (was && !one.hours.open) totals.closings += 1;
    }
  }

  /** Decides until nothing is due at this instant. @returns when to decide again without an event */
  function decideNow(): number {
    for (let round = 0; ; round++) {
      if (round > 200) throw new Error(`the decision runs in circles at ${new Date(now).toISOString()}`);
      openDoors();
      const decisions = decide(snapshot, now);
      totals.decisions += 1;
      check(snapshot, decisions, now);
      carryOut(decisions);
      const { moves, offers, failures, withdrawals, nextWakeAt } = decisions;
      const changed = moves.length + offers.length + failures.length + withdrawals.length > 0;
      if (!changed) return nextWakeAt ?? Number.POSITIVE_INFINITY;
    }
  }

  function carryOut({ withdrawals, timeOuts, moves, failures, offers }: Decisions) {
    const byId = new Map(waiting.map((request) => [request.id, request]));
    for (const { requestId, offerId, outcome } of withdrawals) {
      const request = byId.get(requestId);
      const offer = request?.offers.find(({ id }) => id === offerId);
      if (request && offer) endOffer(request, offer, outcome);
    }
    for (const { requestId, offerId } of timeOuts) {
      const offer = byId.get(requestId)?.offers.find(({ id }) => id === offerId);
      if (offer) offer.timedOut = true;
    }
    for (const { requestId, groupId, fromGroupId, rulePosition } of moves) {
      const request = byId.get(requestId);
      if (!request) continue;
      if (groupId !== fromGroupId) request.enteredGroup = now;
      Object.assign(request, { groupId, rulePosition, rulesChanged: false });
      totals.moves += 1;
    }
    for (const { requestId } of failures) {
      const request = byId.get(requestId);
      if (request) finish(request, 'failed');
    }
    for (const { requestId, userId, groupId, expires, channel, autoAccept } of offers) {
      const request = byId.get(requestId);
      const person = people.get(userId);
      if (!request || !person) continue;
      request.offers.push({
        id: ++ids,
        userId,
        groupId,
        offered: now,
        expires,
        timedOut: false,
        ended: null,
        outcome: null,
      });
      person.used[familyOf(channel)] += 1;
      person.idleSince = now;
      person.lastOffered = now;
      totals.offers += 1;
      if (autoAccept) accept(request, userId);
      else react(request, userId, expires - now);
    }
  }

  /** Most accept soon, some late, some decline, some overlook it. */
  function react(request: Waiting, userId: number, time: number) {
    if (random.chance(0.6)) later(random.between(1 * second, time), () => accept(request, userId));
    else if (random.chance(0.4)) later(random.between(time, 4 * time), () => accept(request, userId));
    else if (random.chance(0.5)) {
      later(random.between(1 * second, time), () => {
        const offer = request.offers.findLast((one) => one.userId === userId && one.ended === null);
        if (offer && waiting.includes(request)) endOffer(request, offer, 'declined');
      });
    }
  }
}
