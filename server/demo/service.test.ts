import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createDirectory } from '../directory/service.ts';
import { createFileStore } from '../foundation/files/store.ts';
import { system } from '../foundation/security/actor.ts';
import { createRoutings } from '../routing/service.ts';
import { createCatalogue } from '../sessions/catalogue.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { allOrNothing } from './at-once.ts';
import { pastSessions } from './history.ts';
import { czechClients, englishClients } from './people.ts';
import { type DemoDeps, demoGuid, ensureDemo } from './service.ts';

const password = 'demo-password-1';
let database: TestDatabase;
let folder: string;
let deps: DemoDeps;
let company: number;

before(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), 'hovor-demo-'));
  const { store } = database;
  deps = {
    store,
    directory: createDirectory(store, { publicUrl: 'http://localhost', demo: true }),
    catalogue: createCatalogue(store),
    routings: createRoutings(store),
    files: createFileStore({ folder }),
  };
});
after(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** Rows of every table the demo writes to, to see that nothing is added. */
async function counts() {
  const tables = [
    'companies',
    'users',
    'groups',
    'presets',
    'tags',
    'sessionResults',
    'sessions',
    'activities',
    'apiKeys',
    'contacts',
  ] as const;
  const rows = await Promise.all(
    tables.map((table) =>
      database.db.selectFrom(table).select(database.db.fn.countAll<number>().as('n')).executeTakeFirstOrThrow(),
    ),
  );
  return Object.fromEntries(tables.map((table, index) => [table, rows[index]?.n]));
}

test('makes a company one can log in to, with a past that is closed in every part', async () => {
  await ensureDemo(deps, password);
  company = (await deps.directory.companies.byGuid(demoGuid))?.id ?? 0;
  const sessions = await database.db.selectFrom('sessions').selectAll().execute();
  assert.equal(sessions.length, pastSessions);
  assert.ok(sessions.every((session) => session.status === 'CLOSED' && session.closed && session.ended));
  assert.ok(sessions.every((session) => session.created < new Date() && (session.closed as Date) < new Date()));
  const rated = sessions.filter((session) => session.feedbackStars !== null).length;
  assert.ok(rated > pastSessions / 4, `${rated} rated`);
  const served = sessions.filter((session) => session.started);
  assert.ok(served.every((session) => session.result && session.lastSeq > 6));
  assert.ok(sessions.length - served.length > 5, 'some clients gave up');
  const clients = new Set(sessions.map((session) => session.guestId)).size;
  assert.ok(clients < pastSessions / 3, `${clients} clients come again and again`);
  const contacts = await database.db.selectFrom('contacts').select('name').execute();
  assert.ok(contacts.length >= clients, 'operators keep whom they know');

  for (const name of ['admin', 'sara', 'anna', 'boris', 'clara', 'david']) {
    const login = { name: `${name}@demo.test`, password, source: name, ip: null, userAgent: null };
    assert.equal((await deps.directory.logins.logIn(login)).actor.companyId, company);
  }
  assert.ok(await deps.directory.keys.authenticate('demo', password));
  const preset = await deps.catalogue.widgetPreset({ company: demoGuid, preset: 'Demo shop' });
  assert.equal(preset?.isDefault, true);
});

test('a transcript reads as it happened: gapless, in time, both sides', async () => {
  const { id } = await database.db
    .selectFrom('sessions')
    .select('id')
    .where('started', 'is not', null)
    .orderBy('id')
    .executeTakeFirstOrThrow();
  const lines = await database.db
    .selectFrom('activities')
    .selectAll()
    .where('sessionId', '=', id)
    .orderBy('seq')
    .execute();
  assert.deepEqual(
    lines.map((line) => line.seq),
    lines.map((_line, index) => index + 1),
  );
  assert.deepEqual(
    new Set(lines.filter((line) => line.type === 'ChatMessage').map((line) => line.client)),
    new Set(['Guest', 'User']),
  );
  for (const [index, line] of lines.entries()) assert.ok(index === 0 || line.at >= (lines[index - 1]?.at as Date));
});

test('a later start changes nothing', async () => {
  const before = await counts();
  await ensureDemo(deps, password);
  assert.deepEqual(await counts(), before);
});

test('a start that was killed in the middle is completed, with nothing doubled', async () => {
  const whole = await counts();
  // As after kill -9: some lanes are there, others are not, and the mark of the end is missing.
  const lane = [...czechClients, ...englishClients].filter((_client, index) => index % 4 === 0);
  const names = lane.map((client) => client.name);
  const gone = await database.db
    .selectFrom('sessionParams')
    .select('sessionId')
    .where('name', '=', 'oo1_guest_ident')
    .where('value', 'in', names)
    .execute();
  const ids = gone.map((param) => param.sessionId);
  assert.ok(ids.length > 20);
  for (const table of ['activities', 'sessionParams', 'sessionTags', 'sessionOperators'] as const) {
    await database.db.deleteFrom(table).where('sessionId', 'in', ids).execute();
  }
  await database.db.deleteFrom('sessions').where('id', 'in', ids).execute();
  await database.db.deleteFrom('contacts').where('name', 'in', names).execute();
  await database.db.deleteFrom('settings').where('key', '=', 'demo.pastMade').execute();

  await ensureDemo(deps, password);
  assert.deepEqual(await counts(), whole);
  const scopes = await database.db.selectFrom('sessions').select('scope').execute();
  assert.equal(new Set(scopes.map((row) => row.scope)).size, pastSessions);
});

test('what fails in the middle leaves nothing of its lane', async () => {
  const whole = await counts();
  await database.db.deleteFrom('settings').where('key', '=', 'demo.pastMade').execute();
  const { store } = database;
  await assert.rejects(
    allOrNothing(store, async (joined) => {
      await createDirectory(joined, { publicUrl: 'http://localhost' }).tenants.create(system(company), {
        name: 'Lost',
      });
      throw new Error('killed');
    }),
    /killed/,
  );
  assert.deepEqual(await counts(), whole);
  assert.equal(
    (await deps.directory.tenants.list(company)).some((tenant) => tenant.name === 'Lost'),
    false,
  );
});

test('a new DEMO_PASSWORD is the password of all logins and of the key from then on', async () => {
  await ensureDemo(deps, 'another-password');
  const login = { name: 'anna@demo.test', source: 'change', ip: null, userAgent: null };
  await assert.rejects(deps.directory.logins.logIn({ ...login, password }));
  await deps.directory.logins.logIn({ ...login, password: 'another-password' });
  assert.equal(await deps.directory.keys.authenticate('demo', password), null);
  assert.ok(await deps.directory.keys.authenticate('demo', 'another-password'));
});
