import type { Board, BoardChange, BoardRow } from '@hovor/protocol/live';
import { type ConnectionStatus, createConnection, type SocketLike } from '../socket/connection.ts';
import { createStore } from './store.ts';

export interface BoardState<Row extends BoardRow> {
  /** Null until the first answer; after a lost line the last rows stay. */
  rows: ReadonlyMap<string, Row> | null;
  connection: ConnectionStatus;
  /** Since when the line is down (this machine's clock); null = it is up, or never was. */
  lostSince: number | null;
}

/**
 * A live board (protocol/live.ts) with a socket of its own while it is on screen: all rows when the line comes up, then
 * those that changed.
 */
export function createLiveBoard<Row extends BoardRow>(about: {
  tenantId: number;
  board: Board;
  openSocket(): SocketLike;
  onLostLogin(): void;
}) {
  const { tenantId, board, openSocket, onLostLogin } = about;
  const store = createStore<BoardState<Row>>({ rows: null, connection: { kind: 'connecting' }, lostSince: null });
  const change = (part: Partial<BoardState<Row>>) => store.set({ ...store.get(), ...part });

  const connection = createConnection({
    open: openSocket,
    async greet(request) {
      const { rows } = await request<BoardChange>('board', { tenantId, board, on: true });
      change({ rows: new Map(rows.map((row) => [row.key, row as Row])) });
    },
    onPush(name, data) {
      if (name !== 'board') return;
      const pushed = data as BoardChange;
      const known = store.get().rows;
      // What comes before the first answer is in that answer.
      if (!known || pushed.board !== board || pushed.tenantId !== tenantId) return;
      const rows = new Map(known);
      for (const key of pushed.gone) rows.delete(key);
      for (const row of pushed.rows) rows.set(row.key, row as Row);
      change({ rows });
    },
    onStatus(status) {
      const { rows, lostSince } = store.get();
      const down = status.kind !== 'ready' && rows !== null;
      change({ connection: status, lostSince: down ? (lostSince ?? Date.now()) : null });
      if (status.kind === 'stopped' && status.reason === 'not-logged-in') onLostLogin();
    },
  });

  return { store, start: connection.start, stop: connection.stop, retryNow: connection.retryNow };
}
