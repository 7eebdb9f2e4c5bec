import { createGuests } from '../channels/webchat/service.ts';
import type { Clock } from '../foundation/clock.ts';
import type { GuestActor, UserActor } from '../foundation/security/actor.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { createSessions, type SessionsOptions } from '../sessions/service.ts';
import { allOrNothing } from './at-once.ts';
import type { DemoCompany } from './company.ts';
import { type PastSession, pastScope, planHistory, type Talk } from './history.ts';
import { czechClients, englishClients } from './people.ts';
import { pastOf } from './queries.ts';

/** Conversations made at the same time: enough to keep this process and the database busy. */
const lanes = 4;

/**
 * Lets the planned conversations of the past happen, through the same services as all others; only the clock is
 * another. Each lane is one transaction, so a start that is killed leaves whole lanes or nothing; conversations that
 * are there are left alone (R7).
 */
export async function ensurePast(store: Store, deps: PastDeps, company: DemoCompany, now: Date): Promise<void> {
  const present = await pastOf(store.db, company.companyId, pastScope);
  const missing = planHistory(now).filter((session) => !present.has(session.scope));
  // All conversations of a client in one lane, so that each time the same person comes back.
  const clients = [...czechClients, ...englishClients];
  const shares = Array.from({ length: lanes }, (_unused, lane) =>
    missing.filter(({ client }) => clients.indexOf(client) % lanes === lane),
  );
  await Promise.all(
    shares.map((share) =>
      allOrNothing(store, async (joined) => {
        const play = createLane(joined, deps, company);
        for (const session of share) await play(session);
      }),
    ),
  );
}

export type PastDeps = SessionsOptions;

/** Plays one conversation after the other, each at its own time. */
function createLane(store: Store, deps: PastDeps, company: DemoCompany) {
  const { companyId } = company;
  let time = new Date();
  const clock: Clock = { now: () => time };
  const past: Store = { ...store, clock };
  const sessions = createSessions(past, deps);
  const guests = createGuests(past);
  /** What the browser of each client keeps, by e-mail address. */
  const tokens = new Map<string, string>();
  /** Who is in the directory of which tenant. */
  const known = new Set<string>();

  return async function play(session: PastSession): Promise<void> {
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
    if (session.talk) {
      await talk(session.talk, guest, id);
      await close(session.talk, guest, id, company.tenants[session.department]);
      await remember(session, operatorOf(session.talk), id);
    } else {
      time = session.gaveUp ?? session.entered;
      await sessions.end(guest, id);
    }
  };

  async function enter(session: PastSession): Promise<GuestActor> {
    // A source of its own for each, so that the limit per source does not slow down the making of a past.
    const { email } = session.client;
    const { token } = await guests.enter(companyId, tokens.get(email), session.scope);
    tokens.set(email, token);
    const guest = await guests.actorOf(token, companyId);
    if (!guest) throw new Error('The guest just made is unknown.');
    return guest;
  }

  /** The operator adds who is not in the directory yet (OP-CT-3). */
  async function remember({ client, department }: PastSession, operator: UserActor, id: number) {
    const entry = `${department} ${client.email}`;
    if (known.has(entry)) return;
    known.add(entry);
    await sessions.contactFromSession(operator, id);
  }

  function operatorOf({ operator }: Talk): UserActor {
    const userId = company.userIds.get(operator.email);
    if (userId === undefined) throw new Error(`The demo has no user ${operator.email}.`);
    const tenants = new Map(
      company.tenants.map((tenantId) => [tenantId, new Set(['Operator', 'MluviiOperator'] as const)]),
    );
    return { kind: 'user', companyId, userId, loginId: 0, globalRoles: new Set(), tenants };
  }

  async function talk(talked: Talk, guest: GuestActor, id: number) {
    const operator = operatorOf(talked);
    time = talked.joined;
    await transact(past, operator, async (unit) => {
      await sessions.join(unit, await sessions.lockSession(unit, companyId, id), operator.userId);
    });
    // The writer takes each message's time when it is handed over and stores all of them in one statement.
    const stored = talked.lines.map(({ by, text, at, messageId }) => {
      time = at;
      return sessions.send(by === 'client' ? guest : operator, { sessionId: id, messageId, text });
    });
    await Promise.all(stored);
  }

  async function close(talked: Talk, guest: GuestActor, id: number, tenantId: number) {
    const operator = operatorOf(talked);
    const tagId = talked.tag === null ? undefined : company.tags.get(`${tenantId} ${talked.tag}`);
    if (tagId !== undefined) await sessions.addTag(operator, id, { id: tagId });
    time = talked.ended;
    await sessions.end(talked.endedBy === 'client' ? guest : operator, id);
    if (talked.stars !== null) await sessions.feedback(guest, id, { stars: talked.stars, text: talked.feedback });
    time = talked.concluded;
    await sessions.conclude(operator, id, { result: talked.result, note: talked.note });
  }
}
