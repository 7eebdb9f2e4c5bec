import {
  feedbackScales,
  guestBrowsers,
  guestLeftStates,
  guestSystems,
  sessionChannels,
  sessionSources,
  sessionStatuses,
  terminationReasons,
} from './enums.ts';
import { limits } from './limits.ts';
import { Closed, Id, Nullable, OneOf, type Static, Time, Type } from './schema.ts';

/**
 * The table of sessions (AD-SE): what can be a column, what can be asked for, and what travels.
 *
 * HTTP below /app-api, cookie session:
 *   GET  /tenants/:tenantId/session-list      SessionListQuery → SessionListPage (keyset: `after` = `next` of the page before)
 *   GET  /tenants/:tenantId/session-count     SessionCountQuery → SessionCount
 *   GET  /tenants/:tenantId/session-choices   SessionChoices, what filters pick from
 *   GET/POST /tenants/:tenantId/session-views ; PUT/DELETE …/:viewId          SavedView
 *   GET/POST /tenants/:tenantId/session-exports ; POST …/:exportId/cancel ; DELETE …/:exportId ; GET …/:exportId/file
 *   POST /sessions/:sessionId/notes           AddNote (OP-ES-11)
 * Socket: the desk's command `watch` says which sessions and exports changed; who shows them reads them again.
 *
 * `filter` is the filter language of the Public API as a query string: `Channel=Chat&Created.Min=2025-03-01`
 * (MOD-SES-7), and besides `Param.NAME.Text=` for single parameters and `Search=` for name, e-mail, phone or number.
 */

/** How a filter is asked: which members it has and which input fits. */
export type FilterKind = 'enum' | 'text' | 'dates' | 'spans' | 'numbers' | 'strings' | 'flag' | 'contains';

interface FilterOf {
  kind: FilterKind;
  /** Of an enumeration. */
  values?: readonly string[];
}

export const sessionFilterKinds = {
  SessionId: { kind: 'numbers' },
  DepartmentId: { kind: 'numbers' },
  ChannelIdentityId: { kind: 'numbers' },
  Status: { kind: 'enum', values: sessionStatuses },
  Channel: { kind: 'enum', values: sessionChannels },
  Source: { kind: 'enum', values: sessionSources },
  LandingPage: { kind: 'text' },
  OperatorUserId: { kind: 'numbers' },
  ChatbotId: { kind: 'numbers' },
  Widget: { kind: 'strings' },
  Created: { kind: 'dates' },
  GuestJoined: { kind: 'dates' },
  Accepted: { kind: 'dates' },
  Ended: { kind: 'dates' },
  WaitingTime: { kind: 'spans' },
  Duration: { kind: 'spans' },
  Result: { kind: 'strings' },
  ClientStars: { kind: 'numbers' },
  ClientFeedbackScale: { kind: 'enum', values: feedbackScales },
  ClientId: { kind: 'numbers' },
  IPAddress: { kind: 'text' },
  PhoneCallbackNumber: { kind: 'text' },
  InitialMessage: { kind: 'text' },
  Tags: { kind: 'strings' },
  GuestIdentifications: { kind: 'strings' },
  Browser: { kind: 'enum', values: guestBrowsers },
  OS: { kind: 'enum', values: guestSystems },
  Language: { kind: 'text' },
  GDPRVersion: { kind: 'text' },
  GuestLeftSession: { kind: 'enum', values: guestLeftStates },
  AutoAccepted: { kind: 'flag' },
  HasConcurrentOperators: { kind: 'flag' },
  ActivityTextsContain: { kind: 'contains' },
  TerminationReason: { kind: 'enum', values: terminationReasons },
  Anonymized: { kind: 'dates' },
} as const satisfies Record<string, FilterOf>;
export type SessionFilterName = keyof typeof sessionFilterKinds;

/** How a value of a column is shown and written. `list` and `tags` are lists of text, `span` is seconds. */
export type ColumnKind = 'text' | 'enum' | 'time' | 'span' | 'number' | 'flag' | 'list' | 'tags';

export interface SessionColumn {
  kind: ColumnKind;
  filter?: SessionFilterName;
  /** Has an index that gives this order. */
  sortable?: true;
  /** Too long for a table: only in exports. */
  exportOnly?: true;
}

/** All columns in the order in which they are offered. Parameters come besides, as `param:NAME`. */
export const sessionColumns = {
  id: { kind: 'number', filter: 'SessionId' },
  created: { kind: 'time', filter: 'Created', sortable: true },
  client: { kind: 'text' },
  channel: { kind: 'enum', filter: 'Channel' },
  source: { kind: 'enum', filter: 'Source' },
  status: { kind: 'enum', filter: 'Status' },
  operators: { kind: 'list', filter: 'OperatorUserId' },
  waited: { kind: 'span', filter: 'WaitingTime', sortable: true },
  length: { kind: 'span', filter: 'Duration', sortable: true },
  result: { kind: 'text', filter: 'Result' },
  terminationReason: { kind: 'enum', filter: 'TerminationReason' },
  tags: { kind: 'tags', filter: 'Tags' },
  guestFeedbackStars: { kind: 'number', filter: 'ClientStars' },
  guestFeedbackScale: { kind: 'enum', filter: 'ClientFeedbackScale' },
  guestFeedbackText: { kind: 'text' },
  started: { kind: 'time', filter: 'Accepted', sortable: true },
  ended: { kind: 'time', filter: 'Ended', sortable: true },
  guestJoined: { kind: 'time', filter: 'GuestJoined' },
  initialMessage: { kind: 'text', filter: 'InitialMessage' },
  lastMessage: { kind: 'text' },
  messages: { kind: 'number' },
  note: { kind: 'text' },
  chatbots: { kind: 'list', filter: 'ChatbotId' },
  reviewers: { kind: 'list' },
  widget: { kind: 'text', filter: 'Widget' },
  url: { kind: 'text', filter: 'LandingPage' },
  guestLeftSession: { kind: 'enum', filter: 'GuestLeftSession' },
  autoAccepted: { kind: 'flag', filter: 'AutoAccepted' },
  concurrentOperators: { kind: 'flag', filter: 'HasConcurrentOperators' },
  blacklisted: { kind: 'flag' },
  contact: { kind: 'text', filter: 'ClientId' },
  channelIdentity: { kind: 'number', filter: 'ChannelIdentityId' },
  guestIdentifications: { kind: 'list', filter: 'GuestIdentifications' },
  trackedId: { kind: 'text' },
  ipAddress: { kind: 'text', filter: 'IPAddress' },
  os: { kind: 'enum', filter: 'OS' },
  browser: { kind: 'enum', filter: 'Browser' },
  avSupport: { kind: 'enum' },
  language: { kind: 'text', filter: 'Language' },
  gdprVersion: { kind: 'text', filter: 'GDPRVersion' },
  anonymized: { kind: 'time', filter: 'Anonymized' },
  transcript: { kind: 'text', exportOnly: true },
} as const satisfies Record<string, SessionColumn>;
export type SessionColumnName = keyof typeof sessionColumns;
export const columnInfo = (name: SessionColumnName): SessionColumn => sessionColumns[name];
export const sessionColumnNames = Object.keys(sessionColumns) as SessionColumnName[];

/** What is on the table before anybody chose. */
export const firstColumns: Record<SessionView, SessionColumnName[]> = {
  history: ['created', 'client', 'channel', 'operators', 'length', 'result', 'tags', 'guestFeedbackStars'],
  live: ['created', 'client', 'channel', 'status', 'operators', 'lastMessage', 'widget'],
};

export const paramColumn = (name: string) => `param:${name}`;
/** The parameter a column shows; null = one of `sessionColumns`. */
export const paramOf = (column: string): string | null => (column.startsWith('param:') ? column.slice(6) : null);

export const kindOf = (column: string): ColumnKind =>
  paramOf(column) === null ? (sessionColumns[column as SessionColumnName]?.kind ?? 'text') : 'text';

export const sessionViews = ['history', 'live'] as const;
export type SessionView = (typeof sessionViews)[number];
export const sortableColumns = ['created', 'started', 'ended', 'waited', 'length'] as const;
export type SortableColumn = (typeof sortableColumns)[number];

const ViewName = OneOf(sessionViews);
const Filter = Type.String({ maxLength: limits.sessionFilterLength });
const ColumnId = Type.String({ minLength: 1, maxLength: limits.paramNameLength + 6 });
/** `created` ascending, `-created` descending. */
const Sort = OneOf(sortableColumns.flatMap((name) => [name, `-${name}`] as const) as readonly Sort[]);
export type Sort = SortableColumn | `-${SortableColumn}`;

const asked = { view: ViewName, filter: Type.Optional(Filter) };

export const SessionListQuery = Closed({
  ...asked,
  sort: Type.Optional(Sort),
  /** Columns by name with commas between, percent-encoded each. */
  columns: Type.String({ maxLength: limits.sessionFilterLength }),
  after: Type.Optional(Type.String({ maxLength: 200 })),
  /** Ids with commas between: only those of them that belong to the list. */
  only: Type.Optional(Type.String({ maxLength: 2_000, pattern: '^\\d{1,15}(,\\d{1,15}){0,99}$' })),
});
export type SessionListQuery = Static<typeof SessionListQuery>;

export const Cell = Type.Union([Type.Null(), Type.Boolean(), Type.Number(), Type.String(), Type.Array(Type.String())]);
export type Cell = Static<typeof Cell>;

/** `cells` in the order of the columns that were asked for. Text is cut at `limits.sessionCellShown`. */
export const SessionListPage = Closed({
  rows: Type.Array(Closed({ id: Id, cells: Type.Array(Cell) })),
  next: Nullable(Type.String()),
});
export type SessionListPage = Static<typeof SessionListPage>;
export type SessionTableRow = SessionListPage['rows'][number];

export const SessionCountQuery = Closed(asked);
/** `more`: there are more than `count`. Null = it takes too long to count. */
export const SessionCount = Closed({ count: Nullable(Type.Integer()), more: Type.Boolean() });
export type SessionCount = Static<typeof SessionCount>;

const Named = Closed({ id: Id, name: Type.String() });
export const SessionChoices = Closed({
  operators: Type.Array(Named),
  chatbots: Type.Array(Named),
  packages: Type.Array(Type.String()),
  results: Type.Array(Type.String()),
  tags: Type.Array(Closed({ name: Type.String(), background: Nullable(Type.String()), text: Nullable(Type.String()) })),
  parameters: Type.Array(Closed({ name: Type.String(), label: Type.String() })),
});
export type SessionChoices = Static<typeof SessionChoices>;

export const SaveView = Closed({
  name: Type.String({ minLength: 1, maxLength: limits.nameLength, pattern: '\\S' }),
  /** Everybody in the tenant sees it; administrators only. */
  shared: Type.Boolean(),
  view: ViewName,
  filter: Filter,
  sort: Sort,
  columns: Type.Array(ColumnId, { minItems: 1, maxItems: limits.sessionColumnsShown }),
});
export type SaveView = Static<typeof SaveView>;
export const SavedView = Closed({ id: Id, mine: Type.Boolean(), ...SaveView.properties });
export type SavedView = Static<typeof SavedView>;

export const exportFormats = ['csv', 'xlsx'] as const;
export const exportStates = ['waiting', 'running', 'done', 'failed', 'cancelled', 'expired'] as const;

export const NewExport = Closed({
  format: OneOf(exportFormats),
  ...asked,
  sort: Type.Optional(Sort),
  /** Columns with the titles of the reader's language. */
  columns: Type.Array(Closed({ id: ColumnId, title: Type.String({ maxLength: limits.nameLength }) }), {
    minItems: 1,
    maxItems: limits.sessionColumnsExported,
  }),
  /** Between the columns of CSV; where the decimal sign is a comma, Excel expects a semicolon. */
  delimiter: Type.Optional(OneOf([',', ';', '\t'])),
  /** The reader's time zone; times are written in it. */
  zone: Type.String({ maxLength: 60 }),
});
export type NewExport = Static<typeof NewExport>;

export const SessionExport = Closed({
  id: Id,
  format: OneOf(exportFormats),
  state: OneOf(exportStates),
  /** Sessions written so far, and how many there were to write when it began; null = not counted yet. */
  written: Type.Integer(),
  total: Nullable(Type.Integer()),
  /** Bytes of the file, once it is done. */
  size: Nullable(Type.Integer()),
  created: Time,
  finished: Nullable(Time),
  /** Until then it can be downloaded. */
  expires: Nullable(Time),
});
export type SessionExport = Static<typeof SessionExport>;
