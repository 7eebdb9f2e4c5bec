import { type RawBuilder, sql } from 'kysely';
import { duration, waiting } from '../../../sessions/lengths.ts';
import type { FileAddress } from '../downloads.ts';

/**
 * `SessionModel` (MOD-SES-8 to MOD-SES-16) as one JSON text per session, made by the database: lists of a hundred
 * thousand sessions pass through here as they are. Needs the aliases `s` (sessions), `g` (guests), `p` (presets), and
 * the settings of `apiSession`: times then come out in the zone of API-CONV-13, intervals as API-CONV-15.
 */

/** Settings the model relies on, for the running transaction. */
export const apiSession = (zone: string) =>
  sql`select set_config('TimeZone', ${zone}, true), set_config('IntervalStyle', 'iso_8601', true)`;

/** Browsers that can talk by sound and picture. */
const avBrowsers = ['CHROME', 'OPERA', 'FF', 'SAFARI', 'EDGE', 'CHROMIUM_EDGE'];

const html = (column: string) => {
  const text = sql.ref(column);
  return sql`replace(replace(replace(${text}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')`;
};

/** Always six decimals, so that times also sort and compare as text (API-CMP-15). */
const time = (column: string) => sql`to_char(${sql.ref(column)}, 'YYYY-MM-DD"T"HH24:MI:SS.USTZH:TZM')`;

/** A member of `activities.data`, named as in the contract. */
const extra = (name: string) => sql`a.data -> ${sql.lit(name)}`;
const kept = [
  'response',
  'result',
  'streamAvailable',
  'toOperatorUserId',
  'toOperatorFullName',
  'toGroupId',
  'toGroupName',
  'toPhoneNumber',
  'note',
  'callScriptId',
  'heroCardId',
  'originalFormId',
  'heroCard',
  'callScript',
  'replyToActivityId',
  'submissionOfActivityId',
  'submissionByOperatorId',
  'submissionResult',
  'submissionParams',
  'submissionIdentification',
  'terminationReason',
  'chatbotMessageContent',
  'chatbotHeroCardSubmissionKey',
  'chatbotHeroCardSubmissionValue',
  'status',
];

/** An object of a select list. Unlike `json_build_object` it writes no spaces, which are two of a hundred bytes of a list. */
const object = (members: RawBuilder<unknown>) => sql`row_to_json((select model from (select ${members}) model))`;

/** The file of a line, looked up only where there is one. */
const activityFile = ({ before, after }: FileAddress) => sql`
  case when a.file_id is null then 'null' else coalesce((
    select ${object(sql`
      f.id as "id",
      f.user_id as "operatorOwner",
      f.tenant_id as "departmentOwner",
      f.name as "name",
      ${before}::text || f.storage_key || ${after}::text as "downloadUrl",
      false as "isUploading",
      f.deleted is not null as "isDeleted"`)}::text
    from files f where f.company_id = a.company_id and f.id = a.file_id), 'null') end`;

/** A number or a word of an enumeration as JSON; nothing in them needs an escape. */
const number = (column: string) => sql`coalesce(${sql.ref(column)}::text, 'null')`;
const word = (column: string) => sql`coalesce('"' || ${sql.ref(column)} || '"', 'null')`;

/**
 * A line of the transcript as JSON text, put together by hand: a list of a hundred thousand sessions has a million of
 * them, and this takes half the time of building objects. Most lines are messages with nothing in `data`: their two
 * dozen nulls are a constant.
 */
const activity = (address: FileAddress) => sql`
  '{"activityId":' || a.id || ',"time":"' || ${time('a.at')} || '","type":"' || a.type
  || '","client":' || ${word('a.client')}
  || ',"userId":' || ${number('a.user_id')}
  || ',"chatbotId":' || ${number('a.chatbot_id')}
  || ',"file":' || ${activityFile(address)}
  || ',"text":' || coalesce(to_json(${html('a.text')})::text, 'null')
  || case when a.data is null then ${sql.lit(`,${kept.map((name) => `"${name}":null`).join(',')}}`)}
     else ',' || substr(${object(sql.join(kept.map((name) => sql`${extra(name)} as ${sql.raw(`"${name}"`)}`)))}::text, 2)
     end`;

/** Text, not JSON: as JSON it would be read through once more to see that it is. */
const activities = (address: FileAddress) => sql`(
  select coalesce('[' || string_agg(${activity(address)}, ',' order by a.seq) || ']', '[]')
  from activities a where a.session_id = s.id)`;

/** A list of such objects; `json_agg` would write spaces. */
const list = (item: RawBuilder<unknown>, order: RawBuilder<unknown>) =>
  sql`coalesce('[' || string_agg(${item}::text, ',' order by ${order}) || ']', '[]')::json`;

/** What the operator noted: with the stay, or in the ACW form, which only the one who left fills in (OP-SS-3). */
const operatorNote = sql`coalesce(o.note, case when o."left" is not null then s.note end)`;

const operators = sql`(
  select ${list(
    object(sql`
    ${time('o.joined')} as "joined",
    ${time('o.left')} as "left",
    ${time('o.concluded')} as "concluded",
    null as "feedbackResult",
    ${operatorNote} as "feedbackText",
    ${operatorNote} as "note",
    u.id as "userId",
    u.username as "userName",
    u.first_name as "firstName",
    u.last_name as "lastName"
  `),
    sql`o.joined, o.id`,
  )}
  from session_operators o join users u on u.id = o.user_id
  where o.session_id = s.id)`;

/** People who left a note without having served the client. */
const reviewers = sql`(
  select ${list(
    object(sql`
    u.id as "userId",
    u.username as "userName",
    u.first_name as "firstName",
    u.last_name as "lastName",
    n.text as "feedbackText",
    n.text as "note"
  `),
    sql`n.id`,
  )}
  from session_notes n join users u on u.id = n.user_id
  where n.session_id = s.id
    and not exists (select from session_operators o where o.session_id = s.id and o.user_id = n.user_id))`;

const tags = sql`(
  select ${list(object(sql`st.user_id as "userId", t.name as "name"`), sql`st.at, t.id`)}
  from session_tags st join tags t on t.id = st.tag_id
  where st.session_id = s.id)`;

const chatbots = sql`(
  select ${list(
    object(sql`
    b.chatbot_id as "chatbotId",
    c.name as "name",
    ${time('b.joined')} as "joined",
    ${time('b.left')} as "left"
  `),
    sql`b.id`,
  )}
  from session_chatbots b join chatbots c on c.id = b.chatbot_id
  where b.session_id = s.id)`;

/** Values are always text; one other value would break typed readers (API-CONV-10). */
const callParams = sql`(
  select ('{' || coalesce(string_agg(to_json(v.name)::text || ':' || to_json(coalesce(v.value, ''))::text, ',' order by v.name), '')
    || '}')::json
  from session_params v where v.session_id = s.id)`;

const guest = object(sql`
  s.id as "tempId",
  s.ip as "ipAddress",
  g.tracked_id as "trackedId",
  (select i.contact_id::text from channel_identities i where i.id = s.channel_identity_id) as "identity",
  s.channel_identity_id as "channelIdentity",
  s.os as "os",
  s.browser as "browser",
  s.language as "language",
  ${callParams} as "callParams",
  s.gdpr_version as "gdprVersion"`);

/** One row's model as JSON text. */
export const sessionModel = (address: FileAddress): RawBuilder<string> =>
  sql<string>`left(${object(sql`
  s.id as "id",
  s.company_id as "companyId",
  s.tenant_id as "departmentId",
  ${guest} as "guest",
  s.channel as "channel",
  s.source as "source",
  s.status as "status",
  case when s.browser = any(${avBrowsers}::text[]) then 'WEB_RTC' else 'NONE' end as "avSupport",
  s.direct_call_number as "directCallNumber",
  null as "phoneCallbackNumber",
  false as "isDirectChat",
  s.url as "url",
  p.name as "widget",
  ${operators} as "operators",
  ${reviewers} as "reviewers",
  ${time('s.created')} as "enteredQueue",
  ${time('s.created')} as "created",
  ${time('s.created')} as "guestJoined",
  ${time('s.started')} as "started",
  ${time('s.ended')} as "ended",
  ${waiting} as "waited",
  ${duration} as "length",
  s.status = 'BLACKLISTED' as "blacklisted",
  null as "phoneCallbackDialed",
  ${tags} as "tags",
  ${chatbots} as "chatbots",
  s.feedback_stars as "guestFeedbackStars",
  s.feedback_scale as "guestFeedbackScale",
  s.feedback_text as "guestFeedbackText",
  s.auto_accepted as "autoAccepted",
  null as "guestFeedbackCustomFields",
  null as "recordings",
  null as "recordingsState",
  s.guest_left as "guestLeftSession",
  null as "outboundDialResult",
  null as "campaignId"`)}::text, -1) || ',"activities":' || ${activities(address)} || '}'`;
