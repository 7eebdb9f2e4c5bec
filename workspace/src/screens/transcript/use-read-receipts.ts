import type { Activity } from '@hovor/protocol/session';
import { useEffect, useState } from 'react';
import { useDesk } from '../../frame/desk-context.ts';

/** True while this window is in front and has the focus. */
function useAttention(): boolean {
  const [attention, setAttention] = useState(() => document.hasFocus());
  useEffect(() => {
    const look = () => setAttention(document.visibilityState === 'visible' && document.hasFocus());
    const events = ['focus', 'blur', 'visibilitychange'] as const;
    for (const name of events) window.addEventListener(name, look);
    return () => {
      for (const name of events) window.removeEventListener(name, look);
    };
  }, []);
  return attention;
}

/**
 * Says "read" for what is on screen while somebody looks at its end, and counts the client's lines that came since the
 * reader scrolled away.
 */
export function useReadReceipts(sessionId: number, activities: readonly Activity[], atEnd: boolean): number {
  const desk = useDesk();
  const attention = useAttention();
  const last = activities.at(-1)?.seq ?? 0;
  const [seen, setSeen] = useState(last);

  useEffect(() => {
    if (!atEnd || last === 0) return;
    setSeen(last);
    if (attention) desk.read(sessionId, last);
  }, [desk, sessionId, last, atEnd, attention]);

  if (atEnd || seen === 0) return 0;
  let unseen = 0;
  for (let index = activities.length - 1; index >= 0; index--) {
    const activity = activities[index];
    if (!activity || activity.seq <= seen) break;
    if (activity.client === 'Guest') unseen++;
  }
  return unseen;
}
