import type { KeyValueStore } from './outbox.ts';

/** Drafts older than this, and all beyond the newest hundred, are swept at start. */
const keepFor = 30 * 24 * 3600_000;
const keepMost = 100;

/**
 * Text typed and not sent, one per user, kind and session. Written with every keystroke, so that reload, logout and
 * crash lose nothing (design: "What I typed is never lost").
 */
export function createDrafts(store: KeyValueStore, userId: number, now: () => number = Date.now) {
  const prefix = `hovor.draft.${userId}.`;
  const keyOf = (kind: DraftKind, sessionId: number) => `${prefix}${kind}.${sessionId}`;

  function read(key: string): { text: string; at: number } | null {
    try {
      const value = JSON.parse(store.getItem(key) ?? 'null') as { text?: unknown; at?: unknown } | null;
      return typeof value?.text === 'string' && typeof value.at === 'number'
        ? { text: value.text, at: value.at }
        : null;
    } catch {
      return null;
    }
  }

  return {
    get: (kind: DraftKind, sessionId: number): string => read(keyOf(kind, sessionId))?.text ?? '',
    set(kind: DraftKind, sessionId: number, text: string) {
      if (text === '') store.removeItem(keyOf(kind, sessionId));
      else store.setItem(keyOf(kind, sessionId), JSON.stringify({ text, at: now() }));
    },
    isKey: (key: string | null, kind: DraftKind, sessionId: number) => key === keyOf(kind, sessionId),
    sweep() {
      const all: { key: string; at: number }[] = [];
      for (let index = 0; index < store.length; index++) {
        const key = store.key(index);
        if (key?.startsWith(prefix)) all.push({ key, at: read(key)?.at ?? 0 });
      }
      all.sort((a, b) => b.at - a.at);
      for (const [place, { key, at }] of all.entries()) {
        if (place >= keepMost || at < now() - keepFor) store.removeItem(key);
      }
    },
  };
}

/** `message`: the composer; `acw`: the form after the end, as JSON. `note`: an operator note. */
export type DraftKind = 'message' | 'acw' | 'note';
export type Drafts = ReturnType<typeof createDrafts>;
