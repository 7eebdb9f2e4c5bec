import type { DeskSnapshot, MySession, Offer, OperatorState } from '@hovor/protocol/desk';
import type { ConnectionStatus } from '../socket/connection.ts';
import type { OutboxEntry } from '../socket/outbox.ts';
import { type Conversation, emptyConversation } from './conversation.ts';

/** Everything the desk of one tenant shows live. Immutable; changed by `reduceDesk` only. */
export interface DeskState {
  connection: ConnectionStatus;
  /** False until the first snapshot came: lists are unknown, not empty. */
  loaded: boolean;
  operator: OperatorState | null;
  channels: DeskSnapshot['channels'];
  slots: DeskSnapshot['slots'];
  offers: ReadonlyMap<number, Offer>;
  sessions: ReadonlyMap<number, MySession>;
  /** Conversations opened since the page was loaded; they are kept so that coming back shows at once. */
  conversations: ReadonlyMap<number, Conversation>;
  outbox: readonly OutboxEntry[];
}

export const emptyDesk: DeskState = {
  connection: { kind: 'connecting' },
  loaded: false,
  operator: null,
  channels: [],
  slots: { live: { used: 0, total: 0 } },
  offers: new Map(),
  sessions: new Map(),
  conversations: new Map(),
  outbox: [],
};

export const conversationOf = (state: DeskState, sessionId: number): Conversation =>
  state.conversations.get(sessionId) ?? emptyConversation;
