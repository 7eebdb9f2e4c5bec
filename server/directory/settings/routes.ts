import { limits } from '@hovor/protocol/limits';
import { Closed, Id, OneOf, type Static, Type } from '@hovor/protocol/schema';
import type { App } from '../../foundation/http/server.ts';
import { companyOf } from '../../foundation/security/actor.ts';
import { knownEndings } from '../../foundation/security/files.ts';
import { manageCompany, manageTenant } from '../policies.ts';
import type { Directory } from '../service.ts';

/**
 * The settings rooms of this version work by, as administrators see and change them. Which text each can mean and what
 * holds when nothing is set: defaults.ts.
 */
const company = {
  operatorsMaySwitchChannels: Type.Boolean(),
  operatorsMayEditProfile: Type.Boolean(),
  operatorsMayDeleteContacts: Type.Boolean(),
  logoutWhenIdle: Type.Boolean(),
  /** Minutes. */
  logoutWhenIdleMinutes: Type.Integer(),
  /** Noticed by browsers that can. */
  logoutWhenLocked: Type.Boolean(),
  passwordMinLength: Type.Integer(),
  passwordKinds: Type.Integer(),
  acceptedFileTypes: Type.Array(Type.String({ maxLength: 11 }), { maxItems: limits.settingsListLength }),
};
const tenant = {
  clientPreview: Type.Boolean(),
  showRoutedOperators: Type.Boolean(),
  operatorsMayCreateTags: Type.Boolean(),
  stateWhenAllAway: OneOf(['busy', 'offline']),
  /** Seconds. */
  clientDisconnectedSeconds: Type.Integer(),
  resultRequired: Type.Boolean(),
  /** Seconds. */
  serviceLevelSeconds: Type.Integer(),
};
const CompanySettingsView = Closed({
  ...company,
  /** Endings that can be accepted at all (IT-FI-1). */
  knownFileTypes: Type.Array(Type.String()),
});
const TenantSettingsView = Closed(tenant);
const CompanySettingsBody = Type.Partial(Closed(company), { additionalProperties: false, minProperties: 1 });
const TenantSettingsBody = Type.Partial(TenantSettingsView, { additionalProperties: false, minProperties: 1 });

/** Settings of the company and of a tenant (AD-SET). */
export function registerSettingsRoutes(app: App, { settings }: Directory) {
  const ofCompany = { policy: manageCompany, credential: 'login' } as const;
  const ofTenant = { policy: manageTenant, credential: 'login' } as const;
  const params = Closed({ tenantId: Id });

  const companyView = async (companyId: number): Promise<Static<typeof CompanySettingsView>> => {
    const all = await settings.company(companyId);
    return { ...chosen(all, company), acceptedFileTypes: [...all.acceptedFileTypes], knownFileTypes: knownEndings };
  };
  const tenantView = async (companyId: number, tenantId: number): Promise<Static<typeof TenantSettingsView>> =>
    chosen(await settings.tenant(companyId, tenantId), tenant);

  app.get(
    '/app-api/company/settings',
    { config: ofCompany, schema: { response: { 200: CompanySettingsView } } },
    (request) => companyView(companyOf(request.actor)),
  );

  app.put(
    '/app-api/company/settings',
    { config: ofCompany, schema: { body: CompanySettingsBody, response: { 200: CompanySettingsView } } },
    async (request) => {
      const companyId = companyOf(request.actor);
      await settings.set(request.actor, 'company', companyId, texts(request.body));
      return companyView(companyId);
    },
  );

  app.get(
    '/app-api/tenants/:tenantId/settings',
    { config: ofTenant, schema: { params, response: { 200: TenantSettingsView } } },
    (request) => tenantView(companyOf(request.actor), request.params.tenantId),
  );

  app.put(
    '/app-api/tenants/:tenantId/settings',
    { config: ofTenant, schema: { params, body: TenantSettingsBody, response: { 200: TenantSettingsView } } },
    async (request) => {
      const { tenantId } = request.params;
      await settings.set(request.actor, 'tenant', tenantId, texts(request.body));
      return tenantView(companyOf(request.actor), tenantId);
    },
  );
}

/** Those of the settings that `keys` names. */
function chosen<T extends object, K extends string & keyof T>(settings: T, keys: Record<K, unknown>): Pick<T, K> {
  return Object.fromEntries(Object.keys(keys).map((key) => [key, settings[key as K]])) as Pick<T, K>;
}

/** As the open map keeps them: text. */
const texts = (values: Record<string, boolean | number | string | string[]>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
