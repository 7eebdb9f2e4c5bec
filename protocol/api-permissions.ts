/** Groups of calls of the Public API a key may be allowed to read or write (SEC-KEY-3; sections of spec public-api.md §3). */
export const apiResources = [
  'campaigns',
  'contacts',
  'companies',
  'departments',
  'emails',
  'forms',
  'groups',
  'guests',
  'metrics',
  'routings',
  'phones',
  'sessions',
  'tags',
  'users',
  'widgets',
  'whatsapp',
  'webhooks',
] as const;
export type ApiResource = (typeof apiResources)[number];

/** Resources that hold personal data and can therefore be anonymised (SEC-AN-3). */
export const anonymisable = ['sessions', 'contacts', 'guests'] as const satisfies readonly ApiResource[];

export type ApiPermission =
  | `${ApiResource}.read`
  | `${ApiResource}.write`
  | `${(typeof anonymisable)[number]}.anonymise`
  | 'companies.create'
  | 'chatbot';

/** Makes new companies on this server (API-COM-5); only a server administrator gives it to a key. */
export const serverPermission = 'companies.create' satisfies ApiPermission;

/** Every permission an API key can carry (SEC-KEY-2, SEC-KEY-3). */
export const apiPermissions: readonly ApiPermission[] = [
  ...apiResources.flatMap((resource) => [`${resource}.read`, `${resource}.write`] as const),
  ...anonymisable.map((resource) => `${resource}.anonymise` as const),
  serverPermission,
  'chatbot',
];
