import type { createConversations } from './conversations.ts';
import type { createViews, View } from './views.ts';

/** New lines are gathered this long before the rows of lists are read again: many messages, one reading. Milliseconds. */
const rowDelay = 40;

interface Dirty {
  /** Sessions whose row may have changed; true = also who is concerned. */
  sessions: Map<number, boolean>;
  receipts: Set<number>;
}

/**
 * Gathers what changed and brings the screens up to date, one pass at a time: changes during a pass are one more pass.
 * What fails is reported; the next change or a reconnect puts the screen right.
 */
export function createFlush(parts: {
  views: ReturnType<typeof createViews>;
  conversations: ReturnType<typeof createConversations>;
  onUnexpected(error: unknown): void;
}) {
  const { views, conversations, onUnexpected } = parts;
  let companies = new Map<number, Dirty>();
  let operators = new Set<number>();
  let whole = new Set<View>();
  let timer: NodeJS.Timeout | undefined;
  let due = Number.POSITIVE_INFINITY;
  let running: Promise<void> | undefined;

  function dirtyOf(companyId: number): Dirty {
    const dirty = companies.get(companyId) ?? { sessions: new Map(), receipts: new Set() };
    companies.set(companyId, dirty);
    return dirty;
  }

  function schedule(delay: number) {
    const at = performance.now() + delay;
    if (at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(() => {
      due = Number.POSITIVE_INFINITY;
      timer = undefined;
      if (running) return;
      running = pass().finally(() => {
        running = undefined;
        if (companies.size + operators.size + whole.size > 0) schedule(0);
      });
    }, delay);
  }

  async function pass() {
    const work = { companies, operators, whole };
    companies = new Map();
    operators = new Set();
    whole = new Set();
    for (const [companyId, { sessions, receipts }] of work.companies) {
      const wide = [...sessions].filter(([, full]) => full).map(([id]) => id);
      await guarded(async () => {
        await views.refresh(companyId, [...sessions.keys()], wide);
        await conversations.refresh(wide);
        await conversations.receipts(companyId, receipts);
      });
    }
    await guarded(() => views.refreshOperators(work.operators));
    for (const view of work.whole) await guarded(() => views.refreshAll(view));
  }

  async function guarded(work: () => Promise<void>) {
    try {
      await work();
    } catch (error) {
      onUnexpected(error);
    }
  }

  return {
    /** Anything about a session changed, also who is concerned by it. */
    session(companyId: number, id: number) {
      dirtyOf(companyId).sessions.set(id, true);
      schedule(0);
    },
    /** Only what its row shows (last line, unread). */
    row(companyId: number, id: number) {
      const { sessions } = dirtyOf(companyId);
      if (!sessions.has(id)) sessions.set(id, false);
      schedule(rowDelay);
    },
    receipts(companyId: number, id: number) {
      const dirty = dirtyOf(companyId);
      dirty.receipts.add(id);
      if (!dirty.sessions.has(id)) dirty.sessions.set(id, false);
      schedule(rowDelay);
    },
    operator(userId: number) {
      operators.add(userId);
      schedule(0);
    },
    view(view: View) {
      whole.add(view);
      schedule(0);
    },
    /** Resolves when nothing is under way. */
    async idle() {
      clearTimeout(timer);
      due = Number.POSITIVE_INFINITY;
      await running;
    },
  };
}
