import { createHash } from 'node:crypto';
import { limits } from '@hovor/protocol/limits';
import type { GroupFigures, TenantFigures } from '@hovor/protocol/routing';
import type { Store } from '../foundation/transact.ts';
import { openDesk, unable } from './candidates.ts';
import { countWaiting } from './rules.ts';
import { familyOf, type Snapshot } from './schema.ts';
import { loadSnapshot } from './snapshot.ts';

/** What is going on in each group, by a snapshot. Pure. */
export function groupFigures({ groups, operators, requests }: Snapshot): GroupFigures[] {
  const waiting = countWaiting(requests);
  return [...groups.values()].map(({ id: groupId, members }) => {
    const desks = members.flatMap((userId) => {
      const operator = operators.get(userId);
      return operator ? [openDesk(operator)] : [];
    });
    const here = desks.filter(({ facts }) => facts.present && !['OFFLINE', 'DISCONNECTED'].includes(facts.state));
    const online = here.filter(({ facts }) => facts.state === 'ONLINE');
    const free = online.filter((desk) =>
      [...desk.facts.channels].some((channel) => unable(desk, channel) === null && desk.free[familyOf(channel)] > 0),
    );
    const since = requests.filter((request) => request.groupId === groupId && !request.forward?.userId);
    const oldest = Math.min(...since.map(({ created }) => created));
    return {
      groupId,
      members: members.length,
      here: here.length,
      online: online.length,
      free: free.length,
      waiting: waiting.get(groupId) ?? 0,
      oldest: since.length > 0 ? new Date(oldest).toISOString() : null,
    };
  });
}

interface Board {
  latest: Promise<TenantFigures> | undefined;
  /** Those who wait for other figures than they have. */
  waiting: Set<() => void>;
  watchers: number;
  due: NodeJS.Timeout | undefined;
}

const topics = new Set(['session', 'operator', 'availability', 'queue', 'group', 'routing', 'user', 'resync']);

/**
 * Figures of a tenant's groups for pages that stay open. A page asks with the tag of what it has and is answered when the
 * figures are others; between changes nobody reads anything. Many pages of a tenant cost one read a change.
 */
export function createFigures(store: Store) {
  const boards = new Map<number, Board>();
  let unsubscribe: (() => void) | undefined;
  let stopped = false;

  async function read(companyId: number, tenantId: number): Promise<TenantFigures> {
    const { snapshot } = await loadSnapshot(store.db, companyId, tenantId, store.clock.now());
    const groups = groupFigures(snapshot);
    return { tag: createHash('sha256').update(JSON.stringify(groups)).digest('base64url').slice(0, 16), groups };
  }

  function changed(board: Board) {
    board.due ??= setTimeout(() => {
      board.due = undefined;
      board.latest = undefined;
      for (const wake of board.waiting) wake();
    }, limits.figuresPause);
  }

  function open(tenantId: number): Board {
    unsubscribe ??= store.bus.subscribe((changes) => {
      const tenants = new Set(changes.filter(({ topic }) => topics.has(topic)).map((change) => change.tenantId));
      for (const [id, board] of boards) if (tenants.has(id) || tenants.has(null)) changed(board);
    });
    const board = boards.get(tenantId) ?? { latest: undefined, waiting: new Set(), watchers: 0, due: undefined };
    boards.set(tenantId, board);
    board.watchers += 1;
    return board;
  }

  function close(tenantId: number, board: Board) {
    board.watchers -= 1;
    if (board.watchers > 0) return;
    clearTimeout(board.due);
    boards.delete(tenantId);
    if (boards.size > 0) return;
    unsubscribe?.();
    unsubscribe = undefined;
  }

  return {
    /** The figures as soon as they are other than those of the tag `after`, at the latest after `figuresPatience`. */
    async next(companyId: number, tenantId: number, after?: string): Promise<TenantFigures> {
      const board = open(tenantId);
      const until = performance.now() + limits.figuresPatience;
      try {
        for (;;) {
          board.latest ??= read(companyId, tenantId);
          const figures = await board.latest;
          const patience = until - performance.now();
          if (figures.tag !== after || patience <= 0 || stopped) return figures;
          await wait(board, patience);
        }
      } catch (error) {
        board.latest = undefined;
        throw error;
      } finally {
        close(tenantId, board);
      }
    },

    /** Answers all who wait: the server stops. */
    release() {
      stopped = true;
      for (const board of boards.values()) for (const wake of board.waiting) wake();
    },
  };

  function wait(board: Board, patience: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        board.waiting.delete(wake);
        resolve();
      };
      // Hours open and close without a change on the bus: what is told after a long wait is read anew.
      const timer = setTimeout(() => {
        board.latest = undefined;
        wake();
      }, patience);
      board.waiting.add(wake);
    });
  }
}
