import { apiPermissions, serverPermission } from '../directory/schema.ts';
import type { Directory, NewUser } from '../directory/service.ts';
import { type SystemActor, system } from '../foundation/security/actor.ts';
import type { Routings } from '../routing/service.ts';
import type { Catalogue } from '../sessions/catalogue.ts';
import { demoOperators } from './people.ts';

/** The demo company's address for the widget; its page and the documentation name it. */
export const demoGuid = 'd3b07384-d9a0-4c9b-8f3e-1a2b3c4d5e6f';
export const demoPackage = 'Demo shop';
export const demoKey = 'demo';

/** How the demo defines a routing: who gets sessions of a package, in this order. */
export interface CompanyDeps {
  directory: Directory;
  catalogue: Catalogue;
  routings: Pick<Routings, 'list' | 'create'>;
}

export interface DemoCompany {
  companyId: number;
  actor: SystemActor;
  /** Package ids by department: shop, service. */
  presets: [number, number];
  tenants: [number, number];
  userIds: ReadonlyMap<string, number>;
  /** Tag ids by tenant and name. */
  tags: ReadonlyMap<string, number>;
}

const tenantNames = ['Shop', 'Service'] as const;
const tagColors = { cs: '#e8dcff', en: '#d9ecff' } as const;
const tagNames = {
  cs: [
    'doprava',
    'výrobek',
    'reklamace',
    'platba',
    'dárek',
    'účet',
    'stížnost',
    'adresa',
    'příprava',
    'faktura',
    'firma',
    'sklad',
    'sleva',
    'předplatné',
  ],
  en: [
    'delivery',
    'product',
    'return',
    'payment',
    'gift',
    'account',
    'complaint',
    'warranty',
    'address',
    'brewing',
    'invoice',
    'business',
    'stock',
    'discount',
    'subscription',
  ],
} as const;
const results = [
  'Vyřešeno',
  'Solved',
  'Prodáno',
  'Sold',
  'Domluvena výměna',
  'Return agreed',
  'Předáno servisu',
  'Passed on',
  'Nevyřešeno',
  'Not solved',
];
const parameters = [
  ['city', 'City'],
  ['basket_total', 'Basket (Kč)'],
  ['last_product', 'Last product'],
  ['customer_tier', 'Customer tier'],
] as const;
/** Everything a company can allow; the server's own administration is not the demo's. */
const keyPermissions = apiPermissions.filter((permission) => permission !== serverPermission);

/**
 * Makes the demo company as an administrator would, piece by piece through the services. Each piece that is there
 * already is left as it is, so a start that was killed goes on where it ended, and what people changed stays changed.
 */
export async function ensureCompany(deps: CompanyDeps, password: string): Promise<DemoCompany> {
  const { directory } = deps;
  const known = await directory.companies.byGuid(demoGuid);
  const { id: companyId } =
    known ??
    (await directory.companies.create(system(0), { guid: demoGuid, name: 'Kavka coffee (demo)', language: 'en' }));
  const actor = system(companyId);
  // Whoever runs the demo chooses its password; the rules for people's own passwords would only get in the way.
  await directory.settings.set(actor, 'company', companyId, { passwordKinds: '1' });
  const tenants = await ensureTenants(deps, actor);
  const userIds = await ensureUsers(deps, actor, tenants, password);
  const presets = await ensurePackages(deps, actor, tenants, userIds);
  const tags = await ensureCatalogue(deps, actor, tenants);
  await ensureKey(deps, actor, password);
  return { companyId, actor, presets, tenants, userIds, tags };
}

async function ensureTenants({ directory }: CompanyDeps, actor: SystemActor): Promise<[number, number]> {
  const known = await directory.tenants.list(actor.companyId);
  const ids: number[] = [];
  for (const name of tenantNames) {
    const tenant = known.find((one) => one.name === name) ?? (await directory.tenants.create(actor, { name }));
    ids.push(tenant.id);
  }
  return ids as [number, number];
}

async function ensureUsers(deps: CompanyDeps, actor: SystemActor, [shop, service]: [number, number], password: string) {
  const known = await deps.directory.users.list(actor.companyId);
  const userIds = new Map(known.map((user) => [user.email.toLowerCase(), user.id]));
  for (const user of demoUsers(shop, service)) {
    if (userIds.has(user.email)) continue;
    userIds.set(user.email, (await deps.directory.users.create(actor, { ...user, password })).id);
  }
  return userIds;
}

function demoUsers(shop: number, service: number): NewUser[] {
  const operator = ['Operator', 'MluviiOperator'] as const;
  const operators = demoOperators.map(
    ({ email, firstName, lastName, nickname, service: alsoService }): NewUser => ({
      email,
      firstName,
      lastName,
      slots: { live: 5 },
      memberships: [shop, ...(alsoService ? [service] : [])].map((tenantId) => ({
        tenantId,
        roles: [...operator],
        nickname,
        position: 'Barista',
      })),
    }),
  );
  const admin: NewUser = {
    email: 'admin@demo.test',
    firstName: 'Alice',
    lastName: 'Adminová',
    globalRoles: ['CompanyAdmin'],
    memberships: [
      { tenantId: shop, roles: ['TenantAdmin'] },
      { tenantId: service, roles: ['TenantAdmin'] },
    ],
  };
  // Taking over, re-routing and ending conversations of others is a tenant administrator's right (SEC-RO-2).
  const watching = ['TenantAdmin', 'TenantSessionsView', 'TenantOperatorsView', 'Wallboard'] as const;
  const supervisor: NewUser = {
    email: 'sara@demo.test',
    firstName: 'Sara',
    lastName: 'Vedoucí',
    slots: { live: 2 },
    memberships: [shop, service].map((tenantId) => ({
      tenantId,
      roles: [...operator, ...watching],
      nickname: 'Sara',
      position: 'Supervisor',
    })),
  };
  return [admin, supervisor, ...operators];
}

async function ensurePackages(
  deps: CompanyDeps,
  actor: SystemActor,
  [shop, service]: [number, number],
  userIds: ReadonlyMap<string, number>,
): Promise<[number, number]> {
  const idsOf = (...emails: string[]) => emails.flatMap((email) => userIds.get(email) ?? []);
  const baristas = await ensureGroup(deps, actor, shop, 'Baristas', idsOf(...demoOperators.map((one) => one.email)));
  const backup = await ensureGroup(deps, actor, shop, 'Supervisors', idsOf('sara@demo.test'));
  const menders = demoOperators.filter((one) => one.service).map((one) => one.email);
  const mending = await ensureGroup(deps, actor, service, 'Warranty', idsOf(...menders, 'sara@demo.test'));
  const shopRouting = await ensureRouting(deps, actor, shop, 'Shop', [baristas, backup]);
  const serviceRouting = await ensureRouting(deps, actor, service, 'Service', [mending]);
  return [
    await ensurePreset(deps, actor, shop, demoPackage, shopRouting, '#8a4b1f', 'Kavka'),
    await ensurePreset(deps, actor, service, 'Warranty service', serviceRouting, '#37507a', 'Kavka service'),
  ];
}

async function ensureGroup(deps: CompanyDeps, actor: SystemActor, tenantId: number, name: string, memberIds: number[]) {
  const known = (await deps.directory.groups.list(actor.companyId, tenantId)).find((group) => group.name === name);
  return (known ?? (await deps.directory.groups.create(actor, { tenantId, name, memberIds, maxAcwS: 60 }))).id;
}

async function ensureRouting(
  deps: CompanyDeps,
  actor: SystemActor,
  tenantId: number,
  name: string,
  groupIds: number[],
) {
  const known = (await deps.routings.list(actor.companyId, tenantId)).find((routing) => routing.name === name);
  const rules = groupIds.map((groupId) => ({ groupId, conditions: [] }));
  return (known ?? (await deps.routings.create(actor, tenantId, { name, rules }))).id;
}

async function ensurePreset(
  deps: CompanyDeps,
  actor: SystemActor,
  tenantId: number,
  name: string,
  routingId: number,
  color: string,
  title: string,
): Promise<number> {
  const known = (await deps.catalogue.presets(actor.companyId, tenantId)).find((preset) => preset.name === name);
  if (known) return known.id;
  const { id } = await deps.catalogue.createPreset(actor, tenantId, {
    name,
    routingId,
    isDefault: true,
    description: 'Made by the demo.',
    config: {
      button: { color },
      window: { color, title },
      entryForm: { name: 'required', email: 'optional', consent: true },
    },
  });
  return id;
}

async function ensureCatalogue({ catalogue }: CompanyDeps, actor: SystemActor, tenants: [number, number]) {
  const tags = new Map<string, number>();
  for (const tenantId of tenants) {
    for (const language of ['cs', 'en'] as const) {
      for (const name of tagNames[language]) {
        const tag = await catalogue.defineTag(actor, tenantId, {
          name,
          background: tagColors[language],
          text: '#2b2118',
        });
        tags.set(`${tenantId} ${name}`, tag.id);
      }
    }
    for (const [position, name] of results.entries()) await catalogue.defineResult(actor, tenantId, { name, position });
    for (const [name, label] of parameters) await catalogue.defineParameter(actor, tenantId, { name, label });
  }
  return tags;
}

async function ensureKey({ directory }: CompanyDeps, actor: SystemActor, secret: string) {
  const known = (await directory.keys.list(actor.companyId)).find((key) => key.clientId === demoKey);
  if (known) return;
  await directory.keys.create(
    actor,
    { name: 'Demo integration', permissions: keyPermissions },
    { clientId: demoKey, secret },
  );
}

/** Gives all demo logins and the demo key a new password; every login of them ends. */
export async function changePassword(deps: CompanyDeps, company: DemoCompany, password: string) {
  const emails = ['admin@demo.test', 'sara@demo.test', ...demoOperators.map((operator) => operator.email)];
  for (const email of emails) {
    const userId = company.userIds.get(email);
    if (userId === undefined) continue;
    const user = await deps.directory.users.load(company.companyId, userId);
    if (!user.enabled) continue;
    const { token } = await deps.directory.passwords.createLink(company.actor, userId);
    await deps.directory.passwords.useLink(token, password);
  }
  const key = (await deps.directory.keys.list(company.companyId)).find((one) => one.clientId === demoKey);
  if (key && !key.revoked) await deps.directory.keys.changeSecret(company.actor, key.id, password);
}
