/** What each open tab of this user shows, told to the others so that only one tab sounds and only when it should. */
export interface TabView {
  /** The conversation this tab shows while somebody looks at it; null = none. */
  sessionId: number | null;
  /** The window has the focus. */
  focused: boolean;
}

type TabMessage =
  | { kind: 'view'; tab: string; view: TabView }
  | { kind: 'gone'; tab: string }
  | { kind: 'tell' }
  | { kind: 'loggedOut' };

/**
 * The tabs of one user. Exactly one holds the lock and is the one that makes sounds and notifications; when it closes,
 * the browser hands the lock to the next.
 */
export function createTabs(userId: number, onLoggedOut: () => void) {
  const tab = crypto.randomUUID();
  const channel = new BroadcastChannel(`hovor.tabs.${userId}`);
  const others = new Map<string, TabView>();
  const released = new AbortController();
  let own: TabView = { sessionId: null, focused: false };
  let leads = false;

  const say = (message: TabMessage) => channel.postMessage(message);
  channel.onmessage = (event: MessageEvent<TabMessage>) => {
    const message = event.data;
    if (message.kind === 'view') others.set(message.tab, message.view);
    else if (message.kind === 'gone') others.delete(message.tab);
    else if (message.kind === 'tell') say({ kind: 'view', tab, view: own });
    else onLoggedOut();
  };
  const leave = () => say({ kind: 'gone', tab });
  window.addEventListener('pagehide', leave);
  say({ kind: 'tell' });

  navigator.locks
    ?.request(`hovor.sound.${userId}`, { signal: released.signal }, () => {
      leads = true;
      return new Promise<void>((resolve) => released.signal.addEventListener('abort', () => resolve()));
    })
    .catch(() => undefined);

  return {
    show(view: TabView) {
      own = view;
      say({ kind: 'view', tab, view });
    },
    /** This tab is the one that sounds. Without locks (an insecure address) each tab sounds for itself. */
    leads: () => leads || navigator.locks === undefined,
    /** Somebody looks at this conversation in some tab. */
    looksAt: (sessionId: number) =>
      [own, ...others.values()].some((view) => view.focused && view.sessionId === sessionId),
    anyFocused: () => [own, ...others.values()].some((view) => view.focused),
    loggedOut: () => say({ kind: 'loggedOut' }),
    close() {
      leave();
      window.removeEventListener('pagehide', leave);
      released.abort();
      channel.close();
    },
  };
}

export type Tabs = ReturnType<typeof createTabs>;
