import { catalogue, iso } from './fake-data.ts';
import { FakeProblem } from './fake-desk.ts';
import type { FakeRequest } from './fake-routes.ts';
import { fakeUsers } from './fake-users.ts';

type Handler = (ids: number[], request: FakeRequest) => unknown;
export type FakeRoute = [method: string, path: RegExp, handler: Handler];

/** What administrators set up, on the fake server. */
export function fakeSettings() {
  const tags = structuredClone(catalogue.tags);
  const results = catalogue.results.map((result, position) => ({ ...result, position, active: true }));
  const awayReasons = catalogue.awayReasons.map((reason, position) => ({ ...reason, position, active: true }));
  const parameters = [{ id: 1, name: 'orderNumber', label: 'Order', inQueue: true }];
  const tenants = [
    { id: 3, name: 'Customer care', created: iso(Date.now() - 9e9) },
    { id: 4, name: 'Sales', created: iso(Date.now() - 8e9) },
  ];
  const company = {
    id: 1,
    name: 'Demo company',
    guid: '5c0f7a2e-3f7d-4a7b-9f3e-7d2b1a9c4e11',
    language: 'en',
    timezone: 'Europe/Prague',
    created: iso(Date.now() - 9e9),
  };
  const companySettings = {
    operatorsMaySwitchChannels: true,
    operatorsMayEditProfile: true,
    operatorsMayDeleteContacts: false,
    logoutWhenIdle: false,
    logoutWhenIdleMinutes: 30,
    logoutWhenLocked: false,
    passwordMinLength: 12,
    passwordKinds: 3,
    acceptedFileTypes: ['.doc', '.docx', '.pdf', '.png', '.jpg', '.mp4url'],
    knownFileTypes: ['.doc', '.docx', '.xlsx', '.txt', '.pdf', '.png', '.gif', '.jpg', '.jpeg', '.mp4', '.mp3', '.wav'],
  };
  const tenantSettings = {
    clientPreview: true,
    showRoutedOperators: false,
    operatorsMayCreateTags: true,
    stateWhenAllAway: 'busy',
    clientDisconnectedSeconds: 300,
    resultRequired: false,
    serviceLevelSeconds: 20,
  };
  const users = fakeUsers();
  const routes: FakeRoute[] = [
    ...things('/tenants/\\d+/tags', tags),
    ...things('/tenants/\\d+/results', results),
    ...things('/tenants/\\d+/parameters', parameters),
    ...things('/tenants', tenants),
    ...things('/away-reasons', awayReasons),
    ['PUT', /^\/away-reason-order$/, (_ids, { body }) => order(awayReasons, body.ids as number[])],
    ['PUT', /^\/tenants\/\d+\/result-order$/, (_ids, { body }) => order(results, body.ids as number[])],
    ...values('/company', company),
    ...values('/company/settings', companySettings),
    ...values('/tenants/\\d+/settings', tenantSettings),
    ...users.routes,
  ];
  return { tags, results, awayReasons, companySettings, tenantSettings, users, routes };
}

function order(list: { id: number }[], ids: number[]): void {
  list.sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
}

const values = (path: string, object: object): FakeRoute[] => [
  ['GET', new RegExp(`^${path}$`), () => object],
  ['PUT', new RegExp(`^${path}$`), (_ids, { body }) => Object.assign(object, body)],
];

/** A list of things with a name of their own each: read, add, change, delete. */
function things<T extends { id: number; name: string }>(path: string, list: T[]): FakeRoute[] {
  const one = new RegExp(`^${path}/(\\d+)$`);
  const at = (id: number | undefined) => {
    const index = list.findIndex((item) => item.id === id);
    if (index < 0) throw new FakeProblem(404, 'not-found');
    return index;
  };
  const refuseTaken = (name: unknown, besides?: number) => {
    const same = (item: T) => item.id !== besides && item.name.toLowerCase() === String(name).toLowerCase();
    if (list.some(same)) throw new FakeProblem(409, 'conflict', { name: 'is taken by another.' });
  };
  return [
    ['GET', new RegExp(`^${path}$`), () => list],
    [
      'POST',
      new RegExp(`^${path}$`),
      (_ids, { body }) => {
        refuseTaken(body.name);
        const item = { active: true, label: null, background: null, text: null, ...body, id: list.length + 100 };
        list.push(item as unknown as T);
        return item;
      },
    ],
    [
      'PUT',
      one,
      ([id], { body }) => {
        if (body.name !== undefined) refuseTaken(body.name, id);
        return Object.assign(list[at(id)] as T, body);
      },
    ],
    [
      'DELETE',
      one,
      ([id]) => {
        list.splice(at(id), 1);
      },
    ],
  ];
}
