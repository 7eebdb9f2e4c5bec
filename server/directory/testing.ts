import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileStore } from '../foundation/files/store.ts';
import { type App, createHttpServer } from '../foundation/http/server.ts';
import { createLog } from '../foundation/log.ts';
import type { Store } from '../foundation/transact.ts';
import { testDatabase } from '../testing/database.ts';
import { createPasswords } from './passwords.ts';
import { registerDirectoryRoutes } from './routes.ts';
import { createDirectory, type DirectoryOptions } from './service.ts';

/** A clock that stands until a test moves it. */
export function testClock(start = new Date()) {
  let now = start;
  return {
    now: () => now,
    pass(milliseconds: number) {
      now = new Date(now.getTime() + milliseconds);
    },
  };
}

export interface Call {
  cookie?: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Address the request comes from. */
  from?: string;
}

export type StageOptions = Partial<DirectoryOptions> & {
  /** Routes of the room under test beside those of the directory. */
  more?(app: App, store: Store): void;
};

/** The directory with its routes on a database of its own, driven by requests as a browser makes them. */
export async function directoryStage({ more, ...options }: StageOptions = {}) {
  const database = await testDatabase();
  const clock = testClock();
  const store: Store = { ...database.store, clock };
  const publicUrl = options.publicUrl ?? 'http://localhost';
  const folder = await mkdtemp(join(tmpdir(), 'hovor-photos-'));
  const files = createFileStore({ folder });
  const directory = createDirectory(store, {
    files,
    passwords: createPasswords({ weak: true }),
    ...options,
    publicUrl,
  });
  const server = createHttpServer({ log: createLog('silent'), publicUrl, trustedProxies: 0 });
  server.authenticateWith('login', directory.resolveLogin);
  registerDirectoryRoutes(server.app, directory);
  more?.(server.app, store);
  await server.app.ready();

  async function call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    { cookie, body, headers, from }: Call = {},
  ) {
    const answer = await server.app.inject({
      method,
      url,
      headers: { ...headers, ...(cookie && { cookie }) },
      remoteAddress: from ?? '192.0.2.1',
      ...(body !== undefined && { payload: body as object }),
    });
    const text = answer.payload;
    const json = text === '' || text === 'null' ? undefined : JSON.parse(text);
    return { status: answer.statusCode, headers: answer.headers, cookies: answer.cookies, json, text };
  }

  return {
    ...database,
    store,
    clock,
    directory,
    folder,
    server,
    call,
    logIn: (login: string, password: string, more: Call = {}) =>
      call('POST', '/app-api/login', { body: { login, password }, ...more }),
    events: (kind: string) =>
      database.db.selectFrom('events').selectAll().where('kind', '=', kind).orderBy('id').execute(),
    async close() {
      await server.app.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type DirectoryStage = Awaited<ReturnType<typeof directoryStage>>;
