import { invalid } from '../foundation/errors.ts';
import { membersOf } from '../sessions/service.ts';

/** Names of activities in the order of the older enumeration, which some clients send as numbers (CB-CM-23). */
const numbered = [
  'Undefined',
  'Forward',
  'HandOff',
  ...withAnswer('GetAvailableOperators', 'SetCallParams'),
  'SendGuestOfflineEmail',
  ...withAnswer('GetCallParams', 'ChatbotOpenFileUploadPrompt', 'GetGuestIdentity'),
  ...withAnswer('EnableGuestUpload', 'DisableGuestUpload'),
  'GuestFileUpload',
  'Ping',
  'Text',
  'RichCardList',
  ...withAnswer('GetAvailableGroups'),
  'ConversationStarted',
  'ConversationEnded',
  ...withAnswer('GetHeroCards', 'SendHeroCard'),
  'Typing',
  'EnableGuestInput',
  'DisableGuestInput',
  'GuestInputChangeResponse',
  'EndConversation',
  ...withAnswer('GetMediaObjects', 'ShareFile'),
  'HeroCardSubmission',
  'HeroCardQuickReply',
  ...withAnswer('AssignCrmIdentity', 'ObtainCrmIdentity'),
  'SetTag',
  'UnsetTag',
  'RequestLocation',
  'GuestLocation',
];

function withAnswer(...names: string[]) {
  return names.flatMap((name) => [name, `${name}Response`]);
}

export const commandNames = [
  'Text',
  'RichCardList',
  'Typing',
  'EnableGuestInput',
  'DisableGuestInput',
  'EnableGuestUpload',
  'DisableGuestUpload',
  'ChatbotOpenFileUploadPrompt',
  'GetAvailableOperators',
  'GetAvailableGroups',
  'GetCallParams',
  'SetCallParams',
  'GetGuestIdentity',
  'GetHeroCards',
  'SendHeroCard',
  'GetMediaObjects',
  'ShareFile',
  'SendGuestOfflineEmail',
  'Forward',
  'HandOff',
  'EndConversation',
  'ObtainCrmIdentity',
  'AssignCrmIdentity',
  'SetTag',
  'UnsetTag',
  'RequestLocation',
] as const;
export type CommandName = (typeof commandNames)[number];

const byWord = new Map(commandNames.map((name) => [name.toLowerCase(), name]));

/** A command as it came; members are found in any case (CB-TR-11). */
export interface Command {
  name: CommandName;
  sessionId: number;
  body: unknown;
  member(name: string): unknown;
}

/** Reads what a bot sent. Members nobody knows are ignored (CB-TR-13). @throws invalid-input */
export function readCommand(body: unknown): Command {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid('body', 'Send a JSON object.');
  const member = membersOf(body);
  return { name: readName(member), sessionId: readId('sessionId', member('sessionId')), body, member };
}

/** Without `activity`, what has a text or attachments is a message (chatbot-api.md §4). */
function readName(member: Command['member']): CommandName {
  const given = member('activity');
  if (given === undefined || given === null || given === '') {
    if (member('text') != null || member('attachments') != null) return 'Text';
    throw invalid('activity', 'Say which: for example Text, Typing or HandOff.');
  }
  const number = typeof given === 'number' || (typeof given === 'string' && /^\d{1,3}$/.test(given));
  const word = number ? numbered[Number(given)] : given;
  const name = typeof word === 'string' ? byWord.get(word.trim().toLowerCase()) : undefined;
  if (!name) throw invalid('activity', `“${String(given).slice(0, 50)}” is not a command of a chatbot.`);
  return name;
}

/** A number, or its text (CB-TR-12). */
export function readId(field: string, given: unknown): number {
  const id = optionalId(field, given);
  if (id === null) throw invalid(field, 'is missing.');
  return id;
}

/** The same; null, missing and 0 mean none (CB-TR-13). */
export function optionalId(field: string, given: unknown): number | null {
  if (given === undefined || given === null || given === '') return null;
  const value = typeof given === 'string' && /^\s*\d{1,16}\s*$/.test(given) ? Number(given) : given;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw invalid(field, 'Send a whole number.');
  return value === 0 ? null : value;
}

export function optionalText(field: string, given: unknown): string | null {
  if (given === undefined || given === null) return null;
  if (typeof given !== 'string') throw invalid(field, 'Send a text.');
  return given.trim() === '' ? null : given;
}

/** {name: value}; values of other kinds become text, nested ones JSON (MOD-KEY-7). */
export function readParams(given: unknown): Record<string, string | null> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalid('callParams', 'Send a map of names and values.');
  }
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      value === null || typeof value === 'string'
        ? value
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value),
    ]),
  );
}

export function readFlag(given: unknown, missing: boolean): boolean {
  if (typeof given === 'string') return given.toLowerCase() === 'true';
  return typeof given === 'boolean' ? given : missing;
}
