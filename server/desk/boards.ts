import type { Board, BoardChange } from '@hovor/protocol/live';
import { Problem } from '../foundation/errors.ts';
import { pushFrame } from '../foundation/realtime/socket.ts';
import type { UserActor } from '../foundation/security/actor.ts';
import { mayWatchBoard } from '../routing/service.ts';
import type { DeskConnection } from './peers.ts';
import type { LivePort } from './ports.ts';

/**
 * The live boards each connection has on screen (protocol/live.ts). A change is made into a frame once for all who watch;
 * a reader who is too slow loses the connection (foundation/realtime/socket.ts) and never holds up the others.
 */
export function createBoards(live: LivePort) {
  const open = new Map<DeskConnection, Map<string, () => void>>();
  /** The frame of the change that was told last. */
  let latest: { change: BoardChange; frame: string } | undefined;

  const frameOf = (change: BoardChange) => {
    if (latest?.change !== change) latest = { change, frame: pushFrame('board', change) };
    return latest.frame;
  };

  function leave(connection: DeskConnection, key: string) {
    const mine = open.get(connection);
    mine?.get(key)?.();
    mine?.delete(key);
    if (mine?.size === 0) open.delete(connection);
  }

  return {
    /** @throws not-found without the right */
    async watch(connection: DeskConnection, actor: UserActor, tenantId: number, board: Board): Promise<BoardChange> {
      const key = `${tenantId}/${board}`;
      const { all, stop } = await live.watch(actor, tenantId, board, (change) => {
        const present = connection.state.actor;
        if (present && mayWatchBoard(present, tenantId, board)) connection.pushRaw(frameOf(change));
        else leave(connection, key);
      });
      leave(connection, key);
      const mine = open.get(connection) ?? new Map<string, () => void>();
      open.set(connection, mine.set(key, stop));
      return all;
    },
    /** Ends one board of a connection. @throws not-found without the right */
    stop(connection: DeskConnection, actor: UserActor, tenantId: number, board: Board): null {
      if (!mayWatchBoard(actor, tenantId, board)) throw new Problem('not-found');
      leave(connection, `${tenantId}/${board}`);
      return null;
    },
    /** The connection is gone. */
    stopAll(connection: DeskConnection) {
      for (const stop of open.get(connection)?.values() ?? []) stop();
      open.delete(connection);
    },
    /** Boards the connection may not see any more end; who shows them is told so by the refusal of the next attempt. */
    recheck(connection: DeskConnection, present: UserActor) {
      for (const key of open.get(connection)?.keys() ?? []) {
        const [tenantId, board] = key.split('/');
        if (!mayWatchBoard(present, Number(tenantId), board as Board)) leave(connection, key);
      }
    },
  };
}
