import type { WidgetConfig } from '../../protocol/guest.ts';
import type { PagePicture, PanelPatch } from '../shared/bridge.ts';

export interface Page {
  send(patch: PanelPatch): void;
}

const isPicture = (data: unknown): data is PagePicture =>
  typeof data === 'object' && data !== null && 'config' in data && 'asked' in data && 'params' in data;

/**
 * The page around the panel. The first window to answer our greeting is our parent, and only it, from then on only from
 * that origin, is heard and told anything.
 */
export function joinPage(css: string, onPicture: (picture: PagePicture) => void): Page {
  const { parent } = window;
  if (parent === window) return standAlone(onPicture);
  let origin: string | undefined;
  addEventListener('message', (event) => {
    if (event.source !== parent || (origin && event.origin !== origin) || !isPicture(event.data)) return;
    origin = event.origin;
    onPicture(event.data);
  });
  parent.postMessage({ css } satisfies PanelPatch, '*');
  return {
    send(patch) {
      // A page in a sandbox has no origin to name, and cannot be trusted with anything secret.
      if (origin === 'null') {
        const { kept: _, guestGuid: __, ...rest } = patch;
        parent.postMessage(rest, '*');
      } else if (origin) parent.postMessage(patch, origin);
    },
  };
}

/** Opened as a page of its own, by its address: the query says which package. */
function standAlone(onPicture: (picture: PagePicture) => void): Page {
  const query = new URLSearchParams(location.search);
  const key = `hovor.${query.get('company')}`;
  const remembered = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const language = query.get('language') || navigator.language;
  const scope = query.get('scope') ?? '';
  const fullPage = query.get('invitation') || 'chat';
  query.set('language', language);
  query.delete('scope');
  query.delete('invitation');
  fetch(`/widget/config?${query}`)
    .then((response) => (response.ok ? response.json() : Promise.reject(response)))
    .then((config: WidgetConfig) =>
      onPicture({
        config,
        language,
        scope,
        kept: remembered(),
        params: {},
        url: document.referrer || location.href,
        open: true,
        asked: 1,
        enqueue: false,
        focus: true,
        fullPage,
      }),
    )
    .catch(() => setTimeout(() => standAlone(onPicture), 5_000));
  return {
    send({ kept }) {
      try {
        if (kept) localStorage.setItem(key, kept);
      } catch {
        // Without storage the next visit is a new guest.
      }
    },
  };
}
