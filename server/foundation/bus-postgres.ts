import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Bus, Change } from './bus.ts';

/** Largest text of one notification PostgreSQL takes (8,000 bytes including the end). */
const maxPayload = 7_900;
const channel = 'hovor_bus';

export interface PostgresBusOptions {
  url: string;
  /** The bus of this process; its listeners hear their own changes at once and those of other processes through here. */
  local: Bus;
  onError(error: unknown): void;
  /** Milliseconds before a lost connection is tried again; doubles up to thirty times that. */
  retryDelay?: number;
}

export type PostgresBus = ReturnType<typeof postgresBus>;

/**
 * The bus between processes that share a database. Changes are sent after their commit over a connection of their own,
 * what gathers while one statement is under way goes with the next: NOTIFY takes a lock over all databases at commit,
 * so it must never sit in the transaction of a use case. A notification that is lost with a broken connection delays,
 * and after reconnecting listeners get `resync`, so that they read what they may have missed.
 */
export function postgresBus({ url, local, onError, retryDelay = 200 }: PostgresBusOptions) {
  const self = randomBytes(6).toString('base64url');
  let waiting: Change[] = [];
  let client: pg.Client | undefined;
  let sending: Promise<void> | undefined;
  let stopped = false;
  let failures = 0;
  let retry: NodeJS.Timeout | undefined;

  async function connect() {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'hovor-bus',
      keepAlive: true,
    });
    let lost = false;
    const onLost = (error?: Error) => {
      if (lost) return;
      lost = true;
      if (client === fresh) client = undefined;
      fresh.end().catch(() => {});
      if (stopped) return;
      onError(error ?? new Error('The connection of the bus was closed.'));
      failures++;
      retry = setTimeout(() => connect().catch(onError), Math.min(2 ** (failures - 1), 30) * retryDelay);
    };
    fresh.on('error', onLost);
    fresh.on('end', () => onLost());
    fresh.on('notification', ({ payload = '' }) => receive(payload));
    try {
      await fresh.connect();
      await fresh.query(`listen ${channel}`);
    } catch (error) {
      onLost(error as Error);
      return;
    }
    if (stopped) return void (await fresh.end());
    const again = failures > 0;
    failures = 0;
    client = fresh;
    if (again) local.publish([resync]);
    flush();
  }

  function receive(payload: string) {
    const at = payload.indexOf(' ');
    if (payload.slice(0, at) === self) return;
    try {
      local.publish(decode(payload.slice(at + 1)));
    } catch (error) {
      onError(error);
    }
  }

  function flush() {
    if (sending || !client || waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    const texts = encode(batch, maxPayload - self.length - 1).map((text) => `${self} ${text}`);
    const sender = client;
    sending = sender
      .query('select pg_notify($1, text) from unnest($2::text[]) as text', [channel, texts])
      .then(
        () => {},
        (error: unknown) => {
          // Kept for the next connection; a change sent twice does no harm.
          waiting = [...batch, ...waiting].slice(-maxWaiting);
          onError(error);
        },
      )
      .finally(() => {
        sending = undefined;
        if (client && client === sender) flush();
      });
  }

  return {
    publish(changes: readonly Change[]) {
      local.publish(changes);
      if (changes.length === 0 || stopped) return;
      waiting.push(...changes);
      if (waiting.length > maxWaiting) waiting = waiting.slice(-maxWaiting);
      flush();
    },
    subscribe: local.subscribe,
    /** Connects. Later losses of the connection mend themselves. */
    start: connect,
    /** True while changes of other processes arrive (for /readyz). */
    get connected() {
      return client !== undefined;
    },
    /** Sends what is waiting and closes the connection. */
    async stop() {
      flush();
      while (sending) await sending;
      stopped = true;
      clearTimeout(retry);
      await client?.end();
      client = undefined;
    },
  } satisfies Bus & Record<string, unknown>;
}

/** Changes kept while the connection is down. Beyond it the oldest go: those are covered by `resync` at the others. */
const maxWaiting = 10_000;

/** Published to this process after its connection was lost: anything may have changed. */
export const resync: Change = { companyId: 0, tenantId: null, topic: 'resync', id: 0 };

type Wire = [companyId: number, tenantId: number | null, topic: string, id: number];

/** Packs changes into as few texts as the size allows, each change once, without details meant for one process. */
export function encode(changes: readonly Change[], maxBytes: number): string[] {
  const pieces = new Set(
    changes.map(({ companyId, tenantId, topic, id }) =>
      JSON.stringify([companyId, tenantId, topic, id] satisfies Wire),
    ),
  );
  const texts: string[] = [];
  let text = '';
  let size = 0;
  for (const piece of pieces) {
    const bytes = Buffer.byteLength(piece) + 1;
    if (text !== '' && size + bytes > maxBytes - 2) {
      texts.push(`[${text}]`);
      text = '';
      size = 0;
    }
    text += text === '' ? piece : `,${piece}`;
    size += bytes;
  }
  if (text !== '') texts.push(`[${text}]`);
  return texts;
}

export function decode(text: string): Change[] {
  const rows = JSON.parse(text) as Wire[];
  return rows.map(([companyId, tenantId, topic, id]) => ({ companyId, tenantId, topic, id }));
}
