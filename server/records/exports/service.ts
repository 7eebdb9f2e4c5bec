import type { Readable } from 'node:stream';
import { limits } from '@hovor/protocol/limits';
import type { NewExport, SessionExport } from '@hovor/protocol/session-table';
import { invalid, notFound, Problem } from '../../foundation/errors.ts';
import type { FileStore } from '../../foundation/files/store.ts';
import { enqueue } from '../../foundation/jobs/jobs.ts';
import type { UserActor } from '../../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../../foundation/transact.ts';
import { columnSql } from '../columns.ts';
import { seesAll } from '../policies.ts';
import { readSelection } from '../selection.ts';
import * as queries from './queries.ts';

/** Name of the job, and of the one that looks after what was left lying. */
export const exportTask = 'export-sessions';
export const tendTask = 'tend-session-exports';

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Orders of exports (AD-SE-4): each belongs to the user who gave it, in the tenant it was given in. */
export function createExports(store: Store, { files, zone }: { files: FileStore; zone: string }) {
  const ownerOf = (actor: UserActor, tenantId: number) => ({
    companyId: actor.companyId,
    tenantId,
    userId: actor.userId,
  });
  const touch = (unit: Unit, { companyId, tenantId, userId }: ReturnType<typeof ownerOf>) =>
    unit.touch({ companyId, tenantId, topic: 'exports', id: userId });

  async function one(owner: ReturnType<typeof ownerOf>, exportId: number) {
    const [row] = await queries.readExports(store.db, owner, exportId);
    if (!row) throw notFound();
    return row;
  }

  return {
    /** @throws invalid-input, conflict when enough are under way */
    async start(actor: UserActor, tenantId: number, order: NewExport): Promise<SessionExport> {
      const { filter = '', sort = '-created', delimiter = ',', columns, format, view } = order;
      readSelection(filter, zone);
      for (const { id } of columns) columnSql(id, { whole: true });
      if (!isZone(order.zone)) throw invalid('zone', 'Send a time zone such as Europe/Prague.');
      const owner = ownerOf(actor, tenantId);
      const ownOnly = !seesAll(actor, tenantId);
      const id = await transact(store, actor, async (unit) => {
        const { exportsPerUser: perUser, exportsPerCompany: perCompany, exportAttempts: attempts } = limits;
        const row = { ...owner, format, delimiter, view, filter, sort, columns, zone: order.zone, ownOnly };
        const made = await queries.insertExport(unit.db, row, { created: unit.now, perUser, perCompany });
        if (made === null) {
          throw new Problem('conflict', { detail: 'Several exports are under way. Wait for one, or cancel it.' });
        }
        await enqueue(unit.db, exportTask, { exportId: made }, { key: `export:${made}`, attempts });
        const payload = { exportId: made, userId: actor.userId, format };
        const { companyId } = owner;
        unit.record({ companyId, tenantId, kind: 'sessionExport.started', subject: `session-export:${made}`, payload });
        touch(unit, owner);
        return made;
      });
      return viewOf(await one(owner, id));
    },

    list: async (actor: UserActor, tenantId: number): Promise<SessionExport[]> =>
      (await queries.readExports(store.db, ownerOf(actor, tenantId))).map(viewOf),

    async cancel(actor: UserActor, tenantId: number, exportId: number): Promise<void> {
      const owner = ownerOf(actor, tenantId);
      await one(owner, exportId);
      await transact(store, actor, async (unit) => {
        if (await queries.cancelExport(unit.db, owner, exportId, unit.now)) touch(unit, owner);
      });
    },

    /** @throws conflict while it runs */
    async remove(actor: UserActor, tenantId: number, exportId: number): Promise<void> {
      const owner = ownerOf(actor, tenantId);
      await one(owner, exportId);
      const key = await transact(store, actor, async (unit) => {
        const removed = await queries.deleteExport(unit.db, owner, exportId);
        if (removed !== undefined) touch(unit, owner);
        return removed;
      });
      if (key === undefined) throw new Problem('conflict', { detail: 'This export is under way. Cancel it first.' });
      if (key) await files.remove(key);
    },

    /** @throws not-found when it is not done, or not kept any more */
    async open(actor: UserActor, tenantId: number, exportId: number) {
      const row = await one(ownerOf(actor, tenantId), exportId);
      if (row.state !== 'done' || !row.storageKey || !row.expires || row.expires <= store.clock.now()) throw notFound();
      // Rights may have been taken since.
      if (!row.ownOnly && !seesAll(actor, tenantId)) throw new Problem('not-permitted');
      const stream: Readable = await files.open(row.storageKey);
      const name = `sessions-${row.created.toISOString().slice(0, 10)}-${row.id}.${row.format}`;
      const headers = {
        'content-type': types[row.format],
        'content-length': String(row.size ?? 0),
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'private, no-store',
      };
      return { stream, headers };
    },
  };
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const viewOf = (row: queries.ExportRow): SessionExport => ({
  id: row.id,
  format: row.format,
  state: row.state,
  written: row.written,
  total: row.total,
  size: row.size,
  created: row.created.toISOString(),
  finished: row.finished?.toISOString() ?? null,
  expires: row.expires?.toISOString() ?? null,
});

/** What anonymising a session takes with it: exports of its tenant, which may hold it and cannot be cut (R5). */
export const forgetInExports =
  (files: Pick<FileStore, 'remove'>) => async (unit: Unit, session: { companyId: number; tenantId: number }) => {
    for (const { companyId, tenantId, userId, storageKey } of await queries.withdrawExports(unit.db, session)) {
      if (storageKey) await files.remove(storageKey);
      unit.touch({ companyId, tenantId, topic: 'exports', id: userId });
    }
  };
