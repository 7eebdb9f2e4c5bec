import { system } from '../foundation/security/actor.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { linesOfBotTurn, linesOfMove, linesOfReturn, tellOfferEnded, tellOffered, tellQueue } from './changes.ts';
import { takeOffer } from './commands.ts';
import type { TimelineLine } from './offer-queries.ts';
import * as queries from './offer-queries.ts';
import type { SessionRecord, SessionsPort } from './ports.ts';
import { decide } from './rules.ts';
import type { Decisions, Snapshot } from './schema.ts';
import { loadSnapshot } from './snapshot.ts';

/** Sessions written in one transaction: enough to save commits and statements, few enough to hold no lock for long. */
const sessionsPerWrite = 200;
/** Milliseconds until a decision that the database refused in part is made anew. */
const retryDelay = 50;

export interface Round {
  /** The snapshot the decision was made from; what was decided is not in it. */
  snapshot: Snapshot;
  decisions: Decisions;
  /** Something was written: the snapshot is out of date. */
  changed: boolean;
  /** When to decide again; null = only after a change. Milliseconds since 1970. */
  nextWakeAt: number | null;
}

/**
 * One round for a tenant: new requests, snapshot, decision, writing. Any number of rounds may run at the same time on
 * any nodes: what is written is checked again under locks, so a second engine costs work, never correctness.
 */
export async function runRound(
  store: Store,
  sessions: SessionsPort,
  { companyId, tenantId }: { companyId: number; tenantId: number },
): Promise<Round> {
  const place = { companyId, tenantId };
  const now = store.clock.now();
  const created = await queries.createRequests(store.db, companyId, tenantId, now);
  const { snapshot, over } = await loadSnapshot(store.db, companyId, tenantId, now);
  for (const part of chunks(over.map(({ sessionId }) => sessionId))) await close(part);
  const decisions = decide(snapshot, now.getTime());
  const bySession = groupBySession(decisions);
  let refused = 0;
  for (const part of chunks([...bySession.keys()])) refused += await write(part);
  if (created > 0 && bySession.size === 0) store.bus.publish([{ ...place, topic: 'queue', id: tenantId }]);
  const { nextWakeAt } = decisions;
  return {
    snapshot,
    decisions,
    changed: bySession.size > 0 || over.length > 0,
    nextWakeAt: refused > 0 ? Math.min(nextWakeAt ?? Number.POSITIVE_INFINITY, now.getTime() + retryDelay) : nextWakeAt,
  };

  /** The session ended or was taken by another way: nothing is searched for any more. */
  function close(sessionIds: number[]) {
    return transact(store, system(companyId), async (unit) => {
      const locked = await sessions.lockSessions(unit, companyId, sessionIds);
      const gone = sessionIds.filter((id) => !isWaiting(locked.get(id)));
      const offers = await queries.endOffersOfSessions(unit.db, companyId, unit.now, gone, 'session is over');
      const requests = await queries.endRequests(unit.db, companyId, unit.now, gone);
      const lines = requests.map(
        (request): TimelineLine => ({
          sessionId: request.sessionId,
          requestId: request.id,
          type: 'RoutingEnded',
          groupId: request.groupId,
          reason: { because: 'session no longer waits', status: locked.get(request.sessionId)?.status },
        }),
      );
      await queries.writeTimeline(unit.db, companyId, unit.now, lines);
      for (const offer of offers) tellOfferEnded(unit, place, offer);
      await queries.stampSessions(unit.db, companyId, gone);
      if (requests.length > 0) tellQueue(unit, place);
    });
  }

  /** @returns how many offers did not hold any more */
  function write(sessionIds: number[]): Promise<number> {
    return transact(store, system(companyId), async (unit) => {
      const { db, now } = unit;
      const locked = await sessions.lockSessions(unit, companyId, sessionIds);
      const still = sessionIds.filter((id) => isWaiting(locked.get(id)));
      const mine = merge(still.map((id) => bySession.get(id) ?? nothing()));
      const lines: TimelineLine[] = [];

      const withdrawn = await queries.withdrawOffers(db, companyId, now, mine.withdrawals);
      for (const withdrawal of mine.withdrawals.filter(({ offerId }) => withdrawn.has(offerId))) {
        lines.push({ ...withdrawal, type: 'OperatorTimeoutExpired' });
        tellOfferEnded(unit, place, withdrawal);
      }
      const late = await queries.markTimedOut(
        db,
        companyId,
        now,
        mine.timeOuts.map(({ offerId }) => offerId),
      );
      for (const timeOut of mine.timeOuts.filter(({ offerId }) => late.has(offerId))) {
        lines.push({ ...timeOut, type: 'OperatorTimeoutExpired', reason: { because: 'time to accept is over' } });
      }

      const moved = await queries.moveRequests(db, companyId, now, mine.moves);
      for (const move of mine.moves.filter(({ requestId }) => moved.has(requestId))) {
        lines.push(...linesOfMove(move));
      }
      const back = await queries.returnRequests(db, companyId, now, mine.returns);
      for (const returned of mine.returns.filter(({ requestId }) => back.has(requestId))) {
        lines.push(...linesOfReturn(returned));
      }
      if (moved.size + back.size > 0) tellQueue(unit, place);

      const turns = new Map(mine.bots.map((turn) => [turn.sessionId, turn]));
      const ended = new Map(mine.failures.map((failure) => [failure.sessionId, failure]));
      for (const request of await queries.endRequests(db, companyId, now, [...ended.keys()])) {
        const { id: requestId, sessionId, groupId } = request;
        const failure = ended.get(sessionId);
        if (failure) lines.push({ requestId, sessionId, type: 'RoutingEnded', groupId, reason: failure.reason });
      }

      for (const request of await queries.endRequests(db, companyId, now, [...turns.keys()])) {
        const turn = turns.get(request.sessionId);
        if (turn) lines.push(...linesOfBotTurn(turn));
      }

      const written =
        mine.offers.length > 0 ? await queries.writeOffers(db, companyId, tenantId, now, mine.offers) : [];
      const offered = new Map<number, number[]>();
      for (const { sessionId, userId } of written) offered.set(sessionId, [...(offered.get(sessionId) ?? []), userId]);
      for (const [sessionId, userIds] of offered) {
        const made = mine.offers.filter((offer) => offer.sessionId === sessionId && userIds.includes(offer.userId));
        for (const offer of made) lines.push({ ...offer, type: 'AssignedToOperator' });
        tellOffered(unit, place, sessionId, made[0]?.groupId ?? 0, userIds);
      }
      await queries.writeTimeline(db, companyId, now, lines);

      const open = await queries.sessionsOffered(db, companyId, still);
      const auto = new Map(
        mine.offers.filter(({ autoAccept }) => autoAccept).map((offer) => [offer.sessionId, offer.userId]),
      );
      const search = still.flatMap((id) => (ended.has(id) || turns.has(id) ? [] : (locked.get(id) ?? [])));
      await sessions.toWaiting(
        unit,
        search.filter(({ id }) => open.has(id)),
      );
      await sessions.toQueue(
        unit,
        search.filter(({ id }) => !open.has(id)),
      );
      for (const [id, session] of locked) {
        const userId = auto.get(id);
        const turn = turns.get(id);
        if (ended.has(id)) await sessions.endWithin(unit, session, 'FailedRouting');
        else if (turn && isWaiting(session)) await sessions.joinChatbot(unit, session, turn.chatbotId);
        if (userId !== undefined && offered.get(id)?.includes(userId)) {
          await takeOffer(unit, sessions, session, userId, { autoAccepted: true });
        }
      }
      await queries.stampSessions(db, companyId, still);
      return mine.offers.length - written.length;
    });
  }
}

const isWaiting = (session: SessionRecord | undefined) =>
  session?.status === 'IN_QUEUE' || session?.status === 'WAITING';

type Parts = Omit<Decisions, 'nextWakeAt'>;
const nothing = (): Parts => ({
  moves: [],
  bots: [],
  returns: [],
  withdrawals: [],
  timeOuts: [],
  offers: [],
  failures: [],
});

/** Decisions by session, sessions in the order in which they were decided. */
function groupBySession(decisions: Decisions): Map<number, Parts> {
  const bySession = new Map<number, Parts>();
  const of = (sessionId: number) => {
    const parts = bySession.get(sessionId) ?? nothing();
    bySession.set(sessionId, parts);
    return parts;
  };
  for (const withdrawal of decisions.withdrawals) of(withdrawal.sessionId).withdrawals.push(withdrawal);
  for (const offer of decisions.offers) of(offer.sessionId).offers.push(offer);
  for (const move of decisions.moves) of(move.sessionId).moves.push(move);
  for (const turn of decisions.bots) of(turn.sessionId).bots.push(turn);
  for (const returned of decisions.returns) of(returned.sessionId).returns.push(returned);
  for (const timeOut of decisions.timeOuts) of(timeOut.sessionId).timeOuts.push(timeOut);
  for (const failure of decisions.failures) of(failure.sessionId).failures.push(failure);
  return bySession;
}

const merge = (parts: Parts[]): Parts => ({
  moves: parts.flatMap(({ moves }) => moves),
  bots: parts.flatMap(({ bots }) => bots),
  returns: parts.flatMap(({ returns }) => returns),
  withdrawals: parts.flatMap(({ withdrawals }) => withdrawals),
  timeOuts: parts.flatMap(({ timeOuts }) => timeOuts),
  offers: parts.flatMap(({ offers }) => offers),
  failures: parts.flatMap(({ failures }) => failures),
});

function* chunks<T>(items: T[]) {
  for (let at = 0; at < items.length; at += sessionsPerWrite) yield items.slice(at, at + sessionsPerWrite);
}
