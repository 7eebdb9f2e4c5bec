import { createOwidget } from '../loader/owidget.ts';
import { app } from './app.ts';
import css from './page.css?inline';

/**
 * The page the mobile SDKs show in their web view (WG-SDK): the widget of a page without its button, its window as large
 * as the view. The SDK calls `openChat()` and `$owidget`, and hears through its bridge.
 */
interface AppEvent {
  type: string;
  sessionId?: number;
}

declare global {
  interface Window {
    $owidget?: object;
    openChat?: () => void;
    hovorStorage?: Storage;
  }
}

const query = new URLSearchParams(location.search);
const [company, tenant, preset, language, scope] = [...'ctpls'].map((name) => query.get(name) ?? '');

// An application may keep what proves who the client is (WG-SDK-11); this page is ours, so nobody else misses the storage.
if (window.hovorStorage) Object.defineProperty(window, 'localStorage', { value: window.hovorStorage });

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [sheet];
if (language) document.documentElement.lang = language;

const owidget = createOwidget(location.origin) as Record<string, (...args: unknown[]) => unknown>;
const openChat = () => {
  owidget.openChat?.();
};

/** There is no video yet: who asks for it gets the conversation in writing rather than an empty screen. */
const openApp = (mode: unknown, param: unknown) =>
  mode === 'callshow' ? owidget.openAppOnCurrentPage?.(mode, param) : openChat();

window.$owidget = { ...owidget, openAppOnCurrentPage: openApp, openAppForSDK: openApp };
window.openChat = openChat;

owidget.hideWidget?.();
owidget.setStatusUpdateCallback?.(app.status);
owidget.setAppEventCallback?.(({ type, sessionId }: AppEvent) => {
  if (type === 'chatWindowClosed') app.leave();
  if (!sessionId) return;
  if (type === 'chatSessionStarted') app.sessionEvent('sessionStarted', sessionId);
  if (type === 'chatSessionEnded') app.sessionEvent('sessionEnded', sessionId);
});
owidget.init?.(/^\d+$/.test(tenant ?? '') ? [company, tenant] : company, preset, language, scope);
owidget.connectToServer?.();
