/**
 * The mobile application around the page (WG-SDK-4, 5). Its SDK puts a bridge there before the page and functions of its
 * own on `window` after each load, so everything is looked up at the moment of the call.
 */
interface AndroidBridge {
  setOperatorStatus(status: string): void;
  closeChat(): void;
  mluviiEvent(event: string, sessionId: number): void;
}

interface IosBridge {
  postMessage(message: { type: string; value: unknown }): void;
}

declare global {
  interface Window {
    mluviiLibrary?: AndroidBridge;
    webkit?: { messageHandlers?: { mluviiLibrary?: IosBridge } };
    mluviiEventHandler?: unknown;
  }
}

export type SessionEvent = 'sessionStarted' | 'sessionEnded';

const android = () => window.mluviiLibrary;
const ios = () => window.webkit?.messageHandlers?.mluviiLibrary;

/** Whether the SDK has put its own function in the place of the browser's. */
const isReplaced = (own: () => void) => !/\[native code\]/.test(Function.prototype.toString.call(own));

export const app = {
  /** The state of the package: text on Android, a number on iOS. */
  status(code: number) {
    android()?.setOperatorStatus(`${code}`);
    ios()?.postMessage({ type: 'status', value: code });
  },
  sessionEvent(event: SessionEvent, sessionId: number) {
    const { mluviiEventHandler } = window;
    if (typeof mluviiEventHandler === 'function') return mluviiEventHandler(event, sessionId);
    android()?.mluviiEvent(event, sessionId);
    ios()?.postMessage({ type: 'sessionEnded', value: [event, sessionId] });
  },
  /** The client leaves the chat. The SDK's `window.close` tells the bridge itself; without it we do. */
  leave() {
    if (!isReplaced(window.close)) {
      android()?.closeChat();
      ios()?.postMessage({ type: 'close', value: 'true' });
    }
    window.close();
  },
};
