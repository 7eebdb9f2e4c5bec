import type { Connection } from '../foundation/realtime/socket.ts';
import type { UserActor } from '../foundation/security/actor.ts';
import type { Conversation } from './conversations.ts';
import type { View } from './views.ts';

/** What the desk keeps of one connection of a workspace. */
export interface Peer {
  /** Resolves when the login cookie of the handshake was checked. */
  login: Promise<UserActor>;
  /** Who it is, renewed when rights change; undefined until checked. */
  actor: UserActor | undefined;
  /** The desk opened by `hello`. */
  view: View | undefined;
  /** Presence was registered: this connection keeps its operator present. */
  present: boolean;
  /** Conversations on screen. */
  conversations: Map<number, Conversation>;
  /** When the peer was heard of last (pong or frame). Milliseconds since 1970. */
  heard: number;
  /** When the login was checked last. */
  checked: number;
  ping(): void;
}

export type DeskConnection = Connection<Peer>;

/** Sets by key that vanish when empty: which connections or views a change concerns. */
export function createIndex<K, V>() {
  const sets = new Map<K, Set<V>>();
  const none: ReadonlySet<V> = new Set();
  return {
    add(key: K, value: V) {
      const set = sets.get(key);
      if (set) set.add(value);
      else sets.set(key, new Set([value]));
    },
    remove(key: K, value: V) {
      const set = sets.get(key);
      if (set?.delete(value) && set.size === 0) sets.delete(key);
    },
    get: (key: K): ReadonlySet<V> => sets.get(key) ?? none,
    has: (key: K) => sets.has(key),
    keys: () => sets.keys(),
  };
}
export type Index<K, V> = ReturnType<typeof createIndex<K, V>>;
