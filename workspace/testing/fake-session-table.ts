import type { SessionDetail } from '@hovor/protocol/session';
import {
  type NewExport,
  paramOf,
  type SavedView,
  type SessionChoices,
  type SessionExport,
} from '@hovor/protocol/session-table';
import { conditionsOf } from '../src/state/session-filter.ts';
import { catalogue } from './fake-data.ts';
import type { FakeDesk, Push } from './fake-desk.ts';
import type { FakeRequest } from './fake-routes.ts';

type Handler = (ids: number[], request: FakeRequest) => unknown;
type Cell = string | number | boolean | null | string[];

const seconds = (from: string | null, to: string | null) =>
  from && to ? (Date.parse(to) - Date.parse(from)) / 1000 : null;

/** Values of the columns the tests show; all others are empty. */
const values: Record<string, (session: SessionDetail) => Cell> = {
  id: ({ id }) => id,
  created: ({ created }) => created,
  ended: ({ ended }) => ended,
  client: ({ guestName }) => guestName,
  channel: ({ channel }) => channel,
  source: ({ source }) => source,
  status: ({ status }) => status,
  operators: ({ operators }) => operators.map(({ name }) => name),
  length: ({ started, ended }) => seconds(started, ended),
  waited: ({ enteredQueue, started }) => seconds(enteredQueue, started),
  result: ({ result }) => result,
  tags: ({ tags }) => tags.map(({ name }) => name),
  guestFeedbackStars: ({ feedbackStars }) => feedbackStars,
  lastMessage: ({ lastText }) => lastText,
  widget: ({ preset }) => preset,
};

const matches = (session: SessionDetail, filter: string) =>
  conditionsOf(filter).every(({ name, values: wanted, text }) => {
    if (name === 'Search') return (session.guestName ?? '').toLowerCase().includes(text.toLowerCase());
    if (name === 'Result') return wanted.includes(session.result ?? '');
    if (name === 'Channel') return wanted.includes(session.channel);
    return true;
  });

/** The table of sessions of the fake server: over the sessions of its desk. */
export function fakeSessionTable(desk: FakeDesk, push: Push) {
  const exports = new Map<number, SessionExport>();
  const told = () => push('changed', { topic: 'exports', ids: null });
  const views = new Map<number, SavedView>();
  const orders: string[][] = [];
  let lastId = 0;

  function listed(query: URLSearchParams): SessionDetail[] {
    const live = query.get('view') === 'live';
    const only = query.get('only')?.split(',').map(Number);
    return desk
      .all()
      .filter((session) => (session.ended === null) === live && matches(session, query.get('filter') ?? ''))
      .filter(({ id }) => !only || only.includes(id))
      .sort((a, b) => (query.get('sort')?.startsWith('-') === false ? a.id - b.id : b.id - a.id));
  }

  const routes: [method: string, path: RegExp, handler: Handler][] = [
    [
      'GET',
      /^\/tenants\/\d+\/session-list$/,
      (_ids, { query }) => {
        const columns = (query.get('columns') ?? '').split(',').map(decodeURIComponent);
        const cell = (session: SessionDetail, column: string): Cell => {
          const name = paramOf(column);
          if (name !== null) return session.params.find((param) => param.name === name)?.value ?? null;
          return values[column]?.(session) ?? null;
        };
        const rows = listed(query).slice(0, 100);
        return {
          rows: rows.map((session) => ({ id: session.id, cells: columns.map((column) => cell(session, column)) })),
          next: null,
        };
      },
    ],
    ['GET', /^\/tenants\/\d+\/session-count$/, (_ids, { query }) => ({ count: listed(query).length, more: false })],
    [
      'GET',
      /^\/tenants\/\d+\/session-choices$/,
      (): SessionChoices => ({
        operators: [{ id: 7, name: 'Anna Nováková' }],
        chatbots: [],
        packages: ['Demo shop'],
        results: catalogue.results.map(({ name }) => name),
        tags: catalogue.tags.map(({ name, background, text }) => ({ name, background, text })),
        parameters: catalogue.parameters,
      }),
    ],
    ['GET', /^\/tenants\/\d+\/session-views$/, () => [...views.values()]],
    [
      'POST',
      /^\/tenants\/\d+\/session-views$/,
      (_ids, { body }) => {
        const view = { id: ++lastId, mine: true, ...(body as Omit<SavedView, 'id' | 'mine'>) };
        views.set(view.id, view);
        return view;
      },
    ],
    [
      'PUT',
      /^\/tenants\/\d+\/session-views\/(\d+)$/,
      (ids, { body }) => {
        const view = { id: ids[0] as number, mine: true, ...(body as Omit<SavedView, 'id' | 'mine'>) };
        views.set(view.id, view);
        return view;
      },
    ],
    ['DELETE', /^\/tenants\/\d+\/session-views\/(\d+)$/, (ids) => void views.delete(ids[0] as number)],
  ];
  const one = (ids: number[]) => ids[0] as number;
  routes.push(
    ['GET', /^\/tenants\/\d+\/session-exports$/, () => [...exports.values()].reverse()],
    [
      'POST',
      /^\/tenants\/\d+\/session-exports$/,
      (_ids, { body }) => {
        const { format, columns } = body as unknown as NewExport;
        orders.push(columns.map(({ title }) => title));
        const order: SessionExport = {
          id: ++lastId,
          format,
          state: 'waiting',
          written: 0,
          total: null,
          size: null,
          created: new Date().toISOString(),
          finished: null,
          expires: null,
        };
        exports.set(order.id, order);
        return order;
      },
    ],
    [
      'POST',
      /^\/tenants\/\d+\/session-exports\/(\d+)\/cancel$/,
      (ids) => void exports.set(one(ids), { ...(exports.get(one(ids)) as SessionExport), state: 'cancelled' }),
    ],
    ['DELETE', /^\/tenants\/\d+\/session-exports\/(\d+)$/, (ids) => void exports.delete(one(ids))],
  );
  return {
    views,
    routes,
    /** Titles of the columns of each export that was ordered. */
    orders,
    /** What a worker would do to the newest export. */
    exportMoves(part: Partial<SessionExport>) {
      const order = [...exports.values()].at(-1);
      if (order) exports.set(order.id, { ...order, ...part });
      told();
    },
  };
}
