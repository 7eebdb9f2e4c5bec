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

/** The file of a line, looked up only where there is one. */
const activityFile = ({ before, after }: FileAddress) => sql`
  case when a.file_id is null then 'null' else coalesce((
    select json_build_object(
      'id', f.id,
      'operatorOwner', f.user_id,
      'departmentOwner', f.tenant_id,
      'name', f.name,
      'downloadUrl', ${before}::text || f.storage_key || ${after}::text,
      'isUploading', false,
      'isDeleted', f.deleted is not null)::text
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
     else ',' || substr(json_build_object(${sql.join(kept.map((name) => sql`${sql.lit(name)}, ${extra(name)}`))})::text, 2)
     end`;

/** Text, not JSON: as JSON it would be read through once more to see that it is. */
const activities = (address: FileAddress) => sql`(
  select coalesce('[' || string_agg(${activity(address)}, ',' order by a.seq) || ']', '[]')
  from activities a where a.session_id = s.id)`;

/** What the operator noted: with the stay, or in the ACW form, which only the one who left fills in (OP-SS-3). */
const operatorNote = sql`coalesce(o.note, case when o."left" is not null then s.note end)`;

const operators = sql`(
  select coalesce(json_agg(json_build_object(
    'joined', ${time('o.joined')},
    'left', ${time('o.left')},
    'concluded', ${time('o.concluded')},
    'feedbackResult', null,
    'feedbackText', ${operatorNote},
    'note', ${operatorNote},
    'userId', u.id,
    'userName', u.username,
    'firstName', u.first_name,
    'lastName', u.last_name
  ) order by o.joined, o.id), '[]')
  from session_operators o join users u on u.id = o.user_id
  where o.session_id = s.id)`;

/** People who left a note without having served the client. */
const reviewers = sql`(
  select coalesce(json_agg(json_build_object(
    'userId', u.id,
    'userName', u.username,
    'firstName', u.first_name,
    'lastName', u.last_name,
    'feedbackText', n.text,
    'note', n.text
  ) order by n.id), '[]')
  from session_notes n join users u on u.id = n.user_id
  where n.session_id = s.id
    and not exists (select from session_operators o where o.session_id = s.id and o.user_id = n.user_id))`;

const tags = sql`(
  select coalesce(json_agg(json_build_object('userId', st.user_id, 'name', t.name) order by st.at, t.id), '[]')
  from session_tags st join tags t on t.id = st.tag_id
  where st.session_id = s.id)`;

const chatbots = sql`(
  select coalesce(json_agg(json_build_object(
    'chatbotId', b.chatbot_id,
    'name', c.name,
    'joined', ${time('b.joined')},
    'left', ${time('b.left')}
  ) order by b.id), '[]')
  from session_chatbots b join chatbots c on c.id = b.chatbot_id
  where b.session_id = s.id)`;

/** Values are always text; one other value would break typed readers (API-CONV-10). */
const callParams = sql`(
  select coalesce(json_object_agg(v.name, coalesce(v.value, '') order by v.name), '{}')
  from session_params v where v.session_id = s.id)`;

const guest = sql`json_build_object(
  'tempId', s.id,
  'ipAddress', s.ip,
  'trackedId', g.tracked_id,
  'identity', (select i.contact_id::text from channel_identities i where i.id = s.channel_identity_id),
  'channelIdentity', s.channel_identity_id,
  'os', s.os,
  'browser', s.browser,
  'language', s.language,
  'callParams', ${callParams},
  'gdprVersion', s.gdpr_version)`;

/** One row's model as JSON text. */
export const sessionModel = (address: FileAddress): RawBuilder<string> => sql<string>`left(json_build_object(
  'id', s.id,
  'companyId', s.company_id,
  'departmentId', s.tenant_id,
  'guest', ${guest},
  'channel', s.channel,
  'source', s.source,
  'status', s.status,
  'avSupport', case when s.browser = any(${avBrowsers}::text[]) then 'WEB_RTC' else 'NONE' end,
  'directCallNumber', s.direct_call_number,
  'phoneCallbackNumber', null,
  'isDirectChat', false,
  'url', s.url,
  'widget', p.name,
  'operators', ${operators},
  'reviewers', ${reviewers},
  'enteredQueue', ${time('s.created')},
  'created', ${time('s.created')},
  'guestJoined', ${time('s.created')},
  'started', ${time('s.started')},
  'ended', ${time('s.ended')},
  'waited', ${waiting},
  'length', ${duration},
  'blacklisted', s.status = 'BLACKLISTED',
  'phoneCallbackDialed', null,
  'tags', ${tags},
  'chatbots', ${chatbots},
  'guestFeedbackStars', s.feedback_stars,
  'guestFeedbackScale', s.feedback_scale,
  'guestFeedbackText', s.feedback_text,
  'autoAccepted', s.auto_accepted,
  'guestFeedbackCustomFields', null,
  'recordings', null,
  'recordingsState', null,
  'guestLeftSession', s.guest_left,
  'outboundDialResult', null,
  'campaignId', null)::text, -1) || ',"activities":' || ${activities(address)} || '}'`;
