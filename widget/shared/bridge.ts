import type { WidgetConfig } from '../../protocol/guest.ts';

/**
 * What the loader on the customer's page and the panel in the iframe say to each other by `postMessage`. The loader
 * sends only to the server's origin and hears only its own iframe; the panel hears only its parent and answers only the
 * origin of the first message. Both sides are small because each message is a whole picture or a patch, never a step.
 */

/** Loader → panel: the whole picture, again after every change. The panel compares it with the one before. */
export interface PagePicture {
  config: WidgetConfig;
  /** Language the page asked for; the panel has words for some. */
  language: string;
  scope: string;
  /** What the panel asked to keep, on this page or an earlier one: the guest's token and more. */
  kept: string | null | undefined;
  /** Parameters the page added (WG-JS-8). */
  params: Record<string, string>;
  /** The page the visitor is on. */
  url: string;
  open: boolean;
  /** Counts the requests to open, so that the panel notices a second one. */
  asked: number;
  /** Of the latest request: straight into the queue. */
  enqueue: boolean | undefined;
  /** Of the latest request: a person made it, so the panel may take the focus. */
  focus: boolean | undefined;
  /**
   * The panel is the whole page and cannot be closed (WG-JS-11): number of the invitation the client came by, or the mode
   * it was opened in. Undefined = it is a window on the page.
   */
  fullPage: string | undefined;
}

export type AppEventType =
  | 'chatWindowOpen'
  | 'chatWindowClosed'
  | 'chatSessionCreated'
  | 'chatSessionStarted'
  | 'chatSessionEnded';

/** Panel → loader: any of these; what is missing stays as it is. */
export interface PanelPatch {
  /** First message: the panel listens, and this is how its iframe looks on the page. Goes to any origin. */
  css?: string;
  /** The visitor's id for the cookie `tgid`. */
  guestGuid?: string;
  /** Text to keep for the next page and visit. */
  kept?: string;
  event?: { type: AppEventType; sessionId: number };
  close?: true;
  unread?: number;
  /** Whether a conversation is under way that the next page should restore. */
  running?: boolean;
}
