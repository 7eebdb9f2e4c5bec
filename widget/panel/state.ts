import type { GuestSession, WidgetConfig } from '../../protocol/guest.ts';
import type { WordKey } from '../../protocol/panel-words/en.ts';
import type { PagePicture } from '../shared/bridge.ts';
import type { BotParts } from './bots/parts.ts';
import type { Outgoing } from './outbox.ts';
import type { Transcript } from './transcript.ts';

/** A file on its way to the server. */
export interface Upload {
  messageId: string;
  file: File;
  /** 0 to 1. */
  progress: number;
  /** `done`: stored, its line has not come yet. */
  state: 'sending' | 'done' | 'failed';
  /** Why it failed, in words. */
  problem: string | null;
}

/** Everything the panel shows follows from this. */
export interface PanelState {
  picture: PagePicture;
  packageState: WidgetConfig['state'];
  /** `never`: not yet since the panel was loaded. */
  connection: 'never' | 'connected' | 'lost';
  /** The client was here before and may have a conversation to come back to. */
  known: boolean;
  /** The server has said whether a conversation runs. */
  restored: boolean;
  session: GuestSession | null;
  lines: Transcript;
  outbox: readonly Outgoing[];
  uploads: readonly Upload[];
  /** A file the panel refused, in words; cleared by the next one. */
  fileProblem: string | null;
  /** `userId` null: somebody who is no operator, such as a chatbot. */
  typing: { userId: number | null; name: string } | null;
  starting: boolean;
  problem: WordKey | null;
  /** This client ended the conversation here. */
  endedHere: boolean;
  rated: boolean;
  /** Highest seq that was on screen. */
  readSeq: number;
  /** For screen readers: the latest thing somebody said. */
  announcement: string;
  /** Counts requests of persons to be taken to the field. */
  focusCount: number;
  /** Number of an invitation that leads nowhere any more. */
  spent: string | false | undefined;
  muted: boolean;
  /** Null until a conversation has a chatbot. */
  bots: BotParts | null;
}

export interface Store {
  get(): PanelState;
  set(patch: Partial<PanelState>): void;
  subscribe(listener: () => void): () => void;
}

export function createStore(initial: PanelState): Store {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(patch) {
      state = { ...state, ...patch };
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const initialState = (picture: PagePicture): PanelState => ({
  picture,
  packageState: picture.config.state,
  connection: 'never',
  known: false,
  restored: false,
  session: null,
  lines: [],
  outbox: [],
  uploads: [],
  fileProblem: null,
  typing: null,
  starting: false,
  problem: null,
  endedHere: false,
  rated: false,
  readSeq: 0,
  announcement: '',
  focusCount: 0,
  spent: '',
  muted: false,
  bots: null,
});

const over = new Set<GuestSession['status']>(['ACW', 'CLOSED', 'BLACKLISTED']);

/** Whether the client can still talk in it. */
export const isRunning = (session: GuestSession | null): session is GuestSession & { ended: null } =>
  session !== null && session.ended === null && !over.has(session.status);

export const isWaiting = (session: GuestSession) => session.status !== 'ACTIVE' && isRunning(session);

/** Number of the invitation the client came by, while it may still lead to its operator; false = none. */
export const invitationOf = ({ picture: { fullPage }, spent }: PanelState) =>
  /\d/.test(fullPage ?? '') && fullPage !== spent && fullPage;

/** Which of the panel's faces is shown. */
export type Stage = 'connecting' | 'entry' | 'offline' | 'talk' | 'ended';

export function stageOf(state: PanelState): Stage {
  if (state.session) return isRunning(state.session) ? 'talk' : 'ended';
  if (!state.restored && state.known) return 'connecting';
  if (state.packageState === 'offline' && !state.starting && !invitationOf(state)) return 'offline';
  return 'entry';
}
