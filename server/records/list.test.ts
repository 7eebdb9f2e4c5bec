import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import {
  paramColumn,
  type Sort,
  sessionColumnNames,
  sessionColumns,
  sessionFilterKinds,
  sortableColumns,
} from '@hovor/protocol/session-table';
import { sql } from 'kysely';
import { Problem } from '../foundation/errors.ts';
import { sessionFilters } from '../sessions/filters.ts';
import type { BuiltUser } from '../testing/build.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { columnSql } from './columns.ts';
import { orderOf } from './orders.ts';
import { recordScene, recordsOn } from './testing.ts';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const listOf = () => recordsOn(database).list;

const ids = async (user: BuiltUser, tenantId: number, filter: string, more: { view?: 'live' } = {}) => {
  const page = await listOf().page(user.actor, tenantId, { view: 'history', columns: 'id', filter, ...more });
  return page.rows.map((row) => row.id);
};
const refusedField = (field: string) => (error: unknown) =>
  error instanceof Problem && error.code === 'invalid-input' && error.fields?.[field] !== undefined;

test('the workspace knows every filter of the language, and no other', () => {
  assert.deepEqual(Object.keys(sessionFilterKinds).sort(), Object.keys(sessionFilters).sort());
});

test('every column has a value: shown short in the table, whole in exports', async () => {
  const scene = await recordScene(database);
  const id = await scene.session({ url: `https://shop.test/${'x'.repeat(400)}`, result: 'Sold', feedbackStars: 4 });
  await scene.param(id, 'oo1_guest_ident', 'Eva');
  await scene.param(id, 'order', 'A-1');
  await scene.serve(id, scene.operator.id);
  await scene.serve(id, scene.colleague.id);
  await scene.say(id, 'Where is my parcel?');
  await scene.say(id, 'Hello?');
  const shown = sessionColumnNames.filter((name) => !('exportOnly' in sessionColumns[name]));
  const { rows } = await listOf().page(scene.admin.actor, scene.tenantId, {
    view: 'history',
    columns: [...shown.slice(0, limits.sessionColumnsShown - 1), encodeURIComponent(paramColumn('order'))].join(','),
  });
  const [row] = rows;
  const value = (name: (typeof shown)[number]) => row?.cells[shown.indexOf(name)];
  assert.equal(row?.id, id);
  assert.equal(row?.cells.at(-1), 'A-1');
  assert.equal(value('client'), 'Eva');
  assert.equal(value('created'), '2025-03-04T09:00:00.000Z');
  assert.equal(value('waited'), 60);
  assert.equal(value('length'), 3600);
  assert.deepEqual(value('operators'), ['Anna Nová', 'Ben Adam']);
  assert.equal(value('initialMessage'), 'Where is my parcel?');
  assert.equal(value('lastMessage'), 'Hello?');
  assert.equal(value('messages'), 2);
  assert.equal(String(value('url')).length, limits.sessionCellShown);
  assert.equal(value('concurrentOperators'), true);

  const whole = await sql<{ cells: string[] }>`
    select json_build_array(${sql.join([columnSql('url', { whole: true }), columnSql('transcript', { whole: true })])})
      as cells from sessions s left join presets p on p.id = s.preset_id where s.id = ${id}`.execute(database.db);
  assert.ok((whole.rows[0]?.cells[0]?.length ?? 0) > 400);
  assert.match(whole.rows[0]?.cells[1] ?? '', /Client: Where is my parcel\?\n.*Client: Hello\?/);
});

test('each order walks through all pages without a gap or a double, in both directions', async () => {
  const scene = await recordScene(database);
  const expected = new Set<number>();
  for (let i = 0; i < limits.listPage + 30; i++) {
    const created = new Date(Date.UTC(2025, 2, 4, 9, i % 7));
    // Equal keys in number, and some that were never accepted.
    const started = i % 3 === 0 ? null : new Date(created.getTime() + (i % 5) * 1000);
    const ended = new Date(created.getTime() + 60_000 * (i % 4));
    expected.add(await scene.session({ created, enteredQueue: created, started, ended }));
  }
  for (const sort of sortableColumns.flatMap((name): Sort[] => [name, `-${name}`])) {
    const found: number[] = [];
    const keys: (string | number | null)[] = [];
    let next: string | undefined;
    do {
      const page = await listOf().page(scene.admin.actor, scene.tenantId, {
        view: 'history',
        sort,
        columns: sort.replace('-', ''),
        ...(next && { after: next }),
      });
      found.push(...page.rows.map((row) => row.id));
      keys.push(...page.rows.map((row) => row.cells[0] as string | number | null));
      next = page.next ?? undefined;
    } while (next);
    assert.equal(found.length, expected.size, sort);
    assert.deepEqual(new Set(found), expected, sort);
    const present = keys.filter((key) => key !== null);
    const sorted = [...present].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    assert.deepEqual(present, sort.startsWith('-') ? sorted.reverse() : sorted, sort);
  }
});

test('each order has its index, so that no page sorts a million rows', async () => {
  await recordScene(database);
  for (const name of sortableColumns) {
    const order = orderOf(`-${name}`);
    const plan = await database.db.transaction().execute(async (transaction) => {
      await sql`set local enable_seqscan = off`.execute(transaction);
      await sql`set local enable_sort = off`.execute(transaction);
      const { rows } = await sql<Record<string, string>>`
        explain select s.id from sessions s where s.company_id = 1 and s.tenant_id = 1 and s.ended is not null
        order by ${order.by} limit 10`.execute(transaction);
      return rows.map((row) => Object.values(row)[0]).join('\n');
    });
    assert.match(plan, new RegExp(`Index (Only )?Scan Backward using sessions_by_${name}`), plan);
    assert.doesNotMatch(plan, /Sort/, plan);
  }
});

test('operators find what they served, people with the right find all, of their tenant only', async () => {
  const scene = await recordScene(database);
  const [mine, other] = [await scene.session(), await scene.session()];
  await scene.serve(mine, scene.operator.id);
  await scene.serve(other, scene.colleague.id);
  assert.deepEqual(await ids(scene.operator, scene.tenantId, ''), [mine]);
  assert.deepEqual(await ids(scene.operator, scene.tenantId, `SessionId=${other}`), []);
  assert.deepEqual(await ids(scene.admin, scene.tenantId, ''), [other, mine]);
  const stranger = await recordScene(database);
  assert.deepEqual(await ids(stranger.admin, scene.tenantId, ''), []);
  assert.deepEqual(await ids(stranger.admin, stranger.tenantId, `DepartmentId=${scene.tenantId}`), []);
});

test('running sessions are live, ended ones are history', async () => {
  const scene = await recordScene(database);
  const running = await scene.session({ ended: null, status: 'ACTIVE' });
  const ended = await scene.session();
  assert.deepEqual(await ids(scene.admin, scene.tenantId, '', { view: 'live' }), [running]);
  assert.deepEqual(await ids(scene.admin, scene.tenantId, ''), [ended]);
});

test('filters: those of the Public API, single parameters, and one line for the client', async () => {
  const scene = await recordScene(database);
  const a = await scene.session({ channel: 'AV' });
  const b = await scene.session({ channel: 'Chat' });
  await scene.param(a, 'Order no', 'A-1042');
  await scene.param(b, 'Order no', 'A-10429');
  await scene.param(a, 'oo1_guest_email', 'eva@example.test');
  const find = (filter: string) => ids(scene.admin, scene.tenantId, filter);
  assert.deepEqual(await find('Channel=AV'), [a]);
  assert.deepEqual(await find('Channel=AV&Channel=Chat'), [b, a]);
  assert.deepEqual(await find('Param.Order%20no.Text=a-1042'), [b, a]);
  assert.deepEqual(await find('Param.Order%20no.Text=A-1042&Param.Order%20no.Exact=true'), [a]);
  assert.deepEqual(await find('Param.oo1_guest_email.Null=true'), [b]);
  assert.deepEqual(await find('Param.oo1_guest_email.Null=false'), [a]);
  assert.deepEqual(await find('Search=EVA%40'), [a]);
  assert.deepEqual(await find(`Search=${b}`), [b]);
  assert.deepEqual(await find("Param.x'%3B drop table sessions.Text=%25' or 1=1"), []);
});

test('what is no filter, no column or no place in the list is refused by name', async () => {
  const scene = await recordScene(database);
  const list = listOf();
  const ask = (query: object) =>
    list.page(scene.admin.actor, scene.tenantId, { view: 'history', columns: 'id', ...query });
  await assert.rejects(ask({ filter: 'Chanel=Chat' }), refusedField('filter'));
  await assert.rejects(ask({ filter: 'Channel=Pigeon' }), refusedField('Channel'));
  await assert.rejects(ask({ columns: 'id,password_hash' }), refusedField('columns'));
  await assert.rejects(ask({ columns: 'id,id' }), refusedField('columns'));
  await assert.rejects(ask({ columns: 'transcript' }), refusedField('columns'));
  await assert.rejects(ask({ columns: '%E0%A4%A' }), refusedField('columns'));
  await assert.rejects(ask({ after: "now()|1' or true --" }), refusedField('after'));
  const tooMany = Array.from({ length: limits.sessionColumnsShown + 1 }, (_, i) => paramColumn(`p${i}`)).join(',');
  await assert.rejects(ask({ columns: tooMany }), refusedField('columns'));
});

test('the count is exact up to a bound', async () => {
  const scene = await recordScene(database);
  await scene.session();
  await scene.session({ channel: 'AV' });
  const count = (filter: string) => listOf().count(scene.admin.actor, scene.tenantId, { view: 'history', filter });
  assert.deepEqual(await count(''), { count: 2, more: false });
  assert.deepEqual(await count('Channel=AV'), { count: 1, more: false });
  await sql`insert into sessions (company_id, tenant_id, guest_id, channel, source, status, created, ended)
    select company_id, tenant_id, guest_id, 'Chat', 'Default', 'CLOSED', created, ended
    from sessions, generate_series(1, ${limits.sessionsCounted}) where tenant_id = ${scene.tenantId} and channel = 'AV'
  `.execute(database.db);
  assert.deepEqual(await count(''), { count: limits.sessionsCounted, more: true });
});
