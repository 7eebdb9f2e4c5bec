import {
  feedbackScales,
  guestBrowsers,
  guestLeftStates,
  guestSystems,
  sessionChannels,
  sessionSources,
  sessionStatuses,
  terminationReasons,
} from '@hovor/protocol/enums';
import { sql } from 'kysely';
import { enumeration } from '../foundation/filters/enumeration.ts';
import {
  anyOf,
  contains,
  dates,
  enums,
  type Filter,
  type FilterTable,
  flag,
  numbers,
  spans,
  strings,
  texts,
} from '../foundation/filters/filters.ts';
import { readInteger } from '../foundation/filters/query.ts';
import { duration, waiting } from './lengths.ts';

/** What no session has yet: phone numbers come with the channel. */
const none = sql`null::text`;

const column = (name: string) => sql.ref(`s.${name}`);

/** What the client wrote first. */
export const firstMessage = sql<string | null>`(
  select a.text from activities a
  where a.session_id = s.id and a.type = 'ChatMessage' and a.client = 'Guest' order by a.seq limit 1)`;

/** Sessions with one of these among their rows of another table; an empty value means none at all. */
const served = anyOf(
  (name, text) => readInteger(name, text, 32),
  (ids) => sql<boolean>`exists (
    select from session_operators o where o.session_id = s.id and o.user_id = any(${ids}::int[]))`,
  sql<boolean>`not exists (select from session_operators o where o.session_id = s.id)`,
);
const tagged = anyOf(
  (_name, text) => text,
  (names) => sql<boolean>`exists (
    select from session_tags st join tags t on t.id = st.tag_id
    where st.session_id = s.id and lower(t.name) = any(${names.map((name) => name.toLowerCase())}::text[]))`,
  sql<boolean>`not exists (select from session_tags st where st.session_id = s.id)`,
);
const byChatbot = anyOf(
  (name, text) => readInteger(name, text, 32),
  (ids) => sql<boolean>`exists (
    select from session_chatbots b where b.session_id = s.id and b.chatbot_id = any(${ids}::int[]))`,
  sql<boolean>`not exists (select from session_chatbots b where b.session_id = s.id)`,
);
const byContact = anyOf(
  (name, text) => readInteger(name, text, 64),
  (ids) => sql<boolean>`s.channel_identity_id in (
    select i.id from channel_identities i where i.contact_id = any(${ids}::bigint[]))`,
  sql<boolean>`not exists (
    select from channel_identities i where i.id = s.channel_identity_id and i.contact_id is not null)`,
);
const identified = anyOf(
  (_name, text) => text,
  (values) => sql<boolean>`exists (
    select from activities a
    where a.session_id = s.id and a.data ->> 'submissionIdentification' = any(${values}::text[]))`,
  sql<boolean>`not exists (
    select from activities a where a.session_id = s.id and a.data ->> 'submissionIdentification' is not null)`,
);
/** Two people served it at the same time, the work after the call not counted. */
export const concurrent = sql<boolean>`exists (
  select from session_operators a join session_operators b
    on b.session_id = a.session_id and b.user_id > a.user_id
    and a.joined < coalesce(b."left", b.concluded, 'infinity') and b.joined < coalesce(a."left", a.concluded, 'infinity')
  where a.session_id = s.id)`;
const textsContain: Filter = (name, query) => {
  const text = query.one(name);
  if (text === undefined || text === '') return null;
  return sql<boolean>`exists (
    select from activities a where a.session_id = s.id and ${contains(sql.ref('a.text'), text)})`;
};

/** The 35 filters of `SessionGetParams` (MOD-SES-7); `s` is the session, `p` its package. */
export const sessionFilters: FilterTable = {
  SessionId: numbers(column('id'), 64),
  DepartmentId: numbers(column('tenant_id'), 32),
  ChannelIdentityId: numbers(column('channel_identity_id'), 64),
  Status: enums(column('status'), enumeration(sessionStatuses)),
  Channel: enums(column('channel'), enumeration(sessionChannels)),
  Source: enums(column('source'), enumeration(sessionSources)),
  LandingPage: texts(column('url')),
  OperatorUserId: served,
  ChatbotId: byChatbot,
  Widget: strings(sql.ref('p.name')),
  Created: dates(column('created')),
  GuestJoined: dates(column('created')),
  Accepted: dates(column('started')),
  Ended: dates(column('ended')),
  WaitingTime: spans(waiting),
  Duration: spans(duration),
  Result: strings(column('result')),
  ClientStars: numbers(column('feedback_stars'), 32),
  ClientFeedbackScale: enums(column('feedback_scale'), enumeration(feedbackScales)),
  ClientId: byContact,
  IPAddress: texts(column('ip')),
  PhoneCallbackNumber: texts(none),
  InitialMessage: texts(firstMessage),
  Tags: tagged,
  GuestIdentifications: identified,
  Browser: enums(column('browser'), enumeration(guestBrowsers)),
  OS: enums(column('os'), enumeration(guestSystems)),
  Language: texts(column('language')),
  GDPRVersion: texts(column('gdpr_version')),
  GuestLeftSession: enums(column('guest_left'), enumeration(guestLeftStates)),
  AutoAccepted: flag(sql<boolean>`s.auto_accepted`),
  HasConcurrentOperators: flag(concurrent),
  ActivityTextsContain: textsContain,
  TerminationReason: enums(column('termination_reason'), enumeration(terminationReasons, { fromZero: true })),
  Anonymized: dates(column('anonymized')),
};
