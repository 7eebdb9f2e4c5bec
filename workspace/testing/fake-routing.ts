import type { CalendarView, Holiday } from '@hovor/protocol/calendar';
import type { GroupFigures, RoutingChange, RoutingTerms, RoutingView } from '@hovor/protocol/routing';
import type { RoutingTrial, RoutingTrialBody } from '@hovor/protocol/routing-explained';
import type { Group } from '../src/api/routing.ts';
import { iso } from './fake-data.ts';
import { FakeProblem } from './fake-desk.ts';
import type { FakeRequest } from './fake-routes.ts';

type Handler = (ids: number[], request: FakeRequest) => unknown;
type Route = [method: string, path: RegExp, handler: Handler];

const terms = {
  distribution: 'utilization' as const,
  timeToAcceptS: 30,
  maxQueueTimeS: 120,
  autoPickup: false,
  priorities: ['lastOperator', 'fewestActive', 'longestIdle'] as Group['priorities'],
};

/** Groups, opening hours and routings of a tenant, on the fake server. */
export function fakeRouting() {
  const groups: Group[] = [
    { id: 5, name: 'First line', type: 'NORMAL', userIds: [7, 8, 9] },
    { id: 6, name: 'Night shift', type: 'NORMAL', userIds: [9] },
    { id: 9, name: 'Everybody', type: 'ALL_OPERATORS', userIds: [7, 8, 9, 10] },
    { id: 12, name: 'Kavka bot', type: 'CHATBOT', userIds: [] },
  ].map((group) => ({
    ...terms,
    ...{ version: 1, byFamily: {}, queueSize: 10, maxAcwS: 60, calendarId: group.id === 5 ? 2 : null },
    ...(group as Pick<Group, 'id' | 'name' | 'type' | 'userIds'>),
  }));
  const calendars: CalendarView[] = [
    {
      ...{ id: 2, tenantId: 3, name: 'Office', timeZone: 'Europe/Prague', holidays: true, open: true, groupIds: [5] },
      weekly: [1, 2, 3, 4, 5].flatMap((day) => [
        { day, from: 480, to: 720 },
        { day, from: 780, to: 1020 },
      ]),
      exceptions: [{ day: '2026-12-31', name: 'Inventory', intervals: [{ from: 480, to: 660 }] }],
      changes: iso(Date.now() + 3 * 3600_000),
    },
  ];
  let holidays: Holiday[] = [{ day: '2026-12-24', name: 'Štědrý den' }];
  const routings: RoutingView[] = [
    {
      ...{ id: 3, name: 'Shop', version: 1, fallback: 'first' },
      channelRanks: ['Phone', 'Mluvii', 'WhatsApp', 'Facebook', 'Apple', 'VK', 'Email'],
      rules: [
        { groupId: 6, conditions: [{ param: 'orderNumber', operator: 'starts with', value: 'VIP' }] },
        {
          groupId: 12,
          conditions: [
            { param: 'language', operator: 'in list', value: 'cs, sk' },
            { param: 'url', operator: 'contains', value: '/faq' },
          ],
        },
        { groupId: 5, conditions: [] },
      ],
      packages: [{ id: 1, name: 'Kavka shop' }],
    },
  ];
  let figures: GroupFigures[] = groups.map(({ id, userIds }, index) => ({
    ...{ groupId: id, members: userIds.length, here: 2, online: 1, free: 1, waiting: index, oldest: null },
  }));
  let turn = 1;
  const listening = new Set<() => void>();

  const routing = (id: number | undefined) => found(routings, id);
  const group = (id: number | undefined) => found(groups, id);
  const routingTerms = (): RoutingTerms => ({
    parameters: [{ name: 'orderNumber', label: 'Order' }],
    groups: groups.map(({ id, name, type }) => ({ id, name, chatbot: type === 'CHATBOT' })),
  });

  function change(id: number | undefined, body: RoutingChange) {
    const known = routing(id);
    if (body.version !== known.version) throw new FakeProblem(409, 'conflict', { version: 'is old.' });
    for (const [rule, { conditions }] of body.rules.entries()) {
      const wrong = conditions.findIndex(({ operator, value }) => operator === 'matches' && value === '(');
      if (wrong >= 0) {
        const path = `rules[${rule}].conditions[${wrong}].value`;
        throw new FakeProblem(400, 'invalid-input', { [path]: 'is not a regular expression we can use.' });
      }
    }
    return Object.assign(known, body, { version: known.version + 1 });
  }

  const tried: RoutingTrialBody[] = [];
  /** The last rule gets the client, and an operator of its group is asked; who decides is the real server. */
  function trial(asked: RoutingTrialBody): RoutingTrial {
    tried.push(asked);
    const at = asked.at ?? iso(Date.now());
    const rules = asked.rules ?? [];
    const named = (id: number | undefined) => ({
      id: id ?? 1,
      name: groups.find((each) => each.id === id)?.name ?? null,
    });
    const target = named(rules.at(-1)?.groupId);
    const nothing = {
      operator: null,
      by: null,
      chatbot: null,
      rules: [],
      candidates: [],
      decidedBy: null,
      leftOut: [],
    };
    const step = { ...nothing, at, group: target, members: null, ready: null, waited: null, offer: null };
    return {
      ...{ at, assumed: asked.at !== undefined, outcome: 'waits' },
      steps: [
        {
          ...{ ...step, type: 'EnteredGroupQueue', because: 'first rule that holds' },
          rules: rules.map(({ conditions, groupId }, position) => ({
            ...{ position, group: named(groupId), closed: null },
            conditions: conditions.slice(0, 1).map(({ param, operator, value = null }) => ({
              ...{ param, operator, value, found: asked.params[param] ?? null, holds: false },
            })),
            holds: conditions.length === 0,
            taken: position === rules.length - 1,
          })),
        },
        {
          ...{ ...step, type: 'AssignedToOperator', because: 'next in turn', decidedBy: 'fewestActive' },
          operator: { id: 7, name: 'Anna Nováková' },
          candidates: [
            {
              ...{ user: { id: 7, name: 'Anna Nováková' }, active: 0, idle: 300, sinceOffer: 300, skill: null },
              lastOperator: false,
            },
          ],
          leftOut: [{ because: 'away', count: 1, users: [{ id: 8, name: 'Bohumil Krátký' }] }],
        },
      ],
      groups: [{ group: target, open: true, waiting: 0, ready: 1, free: 1 }],
    };
  }

  const routes: Route[] = [
    ['GET', /^\/tenants\/\d+\/groups$/, () => groups],
    [
      'POST',
      /^\/tenants\/\d+\/groups$/,
      (_ids, { body }) => {
        const made = { ...terms, version: 1, userIds: [], ...body, id: 40 + groups.length } as unknown as Group;
        groups.push(made);
        return { id: made.id };
      },
    ],
    [
      'PUT',
      /^\/tenants\/\d+\/groups\/(\d+)$/,
      ([id], { body }) => {
        const known = group(id);
        if (body.version !== known.version) throw new FakeProblem(409, 'conflict', { version: 'is old.' });
        return Object.assign(known, body, { version: known.version + 1 });
      },
    ],
    ['DELETE', /^\/tenants\/\d+\/groups\/(\d+)$/, ([id]) => void groups.splice(groups.indexOf(group(id)), 1)],
    [
      'GET',
      /^\/tenants\/\d+\/group-figures$/,
      async (_ids, { query }) => {
        if (query.get('after') === String(turn)) await new Promise<void>((resolve) => listening.add(resolve));
        return { tag: String(turn), groups: figures };
      },
    ],
    ['GET', /^\/tenants\/\d+\/calendars$/, () => calendars],
    [
      'POST',
      /^\/tenants\/\d+\/calendars$/,
      (_ids, { body }) => {
        const made = { ...body, id: 40, tenantId: 3, open: false, changes: null, groupIds: [] };
        calendars.push(made as unknown as CalendarView);
        return made;
      },
    ],
    ['PUT', /^\/tenants\/\d+\/calendars\/(\d+)$/, ([id], { body }) => Object.assign(found(calendars, id), body)],
    ['GET', /^\/holidays$/, () => holidays],
    [
      'PUT',
      /^\/holidays$/,
      (_ids, { body }) => {
        holidays = body.holidays as Holiday[];
        return holidays;
      },
    ],
    [
      'POST',
      /^\/holidays\/import$/,
      (_ids, { body }) => {
        holidays = [...holidays, ...(body.holidays as Holiday[])].sort((a, b) => (a.day < b.day ? -1 : 1));
        return holidays;
      },
    ],
    [
      'GET',
      /^\/tenants\/\d+\/routings$/,
      () => routings.map(({ id, name, rules, packages }) => ({ id, name, rules: rules.length, packages })),
    ],
    ['GET', /^\/tenants\/\d+\/routings\/(\d+)$/, ([id]) => routing(id)],
    ['PUT', /^\/tenants\/\d+\/routings\/(\d+)$/, ([id], { body }) => change(id, body as unknown as RoutingChange)],
    ['GET', /^\/tenants\/\d+\/routing-terms$/, routingTerms],
    ['POST', /^\/tenants\/\d+\/routing-trial$/, (_ids, { body }) => trial(body as unknown as RoutingTrialBody)],
  ];

  return {
    routes,
    tried,
    groups,
    routings,
    calendars,
    get holidays() {
      return holidays;
    },
    /** What goes on in a group changes, and who watches is told. */
    tell(groupId: number, change: Partial<GroupFigures>) {
      figures = figures.map((figure) => (figure.groupId === groupId ? { ...figure, ...change } : figure));
      turn += 1;
      for (const wake of listening) wake();
      listening.clear();
    },
  };
}

function found<T extends { id: number }>(list: readonly T[], id: number | undefined): T {
  const item = list.find((each) => each.id === id);
  if (!item) throw new FakeProblem(404, 'not-found');
  return item;
}
