import type { Channel } from '@hovor/protocol/enums';
import { linesOfBotTurn, linesOfMove } from './changes.ts';
import type { StepRow } from './explain-queries.ts';
import type { TimelineLine } from './offer-queries.ts';
import { decide } from './rules.ts';
import {
  type Decisions,
  familyOf,
  type GroupFacts,
  inFamily,
  type OfferFacts,
  type OperatorFacts,
  type RequestFacts,
  type RuleSet,
  type Snapshot,
} from './schema.ts';

/** Decisions looked at; each is a step in time: one operator more, the next group. */
const longestLook = 25;

export interface Trial {
  ruleSet: Pick<RuleSet, 'rules' | 'fallback'>;
  channel: Channel;
  wants: readonly string[];
  param(name: string): string | null;
  at: number;
  /** Operators and queues are not those of `at`: all count as Online and free, all queues as empty. */
  assumed: boolean;
  /** Opening hours of a group at a moment. */
  hoursAt(groupId: number, at: number): GroupFacts['hours'];
}

/** Ids of what exists in the trial only. */
const trialId = 0;

/**
 * What would happen to one more client (AD-RT-12): the engine's own decision, again and again at the times it would be
 * made, while nobody accepts and all else stays as it is. Pure.
 */
export function tryOut(
  snapshot: Snapshot,
  trial: Trial,
): { outcome: 'accepted' | 'chatbot' | 'failed' | 'waits'; steps: StepRow[]; world: Snapshot } {
  const world = trial.assumed ? { ...snapshot, operators: allFree(snapshot.operators), requests: [] } : snapshot;
  const ruleSets = new Map([...snapshot.ruleSets, [trialId, { id: trialId, ...trial.ruleSet }]]);
  const steps: StepRow[] = [];
  let request = newRequest(trial);
  let now = trial.at;
  const worldAt = (at: number): Snapshot => ({
    ...world,
    ruleSets,
    groups: new Map([...world.groups].map(([id, group]) => [id, { ...group, hours: trial.hoursAt(id, at) ?? null }])),
  });
  for (let look = 0; look < longestLook; look++) {
    const present = worldAt(now);
    const decisions = decide({ ...present, requests: [...world.requests, request] }, now);
    const mine = ofTrial(decisions);
    steps.push(...stepsOf(mine, now));
    if (mine.bots.length > 0) return { outcome: 'chatbot', steps, world: worldAt(trial.at) };
    if (mine.failures.length > 0) return { outcome: 'failed', steps, world: worldAt(trial.at) };
    if (mine.offers.some(({ autoAccept }) => autoAccept)) {
      return { outcome: 'accepted', steps, world: worldAt(trial.at) };
    }
    request = apply(request, mine, now);
    const next = nextTime(present, request, now);
    if (next === null) break;
    now = next;
  }
  return { outcome: 'waits', steps, world: worldAt(trial.at) };
}

const newRequest = ({ channel, wants, param, at }: Trial): RequestFacts => ({
  id: trialId,
  sessionId: trialId,
  routingId: trialId,
  channel,
  created: at,
  rulePosition: null,
  groupId: null,
  enteredGroup: null,
  lastUserId: null,
  forward: null,
  offers: [],
  wants,
  param,
});

const allFree = (operators: Snapshot['operators']): Map<number, OperatorFacts> =>
  new Map(
    [...operators].map(([userId, facts]) => [
      userId,
      { ...facts, state: 'ONLINE', present: true, used: { live: 0, asynchronous: 0, email: 0 } },
    ]),
  );

const isTrial = ({ requestId }: { requestId: number }) => requestId === trialId;
function ofTrial({ moves, bots, withdrawals, timeOuts, offers, failures }: Decisions) {
  return {
    moves: moves.filter(isTrial),
    bots: bots.filter(isTrial),
    withdrawals: withdrawals.filter(isTrial),
    timeOuts: timeOuts.filter(isTrial),
    offers: offers.filter(isTrial),
    failures: failures.filter(isTrial),
  };
}
type Mine = ReturnType<typeof ofTrial>;

function apply(request: RequestFacts, { moves, withdrawals, timeOuts, offers }: Mine, now: number): RequestFacts {
  const ended = new Map(withdrawals.map((withdrawal) => [withdrawal.offerId, withdrawal.outcome]));
  const late = new Set(timeOuts.map(({ offerId }) => offerId));
  const [move] = moves;
  const before = request.offers.map(
    (offer): OfferFacts => ({
      ...offer,
      timedOut: offer.timedOut || late.has(offer.id),
      ...(ended.has(offer.id) && { ended: now, outcome: ended.get(offer.id) ?? null }),
    }),
  );
  const made = offers.map(
    ({ userId, groupId, expires }, index): OfferFacts => ({
      id: before.length + index + 1,
      ...{ userId, groupId, offered: now, expires, timedOut: false, ended: null, outcome: null },
    }),
  );
  const place = move && { groupId: move.groupId, rulePosition: move.rulePosition, enteredGroup: now };
  return { ...request, ...place, offers: [...before, ...made] };
}

/** When something of this request is due next. */
function nextTime(present: Snapshot, request: RequestFacts, now: number): number | null {
  const plain = request.groupId === null ? undefined : present.groups.get(request.groupId);
  if (!plain) return null;
  const group = inFamily(plain, familyOf(request.channel));
  const times = [
    ...request.offers.filter(({ ended }) => ended === null).map(({ expires }) => expires),
    (request.enteredGroup ?? request.created) + group.maxQueueTime,
    ...(group.hours?.changes ? [group.hours.changes] : []),
  ].filter((time) => time > now);
  return times.length > 0 ? Math.min(...times) : null;
}

function stepsOf({ moves, bots, timeOuts, offers, failures }: Mine, now: number): StepRow[] {
  const lines: TimelineLine[] = [
    ...timeOuts.map(
      (timeOut): TimelineLine => ({
        ...timeOut,
        type: 'OperatorTimeoutExpired',
        reason: { because: 'time to accept is over' },
      }),
    ),
    ...moves.flatMap(linesOfMove),
    ...bots.flatMap(linesOfBotTurn),
    ...failures.map((failure): TimelineLine => ({ ...failure, type: 'RoutingEnded' })),
    ...offers.map((offer): TimelineLine => ({ ...offer, type: 'AssignedToOperator' })),
  ];
  return lines.map(({ type, groupId = null, userId = null, reason }) => ({
    requestId: trialId,
    at: new Date(now),
    type,
    groupId,
    userId,
    byUserId: null,
    reason,
    expires: null,
    ended: null,
    outcome: null,
    endedReason: null,
  }));
}
