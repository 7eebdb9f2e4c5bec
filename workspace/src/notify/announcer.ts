import type { DeskEvent } from '../state/desk-reducer.ts';
import type { DeskState } from '../state/desk-state.ts';

/** Something worth a sound or a notification. */
export interface Announcement {
  /** A client came, or wrote. */
  kind: 'offer' | 'message';
  sessionId: number;
  name: string | null;
  about: string | null;
}

/**
 * Says which changes are news to the operator: an offer that was not there, a session that came without one (accepted
 * automatically, AD-GR-9), or more unread lines of a client in one of my sessions. A snapshot after a reconnection
 * announces what came meanwhile, the first one of a page nothing.
 */
export function createAnnouncer() {
  /** Sessions that were on this desk in any form; accepting one, here or in another tab, is no news. */
  const seen = new Set<number>();

  return (before: DeskState, after: DeskState, event: DeskEvent): Announcement[] => {
    if (event.type !== 'snapshot' && event.type !== 'push') return [];
    const silent = event.type === 'snapshot' && !before.loaded;
    const news: Announcement[] = [];
    for (const { session, preview } of after.offers.values()) {
      if (before.offers.has(session.id)) continue;
      seen.add(session.id);
      news.push(newsOf('offer', session, preview.at(-1) ?? session.preset));
    }
    for (const session of after.sessions.values()) {
      const known = before.sessions.get(session.id);
      if (known && session.unread > known.unread) news.push(newsOf('message', session, session.lastText));
      if (known || seen.has(session.id)) continue;
      seen.add(session.id);
      news.push(newsOf('offer', session, session.lastText ?? session.preset));
    }
    return silent ? [] : news;
  };
}

const newsOf = (
  kind: Announcement['kind'],
  session: { id: number; guestName: string | null },
  about: string | null,
): Announcement => ({ kind, sessionId: session.id, name: session.guestName, about });
