import { createGuests } from '../channels/webchat/service.ts';
import type { Clock } from '../foundation/clock.ts';
import type { GuestActor, UserActor } from '../foundation/security/actor.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { createSessions, type Sessions, type SessionsOptions } from '../sessions/service.ts';
import type { DemoCompany } from './company.ts';
import { type PastSession, pastScope, planHistory, type Talk } from './history.ts';
import { pastOf } from './queries.ts';

/** Conversations made at the same time. Each lane has a clock of its own, so more lanes only share the waiting. */
const lanes = 8;

/**
 * Lets the planned conversations of the past happen, through the same services as all others; only the clock is
 * another. A conversation that is there is left alone; one that a killed start left open is brought to its end.
 */
export async function ensurePast(
  store: Store,
  files: SessionsOptions['files'],
  company: DemoCompany,
  now: Date,
): Promise<void> {
  const present = await pastOf(store.db, company.companyId, pastScope);
  const waiting = planHistory(now).filter((session) => !present.get(session.scope)?.closed);
  const next = () => waiting.shift();
  await Promise.all(
    Array.from({ length: Math.min(lanes, waiting.length) }, async () => {
      const lane = createLane(store, files, company);
      for (let session = next(); session; session = next()) {
        const known = present.get(session.scope);
        if (known) await lane.finish(session, known);
        else await lane.play(session);
      }
    }),
  );
}

type Known = NonNullable<ReturnType<Awaited<ReturnType<typeof pastOf>>['get']>>;

function createLane(store: Store, files: SessionsOptions['files'], company: DemoCompany) {
  const { companyId } = company;
  let time = new Date();
  const clock: Clock = { now: () => time };
  const past: Store = { ...store, clock };
  const sessions = createSessions(past, { files });
  const guests = createGuests(past);

  return {
    async play(session: PastSession) {
      time = session.entered;
      const guest = await enter(session);
      const { id } = await sessions.start(guest, {
        presetId: company.presets[session.department],
        language: session.language,
        scope: session.scope,
        url: session.page,
        name: session.client.name,
        email: session.client.email,
        phone: session.callable ? session.client.phone : null,
        consentVersion: '1',
        params: session.params,
        ip: session.ip,
        userAgent: session.userAgent,
      });
      if (!session.talk) return giveUp(session, guest, id);
      await talk(sessions, id, guest, operatorOf(session.talk), session.talk);
      await close(session.talk, guest, id, company.tenants[session.department]);
    },

    /** What a killed start left: the lines stored so far stay, the end is made up for. */
    async finish(session: PastSession, known: Known) {
      const guest: GuestActor = { kind: 'guest', companyId, guestId: known.guestId };
      if (!session.talk) return giveUp(session, guest, known.id);
      await join(known.id, operatorOf(session.talk), session.talk.joined);
      await close(session.talk, guest, known.id, company.tenants[session.department]);
    },
  };

  async function enter(session: PastSession): Promise<GuestActor> {
    // A source of its own for each, so that the limit per source does not slow down the making of a past.
    const { token } = await guests.enter(companyId, null, session.scope);
    const guest = await guests.actorOf(token, companyId);
    if (!guest) throw new Error('The guest just made is unknown.');
    return guest;
  }

  async function giveUp(session: PastSession, guest: GuestActor, id: number) {
    time = session.gaveUp ?? session.entered;
    await sessions.end(guest, id);
  }

  function operatorOf({ operator }: Talk): UserActor {
    const userId = company.userIds.get(operator.email);
    if (userId === undefined) throw new Error(`The demo has no user ${operator.email}.`);
    const tenants = new Map(
      company.tenants.map((tenantId) => [tenantId, new Set(['Operator', 'MluviiOperator'] as const)]),
    );
    return { kind: 'user', companyId, userId, loginId: 0, globalRoles: new Set(), tenants };
  }

  async function join(id: number, operator: UserActor, at: Date) {
    time = at;
    await transact(past, operator, async (unit) => {
      const record = await sessions.lockSession(unit, companyId, id);
      if (record.ended) return;
      await sessions.join(unit, record, operator.userId);
    });
  }

  async function talk(on: Sessions, id: number, guest: GuestActor, operator: UserActor, { joined, lines }: Talk) {
    await join(id, operator, joined);
    // The writer takes each message's time when it is handed over and stores all of them in one statement.
    const stored = lines.map(({ by, text, at, messageId }) => {
      time = at;
      return on.send(by === 'client' ? guest : operator, { sessionId: id, messageId, text });
    });
    const last = (await Promise.all(stored)).at(-1);
    if (!last) return;
    await on.markRead(operator, id, last.seq);
    await on.markRead(guest, id, last.seq);
  }

  async function close(talked: Talk, guest: GuestActor, id: number, tenantId: number) {
    const operator = operatorOf(talked);
    for (const name of talked.tags) {
      const tagId = company.tags.get(`${tenantId} ${name}`);
      if (tagId !== undefined) await sessions.addTag(operator, id, { id: tagId });
    }
    time = talked.ended;
    await sessions.end(talked.endedBy === 'client' ? guest : operator, id);
    if (talked.stars !== null) await sessions.feedback(guest, id, { stars: talked.stars, text: talked.feedback });
    time = talked.concluded;
    await sessions.conclude(operator, id, { result: talked.result, note: talked.note });
  }
}
