import { limits } from '@hovor/protocol/limits';
import { invalid, notFound, Problem } from '../../foundation/errors.ts';
import { type Actor, companyOf, system, type UserActor } from '../../foundation/security/actor.ts';
import { hashToken, newToken } from '../../foundation/security/tokens.ts';
import { type Store, transact, type Unit } from '../../foundation/transact.ts';
import { lockCompany } from '../locks.ts';
import type { Passwords } from '../passwords.ts';
import { mayGovern, passwordFault } from '../rules.ts';
import type { Settings } from '../settings/service.ts';
import { selectUser } from '../users/queries.ts';
import { clearAttempts, countAttempt } from './failures.ts';
import * as queries from './queries.ts';
import { accountKey, accountRule } from './rules.ts';
import { touchUser } from './service.ts';

interface PasswordDeps {
  passwords: Passwords;
  settings: Settings;
  publicUrl: string;
}

/** How users get their first password and change it (SEC-LOG-1, SEC-LOG-2, SEC-LOG-5). */
export function createPasswordChanges(store: Store, { passwords, settings, publicUrl }: PasswordDeps) {
  /** @throws invalid-input that says what the company asks of a password */
  async function checkNew(companyId: number, field: string, password: string, person: readonly string[]) {
    const { passwordMinLength, passwordKinds } = await settings.company(companyId);
    const fault = passwordFault(password, { minLength: passwordMinLength, kinds: passwordKinds }, person);
    if (fault) throw invalid(field, fault);
  }

  return {
    /**
     * A user's own change. Needs the old password, whose wrong guesses are counted as at login; all other logins of the
     * user end.
     */
    async change(actor: UserActor, oldPassword: string, newPassword: string): Promise<void> {
      const { companyId, userId } = actor;
      const guesses = `password:${userId}`;
      const wait = await countAttempt(store.db, guesses, accountRule, store.clock.now());
      if (wait > 0) throw new Problem('account-locked', { retryAfterMs: wait });
      const seen = await queries.selectForPassword(store.db, companyId, userId);
      if (!seen || !(await passwords.verify(seen.passwordHash, oldPassword))) {
        throw invalid('oldPassword', 'is not your present password.');
      }
      await clearAttempts(store.db, [guesses]);
      if (oldPassword === newPassword) throw invalid('newPassword', 'must differ from the old one.');
      await checkNew(companyId, 'newPassword', newPassword, personOf(seen));
      const passwordHash = await passwords.hash(newPassword);
      await transact(store, actor, async (unit) => {
        await lockCompany(unit, companyId);
        const user = await queries.lockUser(unit.db, companyId, userId);
        if (user?.passwordHash !== seen.passwordHash) throw new Problem('conflict');
        await setPassword(unit, companyId, userId, passwordHash, actor.loginId);
      });
    },

    /**
     * A link with which a user sets a first or new password, valid for a week and one use; earlier ones are void. The
     * token is in the fragment of the address, which browsers send to no server.
     */
    createLink: (actor: Actor, userId: number) =>
      transact(store, actor, async (unit) => {
        const companyId = companyOf(actor);
        await lockCompany(unit, companyId);
        const user = await selectUser(unit.db, companyId, userId);
        if (!user) throw notFound();
        if (!mayGovern(actor, user.globalRoles)) throw new Problem('not-permitted');
        if (!user.enabled) throw new Problem('conflict', { detail: 'This user is disabled. Enable the user first.' });
        if (user.openidProvider) {
          throw new Problem('conflict', { detail: 'This user logs in by an identity provider and has no password.' });
        }
        const token = newToken();
        const expires = new Date(unit.now.getTime() + limits.passwordLinkLife);
        await queries.deletePasswordLinks(unit.db, companyId, userId);
        await queries.insertPasswordLink(unit.db, {
          tokenHash: hashToken(token),
          companyId,
          userId,
          created: unit.now,
          expires,
        });
        recordPassword(unit, companyId, userId, 'user.passwordLinkCreated');
        return { token, url: `${publicUrl.replace(/\/$/, '')}/set-password#${token}`, expires };
      }),

    /** Whose link it is, for the page that asks for the password. @throws not-found when used, expired or unknown */
    async lookAtLink(token: string): Promise<{ username: string; expires: Date }> {
      const link = await queries.selectPasswordLink(store.db, hashToken(token), store.clock.now());
      if (!link) throw notFound();
      return { username: link.username, expires: link.expires };
    },

    /** Sets the password; the link is used up and every login of the user ends. @throws not-found, invalid-input */
    async useLink(token: string, password: string): Promise<void> {
      const tokenHash = hashToken(token);
      const link = await queries.selectPasswordLink(store.db, tokenHash, store.clock.now());
      if (!link) throw notFound();
      const { companyId, userId } = link;
      const person = await queries.selectForPassword(store.db, companyId, userId);
      if (!person) throw notFound();
      await checkNew(companyId, 'password', password, personOf(person));
      const passwordHash = await passwords.hash(password);
      await transact(store, system(companyId), async (unit) => {
        await lockCompany(unit, companyId);
        const user = await queries.lockUser(unit.db, companyId, userId);
        if (!user?.enabled || !(await queries.usePasswordLink(unit.db, tokenHash, unit.now))) throw notFound();
        await setPassword(unit, companyId, userId, passwordHash);
        await clearAttempts(unit.db, [user.username, user.email].map(accountKey));
      });
    },
  };
}

/** Words a password must not be. */
const personOf = (user: { username: string; email: string; firstName: string; lastName: string }) => [
  user.username,
  user.email,
  `${user.firstName} ${user.lastName}`,
];

async function setPassword(unit: Unit, companyId: number, userId: number, passwordHash: string, keepLogin?: number) {
  await queries.setPasswordHash(unit.db, companyId, userId, passwordHash);
  await queries.deleteLogins(unit.db, companyId, userId, keepLogin);
  recordPassword(unit, companyId, userId, 'user.passwordChanged');
  touchUser(unit, companyId, userId);
}

function recordPassword(unit: Unit, companyId: number, userId: number, kind: string) {
  unit.record({ companyId, tenantId: null, kind, subject: `user:${userId}`, payload: { userId } });
}
