import type pg from 'pg';

/**
 * Repairs the order of the event log after a restore into another cluster. There transaction ids begin anew, so the ids
 * the log brought along may lie ahead of all that are to come: readers would pass over new events, and sessions would
 * count as written by a younger transaction for ever (docs/decisions/event-order.md).
 *
 * All of the log gets one transaction id from before all others. What is left of the order is the order of `events.id`,
 * which within a subject is the same: ids are drawn under the subject's lock. A cursor then stands before the first
 * event it had not passed, so some events may be read twice and none is lost; a webhook's registration counts as older
 * than the log, so that what waited for it still comes.
 *
 * The log and its cursors are the witness: whatever carries a transaction id was written together with an event.
 * Call it before the product runs, under the lock of migrations. @returns whether something was repaired
 */
export async function repairAfterRestore(client: pg.Client): Promise<boolean> {
  const { rows: logs } = await client.query<{ there: boolean }>(`
    select to_regclass('events') is not null and to_regclass('event_cursors') is not null as there`);
  if (!logs[0]?.there || !(await isAhead(client))) return false;
  await client.query('begin');
  try {
    const columns = await orderColumns(client);
    // Whoever writes already, an older process or a hand, is waited for.
    await client.query(`lock table ${[...new Set(columns.map(({ place }) => place))].join(', ')} in exclusive mode`);
    await moveCursors(client);
    for (const { place, name, type } of columns) await client.query(reset(place, name, type));
    await client.query('commit');
    return true;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** Of all transactions; smaller than any that writes. */
const first = '1';

/** Costs no transaction id: the next one is at least `xmax`. */
async function isAhead(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ ahead: boolean }>(`
    select coalesce(greatest(
      (select xid from events order by xid desc, id desc limit 1),
      (select xid from event_cursors order by xid desc limit 1)
    ) >= pg_snapshot_xmax(pg_current_snapshot()), false) as ahead`);
  return rows[0]?.ahead ?? false;
}

/** Every column of ours that holds transaction ids, so that a new table is not forgotten here. */
async function orderColumns(client: pg.Client) {
  const { rows } = await client.query<{ place: string; name: string; type: 'xid8' | 'pg_snapshot' }>(`
    select c.oid::regclass::text as place, quote_ident(a.attname) as name, a.atttypid::regtype::text as type
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
      and a.atttypid in ('xid8'::regtype, 'pg_snapshot'::regtype) and not a.attisdropped
    order by c.relname, a.attnum`);
  return rows;
}

/** Before the first event a cursor had not passed; at the end of the log when it had passed all. */
const moveCursors = (client: pg.Client) =>
  client.query(`
    update event_cursors c set id = coalesce(
      (select min(e.id) - 1 from events e where (e.xid, e.id) > (c.xid, c.id)),
      (select max(e.id) from events e), 0)`);

function reset(place: string, name: string, type: 'xid8' | 'pg_snapshot') {
  const value = type === 'xid8' ? `'${first}'::xid8` : `'${first}:${first}:'::pg_snapshot`;
  const changed = type === 'xid8' ? `${name} <> ${value}` : `${name}::text <> ${value}::text`;
  return `update ${place} set ${name} = ${value} where ${changed}`;
}
