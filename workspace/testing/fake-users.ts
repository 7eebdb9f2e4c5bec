import { iso } from './fake-data.ts';
import { FakeProblem } from './fake-desk.ts';
import type { FakeRoute } from './fake-settings.ts';

const names = [
  ['Anna', 'Nováková'],
  ['Bohumil', 'Krátký'],
  ['Cecílie', 'Dlouhá-Vrbová'],
  ['David', 'Malý'],
  ['Eva', 'Procházková'],
] as const;

function person(id: number, firstName: string, lastName: string) {
  const plain = `${firstName}.${lastName}`
    .normalize('NFD')
    .replaceAll(/[^a-zA-Z.]/g, '')
    .toLowerCase();
  return {
    id,
    username: `${plain}@demo.test`,
    email: `${plain}@demo.test`,
    firstName,
    lastName,
    note: null as string | null,
    language: null as string | null,
    globalRoles: [] as string[],
    enabled: true,
    hasPassword: true,
    created: iso(Date.now() - 9e9),
    memberships: [
      {
        tenantId: 3,
        roles: ['Operator', 'MluviiOperator'],
        nickname: null as string | null,
        position: null as string | null,
        photoUrl: null as string | null,
      },
    ],
    groupIds: [5],
    slots: { live: 3, asynchronous: 5, email: 10 },
    skills: id % 2 === 1 ? [{ kind: 'language', name: 'en', level: 4 }] : [],
  };
}

/** Users of the fake server's company; the first is who works in the tests. */
export function fakeUsers() {
  const users = names.map(([first, last], index) => person(index + 7, first, last));
  const [first] = users;
  if (first) first.globalRoles = ['CompanyAdmin'];
  const get = (id: number | undefined) => {
    const found = users.find((user) => user.id === id);
    if (!found) throw new FakeProblem(404, 'not-found');
    return found;
  };
  const link = () => ({
    token: 'abc',
    url: 'https://hovor.example/set-password#abc',
    expires: iso(Date.now() + 6e8),
  });
  const routes: FakeRoute[] = [
    [
      'GET',
      /^\/users$/,
      (_ids, { query }) => {
        const search = (query.get('search') ?? '').toLowerCase();
        return users.filter(
          (user) =>
            String(user.enabled) === query.get('enabled') &&
            `${user.firstName} ${user.lastName} ${user.email}`.toLowerCase().includes(search),
        );
      },
    ],
    [
      'POST',
      /^\/users$/,
      (_ids, { body }) => {
        if (users.some((user) => user.email === body.email)) {
          throw new FakeProblem(409, 'conflict', { email: 'is taken.' });
        }
        const made = { ...person(users.length + 100, '', ''), hasPassword: false, groupIds: [], ...body };
        users.push(made as (typeof users)[number]);
        return { id: made.id };
      },
    ],
    ['GET', /^\/users\/(\d+)$/, ([id]) => get(id)],
    ['PUT', /^\/users\/(\d+)$/, ([id], { body }) => Object.assign(get(id), body)],
    ['POST', /^\/users\/(\d+)\/password-link$/, link],
    ['PUT', /^\/users\/(\d+)\/global-roles$/, ([id], { body }) => void Object.assign(get(id), body)],
    ['PUT', /^\/users\/(\d+)\/slots$/, ([id], { body }) => void Object.assign(get(id).slots, body)],
    [
      'POST',
      /^\/users\/(\d+)\/disable$/,
      ([id]) => {
        const user = get(id);
        if (user.globalRoles.length > 0) {
          throw new FakeProblem(
            409,
            'conflict',
            undefined,
            'This is the last administrator. Make somebody else one first.',
          );
        }
        user.enabled = false;
      },
    ],
    ['POST', /^\/users\/(\d+)\/enable$/, ([id]) => void Object.assign(get(id), { enabled: true })],
    [
      'PUT',
      /^\/users\/(\d+)\/tenants\/(\d+)$/,
      ([id, tenantId], { body }) => {
        const { memberships } = get(id);
        const held = memberships.find((one) => one.tenantId === tenantId);
        if (held) Object.assign(held, body);
        else
          memberships.push({
            tenantId: tenantId as number,
            roles: [],
            nickname: null,
            position: null,
            photoUrl: null,
            ...body,
          });
      },
    ],
    [
      'DELETE',
      /^\/users\/(\d+)\/tenants\/(\d+)$/,
      ([id, tenantId]) => {
        const user = get(id);
        user.memberships = user.memberships.filter((one) => one.tenantId !== tenantId);
      },
    ],
    ['PUT', /^\/users\/(\d+)\/skills$/, ([id], { body }) => void Object.assign(get(id), body)],
    [
      'GET',
      /^\/users\/(\d+)\/logins$/,
      () => [
        {
          id: 1,
          created: iso(Date.now() - 9e6),
          lastSeen: iso(Date.now()),
          ip: '10.0.0.7',
          userAgent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0',
        },
      ],
    ],
    ['DELETE', /^\/users\/(\d+)\/logins$/, () => undefined],
    ['PUT', /^\/users\/(\d+)\/tenants\/\d+\/groups$/, ([id], { body }) => void Object.assign(get(id), body)],
  ];
  return { users, routes };
}
