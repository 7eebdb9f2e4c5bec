/**
 * The floors of the house (ARCHITECTURE.md), lowest first. A room may import from floors below its own and from
 * itself; rooms that share a floor do not know each other.
 */
export const floors: readonly (readonly string[])[] = [
  ['foundation'],
  ['directory'],
  ['contacts', 'calendars'],
  ['sessions', 'forms', 'templates', 'files'],
  ['routing'],
  ['invitations'],
  [
    'channels/webchat',
    'channels/email',
    'channels/phone',
    'channels/whatsapp',
    'channels/facebook',
    'channels/apple',
    'channels/vk',
    'channels/generic',
    'desk',
    'identity',
    'packages',
    'chatbots',
    'campaigns',
    'rules',
    'statistics',
    'privacy',
    'records',
    'webhooks',
  ],
  ['public-api', 'demo'],
  ['start'],
  ['main'],
];

/** What a room shows to the rooms above it; all else is its inside. */
export const publicFiles: readonly string[] = ['service.ts', 'schema.ts', 'policies.ts'];

/** Further public files of single rooms, with the reason. */
export const publicFilesOf: Readonly<Record<string, readonly string[]>> = {
  // `catalogue`: packages, parameters, tags and results, a second service of the same room. `filters` and `lengths`: the
  // one language in which sessions are asked for, of the Public API and of the workspace's list.
  sessions: ['catalogue.ts', 'filters.ts', 'lengths.ts'],
};

/** Rooms without an inside: `foundation` is a library, but the parts below its folders stay its own. */
export const openRooms: readonly string[] = ['foundation'];
export const closedParts: readonly string[] = ['foundation/database/embedded/'];

/** Rooms that put the others together and may therefore reach into them. */
export const assemblers: readonly string[] = ['start', 'main'];

/** What the projects of the repository may import from each other. */
export const projectImports: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  widget: ['protocol'],
  workspace: ['protocol'],
  server: ['protocol'],
  e2e: ['protocol', 'server'],
  bench: ['protocol', 'server', 'e2e'],
  scripts: ['protocol', 'server', 'widget'],
};

/** At this length a file has to become two (design, "one concept a file"). */
export const longestFile = 500;
export const generatedFiles: readonly string[] = ['server/foundation/database/tables.ts'];
