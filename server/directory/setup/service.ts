import { createHash, randomInt } from 'node:crypto';
import { limits } from '@hovor/protocol/limits';
import { invalid, Problem } from '../../foundation/errors.ts';
import { system } from '../../foundation/security/actor.ts';
import { sameSecret } from '../../foundation/security/tokens.ts';
import { type Store, transact } from '../../foundation/transact.ts';
import { countCompanies } from '../company/queries.ts';
import { addCompany, addTenant } from '../company/service.ts';
import { clearAttempts, countAttempt } from '../logins/failures.ts';
import type { Passwords } from '../passwords.ts';
import { passwordFault } from '../rules.ts';
import { companySettings } from '../settings/defaults.ts';
import { addUser } from '../users/service.ts';
import * as queries from './queries.ts';

export interface FirstCompany {
  code: string;
  companyName: string;
  tenantName: string;
  language?: string;
  timezone?: string;
  firstName: string;
  lastName: string;
  email: string;
  /** The e-mail address unless given. */
  username?: string;
  password: string;
}

/** Letters and digits nobody confuses when reading them from a terminal. */
const alphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

/**
 * The first start of an empty installation: a one-time code is printed where only its owner can read it, and whoever
 * types it becomes the first administrator. Once a company exists, this door is shut for good.
 */
export function createSetup(store: Store, { passwords, demo }: { passwords: Passwords; demo: boolean }) {
  const needed = async () => !demo && (await countCompanies(store.db)) === 0;

  return {
    /** True while nobody has set up this installation. */
    needed,

    /** Makes a code for this start of the program; null when set-up is not needed. Only its hash is stored. */
    async begin(): Promise<string | null> {
      if (!(await needed())) return null;
      const characters = Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]);
      const code = characters.join('').replace(/.{4}(?=.)/g, '$&-');
      await queries.insertCode(store.db, hashCode(code), store.clock.now());
      return code;
    },

    /**
     * Creates company, tenant and first administrator, once, however many ask at the same time.
     * @throws conflict when set up already; not-permitted for a wrong code; account-locked after too many of them
     */
    async run(first: FirstCompany, source: string) {
      if (!(await needed())) throw alreadySetUp();
      await checkCode(first.code, source);
      const { firstName, lastName, email, password, language = 'en' } = first;
      const username = first.username?.trim() || email;
      const rules = {
        minLength: companySettings.passwordMinLength.default,
        kinds: companySettings.passwordKinds.default,
      };
      const fault = passwordFault(password, rules, [email, username, `${firstName} ${lastName}`]);
      if (fault) throw invalid('password', fault);

      return transact(store, system(0), async (unit) => {
        await queries.lockSetup(unit.db);
        if ((await countCompanies(unit.db)) > 0) throw alreadySetUp();
        const company = await addCompany(unit, {
          name: first.companyName,
          language,
          timezone: first.timezone,
        });
        const tenant = await addTenant(unit, company.id, first.tenantName);
        const user = await addUser(
          unit,
          company.id,
          {
            firstName,
            lastName,
            email,
            username,
            password,
            language,
            globalRoles: ['Admin', 'CompanyAdmin'],
            memberships: [{ tenantId: tenant.id, roles: ['TenantAdmin', 'Operator', 'MluviiOperator'] }],
          },
          passwords,
        );
        await queries.deleteCodes(unit.db);
        return { companyId: company.id, tenantId: tenant.id, userId: user.id, username };
      });
    },
  };

  async function checkCode(code: string, source: string) {
    const key = `setup:${source}`;
    const now = store.clock.now();
    const rule = { most: limits.setupFailuresPerSource, lock: limits.loginLock };
    const wait = await countAttempt(store.db, key, rule, now);
    if (wait > 0)
      throw new Problem('account-locked', { detail: 'Too many wrong codes. Try again later.', retryAfterMs: wait });
    const valid = await queries.selectCodeHashes(store.db, new Date(now.getTime() - limits.setupCodeLife));
    const given = hashCode(code);
    if (!valid.some((hash) => sameSecret(hash, given))) {
      // Codes are gone with the first success; whoever was a moment later is told so.
      if (!(await needed())) throw alreadySetUp();
      throw new Problem('not-permitted', {
        detail: 'This is not the code that was printed at the last start. Restart the server to get a new one.',
        fields: { code: 'is not the printed one.' },
      });
    }
    await clearAttempts(store.db, [key]);
  }
}

const alreadySetUp = () => new Problem('conflict', { detail: 'This installation is set up. Log in instead.' });

/** Case, blanks and dashes do not matter. */
const hashCode = (code: string) =>
  createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest('base64url');
