import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { sql } from 'kysely';
import { buildCompany, buildTenant } from '../../server/testing/build.ts';
import type { World } from './world.ts';

/** `silent` takes the request and never answers, `refusing` has nobody listening, `slow` answers after `slowAnswer`. */
export type Kind = 'healthy' | 'slow' | 'silent' | 'refusing';

export interface Endpoint {
  companyId: number;
  tenantId: number;
  kind: Kind;
}

export type Endpoints = Awaited<ReturnType<typeof openEndpoints>>;

/** Milliseconds; a receiver that does its work before it answers. */
const slowAnswer = 3_000;
const tenantsPerCompany = 10;

/**
 * Receivers of webhooks, each at an address of its own, so that none shares sockets with another, and each registered
 * for one tenant. Five of a hundred are slow, five are dead: every second of these refuses, the other keeps silent.
 */
export async function openEndpoints(world: World, count: number) {
  const { store } = world;
  let arrived: (endpoint: number, body: string) => void = () => {};
  const kinds = Array.from({ length: count }, (_, nth) => kindOf(nth));

  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const nth = Number(request.url?.slice(1));
    let body = '';
    try {
      for await (const part of request) body += part;
    } catch {
      return;
    }
    const kind = kinds[nth];
    if (kind === 'silent') return;
    arrived(nth, body);
    if (kind === 'slow') setTimeout(() => response.writeHead(204).end(), slowAnswer);
    else response.writeHead(204).end();
  };
  const server = createServer({ keepAliveTimeout: 60_000 }, receive);
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as AddressInfo;
  const unused = await freePort();

  const endpoints: Endpoint[] = [];
  let company = world.company;
  for (const [nth, kind] of kinds.entries()) {
    if (nth % tenantsPerCompany === 0) company = await buildCompany(store);
    const { id: tenantId } = await buildTenant(store, company);
    const host = `127.1.${nth >> 8}.${nth & 255}`;
    await store.db
      .insertInto('webhooks')
      .values({
        companyId: company.id,
        tenantIds: [tenantId],
        eventTypes: ['SessionActivityChatMessage'],
        callbackUrl: `http://${host}:${kind === 'refusing' ? unused : port}/${nth}`,
        secret: `whsec_${Buffer.from(String(nth).padStart(24)).toString('base64')}`,
      })
      .execute();
    endpoints.push({ companyId: company.id, tenantId, kind });
  }

  return {
    all: endpoints,
    onArrival: (listener: typeof arrived) => (arrived = listener),
    /** As if nothing had ever happened: no events, nothing pending, every endpoint in good standing. */
    async reset() {
      await sql`truncate events, event_cursors, webhook_deliveries, webhook_hours`.execute(store.db);
      await sql`update webhooks set state = 'enabled', failing_since = null, since = pg_current_snapshot()`.execute(
        store.db,
      );
    },
    /** What the database does by itself every now and then: it plans by what is in the tables. */
    analyze: () => sql`vacuum analyze events, webhook_deliveries, webhook_hours`.execute(store.db),
    /** Bodies of what waits for another attempt. */
    async pending(): Promise<string[]> {
      const { rows } = await sql<{ body: string }>`
        select body from webhook_deliveries where state = 'pending'`.execute(store.db);
      return rows.map(({ body }) => body);
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function kindOf(nth: number): Kind {
  if (nth % 20 === 7) return 'slow';
  if (nth % 20 !== 13) return 'healthy';
  return nth % 40 === 13 ? 'silent' : 'refusing';
}

/** A port nobody listens on. */
async function freePort(): Promise<number> {
  const probe = createTcpServer();
  await new Promise<void>((resolve) => probe.listen(0, '0.0.0.0', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
