import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { localBus } from '../../server/foundation/bus.ts';
import { systemClock } from '../../server/foundation/clock.ts';
import { openDatabase } from '../../server/foundation/database/database.ts';
import { startEmbedded } from '../../server/foundation/database/embedded.ts';
import { migrate } from '../../server/foundation/database/migrate.ts';
import type { DB } from '../../server/foundation/database/tables.ts';
import type { Store } from '../../server/foundation/transact.ts';
import { buildApiKey, buildCompany, buildPreset, buildUser } from '../../server/testing/build.ts';

/**
 * A company with years of work behind it: so many sessions, ten lines each, with operators, parameters, tags, results
 * and ratings as they are in life. Written by SQL, because a million sessions through the rooms would take a day; the
 * rows are what the rooms would have written. `BENCH_ARCHIVE` names a folder in which it is kept for the next run.
 */
export interface Archive {
  databaseUrl: string;
  store: Store;
  companyId: number;
  tenantId: number;
  /** Sees all of the tenant. */
  admin: { cookie: string };
  key: { clientId: string; secret: string };
  env: Record<string, string>;
  sessions: number;
}

const operators = 200;
const presets = 10;
const tags = 20;
/** Lines of one session. */
const lines = 10;

let open: Promise<Archive & { close(): Promise<void> }> | undefined;

/** The same archive for all benches of one run. */
export function archiveOf(sessions: number): Promise<Archive> {
  open ??= createArchive(sessions);
  return open;
}

export async function closeArchive(): Promise<void> {
  await (await open)?.close();
  open = undefined;
}

async function createArchive(sessions: number) {
  const kept = process.env.BENCH_ARCHIVE;
  if (kept) await mkdir(kept, { recursive: true });
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'hovor-archive-')));
  const known = existsSync(join(folder, 'pgdata')) || existsSync(join(folder, 'postgres'));
  const database = await startEmbedded({ dataDir: folder });
  await migrate(database.url);
  const { db, close } = openDatabase({ url: database.url, maxConnections: 4, applicationName: 'hovor-bench' });
  const store: Store = { db, bus: localBus(() => {}), clock: systemClock };
  const before = await sql<{ count: number }>`select count(*)::int as count from sessions`.execute(db);
  const filled = known && before.rows[0]?.count === sessions;
  const company = filled
    ? await db.selectFrom('companies').selectAll().executeTakeFirstOrThrow()
    : await buildCompany(store);
  const { id: tenantId } = await db
    .selectFrom('tenants')
    .select('id')
    .where('companyId', '=', company.id)
    .orderBy('id')
    .executeTakeFirstOrThrow();
  const at = { ...company, tenantId };
  if (!filled) await fill(store, at, sessions);
  const admin = await buildUser(store, at, { roles: ['TenantAdmin'], globalRoles: ['CompanyAdmin'] });
  const key = await buildApiKey(store, at);
  return {
    databaseUrl: database.url,
    store,
    companyId: at.id,
    tenantId,
    admin,
    key,
    sessions,
    env: {
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      DEMO: 'off',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'error',
      TZ: 'Europe/Prague',
    },
    async close() {
      await close();
      await database.stop();
      if (!kept) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function fill(
  store: Store,
  company: { id: number; tenantId: number; guid: string; name: string },
  sessions: number,
) {
  const began = performance.now();
  const userIds: number[] = [];
  for (let i = 0; i < operators; i++) {
    userIds.push((await buildUser(store, company, { firstName: `Op${i}`, lastName: 'Bench' })).id);
  }
  const presetIds: number[] = [];
  for (let i = 0; i < presets; i++) presetIds.push((await buildPreset(store, company, { name: `Package ${i}` })).id);
  await store.db.connection().execute(async (db) => {
    // References are right by construction; to check each of them would take longer than writing the rows.
    for (const setting of [
      'session_replication_role = replica',
      'synchronous_commit = off',
      "maintenance_work_mem = '512MB'",
    ]) {
      await sql.raw(`set ${setting}`).execute(db);
    }
    await fillRows(db, company, { sessions, userIds, presetIds });
    await sql`reset all`.execute(db);
    await sql`vacuum analyze`.execute(db);
  });
  console.log(`${sessions} sessions made in ${Math.round((performance.now() - began) / 1000)} s`);
}

interface Ingredients {
  sessions: number;
  userIds: number[];
  presetIds: number[];
}

async function fillRows(
  db: Kysely<DB>,
  { id: companyId, tenantId }: { id: number; tenantId: number },
  { sessions, userIds, presetIds }: Ingredients,
) {
  const guests = Math.ceil(sessions / 3);
  await sql`insert into tags (company_id, tenant_id, name)
    select ${companyId}, ${tenantId}, 'tag' || n from generate_series(1, ${tags}) n`.execute(db);
  await sql`insert into guests (company_id, tracked_id, token_hash)
    select ${companyId}, gen_random_uuid(), decode(md5(n::text), 'hex') from generate_series(1, ${guests}) n`.execute(
    db,
  );
  await sql`insert into channel_identities (company_id, tenant_id, guest_id)
    select ${companyId}, ${tenantId}, id from guests`.execute(db);

  const bulky = ['activities_message', 'activities_id'];
  for (const index of bulky) await sql.raw(`drop index ${index}`).execute(db);
  // A year up to now, by day and night; one in eight was never accepted.
  await sql`insert into sessions
      (company_id, tenant_id, guest_id, channel_identity_id, preset_id, channel, source, status, language, url, ip, os,
       browser, created, entered_queue, started, ended, closed, termination_reason, guest_left, result, feedback_stars,
       feedback_scale, last_seq)
    select ${companyId}, ${tenantId}, g.id, i.id, (${presetIds}::int[])[1 + h.h % ${presets}],
      case when h.h % 20 = 0 then 'AV' else 'Chat' end, case when h.h % 7 = 0 then 'WhatsApp' else 'Default' end, 'CLOSED',
      case when h.h % 3 = 0 then 'en' else 'cs' end, 'https://shop.example/products/' || h.h % 5000,
      '198.51.' || h.h % 256 || '.' || h.h / 256 % 256, (array['WINDOWS', 'ANDROID', 'IOS', 'OSX'])[1 + h.h % 4],
      (array['CHROME', 'SAFARI', 'FF', 'CHROMIUM_EDGE'])[1 + h.h % 4],
      t.created, t.created, case when h.h % 8 > 0 then t.created + (h.h % 90) * interval '1 second' end,
      t.created + (120 + h.h % 900) * interval '1 second', t.created + (130 + h.h % 900) * interval '1 second',
      case when h.h % 8 > 0 then 'OperatorLeft' else 'GuestLeft' end, 'LeftSession',
      case when h.h % 8 > 0 then (array['Solved', 'Call back', 'Complaint', null])[1 + h.h % 4] end,
      case when h.h % 3 = 0 then 1 + h.h % 5 end, case when h.h % 3 = 0 then 'Likert' end, ${lines}
    from generate_series(1, ${sessions}) n
    cross join lateral (select hashint4(n) & 2147483647 as h) h
    cross join lateral (select now() - (${sessions} - n) * (interval '365 days' / ${sessions}) - interval '20 minutes' as created) t
    join guests g on g.id = (select min(id) from guests) + n % ${guests}
    join channel_identities i on i.guest_id = g.id`.execute(db);
  const ended = sql`from sessions s where s.started is not null`;
  await sql`insert into session_operators (company_id, session_id, user_id, joined, "left", concluded)
    select s.company_id, s.id, (${userIds}::int[])[1 + (hashint8(s.id) & 2147483647) % ${operators}], s.started, s.ended, s.closed ${ended}`.execute(
    db,
  );
  await sql`insert into session_params (company_id, session_id, name, value, source, updated)
    select s.company_id, s.id, p.name, p.value || s.id, 'WIDGET_API', s.created
    from sessions s cross join (values ('oo1_guest_ident', 'Client '), ('order_no', 'A-'), ('plan', 'Gold ')) p (name, value)
  `.execute(db);
  await sql`insert into session_tags (company_id, session_id, tag_id, at)
    select s.company_id, s.id, (select min(id) from tags) + s.id % ${tags}, s.created
    from sessions s where s.id % 3 = 0`.execute(db);
  await sql`insert into activities (company_id, session_id, seq, type, at, client, user_id, message_id, text, data)
    select s.company_id, s.id, l, case when l = ${lines} then 'SessionEnded' else 'ChatMessage' end,
      s.created + l * interval '9 seconds',
      case when l = ${lines} then null when l % 2 = 1 then 'Guest' else 'User' end,
      case when l % 2 = 0 and l < ${lines} then (${userIds}::int[])[1 + (hashint8(s.id) & 2147483647) % ${operators}] end,
      case when l < ${lines} then gen_random_uuid() end,
      case when l < ${lines} then 'Good afternoon, I would like to know when my parcel number ' || s.id || ' arrives. ' || l end,
      case when l = ${lines} then jsonb_build_object('terminationReason', s.termination_reason) end
    from sessions s cross join generate_series(1, ${lines}) l order by s.id, l`.execute(db);
  await sql`create unique index activities_id on activities (id)`.execute(db);
  await sql`create unique index activities_message on activities (session_id, message_id) where message_id is not null`.execute(
    db,
  );
}
