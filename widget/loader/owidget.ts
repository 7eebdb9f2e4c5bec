import type { WidgetConfig } from '../../protocol/guest.ts';
import type { PagePicture, PanelPatch } from '../shared/bridge.ts';
import { type Address, type PackageNews, watchPackage } from './package.ts';
import { createView, states } from './view.ts';

/** Without an answer of the panel for this long its iframe goes and the visitor may press the button again. */
const panelTimeout = 20_000;

const warn = console.warn;

/** What the page remembers between visits; with storage blocked nothing, and each page starts anew. */
function memory(area: 'localStorage' | 'sessionStorage', key: string, value?: string) {
  try {
    if (value === undefined) return window[area].getItem(key);
    window[area].setItem(key, value);
  } catch {}
}

/** The language of `init`, else of the page, else of the browser (WG-JS-3). */
const chooseLanguage = (asked: unknown) =>
  `${[asked, document.documentElement.lang, navigator.language].find((tag) => /^[a-z]{2,3}([-_][a-z\d]{2,8})*$/i.test(tag as string)) ?? 'en'}`;

/**
 * The object a page holds as `$owidget` (WG-JS). Its members may be called in any order, before and after `init` and
 * `connectToServer`, and never throw: what cannot happen yet is remembered.
 */
export function createOwidget(origin: string) {
  const isSupported = 'adoptedStyleSheets' in document;
  const params: Record<string, string> = {};
  let onAppEvent: unknown;
  let onStatus: unknown;
  let onConnection: unknown;

  let address: Address = { company: '', language: '' };
  let scope = '';
  /** Where the page remembers that a conversation runs: one place per package and scope (WG-JS-2). */
  let key = '';
  let wanted: boolean | undefined;
  let watching: boolean | undefined;
  let connection: string | undefined;
  let view: ReturnType<typeof createView> | undefined;
  let frame: HTMLIFrameElement | undefined;
  /** The panel listens. */
  let ready = false;
  /** The window is open, or opens as soon as it can. */
  let open = false;
  /** The window is on screen. */
  let shown = false;
  let asked = 0;
  let enqueue: boolean | undefined;
  let focus: boolean | undefined;
  let fullPage: string | undefined;
  let hidden: boolean | undefined;
  let unread = 0;
  let code: number | undefined;
  let focusBefore: HTMLElement | undefined;

  const tell = (callback: unknown, value: unknown) => {
    try {
      (callback as undefined | ((value: unknown) => void))?.(value);
    } catch (error) {
      warn(error);
    }
  };

  const sync = () => {
    if (!view) return;
    view.draw(unread, shown || hidden, open);
    const picture: PagePicture = {
      config: view.config,
      language: address.language,
      scope,
      kept: memory('localStorage', `hovor.${address.company}`),
      params,
      url: location.href,
      open,
      asked,
      enqueue,
      focus,
      fullPage,
    };
    if (frame) frame.hidden = !shown;
    if (ready) frame?.contentWindow?.postMessage(picture, origin);
  };

  /** Puts the panel's iframe on the page, not yet visible. */
  const load = () => {
    if (frame || !view) return;
    const created = document.createElement('iframe');
    frame = created;
    // By this name the page of the mobile SDKs makes it as large as itself.
    created.part = 'iframe' as never;
    // For chatbots that ask where the client is; the browser asks the client all the same.
    created.allow = 'geolocation';
    created.src = `${origin}/widget/GuestFrame?${new URLSearchParams({ ...address, scope } as never)}`;
    created.title = view.config.window.title;
    view.root.append(created);
    setTimeout(() => {
      if (!ready) {
        created.remove();
        frame = undefined;
        open = false;
        update();
      }
    }, panelTimeout);
  };

  /** Brings screen and panel to what is wanted. */
  const update = () => {
    if (open) load();
    const show = open && ready;
    const changed = show !== shown;
    const focused = document.activeElement as HTMLElement;
    shown = show;
    sync();
    if (show && focus) frame?.focus();
    if (!changed) return;
    if (show) focusBefore = focused;
    else if (focused === view?.host) (focusBefore === document.body ? focused : focusBefore)?.focus();
    memory('sessionStorage', key, show ? '1' : '');
    tell(onAppEvent, { type: `chatWindow${show ? 'Open' : 'Closed'}` });
  };

  const openWindow = (straight?: boolean, byPerson = true) => {
    open = true;
    asked++;
    enqueue = straight;
    focus = byPerson;
    update();
  };

  const closeWindow = () => {
    open = !!fullPage;
    update();
  };

  const setState = (news: PackageNews) => {
    if (!view) return;
    Object.assign(view.config, news);
    const now = states.indexOf(view.config.state);
    if (now !== code) {
      code = now;
      tell(onStatus, now);
    }
    sync();
  };

  const setConnection = (type: string) => {
    if (type !== connection) tell(onConnection, { type });
    connection = type;
  };

  const heard = (patch: PanelPatch) => {
    if (patch.css) {
      ready = true;
      view?.style(patch.css);
      update();
    }
    if (patch.kept) memory('localStorage', `hovor.${address.company}`, patch.kept);
    if (patch.guestGuid) {
      // biome-ignore lint/suspicious/noDocumentCookie: SEC-CK-2; the Cookie Store API is not everywhere yet
      document.cookie = `tgid=${patch.guestGuid};path=/;max-age=34214400;samesite=lax;secure`;
    }
    if (patch.event) tell(onAppEvent, patch.event);
    if (patch.running !== undefined) memory('localStorage', key, patch.running ? '1' : '');
    if (patch.unread !== undefined) {
      unread = patch.unread;
      sync();
    }
    if (patch.close) closeWindow();
  };

  const connect = () => {
    if (!isSupported || !wanted || !address.company || watching) return;
    watching = true;
    const { language } = address;
    addEventListener('message', (event) => {
      if (frame && event.source === frame.contentWindow && event.origin === origin) heard(event.data);
    });
    const onConfig = (loaded: WidgetConfig) => {
      view = createView(loaded, language, () => openWindow());
      // A conversation under way comes back with the page, open if this tab left it open.
      if (memory('localStorage', key)) {
        open ||= !!memory('sessionStorage', key);
        load();
      }
      setState(loaded);
      update();
    };
    watchPackage(origin, address, onConfig, setState, setConnection);
  };

  const setData = (name: unknown, value: unknown) => {
    params[name as string] = value && typeof value === 'object' ? JSON.stringify(value) : String(value);
    sync();
  };

  const openPage = (mode: unknown, param?: unknown) => {
    if (mode === 'av') return warn('no video');
    document.documentElement.style.overflow = 'hidden';
    fullPage = (param || mode) as string;
    openWindow();
  };

  const hide = (whether: boolean) => {
    hidden = whether;
    sync();
  };

  const members: Record<string, (...args: unknown[]) => unknown> = {
    init(company, preset, language, inScope) {
      const [guid, tenant] = [company].flat();
      address = { company: guid as string, language: chooseLanguage(language) };
      if (tenant) address.tenant = +tenant;
      if (preset) address.preset = `${preset}`;
      scope = `${inScope ?? ''}`;
      key = ['hovor', guid, tenant, preset, scope].join();
      connect();
    },
    connectToServer() {
      wanted = true;
      connect();
    },
    // The focus moves only where the page calls because a person just pressed something.
    openChat: (straight) => openWindow(straight === true, !!navigator.userActivation?.isActive),
    closeChat: closeWindow,
    hideWidget: () => hide(true),
    showWidget: () => hide(false),
    getStatus: () => code || 0,
    addCustomData: setData,
    setCustomData: setData,
    removeCustomData(name) {
      delete params[name as string];
      sync();
    },
    setAppEventCallback(callback) {
      onAppEvent = callback;
    },
    setStatusUpdateCallback(callback) {
      onStatus = callback;
      // A callback set late still hears the present status.
      if (code !== undefined) tell(callback, code);
    },
    setConnectionUpdateCallback(callback) {
      onConnection = callback;
    },
    openAppOnCurrentPage: openPage,
    openAppForSDK: openPage,
  };
  const owidget: Record<string, unknown> = { isSupported };
  for (const name in members) {
    owidget[name] = (...args: unknown[]) => {
      try {
        return members[name]?.(...args);
      } catch (error) {
        warn(error);
      }
    };
  }
  return owidget;
}
