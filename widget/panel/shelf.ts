import type { Shelf } from './outbox.ts';

/** Storage that never throws: what the browser refuses to keep is kept until the page is left. */
export function createShelf(area: 'localStorage' | 'sessionStorage'): Shelf {
  const kept = new Map<string, string>();
  return {
    get(key) {
      try {
        return kept.get(key) ?? window[area].getItem(key);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        if (value === null) window[area].removeItem(key);
        else window[area].setItem(key, value);
        kept.delete(key);
      } catch {
        if (value === null) kept.delete(key);
        else kept.set(key, value);
      }
    },
  };
}
