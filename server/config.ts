import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { limits } from '@hovor/protocol/limits';
import Type, { type TSchema } from 'typebox';
import Value from 'typebox/value';
import { Refusal } from './foundation/refusal.ts';

/**
 * Every setting of the program: its name in the environment, what it accepts, its default and the reason of both.
 * docs/running/settings.md is made from this table; a test compares the two.
 */
export interface Setting {
  schema: TSchema;
  /** As it would be typed; null = unset. */
  default: string | null;
  /** What the page of settings shows as default when it depends on something else. */
  defaultMeaning?: string;
  meaning: string;
  reason: string;
  /** What a right value looks like, for the message about a wrong one. */
  accepts: string;
}

export const roles = ['web', 'worker'] as const;
export type Role = (typeof roles)[number];
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const port = (minimum: number) => Type.Integer({ minimum, maximum: 65_535 });

export const settings = {
  PORT: {
    schema: port(0),
    default: '8080',
    meaning: 'Port to listen on; 0 takes any free one.',
    reason: 'Needs no rights and is free on most machines.',
    accepts: 'a number from 0 to 65535',
  },
  HOST: {
    schema: Type.String({ pattern: '^[A-Za-z0-9.:_-]+$' }),
    default: '127.0.0.1',
    meaning: 'Address to listen on. `0.0.0.0` opens the server to the network.',
    reason: 'A server somebody just tries out is not open to others.',
    accepts: 'an IP address or a host name of this machine, for example 0.0.0.0',
  },
  PUBLIC_URL: {
    schema: Type.String({ pattern: '^https?://[^/?#\\s]+/?$' }),
    default: null,
    defaultMeaning: '`http://HOST:PORT`',
    meaning: 'Address under which customers and integrations reach the server. With https, cookies are `Secure`.',
    reason: 'Behind a proxy the server cannot know it.',
    accepts: 'an address without a path, for example https://chat.example.com',
  },
  DATABASE_URL: {
    schema: Type.String({ pattern: '^postgres(ql)?://\\S+$' }),
    default: null,
    defaultMeaning: 'embedded PostgreSQL in `DATA_DIR`',
    meaning: 'A PostgreSQL 15 or newer with a database of its own for Hovor.',
    reason: 'One command must be enough to start; a company brings its own database.',
    accepts: 'an address like postgres://user:password@host:5432/hovor',
  },
  DATABASE_CONNECTIONS: {
    schema: Type.Integer({ minimum: 2, maximum: 500 }),
    default: '20',
    meaning: 'Most connections this process opens to the database.',
    reason: 'Enough for thousands of messages a second; each costs the database about 10 MB.',
    accepts: 'a number from 2 to 500',
  },
  DATA_DIR: {
    schema: Type.String({ minLength: 1 }),
    default: './data',
    meaning: 'Folder of the embedded database, uploaded files and generated keys.',
    reason: 'Everything that has to be kept and backed up stands in one place.',
    accepts: 'a folder that Hovor may write to',
  },
  DEMO: {
    schema: Type.Boolean(),
    default: null,
    defaultMeaning: 'on with the embedded database, off with `DATABASE_URL`',
    meaning: 'Creates the demo company and the shop page /demo.',
    reason: 'Who tries Hovor sees it alive; who runs it starts with an empty one.',
    accepts: 'on or off',
  },
  DEMO_PASSWORD: {
    schema: Type.String({ minLength: limits.passwordMin, maxLength: limits.passwordMax }),
    default: null,
    defaultMeaning: 'generated once, kept in `DATA_DIR`, printed at start',
    meaning: 'Password of every demo login and secret of the demo API key.',
    reason: 'A password everybody knows would be a hole; tests need a fixed one.',
    accepts: `${limits.passwordMin} to ${limits.passwordMax} characters`,
  },
  ROLES: {
    schema: Type.Array(Type.Union(roles.map((role) => Type.Literal(role))), { minItems: 1, uniqueItems: true }),
    default: 'web,worker',
    meaning: 'What this process does: `web` answers people, `worker` routes sessions and delivers webhooks.',
    reason: 'One program, so that one machine needs one process and a large site splits it.',
    accepts: 'web, worker or web,worker',
  },
  NATS_URL: {
    schema: Type.String({ pattern: '^(nats|tls)://[^/\\s]+(,(nats|tls)://[^/\\s]+)*$' }),
    default: null,
    defaultMeaning: 'PostgreSQL NOTIFY',
    meaning: 'NATS server (or several with commas between) that wakes the other processes instead of PostgreSQL.',
    reason: 'PostgreSQL carries the wake-ups of a few processes; many busy ones outgrow its NOTIFY.',
    accepts: 'an address like nats://user:password@host:4222',
  },
  OUTBOUND_ALLOW: {
    schema: Type.Array(Type.String({ pattern: '^[0-9a-fA-F.:]+(/[0-9]{1,3})?$' }), { uniqueItems: true }),
    default: null,
    defaultMeaning: '`127.0.0.0/8,::1/128` while `HOST` is a loopback address, else none',
    meaning:
      'Private address ranges (CIDR) that webhooks and other addresses typed by users may reach; `none` for none.',
    reason: 'Otherwise a user could make the server call into your network.',
    accepts: 'ranges like 10.0.0.0/8,192.168.1.20, or none',
  },
  TRUSTED_PROXIES: {
    schema: Type.Integer({ minimum: 0, maximum: 10 }),
    default: '0',
    meaning: 'Number of proxies in front whose X-Forwarded-For is believed.',
    reason: 'Believing it without a proxy would let anybody claim any address and pass every limit per address.',
    accepts: 'a number from 0 to 10',
  },
  LOG_LEVEL: {
    schema: Type.Union(logLevels.map((level) => Type.Literal(level))),
    default: 'info',
    meaning: 'Least level of the log on standard output (one JSON object a line, no personal data).',
    reason: 'Starts, stops and trouble, not every request.',
    accepts: logLevels.join(', '),
  },
  METRICS_PORT: {
    schema: port(1),
    default: null,
    defaultMeaning: '`/metrics` on `PORT`, only for direct requests from this machine',
    meaning: 'Port (on `HOST`) that serves `/metrics` for Prometheus and nothing else.',
    reason: 'Figures tell outsiders about your business; a port can be kept inside by a firewall.',
    accepts: 'a number from 1 to 65535',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

export interface Config {
  port: number;
  host: string;
  /** Without a slash at the end; null = derived from host and port. */
  publicUrl: string | null;
  databaseUrl: string | null;
  databaseConnections: number;
  natsUrl: string | null;
  /** Absolute. */
  dataDir: string;
  demo: boolean;
  demoPassword: string | null;
  roles: ReadonlySet<Role>;
  outboundAllow: readonly string[];
  trustedProxies: number;
  logLevel: (typeof logLevels)[number];
  metricsPort: number | null;
}

/** @throws Refusal that names the setting, what is wrong with it and what to do. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const read = <T>(name: SettingName): T => readSetting(name, env[name]) as T;
  const host = read<string>('HOST');
  const databaseUrl = read<string | null>('DATABASE_URL');
  const config: Config = {
    port: read('PORT'),
    host,
    publicUrl: read<string | null>('PUBLIC_URL')?.replace(/\/$/, '') ?? null,
    databaseUrl,
    databaseConnections: read('DATABASE_CONNECTIONS'),
    natsUrl: read('NATS_URL'),
    dataDir: resolve(read<string>('DATA_DIR')),
    demo: read<boolean | null>('DEMO') ?? databaseUrl === null,
    demoPassword: read('DEMO_PASSWORD'),
    roles: new Set(read<Role[]>('ROLES')),
    outboundAllow: read<string[] | null>('OUTBOUND_ALLOW') ?? (isLoopback(host) ? ['127.0.0.0/8', '::1/128'] : []),
    trustedProxies: read('TRUSTED_PROXIES'),
    logLevel: read('LOG_LEVEL'),
    metricsPort: read('METRICS_PORT'),
  };
  checkTogether(config);
  return config;
}

function readSetting(name: SettingName, typed: string | undefined): unknown {
  const setting: Setting = settings[name];
  // An empty value is what scripts and container files set for "none".
  const text = typed?.trim() || setting.default;
  if (text === null) return null;
  const value = fromText(setting.schema, text);
  if (!Value.Check(setting.schema, value)) {
    // Addresses and passwords of databases and logins never reach a terminal or a log.
    const shown = /URL|PASSWORD/.test(name) ? 'The value' : `“${text}”`;
    throw new Refusal(`Setting ${name}: ${shown} is not valid. Give ${setting.accepts}.`);
  }
  return value;
}

const booleans: Record<string, boolean> = {
  on: true,
  true: true,
  yes: true,
  1: true,
  off: false,
  false: false,
  no: false,
  0: false,
};

function fromText(schema: TSchema, text: string): unknown {
  if (Type.IsInteger(schema)) return /^-?\d{1,9}$/.test(text) ? Number(text) : text;
  if (Type.IsBoolean(schema)) return booleans[text.toLowerCase()] ?? text;
  if (Type.IsArray(schema)) return text === 'none' ? [] : text.split(',').map((part) => part.trim());
  return text;
}

function checkTogether(config: Config) {
  for (const range of config.outboundAllow) {
    const [address = '', bits] = range.split('/');
    const kind = isIP(address);
    if (kind === 0 || Number(bits ?? 0) > (kind === 4 ? 32 : 128)) {
      throw new Refusal(
        `Setting OUTBOUND_ALLOW: “${range}” is not an address range. Give ${settings.OUTBOUND_ALLOW.accepts}.`,
      );
    }
  }
  if (config.publicUrl && !URL.canParse(config.publicUrl)) {
    throw new Refusal(`Setting PUBLIC_URL: The value is not valid. Give ${settings.PUBLIC_URL.accepts}.`);
  }
  if (config.databaseUrl && !URL.canParse(config.databaseUrl)) {
    throw new Refusal(`Setting DATABASE_URL: The value is not valid. Give ${settings.DATABASE_URL.accepts}.`);
  }
  if (config.metricsPort !== null && config.metricsPort === config.port) {
    throw new Refusal('Setting METRICS_PORT: It is the same as PORT. Give another port, or unset it.');
  }
  if (config.databaseUrl === null && config.roles.size < roles.length) {
    throw new Refusal(
      'Setting ROLES: The embedded database serves one process, which has to do everything. Set DATABASE_URL to split the roles, or unset ROLES.',
    );
  }
}

export const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.');

/** The address of this server, as a browser on this machine or, if that is set, in the world types it. */
export function publicUrlOf(config: Pick<Config, 'publicUrl' | 'host'>, port: number): string {
  if (config.publicUrl) return config.publicUrl;
  const everywhere = config.host === '0.0.0.0' || config.host === '::';
  const host = everywhere ? 'localhost' : isIP(config.host) === 6 ? `[${config.host}]` : config.host;
  return `http://${host}:${port}`;
}
