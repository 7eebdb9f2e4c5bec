import type { SessionDetail } from '@hovor/protocol/session';
import { paramOf, type SavedView, type SessionChoices } from '@hovor/protocol/session-table';
import { conditionsOf } from '../src/state/session-filter.ts';
import { catalogue } from './fake-data.ts';
import type { FakeDesk } from './fake-desk.ts';
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
export function fakeSessionTable(desk: FakeDesk) {
  const views = new Map<number, SavedView>();
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
  return { views, routes };
}
