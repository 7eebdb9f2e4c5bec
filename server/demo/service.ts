import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { Directory } from '../directory/service.ts';
import { installationKey } from '../foundation/security/installation-keys.ts';
import type { Store } from '../foundation/transact.ts';
import type { Catalogue } from '../sessions/catalogue.ts';
import type { SessionsOptions } from '../sessions/service.ts';
import { type CompanyDeps, changePassword, demoGuid, ensureCompany } from './company.ts';
import { ensurePast } from './past.ts';

export { demoGuid, demoPackage } from './company.ts';

export interface DemoDeps {
  store: Store;
  directory: Directory;
  catalogue: Catalogue;
  routings: CompanyDeps['routings'];
  files: SessionsOptions['files'];
}

/** Setting of the demo company that says its past has been made. */
const pastMade = 'demo.pastMade';
/** And with which password: only its keyed hash. */
const passwordSetting = 'demo.password';
/** One process at a time makes the demo; any constant. */
const demoLock = 7_240_613;

/**
 * Makes sure that the demo company is there, whole, with this password. A start that is killed in the middle leaves
 * whole pieces; the next start adds the missing ones (R7). Later starts cost a few reads.
 */
export async function ensureDemo(deps: DemoDeps, password: string): Promise<void> {
  const { store } = deps;
  await store.db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${demoLock})`.execute(connection);
    try {
      await make(deps, password);
    } finally {
      await sql`select pg_advisory_unlock(${demoLock})`.execute(connection);
    }
  });
}

async function make(deps: DemoDeps, password: string) {
  const { store, directory, files } = deps;
  const mark = await passwordMark(store, password);
  const known = await directory.companies.byGuid(demoGuid);
  const stored = known && (await directory.settings.all(known.id, 'company', known.id));
  if (stored?.[pastMade] && stored[passwordSetting] === mark) return;

  const company = await ensureCompany(deps, password);
  const remember = (change: Record<string, string>) =>
    directory.settings.set(company.actor, 'company', company.companyId, change);
  if (stored?.[passwordSetting] !== undefined && stored[passwordSetting] !== mark) {
    await changePassword(deps, company, password);
  }
  await remember({ [passwordSetting]: mark });
  if (stored?.[pastMade]) return;
  await ensurePast(store, { files }, company, store.clock.now());
  await remember({ [pastMade]: 'true' });
}

/** Tells whether the password is the one of the last start, and nothing about it to anybody without our key. */
async function passwordMark(store: Store, password: string): Promise<string> {
  return createHmac('sha256', await installationKey(store.db, 'demo'))
    .update(password)
    .digest('base64url');
}
