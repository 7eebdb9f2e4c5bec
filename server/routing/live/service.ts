import { limits } from '@hovor/protocol/limits';
import type { Board, BoardChange, BoardRow } from '@hovor/protocol/live';
import type { OperatorFace } from '@hovor/protocol/session';
import { Problem } from '../../foundation/errors.ts';
import { hasTenantRole, type UserActor } from '../../foundation/security/actor.ts';
import type { Store } from '../../foundation/transact.ts';
import type { SettingsPort } from '../ports.ts';
import { loadSnapshot } from '../snapshot.ts';
import { cards, held, servesIn } from './queries.ts';
import { operatorRows, queueRows } from './rows.ts';
import { createToday } from './today.ts';

export interface LiveOptions {
  settings: Pick<SettingsPort, 'tenant'>;
  faces(companyId: number, tenantId: number, userIds: Iterable<number>): Promise<Map<number, OperatorFace>>;
  onUnexpected(error: unknown): void;
}

type Watcher = (change: BoardChange) => void;

interface OpenBoard {
  companyId: number;
  tenantId: number;
  board: Board;
  watchers: Set<Watcher>;
  /** Rows as they were told last, as text by key. */
  shown: Map<string, string>;
  ready: Promise<void>;
  due: NodeJS.Timeout | undefined;
  /** A reading is under way; another change meanwhile is one more reading. */
  busy: boolean;
  again: boolean;
  today: ReturnType<typeof createToday>;
}

/** Changes that may move a figure of a board. */
const topics = new Set([
  'session',
  'operator',
  'availability',
  'queue',
  'group',
  'routing',
  'user',
  'setting',
  'resync',
]);

/** Who may see a board (SEC-RO-2): a wallboard shows queues and nobody's name. */
export function mayWatchBoard(actor: UserActor, tenantId: number, board: Board): boolean {
  if (hasTenantRole(actor, tenantId, 'TenantOperatorsView', 'TenantAdmin')) return true;
  return board === 'queues' && hasTenantRole(actor, tenantId, 'Wallboard');
}

/**
 * The live boards (AD-OV, ST-WB). A board is read once a change for all who watch it on this node, and only as long as
 * somebody does; each is told the rows that differ from what was told before.
 */
export function createLive(store: Store, { settings, faces, onUnexpected }: LiveOptions) {
  const open = new Map<string, OpenBoard>();
  let unsubscribe: (() => void) | undefined;
  let recheck: NodeJS.Timeout | undefined;

  async function rowsOf({ companyId, tenantId, board, today }: OpenBoard): Promise<BoardRow[]> {
    const now = store.clock.now();
    const [{ snapshot }, holding] = await Promise.all([
      loadSnapshot(store.db, companyId, tenantId, now),
      held(store.db, companyId, tenantId),
    ]);
    if (board === 'operators') {
      const known = await cards(store.db, companyId, tenantId);
      const named = await faces(
        companyId,
        tenantId,
        known.map(({ userId }) => userId),
      );
      return operatorRows(snapshot, { cards: known, faces: named, held: holding });
    }
    const { serviceLevelSeconds: within } = await settings.tenant(companyId, tenantId);
    return queueRows(snapshot, { held: holding, today: await today(now.getTime(), within), within });
  }

  /** Reads a board and tells its watchers what changed. */
  async function refresh(one: OpenBoard): Promise<void> {
    const rows = await rowsOf(one);
    const present = new Map(rows.map((row) => [row.key, JSON.stringify(row)]));
    const changed = rows.filter(({ key }) => one.shown.get(key) !== present.get(key));
    const gone = [...one.shown.keys()].filter((key) => !present.has(key));
    one.shown = present;
    if (changed.length + gone.length === 0) return;
    const { board, tenantId } = one;
    // One object for all, so that it is made into a frame once.
    const change: BoardChange = { board, tenantId, rows: changed, gone };
    for (const tell of one.watchers) tell(change);
  }

  /** One reading at a time; a change meanwhile is one more. */
  async function run(one: OpenBoard) {
    one.busy = true;
    try {
      await refresh(one);
    } finally {
      one.busy = false;
      if (one.again && one.watchers.size > 0) {
        one.again = false;
        touch(one);
      }
    }
  }

  function touch(one: OpenBoard) {
    if (one.busy) {
      one.again = true;
      return;
    }
    one.due ??= setTimeout(() => {
      one.due = undefined;
      run(one).catch(onUnexpected);
    }, limits.boardPause);
  }

  function begin() {
    unsubscribe ??= store.bus.subscribe((changes) => {
      for (const one of open.values()) {
        const concerns = ({ companyId, tenantId, topic }: (typeof changes)[number]) =>
          topics.has(topic) &&
          (topic === 'resync' || (companyId === one.companyId && (tenantId === null || tenantId === one.tenantId)));
        if (changes.some(concerns)) touch(one);
      }
    });
    recheck ??= setInterval(() => {
      for (const one of open.values()) touch(one);
    }, limits.boardRecheck);
  }

  function end() {
    unsubscribe?.();
    unsubscribe = undefined;
    clearInterval(recheck);
    recheck = undefined;
  }

  function leave(key: string, one: OpenBoard, watcher: Watcher) {
    one.watchers.delete(watcher);
    if (one.watchers.size > 0 || open.get(key) !== one) return;
    clearTimeout(one.due);
    open.delete(key);
    if (open.size === 0) end();
  }

  return {
    /** Watches a board from now on. @throws not-found without the right. @returns all rows, and how to stop */
    async watch(actor: UserActor, tenantId: number, board: Board, watcher: Watcher) {
      if (!mayWatchBoard(actor, tenantId, board)) throw new Problem('not-found');
      const { companyId } = actor;
      const key = `${tenantId}/${board}`;
      const one: OpenBoard = open.get(key) ?? {
        ...{ companyId, tenantId, board, watchers: new Set(), shown: new Map(), ready: Promise.resolve() },
        ...{ due: undefined, busy: false, again: false, today: createToday(store.db, companyId, tenantId) },
      };
      if (!open.has(key)) {
        open.set(key, one);
        begin();
        one.ready = run(one);
      }
      const hold: Watcher = () => {};
      one.watchers.add(hold);
      try {
        await one.ready;
        one.watchers.add(watcher);
      } finally {
        leave(key, one, hold);
      }
      const rows = [...one.shown.values()].map((row) => JSON.parse(row) as BoardRow);
      return { all: { board, tenantId, rows, gone: [] } satisfies BoardChange, stop: () => leave(key, one, watcher) };
    },

    /** @throws not-found for who is no operator of the tenant */
    async requireOperator(companyId: number, tenantId: number, userId: number): Promise<void> {
      if (!(await servesIn(store.db, companyId, tenantId, userId))) throw new Problem('not-found');
    },

    stop: end,
  };
}
export type Live = ReturnType<typeof createLive>;
