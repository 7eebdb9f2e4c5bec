import type { Shelf } from './outbox.ts';

interface Kept {
  token?: string;
  items?: Record<string, string>;
}

/**
 * What the panel remembers between pages. The guest's token always lies with the page, whose visitor the guest is. The
 * rest lies in the iframe's own storage; browsers that deny that to foreign frames get it kept by the page too, as one
 * text. With the page's storage denied as well, everything lasts until the page is left.
 */
export function createMemory(first: string | null | undefined, send: (kept: string) => void) {
  const kept = parse(first);
  const items = kept.items ?? {};

  const save = () => send(JSON.stringify({ token: kept.token, items } satisfies Kept));

  const shelf = (area: 'localStorage' | 'sessionStorage'): Shelf => {
    const own = ownStorage(area);
    return {
      get: (key) => (own ? own.getItem(key) : (items[key] ?? null)),
      set(key, value) {
        if (own) {
          try {
            if (value === null) own.removeItem(key);
            else own.setItem(key, value);
          } catch {
            // Full: what was kept before stays.
          }
          return;
        }
        if (value === null) delete items[key];
        else items[key] = value;
        save();
      },
    };
  };

  return {
    get token() {
      return kept.token ?? null;
    },
    setToken(token: string) {
      kept.token = token;
      save();
    },
    /** Kept over visits. */
    local: shelf('localStorage'),
    /** Kept over reloads of this tab. */
    tab: shelf('sessionStorage'),
  };
}

export type Memory = ReturnType<typeof createMemory>;

function ownStorage(area: 'localStorage' | 'sessionStorage'): Storage | null {
  try {
    const storage = window[area];
    storage.setItem('hovor.try', '1');
    storage.removeItem('hovor.try');
    return storage;
  } catch {
    return null;
  }
}

function parse(text: string | null | undefined): Kept {
  try {
    const kept: unknown = JSON.parse(text || '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}
