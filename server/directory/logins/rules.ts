import { createHash } from 'node:crypto';
import { limits } from '@hovor/protocol/limits';
import { cleanName } from '../../foundation/security/text.ts';
import { companySettings, readSettings } from '../settings/defaults.ts';

/** What was typed into the field "user name or e-mail", fit for a look-up. */
export const typedName = (text: string) => cleanName(text, limits.emailLength);

/**
 * The key under which wrong passwords of a typed name are counted, whether such a user exists or not: the lock must not
 * tell. Hashed, because people type passwords into the wrong field.
 */
export const accountKey = (name: string) =>
  `account:${createHash('sha256').update(typedName(name).toLowerCase()).digest('base64url')}`;

export const sourceKey = (source: string) => `source:${source}`;

export const accountRule = { most: limits.loginFailuresPerAccount, lock: limits.loginLock };
export const sourceRule = { most: limits.loginFailuresPerSource, lock: limits.loginLock };

/** Logins last used before this moment have idled too long. */
export const idleSince = (now: Date) => new Date(now.getTime() - limits.loginIdle);

/** True when the company logs idle people out and this one has done nothing for too long (AD-CO-1). */
export function isIdle(
  login: { lastActive: Date | null; logoutWhenIdle: string | null; logoutWhenIdleMinutes: string | null },
  now: Date,
): boolean {
  const { lastActive, logoutWhenIdle: on, logoutWhenIdleMinutes: minutes } = login;
  if (lastActive === null || on === null) return false;
  const stored = { logoutWhenIdle: on, ...(minutes !== null && { logoutWhenIdleMinutes: minutes }) };
  const set = readSettings(companySettings, stored);
  return set.logoutWhenIdle && now.getTime() - lastActive.getTime() > set.logoutWhenIdleMinutes * 60_000;
}
