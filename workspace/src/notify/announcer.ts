import type { DeskEvent } from '../state/desk-reducer.ts';
import type { DeskState } from '../state/desk-state.ts';

/** Something worth a sound or a notification. */
export type Announcement =
  | { kind: 'offer'; sessionId: number; name: string | null; about: string | null }
  | { kind: 'message'; sessionId: number; name: string | null; about: string | null };

/**
 * Says whether a change is news to the operator: an offer that was not there, or more unread lines of a client in one
 * of my sessions. A snapshot after a reconnection announces what came meanwhile, the first one of a page nothing.
 */
export function announcements(before: DeskState, after: DeskState, event: DeskEvent): Announcement[] {
  if (event.type !== 'snapshot' && event.type !== 'push') return [];
  if (event.type === 'snapshot' && !before.loaded) return [];
  const news: Announcement[] = [];
  for (const offer of after.offers.values()) {
    if (before.offers.has(offer.session.id)) continue;
    news.push({
      kind: 'offer',
      sessionId: offer.session.id,
      name: offer.session.guestName,
      about: offer.preview.at(-1) ?? offer.session.preset,
    });
  }
  for (const session of after.sessions.values()) {
    const known = before.sessions.get(session.id);
    if (!known || session.unread <= known.unread) continue;
    news.push({ kind: 'message', sessionId: session.id, name: session.guestName, about: session.lastText });
  }
  return news;
}
