import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Bus, Change } from './bus.ts';
import { decode, encode, resync } from './bus-postgres.ts';
import { Refusal } from './refusal.ts';

/** Well below the largest message a NATS server takes by default (1 MB). */
const maxPayload = 256_000;
/** Milliseconds between attempts to reach a server that went away. */
const reconnectWait = 500;
/** An unreachable server is reported after this time at the start. Milliseconds. */
const connectTimeout = 5_000;

export interface NatsBusOptions {
  /** `nats://` or `tls://` with an optional `user:password@`, or several with commas between. */
  url: string;
  /** Name of the installation on this server: processes of one database share it, and no others. */
  subject: string;
  /** The bus of this process; its listeners hear their own changes at once and those of other processes through here. */
  local: Bus;
  onError(error: unknown): void;
}

export type NatsBus = ReturnType<typeof natsBus>;

/**
 * The bus between processes over NATS, for installations whose wake-ups are too many for PostgreSQL NOTIFY. Delivery is
 * at most once, which is enough: a wake-up that is lost delays. After a lost connection listeners get `resync`, as on
 * the bus over PostgreSQL.
 */
export function natsBus({ url, subject, local, onError }: NatsBusOptions) {
  let connection: NatsConnection | undefined;
  let connected = false;

  async function watch(opened: NatsConnection) {
    for await (const status of opened.status()) {
      if (status.type === 'disconnect') {
        connected = false;
        onError(new Error('The connection of the bus was closed.'));
      }
      if (status.type === 'reconnect') {
        // Only when the server has taken the subscription up again nothing more is missed.
        const taken = await opened.flush().then(
          () => true,
          () => false,
        );
        if (!taken) continue;
        connected = true;
        local.publish([resync]);
      }
      if (status.type === 'error') onError(status.error);
    }
  }

  return {
    publish(changes: readonly Change[]) {
      local.publish(changes);
      if (!connection || changes.length === 0) return;
      for (const text of encode(changes, maxPayload)) connection.publish(subject, text);
    },
    subscribe: local.subscribe,
    /** Connects. Later losses of the connection mend themselves. @throws Refusal when no server answers */
    async start() {
      try {
        connection = await connect(optionsOf(url));
      } catch (error) {
        throw new Refusal(
          `No NATS server answers at NATS_URL (${(error as Error).message}). Start it, correct the address, or unset NATS_URL.`,
        );
      }
      connected = true;
      connection.subscribe(subject, {
        callback(error, message) {
          if (error) return onError(error);
          try {
            local.publish(decode(message.string()));
          } catch (unreadable) {
            onError(unreadable);
          }
        },
      });
      watch(connection).catch(onError);
      // Changes of others are heard from here on, not from some time after.
      await connection.flush();
    },
    /** True while changes of other processes arrive (for /readyz). */
    get connected() {
      return connected;
    },
    /** Sends what is waiting and closes the connection. */
    async stop() {
      const sending = connected;
      connected = false;
      // Without a server what waits has nowhere to go, and waiting for one would keep the process from ending.
      await (sending ? connection?.drain() : connection?.close());
      connection = undefined;
    },
  } satisfies Bus & Record<string, unknown>;
}

function optionsOf(list: string) {
  const urls = list.split(',').map((url) => new URL(url));
  const [first] = urls;
  return {
    servers: urls.map(({ host }) => host),
    ...(first?.username && { user: decodeURIComponent(first.username), pass: decodeURIComponent(first.password) }),
    ...(first?.protocol === 'tls:' && { tls: {} }),
    name: 'hovor-bus',
    noEcho: true,
    timeout: connectTimeout,
    maxReconnectAttempts: -1,
    reconnectTimeWait: reconnectWait,
  };
}
