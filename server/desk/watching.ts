import type { WatchTopic } from '@hovor/protocol/desk';
import type { Change } from '../foundation/bus.ts';
import { Problem } from '../foundation/errors.ts';
import { pushFrame } from '../foundation/realtime/socket.ts';
import { hasTenantRole, type UserActor } from '../foundation/security/actor.ts';
import { createIndex, type DeskConnection } from './peers.ts';

/** Changes are gathered this long: a busy tenant costs a watcher four frames a second at the most. Milliseconds. */
const gatherFor = 250;

interface Watch {
  tenantId: number;
  topics: ReadonlySet<WatchTopic>;
}

interface Gathered {
  sessions: Set<number>;
  /** Users whose exports moved. */
  exports: Set<number>;
}

/**
 * Lists that are not anybody's desk (the table of sessions, exports): a connection names what it shows, is told which
 * of it changed, and reads that again. Nobody is told more than ids, so what may be seen is decided where it is read.
 */
export function createWatching() {
  const watches = new Map<DeskConnection, Watch>();
  const byTenant = createIndex<number, DeskConnection>();
  let dirty = new Map<number, Gathered>();
  let timer: NodeJS.Timeout | undefined;

  function stop(connection: DeskConnection) {
    const watch = watches.get(connection);
    if (!watch) return;
    watches.delete(connection);
    byTenant.remove(watch.tenantId, connection);
  }

  function gather(tenantId: number): Gathered {
    const gathered = dirty.get(tenantId) ?? { sessions: new Set(), exports: new Set() };
    dirty.set(tenantId, gathered);
    timer ??= setTimeout(tell, gatherFor);
    return gathered;
  }

  function tell() {
    timer = undefined;
    const told = dirty;
    dirty = new Map();
    for (const [tenantId, { sessions, exports }] of told) {
      const frame = sessions.size > 0 ? pushFrame('changed', { topic: 'sessions', ids: [...sessions] }) : null;
      for (const connection of byTenant.get(tenantId)) {
        const { actor } = connection.state;
        const topics = watches.get(connection)?.topics;
        if (!actor || !topics || !mayWatch(actor, tenantId)) continue;
        if (frame && topics.has('sessions')) connection.pushRaw(frame);
        if (topics.has('exports') && exports.has(actor.userId))
          connection.push('changed', { topic: 'exports', ids: null });
      }
    }
  }

  return {
    /** Replaces what the connection watches; no topics ends it. @throws not-found without rights in the tenant */
    watch(connection: DeskConnection, actor: UserActor, tenantId: number, topics: readonly WatchTopic[]) {
      if (!mayWatch(actor, tenantId)) throw new Problem('not-found');
      stop(connection);
      if (topics.length === 0) return;
      watches.set(connection, { tenantId, topics: new Set(topics) });
      byTenant.add(tenantId, connection);
    },
    stop,
    hear({ tenantId, topic, id }: Change) {
      if (tenantId === null || !byTenant.has(tenantId)) return;
      if (topic === 'session' || topic === 'activities') gather(tenantId).sessions.add(id);
      else if (topic === 'exports') gather(tenantId).exports.add(id);
    },
    /** Changes may have been missed. */
    resync() {
      for (const [connection, { topics }] of watches) {
        for (const topic of topics) connection.push('changed', { topic, ids: null });
      }
    },
    close: () => clearTimeout(timer),
  };
}

const mayWatch = (actor: UserActor, tenantId: number) =>
  hasTenantRole(actor, tenantId, 'Operator', 'TenantSessionsView', 'TenantAdmin');
