import { limits } from '@hovor/protocol/limits';
import { paramOf, type SessionColumnName, sessionColumns } from '@hovor/protocol/session-table';
import { type RawBuilder, sql } from 'kysely';
import { invalid } from '../foundation/errors.ts';
import { concurrent, firstMessage } from '../sessions/filters.ts';
import { duration, waiting } from '../sessions/lengths.ts';

/**
 * Columns of the table of sessions as SQL over `s` (sessions) and `p` (its package). Each becomes one member of a JSON
 * array: text, number, boolean, list of text or null; times as ISO 8601 in UTC, lengths as seconds.
 */
type Expression = RawBuilder<unknown>;

const column = (name: string): Expression => sql.ref(`s.${name}`);
const time = (name: string): Expression => sql`iso_time(${sql.ref(`s.${name}`)})`;
const seconds = (interval: Expression): Expression => sql`round(extract(epoch from ${interval}), 3)::float8`;
const paramValue = (name: string): Expression =>
  sql`(select v.value from session_params v where v.session_id = s.id and v.name = ${name})`;
/** Names without doubles, in the order in which they came. */
const namesOf = (from: RawBuilder<unknown>): Expression =>
  sql`(select coalesce(json_agg(n.name order by n.since), '[]') from (${from}) n)`;
const fullName = sql`trim(u.first_name || ' ' || u.last_name)`;

const lastMessage = sql`(
  select coalesce(a.text, f.name) from activities a left join files f on f.company_id = a.company_id and f.id = a.file_id
  where a.session_id = s.id and a.type in ('ChatMessage', 'SharedFile', 'ChatbotMessage') order by a.seq desc limit 1)`;

const messages = sql`(
  select count(*)::int from activities a
  where a.session_id = s.id and a.type in ('ChatMessage', 'SharedFile', 'ChatbotMessage'))`;

/** Who said what, one line each. Built for exports only. */
const transcript = sql`(
  select string_agg(
    iso_time(a.at) || ' ' || coalesce(case a.client
      when 'Guest' then 'Client' when 'Chatbot' then (select c.name from chatbots c where c.id = a.chatbot_id)
      else (select ${fullName} from users u where u.id = a.user_id) end, '–')
    || ': ' || coalesce(a.text, f.name, a.type), E'\n' order by a.seq)
  from activities a left join files f on f.company_id = a.company_id and f.id = a.file_id
  where a.session_id = s.id)`;

const expressions: Record<SessionColumnName, Expression> = {
  id: column('id'),
  created: time('created'),
  client: sql`coalesce(${paramValue('oo1_guest_ident')}, ${paramValue('oo1_guest_email')})`,
  channel: column('channel'),
  source: column('source'),
  status: column('status'),
  operators: namesOf(sql`
    select ${fullName} as name, min(o.joined) as since
    from session_operators o join users u on u.id = o.user_id where o.session_id = s.id group by 1`),
  waited: seconds(waiting),
  length: seconds(duration),
  result: column('result'),
  terminationReason: column('termination_reason'),
  tags: namesOf(sql`
    select t.name, st.at as since from session_tags st join tags t on t.id = st.tag_id where st.session_id = s.id`),
  guestFeedbackStars: column('feedback_stars'),
  guestFeedbackScale: column('feedback_scale'),
  guestFeedbackText: column('feedback_text'),
  started: time('started'),
  ended: time('ended'),
  guestJoined: time('created'),
  initialMessage: firstMessage,
  lastMessage,
  messages,
  note: column('note'),
  chatbots: namesOf(sql`
    select c.name, min(b.joined) as since
    from session_chatbots b join chatbots c on c.id = b.chatbot_id where b.session_id = s.id group by 1`),
  reviewers: namesOf(sql`
    select ${fullName} as name, min(n.at) as since
    from session_notes n join users u on u.id = n.user_id
    where n.session_id = s.id
      and not exists (select from session_operators o where o.session_id = s.id and o.user_id = n.user_id)
    group by 1`),
  widget: sql.ref('p.name'),
  url: column('url'),
  guestLeftSession: column('guest_left'),
  autoAccepted: column('auto_accepted'),
  concurrentOperators: concurrent,
  blacklisted: sql`s.status = 'BLACKLISTED'`,
  contact: sql`(
    select c.name from channel_identities i join contacts c on c.id = i.contact_id where i.id = s.channel_identity_id)`,
  channelIdentity: column('channel_identity_id'),
  guestIdentifications: namesOf(sql`
    select a.data ->> 'submissionIdentification' as name, min(a.seq) as since
    from activities a where a.session_id = s.id and a.data ->> 'submissionIdentification' is not null group by 1`),
  trackedId: sql`(select g.tracked_id from guests g where g.id = s.guest_id)`,
  ipAddress: column('ip'),
  os: column('os'),
  browser: column('browser'),
  avSupport: sql`case when s.browser in ('CHROME', 'OPERA', 'FF', 'SAFARI', 'EDGE', 'CHROMIUM_EDGE')
    then 'WEB_RTC' else 'NONE' end`,
  language: column('language'),
  gdprVersion: column('gdpr_version'),
  anonymized: time('anonymized'),
  transcript,
};

const isText = (name: SessionColumnName) => sessionColumns[name].kind === 'text';

/** @throws invalid-input for a name that is no column */
export function columnSql(id: string, { whole }: { whole: boolean }): Expression {
  const param = paramOf(id);
  if (param !== null) return shown(paramValue(param), whole);
  if (!Object.hasOwn(expressions, id)) throw invalid('columns', `“${id.slice(0, 60)}” is no column.`);
  const name = id as SessionColumnName;
  if (!whole && 'exportOnly' in sessionColumns[name]) throw invalid('columns', `“${id}” is for exports only.`);
  return isText(name) ? shown(expressions[name], whole) : expressions[name];
}

const shown = (text: Expression, whole: boolean): Expression =>
  whole ? text : sql`left(${text}::text, ${sql.lit(limits.sessionCellShown)})`;
