import type { IncomingHttpHeaders } from 'node:http';
import { limits } from '@hovor/protocol/limits';
import { notFound, Problem } from '../../foundation/errors.ts';
import { type Actor, anonymous, companyOf, system, type UserActor } from '../../foundation/security/actor.ts';
import { hashToken, newToken } from '../../foundation/security/tokens.ts';
import { type Store, transact, type Unit } from '../../foundation/transact.ts';
import type { Passwords } from '../passwords.ts';
import { mayGovern, rightsOf } from '../rules.ts';
import { selectUser } from '../users/queries.ts';
import { readLoginToken } from './cookie.ts';
import { clearAttempts, countAttempt, lockedFor } from './failures.ts';
import * as queries from './queries.ts';
import { accountKey, accountRule, idleSince, isIdle, sourceKey, sourceRule, typedName } from './rules.ts';

export interface LoginAttempt {
  /** User name, or e-mail address as long as the user name was not changed (AD-US-4). */
  name: string;
  password: string;
  /** Where it comes from, as `sourceOf` says. */
  source: string;
  ip: string | null;
  userAgent: string | null;
  /** Token of the login the browser still has; it ends. */
  replaces?: string;
}

/** Logins by password and the cookie sessions they open (SEC-LOG). */
export function createLogins(store: Store, passwords: Passwords) {
  const refuseLocked = (wait: number) => {
    if (wait > 0) throw new Problem('account-locked', { retryAfterMs: wait });
  };

  /** The actor of a running login. Its use is noted once a minute, so that it does not idle out. */
  async function running(
    by: { tokenHash: Buffer } | { companyId: number; loginId: number },
  ): Promise<UserActor | null> {
    const now = store.clock.now();
    const login = await queries.selectRunningLogin(store.db, by, now, idleSince(now));
    if (!login) return null;
    if (isIdle(login, now)) {
      const { companyId, userId, id } = login;
      await transact(store, system(companyId), async (unit) => {
        const ended = await queries.deleteLogin(unit.db, companyId, userId, id);
        if (ended) touchUser(unit, companyId, userId);
      });
      return null;
    }
    if (now.getTime() - login.lastSeen.getTime() > limits.lastUseStep) {
      await queries.noteLoginSeen(store.db, login.companyId, login.id, now);
    }
    return {
      kind: 'user',
      companyId: login.companyId,
      userId: login.userId,
      loginId: login.id,
      ...rightsOf(login.globalRoles, login.memberships, login.companyTenantIds),
    };
  }

  return {
    /**
     * The one way from a cookie to an actor, for HTTP, sockets and files alike. Asked each time and never cached, so
     * that a disabled user is out with the next request.
     */
    async resolve(request: { headers: IncomingHttpHeaders }): Promise<Actor> {
      const token = readLoginToken(request.headers);
      return (token && (await running({ tokenHash: hashToken(token) }))) || anonymous;
    },

    /**
     * The actor of an open socket as it is now, null when its login has ended. To be asked on every change `user`, and
     * once in a while: it also keeps the login from idling out.
     */
    recheck: (actor: UserActor) => running({ companyId: actor.companyId, loginId: actor.loginId }),

    /**
     * Opens a new login. Unknown user, wrong password, disabled user: the same answer after the same time.
     * @throws wrong-login; account-locked with the time to wait
     */
    async logIn(attempt: LoginAttempt): Promise<{ token: string; expires: Date; actor: UserActor }> {
      const { name, password, source } = attempt;
      const sourceFree = async () => refuseLocked(await lockedFor(store.db, sourceKey(source), store.clock.now()));
      await sourceFree();
      refuseLocked(await countAttempt(store.db, accountKey(name), accountRule, store.clock.now()));
      const user = await queries.selectByName(store.db, typedName(name));
      const right = await passwords.verify(user?.passwordHash, password, sourceFree);
      const opened = user && right ? await open(user, attempt) : null;
      if (!user || !opened) {
        await countAttempt(store.db, sourceKey(source), sourceRule, store.clock.now());
        throw new Problem('wrong-login');
      }
      await clearAttempts(store.db, [name, user.username, user.email].map(accountKey));
      const actor = await running({ tokenHash: hashToken(opened.token) });
      if (!actor) throw new Problem('wrong-login');
      return { ...opened, actor };
    },

    /**
     * A login for a program the person let in (API-AUT-2): it has no cookie, stands among the running logins under the
     * program's name, and ends with whatever ends a login. Null when the person was disabled meanwhile.
     */
    openForProgram: (person: UserActor, { program, ip }: { program: string; ip: string | null }) =>
      transact(store, person, async (unit) => {
        const user = await queries.lockUser(unit.db, person.companyId, person.userId);
        if (!user?.enabled) return null;
        await queries.deleteOldestLogins(unit.db, user.companyId, user.id, limits.loginsPerUser - 1);
        const { id } = await queries.insertLogin(unit.db, {
          companyId: user.companyId,
          userId: user.id,
          tokenHash: hashToken(newToken()),
          created: unit.now,
          lastSeen: unit.now,
          expires: new Date(unit.now.getTime() + limits.loginLife),
          ip,
          userAgent: program,
        });
        return id;
      }),

    /** Ends the login of a program whose grant was revoked. The id comes from the grant. */
    endForProgram: (loginId: number) => queries.deleteProgramLogin(store.db, loginId),

    /** Name and address of a person, for the programs they let in. */
    person: (companyId: number, userId: number) => queries.selectForPassword(store.db, companyId, userId),

    /** The person behind the login did something: the time after which idle ones are logged out begins anew (AD-CO-1). */
    noteActive: (actor: UserActor) =>
      queries.noteLoginActive(store.db, actor.companyId, actor.loginId, store.clock.now()),

    /** Ends the login the actor came with. */
    logOut: (actor: UserActor) => transact(store, actor, (unit) => endOne(unit, actor, actor.loginId)),

    /** Ends all logins of the user, this one included. */
    logOutEverywhere: (actor: UserActor) =>
      transact(store, actor, async (unit) => {
        await queries.deleteLogins(unit.db, actor.companyId, actor.userId);
        touchUser(unit, actor.companyId, actor.userId);
      }),

    /** The user's own running logins, the latest used first (SEC-LOG-8). */
    list(actor: UserActor) {
      const now = store.clock.now();
      return queries.selectLogins(store.db, actor.companyId, actor.userId, now, idleSince(now));
    },

    /** Ends one of the user's own logins. @throws not-found */
    end: (actor: UserActor, loginId: number) =>
      transact(store, actor, async (unit) => {
        if (!(await endOne(unit, actor, loginId))) throw notFound();
      }),

    /** Running logins of a user of the company, for its administrators. @throws not-found outside the company */
    async listOf(actor: Actor, userId: number) {
      const companyId = companyOf(actor);
      if (!(await selectUser(store.db, companyId, userId))) throw notFound();
      const now = store.clock.now();
      return queries.selectLogins(store.db, companyId, userId, now, idleSince(now));
    },

    /** Logs a user out everywhere. @throws not-found; not-permitted for who is above the actor (SEC-RO-1) */
    endOf: (actor: Actor, userId: number) =>
      transact(store, actor, async (unit) => {
        const companyId = companyOf(actor);
        const user = await selectUser(unit.db, companyId, userId);
        if (!user) throw notFound();
        if (!mayGovern(actor, user.globalRoles)) throw new Problem('not-permitted');
        await queries.deleteLogins(unit.db, companyId, userId);
        unit.record({
          companyId,
          tenantId: null,
          kind: 'user.loggedOut',
          subject: `user:${userId}`,
          payload: { userId },
        });
        touchUser(unit, companyId, userId);
      }),

    /** Removes expired logins, links and counters. For a timer; nothing depends on when it runs. */
    async sweep(): Promise<void> {
      const now = store.clock.now();
      await queries.deleteStale(store.db, now, idleSince(now), new Date(now.getTime() - limits.loginLock));
    },
  };

  /** Null when the user was disabled or got another password while this one was being checked. */
  async function open(
    seen: { id: number; companyId: number; passwordHash: string | null },
    { replaces, ip, userAgent }: LoginAttempt,
  ) {
    const token = newToken();
    return transact(store, system(seen.companyId), async (unit) => {
      const user = await queries.lockUser(unit.db, seen.companyId, seen.id);
      if (!user?.enabled || user.passwordHash !== seen.passwordHash) return null;
      if (replaces) {
        const old = await queries.deleteLoginByToken(unit.db, hashToken(replaces));
        if (old) touchUser(unit, old.companyId, old.userId);
      }
      await queries.deleteOldestLogins(unit.db, user.companyId, user.id, limits.loginsPerUser - 1);
      const expires = new Date(unit.now.getTime() + limits.loginLife);
      await queries.insertLogin(unit.db, {
        companyId: user.companyId,
        userId: user.id,
        tokenHash: hashToken(token),
        created: unit.now,
        lastSeen: unit.now,
        lastActive: unit.now,
        expires,
        ip,
        userAgent: userAgent?.slice(0, 500) ?? null,
      });
      return { token, expires };
    });
  }
}

async function endOne(unit: Unit, actor: UserActor, loginId: number): Promise<boolean> {
  const ended = await queries.deleteLogin(unit.db, actor.companyId, actor.userId, loginId);
  if (ended) touchUser(unit, actor.companyId, actor.userId);
  return ended !== undefined;
}

/** Open sockets of the user ask whether their login still runs. */
export function touchUser(unit: Unit, companyId: number, userId: number) {
  unit.touch({ companyId, tenantId: null, topic: 'user', id: userId });
}
