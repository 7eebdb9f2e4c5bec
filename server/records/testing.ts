import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Insertable } from 'kysely';
import { channelIdentityOf } from '../contacts/service.ts';
import type { DB } from '../foundation/database/tables.ts';
import { createFileStore } from '../foundation/files/store.ts';
import { buildCompany, buildGuest, buildPreset, buildUser } from '../testing/build.ts';
import type { TestDatabase } from '../testing/database.ts';
import { createRecords } from './service.ts';

/** The room on a test database; files go to a folder of this process. */
export function recordsOn({ store }: TestDatabase) {
  const files = createFileStore({ folder: join(tmpdir(), `hovor-records-${process.pid}`) });
  const errors: unknown[] = [];
  return { ...createRecords(store, { zone: 'Europe/Prague', files, onError: (error) => errors.push(error) }), errors };
}

/** A company with an administrator, two operators, and a maker of sessions with any row. */
export async function recordScene(database: TestDatabase) {
  const { store, db } = database;
  const company = await buildCompany(store);
  const tenantId = company.tenantId;
  const preset = await buildPreset(store, company, { name: 'Shop' });
  const admin = await buildUser(store, company, { roles: ['TenantAdmin'] });
  const operator = await buildUser(store, company, { firstName: 'Anna', lastName: 'Nová' });
  const colleague = await buildUser(store, company, { firstName: 'Ben', lastName: 'Adam' });
  const insert = async <T extends keyof DB>(table: T, row: Record<string, unknown>) =>
    void (await db
      .insertInto(table)
      .values({ companyId: company.id, ...row } as never)
      .execute());

  /** Ended after an hour unless the row says otherwise. */
  async function session(row: Partial<Insertable<DB['sessions']>> = {}) {
    const guestId = row.guestId ?? (await buildGuest(store, company)).id;
    const created = row.created ?? new Date('2025-03-04T09:00:00Z');
    const at = (minutes: number) => new Date(new Date(created as Date).getTime() + minutes * 60_000);
    const { id } = await db
      .insertInto('sessions')
      .values({
        companyId: company.id,
        tenantId,
        guestId,
        channelIdentityId: await channelIdentityOf(db, { companyId: company.id, tenantId, guestId }),
        presetId: preset.id,
        channel: 'Chat',
        source: 'Default',
        status: 'CLOSED',
        created,
        enteredQueue: created,
        started: at(1),
        ended: at(61),
        ...row,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }
  const param = (sessionId: number, name: string, value: string) =>
    insert('sessionParams', { sessionId, name, value, source: 'API', updated: new Date() });
  const serve = (sessionId: number, userId: number) =>
    insert('sessionOperators', { sessionId, userId, joined: new Date('2025-03-04T09:01:00Z'), concluded: new Date() });
  let seq = 0;
  const say = (sessionId: number, text: string) =>
    insert('activities', { sessionId, seq: ++seq, type: 'ChatMessage', client: 'Guest', at: new Date(), text });
  return { company, tenantId, preset, admin, operator, colleague, insert, session, param, serve, say };
}
export type RecordScene = Awaited<ReturnType<typeof recordScene>>;
