/**
 * Wakes those who show or react to a change, after its commit. A change says *what* changed, never how; who is
 * concerned reads the present state. So a lost or doubled wake-up can delay a screen but never make it wrong.
 */
export interface Change {
  companyId: number;
  tenantId: number | null;
  /** `session`, `activities`, `queue`, `operator`, `preset`, `user`, … */
  topic: string;
  /** Id of the thing within its topic. */
  id: number;
  /**
   * Details for listeners in the same process only, to save them the read (new activities, who is typing).
   * Other processes get the change without them.
   */
  local?: unknown;
}

export type Listener = (changes: readonly Change[]) => void;

export interface Bus {
  publish(changes: readonly Change[]): void;
  /** Returns a function that ends the subscription. */
  subscribe(listener: Listener): () => void;
}

/** The bus of one process. A bus between processes wraps it (foundation/bus-postgres.ts). */
export function localBus(onListenerError: (error: unknown) => void): Bus {
  const listeners = new Set<Listener>();
  return {
    publish(changes) {
      if (changes.length === 0) return;
      for (const listener of listeners) {
        try {
          listener(changes);
        } catch (error) {
          onListenerError(error);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
