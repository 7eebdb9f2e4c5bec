import { NewPackage, PackageChange, PackageRow, PackageTerms, PackageView } from '@hovor/protocol/packages';
import { Closed, Id, Language, Type, Uuid } from '@hovor/protocol/schema';
import type { App } from '../foundation/http/server.ts';
import { anyone, companyOf } from '../foundation/security/actor.ts';
import { configureTenant } from '../sessions/policies.ts';
import type { PackageAdministration } from './service.ts';

/** Packages of a tenant (head of protocol/packages.ts), and their testing pages (WG-SN-1). */
export function registerPackageRoutes(app: App, packages: PackageAdministration): void {
  const config = { policy: configureTenant, credential: 'login' } as const;
  const inTenant = Closed({ tenantId: Id });
  const params = Closed({ tenantId: Id, packageId: Id });

  app.get(
    '/app-api/tenants/:tenantId/packages',
    { config, schema: { params: inTenant, response: { 200: Type.Array(PackageRow) } } },
    ({ actor, params: { tenantId } }) => packages.list(companyOf(actor), tenantId),
  );

  app.post(
    '/app-api/tenants/:tenantId/packages',
    { config, schema: { params: inTenant, body: NewPackage, response: { 201: Closed({ id: Id }) } } },
    async ({ actor, params: { tenantId }, body }, reply) =>
      reply.code(201).send(await packages.create(actor, tenantId, body)),
  );

  app.get(
    '/app-api/tenants/:tenantId/packages/:packageId',
    { config, schema: { params, response: { 200: PackageView } } },
    ({ actor, params: { tenantId, packageId } }) => packages.view(companyOf(actor), tenantId, packageId),
  );

  app.put(
    '/app-api/tenants/:tenantId/packages/:packageId',
    { config, schema: { params, body: PackageChange, response: { 200: PackageView } } },
    ({ actor, params: { tenantId, packageId }, body }) => packages.update(actor, tenantId, packageId, body),
  );

  app.get(
    '/app-api/tenants/:tenantId/package-terms',
    { config, schema: { params: inTenant, response: { 200: PackageTerms } } },
    ({ actor, params: { tenantId } }) => packages.terms(companyOf(actor), tenantId),
  );

  testingPages(app, packages);
}

/** Open to everybody who knows the address, as every page with the snippet is. */
function testingPages(app: App, packages: PackageAdministration): void {
  app.get(
    '/testing-page/:companyGuid/:packageId',
    {
      config: { policy: anyone, credential: 'none' },
      schema: {
        params: Closed({ companyGuid: Uuid, packageId: Id }),
        querystring: Closed({ lang: Type.Optional(Language) }),
      },
    },
    async ({ params: { companyGuid, packageId }, query, headers }, reply) => {
      const spoken = /^[a-z]{2,3}(-[a-z0-9]{2,8})*/i.exec(headers['accept-language'] ?? '')?.[0];
      const page = await packages.testingPage(companyGuid, packageId, query.lang ?? spoken ?? 'en');
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', page.contentSecurityPolicy)
        .header('cache-control', 'no-store')
        .header('vary', 'Accept-Language')
        .send(page.html);
    },
  );
}
