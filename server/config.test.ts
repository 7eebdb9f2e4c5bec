import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { publicUrlOf, readConfig, settings } from './config.ts';
import { Refusal } from './foundation/refusal.ts';

test('without any setting: loopback, embedded database, demo, both roles', () => {
  assert.deepEqual(readConfig({}), {
    port: 8080,
    host: '127.0.0.1',
    publicUrl: null,
    databaseUrl: null,
    databaseConnections: 20,
    natsUrl: null,
    dataDir: resolve('data'),
    demo: true,
    demoPassword: null,
    roles: new Set(['web', 'worker']),
    outboundAllow: ['127.0.0.0/8', '::1/128'],
    trustedProxies: 0,
    logLevel: 'info',
    metricsPort: null,
  });
});

test('a database of one’s own switches the demo off, unless it is asked for', () => {
  const DATABASE_URL = 'postgres://hovor:secret@db/hovor';
  assert.equal(readConfig({ DATABASE_URL }).demo, false);
  assert.equal(readConfig({ DATABASE_URL, DEMO: 'on' }).demo, true);
  assert.equal(readConfig({ DEMO: 'off' }).demo, false);
});

test('an open server may not call private addresses unless they are named', () => {
  assert.deepEqual(readConfig({ HOST: '0.0.0.0' }).outboundAllow, []);
  assert.deepEqual(readConfig({ OUTBOUND_ALLOW: 'none' }).outboundAllow, []);
  assert.deepEqual(readConfig({ HOST: '0.0.0.0', OUTBOUND_ALLOW: '10.0.0.0/8, ::1' }).outboundAllow, [
    '10.0.0.0/8',
    '::1',
  ]);
});

const wrong: Record<string, Record<string, string>> = {
  'PORT is not a number': { PORT: 'eighty' },
  'PORT is too large': { PORT: '65536' },
  'PORT has a fraction': { PORT: '80.5' },
  'HOST holds a path': { HOST: 'localhost/x' },
  'PUBLIC_URL has a path': { PUBLIC_URL: 'https://example.com/chat' },
  'PUBLIC_URL has no scheme': { PUBLIC_URL: 'example.com' },
  'PUBLIC_URL has an impossible port': { PUBLIC_URL: 'http://example.com:99999' },
  'DATABASE_URL is of another database': { DATABASE_URL: 'mysql://root@localhost/hovor' },
  'DATABASE_CONNECTIONS is too small': { DATABASE_CONNECTIONS: '1' },
  'DEMO is no switch': { DEMO: 'maybe' },
  'DEMO_PASSWORD is too short': { DEMO_PASSWORD: 'short' },
  'ROLES holds an unknown role': { ROLES: 'web,cook' },
  'ROLES split on the embedded database': { ROLES: 'web' },
  'NATS_URL is of another service': { NATS_URL: 'http://localhost:4222' },
  'OUTBOUND_ALLOW is no range': { OUTBOUND_ALLOW: '10.0.0.0/33' },
  'OUTBOUND_ALLOW is a name': { OUTBOUND_ALLOW: 'intranet' },
  'TRUSTED_PROXIES is negative': { TRUSTED_PROXIES: '-1' },
  'LOG_LEVEL is unknown': { LOG_LEVEL: 'loud' },
  'METRICS_PORT is the port of the server': { METRICS_PORT: '8080' },
};
for (const [name, env] of Object.entries(wrong)) {
  test(`refuses with one line that names the setting: ${name}`, () => {
    const setting = name.split(' ')[0] ?? '';
    assert.throws(
      () => readConfig(env),
      (error: Error) =>
        error instanceof Refusal &&
        error.message.includes(setting) &&
        !error.message.includes('\n') &&
        error.message.length > 40,
    );
  });
}

test('neither passwords nor database addresses are repeated in a message', () => {
  for (const env of [{ DEMO_PASSWORD: 'pssst' }, { DATABASE_URL: 'mysql://root:pssst@localhost/hovor' }]) {
    assert.throws(
      () => readConfig(env),
      (error: Error) => !error.message.includes('pssst'),
    );
  }
});

test('every default passes its own check', () => {
  for (const [name, setting] of Object.entries(settings)) {
    if (setting.default !== null) assert.doesNotThrow(() => readConfig({ [name]: setting.default }), name);
  }
});

test('the public address is derived from host and port', () => {
  assert.equal(publicUrlOf({ publicUrl: null, host: '0.0.0.0' }, 80), 'http://localhost:80');
  assert.equal(publicUrlOf({ publicUrl: null, host: '::1' }, 8080), 'http://[::1]:8080');
  assert.equal(publicUrlOf(readConfig({ PUBLIC_URL: 'https://chat.example.com/' }), 8080), 'https://chat.example.com');
});
