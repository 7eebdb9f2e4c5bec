import { sql } from 'kysely';
import type { Change } from '../foundation/bus.ts';
import type { Queryable } from '../foundation/database/database.ts';
import type { Batch, LogEvent } from '../foundation/events/subscriber.ts';
import { insertDeliveries } from './delivery-queries.ts';
import { eventBody } from './rules.ts';
import type { NewDelivery } from './schema.ts';

export interface EnqueueOptions {
  /** Zone of the times in bodies. */
  zone: string;
  /** Absolute address a file of a conversation can be downloaded from. */
  fileUrl(file: { id: number; storageKey: string }): string;
}

/** A line of the client a bot is told of. */
interface Said {
  sessionId: number;
  seq: number;
  type: string;
  at: Date;
  text: string | null;
  data: { answersChatbot?: boolean; latitude?: number; longitude?: number } | null;
  fileId: number | null;
  storageKey: string | null;
}

interface StayRow {
  id: number;
  sessionId: number;
  companyId: number;
  chatbotId: number;
  fromSeq: number;
  joinedSeq: number;
  leftSeq: number | null;
  language: string | null;
  source: string;
}

const tellable = new Set(['ChatMessage', 'SharedFile', 'Location']);
const isSaid = ({ kind, payload }: LogEvent) =>
  kind === 'session.activity' && payload.client === 'Guest' && tellable.has(String(payload.type));
const stayKinds = new Set(['session.chatbotJoined', 'session.chatbotLeft', 'session.chatbotRefused']);

/**
 * Event log → events for bots (CB-LC, CB-EV), in the transaction that moves the cursor: none is lost or written twice,
 * whatever crashes. `ConversationStarted` is the first of a stay; what the client wrote before the bot came follows it,
 * what comes later is told as it is stored (CB-TR-15).
 */
export async function enqueue({ db, events }: Batch, now: Date, options: EnqueueOptions): Promise<Change[]> {
  const mine = events.filter((event) => isSaid(event) || stayKinds.has(event.kind));
  if (mine.length === 0) return [];
  const stays = await readStays(db, [...new Set(mine.map(sessionOf))]);
  if (stays.length === 0) return [];
  const byId = new Map(stays.map((stay) => [stay.id, stay]));
  const bySession = Map.groupBy(stays, (stay) => stay.sessionId);
  const lines = await readLines(db, neededLines(mine, byId, bySession));

  const out: NewDelivery[] = [];
  const tell = (stay: StayRow, activity: string, members: Record<string, unknown>, at?: Date) => {
    const { companyId, chatbotId, sessionId, id: stayId } = stay;
    const body = eventBody(activity, sessionId, members, { zone: options.zone, ...(at && { at }) });
    out.push({ companyId, chatbotId, sessionId, stayId, activity, body });
  };
  const say = (stay: StayRow, line: Said | undefined) => {
    if (!line) return;
    const { activity, members } = saidEvent(line, options);
    const prompt = activity.endsWith('Response');
    tell(stay, activity, prompt ? members : { ...members, ...about(stay) }, prompt ? undefined : line.at);
  };

  for (const event of mine) {
    if (isSaid(event)) {
      const seq = Number(event.payload.seq);
      const stay = bySession.get(sessionOf(event))?.find((one) => isDuring(one, seq));
      if (stay) say(stay, lines.get(`${stay.sessionId} ${seq}`));
      continue;
    }
    const stay = byId.get(Number(event.payload.stayId));
    if (!stay) continue;
    if (event.kind === 'session.chatbotJoined') {
      tell(stay, 'ConversationStarted', about(stay), event.at);
      for (let seq = stay.fromSeq + 1; seq <= stay.joinedSeq; seq++) say(stay, lines.get(`${stay.sessionId} ${seq}`));
    } else if (event.kind === 'session.chatbotLeft') {
      tell(stay, 'ConversationEnded', {}, event.at);
    } else if (event.payload.asks === 'file') {
      tell(stay, 'ChatbotOpenFileUploadPromptResponse', { fileUrl: null, canceledByGuest: true });
    }
  }
  if (out.length === 0) return [];
  await insertDeliveries(db, now, out);
  return [...new Set(out.map(({ chatbotId }) => chatbotId))].map((id) => wakeUp(id));
}

/** Tells the lanes that a bot has something to hear. */
export const wakeUp = (chatbotId: number): Change => ({
  companyId: 0,
  tenantId: null,
  topic: 'chatbotLane',
  id: chatbotId,
});

const sessionOf = ({ payload, kind }: LogEvent) => Number(kind === 'session.activity' ? payload.sessionId : payload.id);
const about = ({ language, source }: StayRow) => ({ language, source });
const isDuring = ({ joinedSeq, leftSeq }: StayRow, seq: number) =>
  seq > joinedSeq && (leftSeq === null || seq <= leftSeq);

function saidEvent(line: Said, { fileUrl }: EnqueueOptions): { activity: string; members: Record<string, unknown> } {
  if (line.type === 'Location') {
    const { latitude = null, longitude = null } = line.data ?? {};
    return { activity: 'GuestLocation', members: { latitude, longitude } };
  }
  if (line.type === 'ChatMessage') return { activity: 'Text', members: { text: line.text ?? '' } };
  const url =
    line.fileId !== null && line.storageKey ? fileUrl({ id: line.fileId, storageKey: line.storageKey }) : null;
  if (!line.data?.answersChatbot) return { activity: 'GuestFileUpload', members: { fileUrl: url } };
  return { activity: 'ChatbotOpenFileUploadPromptResponse', members: { fileUrl: url, canceledByGuest: false } };
}

async function readStays(db: Queryable, sessionIds: number[]): Promise<StayRow[]> {
  const { rows } = await sql<StayRow>`
    select b.id, b.session_id, b.company_id, b.chatbot_id, b.from_seq, b.joined_seq, b.left_seq, s.language, s.source
    from session_chatbots b join sessions s on s.company_id = b.company_id and s.id = b.session_id
    where b.session_id = any(${sessionIds}::bigint[])
    order by b.id`.execute(db);
  return rows;
}

/** The lines of the client this batch tells of, one by one or as what came before a bot did. */
function neededLines(
  events: readonly LogEvent[],
  byId: ReadonlyMap<number, StayRow>,
  bySession: ReadonlyMap<number, StayRow[]>,
) {
  const wanted: { sessionId: number; from: number; to: number }[] = [];
  for (const event of events) {
    if (isSaid(event)) {
      const [sessionId, seq] = [sessionOf(event), Number(event.payload.seq)];
      if (bySession.get(sessionId)?.some((stay) => isDuring(stay, seq))) wanted.push({ sessionId, from: seq, to: seq });
      continue;
    }
    const stay = byId.get(Number(event.payload.stayId));
    if (event.kind !== 'session.chatbotJoined' || !stay || stay.joinedSeq <= stay.fromSeq) continue;
    wanted.push({ sessionId: stay.sessionId, from: stay.fromSeq + 1, to: stay.joinedSeq });
  }
  return wanted;
}

async function readLines(db: Queryable, wanted: { sessionId: number; from: number; to: number }[]) {
  if (wanted.length === 0) return new Map<string, Said>();
  const column = (key: 'sessionId' | 'from' | 'to') => wanted.map((range) => range[key]);
  const { rows } = await sql<Said>`
    select a.session_id, a.seq, a.type, a.at, a.text, a.data, a.file_id, f.storage_key
    from unnest(${column('sessionId')}::bigint[], ${column('from')}::int[], ${column('to')}::int[]) as w (id, low, high)
    join activities a on a.session_id = w.id and a.seq between w.low and w.high
      and a.client = 'Guest' and a.type in ('ChatMessage', 'SharedFile', 'Location')
    left join files f on f.company_id = a.company_id and f.id = a.file_id`.execute(db);
  return new Map(rows.map((line) => [`${line.sessionId} ${line.seq}`, line]));
}
