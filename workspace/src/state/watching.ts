import type { DeskPushes, WatchTopic } from '@hovor/protocol/desk';
import { createConnection, type SocketLike } from '../socket/connection.ts';

/** Ids that changed; null = any may have, for example after the line was lost. */
type Listener = (ids: number[] | null) => void;

/** A socket without listeners is kept this long, so that going from one list to the next opens none anew. Milliseconds. */
const linger = 5_000;

/**
 * Tells lists what changed (the desk's command `watch`). It has a socket of its own while somebody listens, and none
 * otherwise: supervisors have no desk, and a desk must not wait for lists.
 */
export function createWatching({ tenantId, openSocket }: { tenantId: number; openSocket(): SocketLike }) {
  const listeners = new Map<WatchTopic, Set<Listener>>();
  let ready = false;
  let ending: ReturnType<typeof setTimeout> | undefined;

  const tell = (topic: WatchTopic, ids: number[] | null) => {
    for (const listener of listeners.get(topic) ?? []) listener(ids);
  };
  const topics = () => [...listeners.keys()];

  const connection = createConnection({
    open: openSocket,
    async greet(request) {
      await request('watch', { tenantId, topics: topics() });
    },
    onPush(name, data) {
      if (name !== 'changed') return;
      const { topic, ids } = data as DeskPushes['changed'];
      tell(topic, ids);
    },
    onStatus(status) {
      const came = status.kind === 'ready' && !ready;
      ready = status.kind === 'ready';
      if (came) for (const topic of topics()) tell(topic, null);
    },
  });

  function ask() {
    if (ready) connection.request('watch', { tenantId, topics: topics() }).catch(() => undefined);
  }

  return {
    /** Calls the listener at each change, and once when the line is up. Returns how to stop. */
    listen(topic: WatchTopic, listener: Listener): () => void {
      clearTimeout(ending);
      const known = listeners.get(topic);
      if (known) known.add(listener);
      else listeners.set(topic, new Set([listener]));
      connection.start();
      if (!known) ask();
      return () => {
        const set = listeners.get(topic);
        set?.delete(listener);
        if (set?.size !== 0) return;
        listeners.delete(topic);
        if (listeners.size > 0) ask();
        else ending = setTimeout(connection.stop, linger);
      };
    },
    stop() {
      clearTimeout(ending);
      connection.stop();
    },
  };
}
export type Watching = ReturnType<typeof createWatching>;
