import { createHash } from 'node:crypto';
import { type Dialogue, type Line, linesOf } from './dialogues.ts';
import { czechDialogues } from './dialogues-cs.ts';
import { englishDialogues } from './dialogues-en.ts';
import {
  beans,
  czechClients,
  type DemoClient,
  type DemoOperator,
  demoOperators,
  englishClients,
  grinders,
} from './people.ts';

/** A conversation of the past, planned in full before anything is stored. */
export interface PastSession {
  index: number;
  /** Scope of the session: the same in every run, so that a start that was killed can be taken up (R7). */
  scope: string;
  client: DemoClient;
  language: 'cs' | 'en';
  /** Which of the two departments; 1 is the service. */
  department: 0 | 1;
  page: string;
  entered: Date;
  /** null = the client left the queue before anybody came. */
  talk: Talk | null;
  /** When an abandoned client left. */
  gaveUp: Date | null;
  /** Parameters the shop's page sent along. */
  params: Record<string, string>;
  /** The client also gave a phone number. */
  callable: boolean;
  userAgent: string;
  ip: string;
}

export interface Talk {
  operator: DemoOperator;
  joined: Date;
  lines: (Line & { at: Date; messageId: string })[];
  ended: Date;
  endedBy: 'client' | 'operator';
  concluded: Date;
  result: string;
  note: string | null;
  tag: string | null;
  stars: number | null;
  feedback: string | null;
}

export const pastSessions = 300;
export const pastDays = 60;
/** Begins the scope of every session of the past; pages of customers use other scopes. */
export const pastScope = 'demo-past-';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Plans the past before `now`: the same conversations whenever it is asked, only moved in time. */
export function planHistory(now: Date): PastSession[] {
  const planned = Array.from({ length: pastSessions }, (_unused, index) => planSession(index, now));
  return planned.sort((one, other) => one.entered.getTime() - other.entered.getTime());
}

function planSession(index: number, now: Date): PastSession {
  const random = randomFrom(`session ${index}`);
  const language = random() < 0.65 ? 'cs' : 'en';
  const dialogue = pick(random, language === 'cs' ? czechDialogues : englishDialogues);
  const client = pick(random, language === 'cs' ? czechClients : englishClients);
  const department = /reklamace|warranty/.test(dialogue.tags.join()) && random() < 0.7 ? 1 : 0;
  const entered = enteredAt(random, index, now);
  const abandoned = random() < 0.06;
  return {
    index,
    scope: `${pastScope}${index}`,
    client,
    language,
    department,
    page: `https://kavka.example.com${dialogue.page}`,
    entered,
    talk: abandoned ? null : planTalk(random, index, dialogue, client, entered),
    gaveUp: abandoned ? later(entered, (0.7 + random() * 4) * minute) : null,
    params: {
      city: client.city,
      ...(random() < 0.5 && { basket_total: String(Math.round(300 + random() * 4_000)) }),
      ...(random() < 0.2 && { customer_tier: pick(random, ['gold', 'silver']) }),
    },
    callable: random() < 0.4,
    userAgent: pick(random, userAgents),
    ip: `198.51.100.${1 + Math.floor(random() * 250)}`,
  };
}

function planTalk(random: Random, index: number, dialogue: Dialogue, client: DemoClient, entered: Date): Talk {
  const able = demoOperators.filter((operator) => operator.languages.includes(dialogue.language));
  const operator = pick(random, able);
  const joined = later(entered, (3 + random() * random() * 90) * 1000);
  let at = joined;
  const lines = linesOf(dialogue, wordsFor(random, client, operator, entered)).map((line, number) => {
    // Nobody types faster than about seven characters a second; reading and looking things up takes a while too.
    at = later(at, (2 + line.text.length / 7 + random() * (line.by === 'operator' ? 25 : 15)) * 1000);
    return { ...line, at, messageId: uuidOf(`hovor demo line ${index} ${number}`) };
  });
  const ended = later(at, (5 + random() * 40) * 1000);
  const rates = dialogue.stars !== null && random() < 0.55;
  const stars = rates ? pick(random, dialogue.stars ?? [5]) : null;
  return {
    operator,
    joined,
    lines,
    ended,
    endedBy: random() < 0.6 ? 'client' : 'operator',
    concluded: later(ended, (4 + random() * 45) * 1000),
    result: dialogue.result,
    note: dialogue.note ?? null,
    // Operators tag what they remember to tag.
    tag: random() < 0.6 ? pick(random, dialogue.tags) : null,
    stars,
    feedback:
      stars !== null && random() < 0.4
        ? pick(random, feedbackWords[dialogue.language][stars >= 4 ? 'good' : 'bad'])
        : null,
  };
}

function wordsFor(random: Random, client: DemoClient, operator: DemoOperator, entered: Date): Record<string, string> {
  const soon = later(entered, (1 + Math.floor(random() * 3)) * day);
  return {
    client: client.polite,
    first: client.first,
    operator: operator.nickname,
    a: client.female ? 'a' : '',
    oa: operator.female ? 'a' : '',
    order: String(24_010_000 + Math.floor(random() * 89_999)),
    parcel: `DR${String(10_000_000 + Math.floor(random() * 89_999_999))}C`,
    price: `${(29 + Math.floor(random() * 160)) * 10} Kč`,
    date: `${soon.getUTCDate()}. ${soon.getUTCMonth() + 1}.`,
    product: pick(random, grinders),
    beans: pick(random, beans),
  };
}

const feedbackWords = {
  cs: {
    good: ['Rychlé a milé, díky.', 'Super domluva!', 'Vyřešeno za pár minut.', 'Příjemný přístup.'],
    bad: ['Čekal jsem dlouho.', 'Nakonec mi nepomohli.', 'Mail by stačil, kdyby někdo odpověděl.'],
  },
  en: {
    good: ['Quick and friendly.', 'Great help, thank you!', 'Sorted in minutes.', 'Lovely service.'],
    bad: ['Took too long.', 'Not what I hoped for.', 'I had to ask twice.'],
  },
} as const;

const userAgents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0',
];

/** Times of the shop: mornings and evenings are busy, weekends quiet, nights closed. Hours are UTC. */
function enteredAt(random: Random, index: number, now: Date): Date {
  // Spread evenly over the days, a little denser towards today, never in the last three hours.
  const daysBack = pastDays * (1 - ((index + 0.5) / pastSessions) ** 0.9);
  const around = new Date(now.getTime() - 3 * 60 * minute - daysBack * day);
  const hour = pick(random, [6, 7, 7, 8, 8, 8, 9, 9, 10, 10, 11, 12, 12, 13, 13, 14, 15, 16, 17, 17, 18, 18]);
  const at = new Date(around);
  at.setUTCHours(hour, Math.floor(random() * 60), Math.floor(random() * 60), 0);
  if (random() < 0.7 && [0, 6].includes(at.getUTCDay())) at.setTime(at.getTime() - 2 * day);
  const latest = now.getTime() - 3 * 60 * minute;
  return at.getTime() <= latest ? at : new Date(at.getTime() - day);
}

type Random = () => number;

/** Numbers from 0 to 1 that are the same for the same name (mulberry32). */
function randomFrom(name: string): Random {
  let state = createHash('sha256').update(name).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T;
}

const later = (from: Date, milliseconds: number) => new Date(from.getTime() + Math.round(milliseconds));

/** A UUID that is always the same for the same name. */
export function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
