import { type Choices, choicesOf } from '@hovor/protocol/bot-choices';
import type { Activity } from '@hovor/protocol/session';
import { dayNumber } from '../../components/formats.ts';
import type { OutboxEntry } from '../../socket/outbox.ts';
import type { Conversation } from '../../state/conversation.ts';

/** A message as the transcript shows it, wherever it is on its way. */
export interface Message {
  key: string;
  /** Whose side of the conversation it stands on. */
  from: 'guest' | 'me' | 'colleague' | 'bot';
  /** Name above the first of several; null for the guest, me and the system. */
  author: string | null;
  at: number;
  text: string | null;
  /** What stands on the button the client pressed to say this. */
  chosen: string | null;
  /** Values of the buttons of this message that were pressed. */
  pressed: ReadonlySet<string>;
  activity: Activity | null;
  /** 0 while it is not stored. */
  seq: number;
  /** The entry of the outbox while it waits or was refused. */
  entry: OutboxEntry | null;
  /** First and last of an unbroken run by one author. */
  first: boolean;
  last: boolean;
}

export type Line =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'event'; key: string; activity: Activity }
  | { kind: 'message'; key: string; message: Message };

/** Messages of one author this close together stand as one block. */
const runGap = 5 * 60_000;

const written = new Set<Activity['type']>([
  'ChatMessage',
  'SharedFile',
  'ChatbotMessage',
  'LocationRequest',
  'Location',
  'WelcomeMessage',
  'LastFarewellMessage',
  'ExternalMessage',
  'AutoActivity',
  'AutoActivityAsOperator',
]);

export const isWritten = (activity: Activity): boolean => written.has(activity.type);

/** The transcript from top to bottom: stored lines, then mine that are on their way. */
export function transcriptLines(
  activities: readonly Activity[],
  waiting: { stored: Conversation['stored']; outbox: readonly OutboxEntry[] },
  userId: number,
): Line[] {
  const lines: Line[] = [];
  let day = Number.NaN;
  let previous: Message | null = null;

  const add = (line: Line & { kind: 'message' | 'event' }, at: number) => {
    const today = dayNumber(at);
    if (today !== day) {
      lines.push({ kind: 'day', key: `day-${today}`, at });
      previous = null;
    }
    day = today;
    if (line.kind === 'event') previous = null;
    else {
      const { message } = line;
      const run = previous && sameAuthor(previous, message) && message.at - previous.at < runGap;
      if (run && previous) previous.last = false;
      message.first = !run;
      previous = message;
    }
    lines.push(line);
  };

  const choices = choicesOf(activities);
  for (const activity of activities) {
    const at = Date.parse(activity.at);
    const key = activity.messageId ?? `activity-${activity.id}`;
    if (isWritten(activity))
      add({ kind: 'message', key, message: storedMessage(activity, key, at, { userId, choices }) }, at);
    else add({ kind: 'event', key, activity }, at);
  }
  for (const entry of waiting.stored) {
    const at = entry.at === null ? entry.queued : Date.parse(entry.at);
    add({ kind: 'message', key: entry.messageId, message: ownMessage(entry, at, entry.seq, null) }, at);
  }
  const known = new Set([...waiting.stored, ...activities.slice(-500)].map((line) => line.messageId));
  for (const entry of waiting.outbox) {
    if (known.has(entry.messageId)) continue;
    add({ kind: 'message', key: entry.messageId, message: ownMessage(entry, entry.queued, 0, entry) }, entry.queued);
  }
  return lines;
}

/** True when two versions of one line draw the same. */
export function looksSame(a: Line, b: Line): boolean {
  if (a.key !== b.key) return false;
  if (a.kind === 'message' && b.kind === 'message') return sameMessage(a.message, b.message);
  return a.kind === b.kind;
}

const sameMessage = (a: Message, b: Message) =>
  a.activity === b.activity &&
  a.seq === b.seq &&
  a.first === b.first &&
  a.last === b.last &&
  a.pressed.size === b.pressed.size &&
  a.entry?.failed === b.entry?.failed;

/** My own lines stay one run whether or not the server has given them my name yet. */
const sameAuthor = (a: Message, b: Message) => a.from === b.from && (a.from === 'me' || a.author === b.author);

const none: ReadonlySet<string> = new Set();

function storedMessage(
  activity: Activity,
  key: string,
  at: number,
  { userId, choices }: { userId: number; choices: Choices },
): Message {
  return {
    key,
    from: sideOf(activity, userId),
    author: activity.client === 'User' ? activity.userName : (activity.chatbot?.name ?? null),
    at,
    text: activity.text,
    chosen: choices.titles.get(activity.seq) ?? null,
    pressed: choices.pressed.get(activity.seq) ?? none,
    activity,
    seq: activity.seq,
    entry: null,
    first: true,
    last: true,
  };
}

function ownMessage(from: OutboxEntry, at: number, seq: number, entry: OutboxEntry | null): Message {
  return {
    key: from.messageId,
    from: 'me',
    author: null,
    at,
    text: from.text,
    chosen: null,
    pressed: none,
    activity: null,
    seq,
    entry,
    first: true,
    last: true,
  };
}

function sideOf(activity: Activity, userId: number): Message['from'] {
  if (activity.client === 'Guest') return 'guest';
  if (activity.client === 'User') return activity.userId === userId ? 'me' : 'colleague';
  return 'bot';
}
