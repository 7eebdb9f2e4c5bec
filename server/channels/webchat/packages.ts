import type { PackageAddress } from '@hovor/protocol/guest';
import { Problem } from '../../foundation/errors.ts';
import type { Store } from '../../foundation/transact.ts';
import type { Preset } from '../../sessions/service.ts';
import type { CataloguePort } from './ports.ts';
import { opensByItself } from './queries.ts';
import { normalGuid } from './rules.ts';

/** How long a package is remembered when no change is announced; bounds what a lost wake-up can do. */
const lifeMs = 15_000;
const maxRemembered = 2_000;

export type Address = Pick<PackageAddress, 'company' | 'tenant' | 'preset'>;
export type Packages = ReturnType<typeof createPackages>;

/** Finds packages by the address a page names. Every page view asks, so answers are kept until a package changes. */
export function createPackages(store: Pick<Store, 'db'>, catalogue: CataloguePort) {
  const remembered = new Map<string, { answer: Promise<unknown>; until: number }>();

  function remember<T>(key: string, load: () => Promise<T>): Promise<T> {
    const now = Date.now();
    const known = remembered.get(key);
    if (known && known.until > now) return known.answer as Promise<T>;
    const answer = load();
    answer.catch(() => remembered.delete(key));
    remembered.delete(key);
    remembered.set(key, { answer, until: now + lifeMs });
    if (remembered.size > maxRemembered) remembered.delete(remembered.keys().next().value as string);
    return answer;
  }

  return {
    /** @throws not-found in words for the page's author (WG-JS-2). */
    async byAddress(address: Address): Promise<Preset> {
      const company = normalGuid(address.company);
      const tenant = address.tenant ?? null;
      const name = address.preset || null;
      // Numbers beyond the column's range and NUL name nothing; the database would refuse them as an error.
      const possible = (tenant ?? 0) < 2 ** 31 && !name?.includes('\0') && company.length === 36;
      const key = JSON.stringify([company, tenant, name?.toLowerCase()]);
      const preset = possible
        ? await remember(key, () => catalogue.widgetPreset({ company, tenant, preset: name }))
        : null;
      if (preset) return preset;
      const where = tenant === null ? '' : ` in its tenant ${tenant}`;
      const what = name === null ? 'no default package' : `no package named “${name}”`;
      throw new Problem('not-found', {
        detail: `There is no company ${company}, or it has ${what}${where}. Check the arguments of init, or copy the snippet again.`,
      });
    },
    /** Also one that is switched off, as far as the catalogue shows it. */
    async byId(companyId: number, presetId: number): Promise<Preset> {
      const possible = presetId < 2 ** 31;
      const preset = possible
        ? await remember(`${companyId}/${presetId}`, () => catalogue.preset(companyId, presetId))
        : null;
      if (!preset) throw new Problem('not-found', { detail: 'There is no such package.' });
      return preset;
    },
    /** A click on the button opens the conversation at once (AD-CB-2). */
    autoStart: ({ companyId, id }: Preset): Promise<boolean> =>
      remember(`autoStart ${id}`, () => opensByItself(store.db, companyId, id)),
    /** Something in a package changed: ask the database again. */
    forget() {
      remembered.clear();
    },
  };
}
