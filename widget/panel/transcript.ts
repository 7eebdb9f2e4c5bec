import type { Activity } from '../../protocol/session.ts';

/** The lines of a session this panel has: ascending and without gaps, as `seq` promises. */
export type Transcript = readonly Activity[];

export const highestSeq = (lines: Transcript) => lines.at(-1)?.seq ?? 0;

/**
 * Adds lines that came. A line seen before changes nothing; lines after a gap are left out, and `gap` says that the ones
 * in between must be asked for.
 */
export function addLines(lines: Transcript, incoming: readonly Activity[]): { lines: Transcript; gap: boolean } {
  const sorted = [...incoming].sort((a, b) => a.seq - b.seq);
  if (lines.length === 0) return { lines: contiguous(sorted), gap: contiguous(sorted).length < sorted.length };
  const first = lines[0]?.seq ?? 1;
  const before: Activity[] = [];
  const after: Activity[] = [];
  let next = highestSeq(lines) + 1;
  let gap = false;
  for (const line of sorted) {
    if (line.seq < first) before.push(line);
    else if (line.seq === next) {
      after.push(line);
      next++;
    } else if (line.seq > next) gap = true;
  }
  const joins = before.length > 0 && before.at(-1)?.seq === first - 1;
  if (!joins && after.length === 0) return { lines, gap };
  return { lines: [...(joins ? before : []), ...lines, ...after], gap };
}

function contiguous(sorted: Activity[]): Activity[] {
  const end = sorted.findIndex((line, index) => index > 0 && line.seq !== (sorted[index - 1]?.seq ?? 0) + 1);
  return end < 0 ? sorted : sorted.slice(0, end);
}

/** Types a client reads; the rest is for operators and programs. */
const shown = new Set<Activity['type']>([
  'ChatMessage',
  'SharedFile',
  'ChatbotMessage',
  'LocationRequest',
  'Location',
  'WelcomeMessage',
  'LastFarewellMessage',
  'AutoActivity',
  'AutoActivityAsOperator',
  'ExternalMessage',
  'SessionForwarded',
  'SessionEnded',
  'Joined',
  'Left',
  'Handoff',
]);

const notices = new Set<Activity['type']>([
  'AutoActivity',
  'SessionForwarded',
  'SessionEnded',
  'Joined',
  'Left',
  'Handoff',
]);

export function isShown(line: Activity): boolean {
  if (!shown.has(line.type)) return false;
  return line.type === 'Joined' || line.type === 'Left' ? line.client !== 'Guest' : true;
}

/** A line of the system in the middle of the conversation, rather than something somebody said. */
export const isNotice = (line: Activity) => notices.has(line.type);

/** Said by somebody else than this client: what counts as unread and is read aloud. */
export const isIncoming = (line: Activity) => isShown(line) && !isNotice(line) && line.client !== 'Guest';

/** How many incoming lines came after `seq`. */
export const unreadAfter = (lines: Transcript, seq: number) =>
  lines.reduce((count, line) => count + (line.seq > seq && isIncoming(line) ? 1 : 0), 0);
