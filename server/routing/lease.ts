import pg from 'pg';

/** Namespace of our advisory locks, so that the tenant's number does not meet other uses. */
const namespace = 7_240_612;

export interface Lease {
  /** True when this node holds the tenant's lease now. */
  take(tenantId: number): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Which node decides for a tenant: advisory locks of one dedicated connection. They end with the connection, so the death
 * of a node frees its tenants at once; a node cut off from the database is noticed by keep-alive. The lease saves double
 * work; that two engines at once do no harm rests on what is checked when offers are written.
 */
export function advisoryLease({ url, onLost }: { url: string; onLost(error: unknown): void }): Lease {
  let connecting: Promise<pg.Client> | undefined;
  let released = false;
  const held = new Set<number>();
  let before: Promise<unknown> = Promise.resolve();

  function connection(): Promise<pg.Client> {
    connecting ??= open().catch((error: unknown) => {
      connecting = undefined;
      throw error;
    });
    return connecting;
  }

  async function open() {
    const client = new pg.Client({ connectionString: url, application_name: 'hovor-routing', keepAlive: true });
    let gone = false;
    // Told once a connection: a second report of its death would throw away the connection that replaced it, whose
    // locks nobody could give back then.
    const lost = (error: unknown) => {
      if (gone) return;
      gone = true;
      connecting = undefined;
      held.clear();
      client.end().catch(() => {});
      if (!released) onLost(error);
    };
    client.on('error', lost);
    client.on('end', () => lost(new Error('The connection of the routing lease was closed.')));
    await client.connect();
    await client.query('set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3');
    return client;
  }

  async function takeNow(tenantId: number) {
    if (released) return false;
    if (held.has(tenantId)) return true;
    const client = await connection();
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, $2) as mine', [
      namespace,
      tenantId,
    ]);
    const mine = rows[0]?.mine ?? false;
    if (mine) held.add(tenantId);
    return mine;
  }

  return {
    /** One question at a time: a connection answers no more at once. */
    take(tenantId) {
      const taking = before.then(() => takeNow(tenantId));
      before = taking.catch(() => undefined);
      return taking;
    },
    async release() {
      released = true;
      held.clear();
      await before;
      const client = await connecting?.catch(() => undefined);
      await client?.end();
    },
  };
}
