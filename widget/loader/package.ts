import type { WidgetConfig } from '../../protocol/guest.ts';
import { retryDelay } from '../shared/backoff.ts';

export interface Address {
  company: string;
  tenant?: number | undefined;
  preset?: string | undefined;
  language: string;
}

/** State of the package, or whether its button shows. */
export type PackageNews = { state?: WidgetConfig['state']; buttonVisible?: boolean };

/** What setConnectionUpdateCallback hears (WG-JS-7). */
export type ConnectionType = 'connected' | 'reconnecting' | 'disconnected';

/**
 * Loads the configuration of a package and follows its state over one socket until the page is left (WG-JS-4).
 * A refusal (unknown company, page not allowed) ends it; everything else is tried again.
 */
export function watchPackage(
  origin: string,
  address: Address,
  onConfig: (config: WidgetConfig) => void,
  onNews: (news: PackageNews) => void,
  onConnection: (type: ConnectionType) => void,
) {
  let attempt = 0;
  let loaded = false;
  let socket: WebSocket | undefined;

  const again = () => {
    onConnection('reconnecting');
    setTimeout(step, retryDelay(attempt++));
  };

  const step = async () => {
    try {
      if (!loaded) {
        const answer = await fetch(`${origin}/widget/config?${new URLSearchParams(address as never)}`);
        const body = await answer.json();
        if (!answer.ok) {
          // 429 and what follows may pass; less is a refusal.
          if (answer.status > 428) throw body;
          console.warn(body.detail);
          return onConnection('disconnected');
        }
        onConfig(body);
        loaded = true;
      }
      const opened = new WebSocket(`${origin.replace('http', 'ws')}/widget/socket`);
      socket = opened;
      opened.onopen = () => opened.send(JSON.stringify({ id: 0, cmd: 'hello', args: address }));
      opened.onmessage = ({ data }) => {
        const frame = JSON.parse(data);
        if (frame.ok) {
          attempt = 0;
          onConnection('connected');
        }
        if (frame.error) return opened.close();
        onNews(frame.ok ?? (frame.push === 'state' ? { state: frame.data } : frame.data));
      };
      opened.onclose = again;
    } catch {
      again();
    }
  };

  // A page in the back/forward cache must hold no socket; its timers go on when it comes back.
  addEventListener('pagehide', () => socket?.close());
  step();
}
