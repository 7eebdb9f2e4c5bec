import { Readable } from 'node:stream';
import { limits } from '@hovor/protocol/limits';
import type { FileStore } from '../../foundation/files/store.ts';
import { enqueue, type JobRun, type JobTask } from '../../foundation/jobs/jobs.ts';
import type { Store } from '../../foundation/transact.ts';
import { columnSql } from '../columns.ts';
import { cursorOf, orderOf } from '../orders.ts';
import { countRows, patience, type Scope, selectRows } from '../queries.ts';
import { inView, readSelection } from '../selection.ts';
import { csvOf } from './csv.ts';
import * as queries from './queries.ts';
import { exportTask, tendTask } from './service.ts';
import { xlsxOf } from './xlsx.ts';

/** Sessions per statement: the memory of an export, whatever its length. */
const portion = 500;
/** Progress is noted and shown this often. Milliseconds. */
const noteEvery = 500;

/** Somebody cancelled, or another process took over. */
class NotMine extends Error {}

/**
 * Writing exports. States: waiting → running → done, or cancelled by its owner, or failed after some attempts; done →
 * expired. A worker is in charge as long as it notes progress; when it dies the order is taken up by another one and
 * written anew from the beginning, and what the dead one left is cleaned up with half received files.
 */
export function createExportWork(
  store: Store,
  { files, zone, onError }: { files: FileStore; zone: string; onError(error: unknown): void },
): Record<string, JobTask> {
  const { db, bus, clock } = store;
  const lease = () => new Date(clock.now().getTime() + limits.exportLease);
  const tell = ({ companyId, tenantId, userId }: { companyId: number; tenantId: number; userId: number }) =>
    bus.publish([{ companyId, tenantId, topic: 'exports', id: userId }]);

  async function count(order: queries.ExportRow, scope: Scope): Promise<number | null> {
    const conditions = [inView(order.view), ...readSelection(order.filter, zone)];
    try {
      return await db.transaction().execute(async (transaction) => {
        await patience(limits.sessionListPatience).execute(transaction);
        return countRows(transaction, scope, conditions, 2 ** 31 - 1);
      });
    } catch (error) {
      if ((error as { code?: string }).code === '57014') return null;
      throw error;
    }
  }

  /** Rows in order, portion by portion behind a key; notes progress on the way. */
  async function* batches(order: queries.ExportRow, scope: Scope, total: number | null, stopping: AbortSignal) {
    const by = orderOf(order.sort);
    const base = [inView(order.view), ...readSelection(order.filter, zone)];
    const columns = order.columns.map(({ id }) => columnSql(id, { whole: true }));
    let after: string | undefined;
    let written = 0;
    let noted = performance.now();
    for (;;) {
      stopping.throwIfAborted();
      const place = by.after(after);
      const conditions = place ? [...base, place] : base;
      const rows = await selectRows(db, scope, { conditions, order: by, limit: portion, columns });
      if (rows.length > 0) yield rows;
      written += rows.length;
      const last = rows.at(-1);
      if (performance.now() - noted > noteEvery || rows.length < portion) {
        if (!(await queries.noteProgress(db, order, { written, total, until: lease() }))) throw new NotMine();
        noted = performance.now();
        order.written = written;
        tell(order);
      }
      if (!last || rows.length < portion) return;
      after = cursorOf(last);
    }
  }

  async function write(order: queries.ExportRow, stopping: AbortSignal): Promise<void> {
    const { companyId, tenantId } = order;
    const scope: Scope = { companyId, tenantId, userId: order.ownOnly ? order.userId : null };
    tell(order);
    const total = await count(order, scope);
    const rows = batches(order, scope, total, stopping);
    const stream =
      order.format === 'xlsx'
        ? xlsxOf(order.columns, rows, order.zone)
        : Readable.from(csvOf(order.columns, rows, order), { objectMode: false });
    const received = await files.receive(stream, { maxBytes: limits.exportSize });
    await received.keep();
    const finished = clock.now();
    const done = await queries.finishExport(db, order, {
      written: order.written,
      size: received.size,
      storageKey: received.key,
      finished,
      expires: new Date(finished.getTime() + limits.exportKept),
    });
    if (!done) await files.remove(received.key);
    tell(order);
  }

  async function run({ exportId }: Record<string, unknown>, { stopping }: JobRun): Promise<void> {
    const order = await queries.claimExport(db, Number(exportId), clock.now(), lease());
    if (!order) return;
    try {
      await write(order, stopping);
    } catch (error) {
      if (error instanceof NotMine) return;
      const last = order.attempts >= limits.exportAttempts;
      await queries.giveBack(db, order, last ? 'failed' : 'waiting', clock.now());
      tell(order);
      if (!stopping.aborted) onError(error);
      // The job is tried again by itself.
      if (!last) throw error;
    }
  }

  /** Takes up what dead workers left, and removes files whose time is over. */
  async function tend(): Promise<void> {
    for (const { id, attempts } of await queries.abandonedExports(db, clock.now())) {
      if (attempts >= limits.exportAttempts) await queries.giveBack(db, { id, attempts }, 'failed', clock.now());
      else await enqueue(db, exportTask, { exportId: id }, { key: `export:${id}:${attempts}`, attempts: 1 });
    }
    for (const removed of await queries.expireExports(db, clock.now())) {
      if (removed.storageKey) await files.remove(removed.storageKey);
      tell(removed);
    }
  }

  return { [exportTask]: run, [tendTask]: tend };
}

/** Each minute, and soon after a start. */
export const exportSchedule = { [tendTask]: '* * * * *' };
