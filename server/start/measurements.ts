import { sql } from 'kysely';
import type { Bus } from '../foundation/bus.ts';
import type { Database } from '../foundation/database/database.ts';
import type { Metrics } from '../foundation/metrics.ts';

/** What operations people watch: how much comes in, who waits, and how far those who react are behind. */
export function measureProduct(metrics: Metrics, about: { db: Database; bus: Bus; connections(): number }) {
  const { db, bus } = about;
  metrics.gauge('hovor_connections', 'Open WebSockets of clients and operators', about.connections);
  metrics.gauge('hovor_sessions_waiting', 'Sessions nobody has accepted yet, all companies', () =>
    figure(db, sql`select count(*) from sessions where closed is null and status in ('IN_QUEUE', 'WAITING')`),
  );
  metrics.gauge('hovor_sessions_running', 'Sessions in which an operator is, all companies', () =>
    figure(db, sql`select count(*) from sessions where closed is null and status = 'ACTIVE'`),
  );
  metrics.gauge('hovor_event_lag_seconds', 'Age of the oldest event a subscriber has not read yet', () =>
    figure(
      db,
      sql`select coalesce(extract(epoch from now() - min(next.at)), 0) from event_cursors c
          cross join lateral (
            select e.at from events e where (e.xid, e.id) > (c.xid, c.id) order by e.xid, e.id limit 1
          ) next`,
    ),
  );
  metrics.gauge(
    'hovor_webhook_lag_seconds',
    'Age of the oldest webhook delivery that is still to be tried or retried',
    () =>
      figure(
        db,
        sql`select coalesce(extract(epoch from now() - min(created)), 0) from webhook_deliveries where state = 'pending'`,
      ),
  );

  const stored = metrics.counter('hovor_messages_total', 'Lines of conversations stored by this process');
  return bus.subscribe((changes) => {
    for (const { topic, local } of changes) if (topic === 'activities' && Array.isArray(local)) stored(local.length);
  });
}

async function figure(db: Database, statement: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await statement.execute(db);
  return Number(Object.values(rows[0] as Record<string, unknown>)[0]);
}
