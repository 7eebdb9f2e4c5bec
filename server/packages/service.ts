import type { NewPackage, PackageChange, PackageRow, PackageTerms, PackageView } from '@hovor/protocol/packages';
import type { Forms } from '../forms/service.ts';
import { refusing } from '../foundation/database/duplicates.ts';
import { notFound } from '../foundation/errors.ts';
import { type Actor, companyOf } from '../foundation/security/actor.ts';
import type { Store } from '../foundation/transact.ts';
import type { Routing, Routings } from '../routing/service.ts';
import type { Catalogue, Preset } from '../sessions/service.ts';
import { firstTenant } from './queries.ts';
import { type SnippetAddress, snippetOf, testingPage } from './snippet.ts';

export interface PackageDeps {
  store: Pick<Store, 'db'>;
  catalogue: Pick<Catalogue, 'preset' | 'activePreset' | 'presets' | 'createPreset' | 'updatePreset'>;
  routing: Pick<Routing, 'availabilities'>;
  routings: Pick<Routings, 'list' | 'createIn'>;
  forms: Pick<Forms, 'list'>;
  publicUrl: string;
}

export type PackageAdministration = ReturnType<typeof createPackageAdministration>;

const refusals = { routings_name: ['newRouting', 'is taken by another routing of this tenant.'] } as const;

/** Packages as administrators of a tenant keep them (AD-PK), and the page each is tried on. */
export function createPackageAdministration(deps: PackageDeps) {
  const { store, catalogue, routing, routings, forms, publicUrl } = deps;
  const { host } = new URL(publicUrl);

  /** The usual short form where it can mean no other package of that name, now or later: in the first tenant. */
  async function addressOf({ companyId, companyGuid, tenantId, name }: Preset): Promise<SnippetAddress> {
    const isFirst = tenantId === (await firstTenant(store.db, companyId));
    return { host, company: companyGuid, tenantId: isFirst ? null : tenantId, name };
  }

  async function ofTenant(companyId: number, tenantId: number, packageId: number): Promise<Preset> {
    const preset = packageId < 2 ** 31 ? await catalogue.preset(companyId, packageId) : null;
    if (!preset || preset.tenantId !== tenantId) throw notFound();
    return preset;
  }

  async function view(companyId: number, tenantId: number, packageId: number): Promise<PackageView> {
    const [preset, states] = await Promise.all([
      ofTenant(companyId, tenantId, packageId),
      routing.availabilities(companyId, tenantId),
    ]);
    const { routingId, buttonVisible, domains, config, own, forms: bound, companyGuid } = preset;
    return {
      ...rowOf(preset, states),
      ...{ routingId, buttonVisible, domains },
      config: { ...config, ...own },
      forms: bound,
      snippet: snippetOf(await addressOf(preset)),
      testingUrl: `${publicUrl}/testing-page/${companyGuid}/${preset.id}`,
    };
  }

  return {
    async list(companyId: number, tenantId: number): Promise<PackageRow[]> {
      const [presets, states] = await Promise.all([
        catalogue.presets(companyId, tenantId),
        routing.availabilities(companyId, tenantId),
      ]);
      return presets.map((preset) => rowOf(preset, states));
    },

    /** @throws not-found outside the tenant */
    view,

    async terms(companyId: number, tenantId: number): Promise<PackageTerms> {
      const [known, usable] = await Promise.all([
        routings.list(companyId, tenantId),
        forms.list(companyId, [tenantId]),
      ]);
      return {
        routings: known.map(({ id, name }) => ({ id, name })),
        forms: usable.map(({ id, name, kind }) => ({ id, name, kind })),
      };
    },

    /** Package and new routing are made together or not at all (AD-PK-2). */
    create: (actor: Actor, tenantId: number, { name, routingId, newRouting }: NewPackage): Promise<{ id: number }> =>
      refusing(refusals, () =>
        catalogue.createPreset(actor, tenantId, {
          ...{ name, routingId },
          ...(newRouting !== undefined && {
            makeRouting: async (unit) =>
              (await routings.createIn(unit, companyOf(actor), tenantId, { name: newRouting })).id,
          }),
        }),
      ),

    /** All of the change or, if one thing is refused, nothing. Open pages show it at once. */
    async update(actor: Actor, tenantId: number, packageId: number, change: PackageChange): Promise<PackageView> {
      const companyId = companyOf(actor);
      await ofTenant(companyId, tenantId, packageId);
      await catalogue.updatePreset(actor, packageId, change);
      return view(companyId, tenantId, packageId);
    },

    /** The page of an active package that holds nothing but its snippet. @throws not-found */
    async testingPage(companyGuid: string, packageId: number, language: string) {
      const preset = packageId < 2 ** 31 ? await catalogue.activePreset(companyGuid, packageId) : null;
      if (!preset) throw notFound();
      return testingPage(await addressOf(preset), language);
    },
  };
}

function rowOf(preset: Preset, states: ReadonlyMap<number, PackageRow['state']>): PackageRow {
  const { id, name, description, isDefault, active } = preset;
  return { id, name, description, isDefault, active, state: states.get(id) ?? 'offline' };
}
