import type { SessionRow } from '@hovor/protocol/session';
import type { ReactNode } from 'react';
import { Ring } from '../../components/ring.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { useNow } from '../../state/clock.ts';
import { elapsedShare, formatCountdown } from '../../state/durations.ts';
import { myPart } from '../../state/lists.ts';

interface AcwTime {
  share: number;
  left: string;
  over: boolean;
}

/** How far my after-call work is; null when the session is not in it. */
export function useAcwTime(session: Pick<SessionRow, 'operators' | 'ended'>): AcwTime | null {
  const { me } = useWorkplace();
  const now = useNow();
  const part = myPart(session.operators, me.userId);
  if (!part?.acwUntil) return null;
  const end = Date.parse(part.acwUntil);
  const start = Date.parse(part.left ?? session.ended ?? part.acwUntil);
  return { share: elapsedShare(start, end, now), left: formatCountdown(end - now), over: now >= end };
}

export function AcwRing({ time, size, children }: { time: AcwTime | null; size?: number; children?: ReactNode }) {
  return (
    <Ring share={time?.share ?? 0} late={time?.over ?? false} {...(size && { size })}>
      {children}
    </Ring>
  );
}
