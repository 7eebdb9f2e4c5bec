import { join } from 'node:path';
import type { Archive } from './archive.ts';
import { startPinned } from './machine.ts';

/** A server process on the archive, with a token of its key and a login. */
export async function serveArchive(archive: Archive) {
  const server = await startPinned(
    join(import.meta.dirname, '../../server/main.ts'),
    [],
    0,
    /(https?:\/\/127\.0\.0\.1:\d+)/,
    archive.env,
  );
  const url = server.match[1] ?? '';
  const token = await fetch(`${url}/login/connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: archive.key.clientId,
      client_secret: archive.key.secret,
    }),
  });
  const { access_token: bearer } = (await token.json()) as { access_token: string };
  const get = async (path: string, headers: Record<string, string>) => {
    const answer = await fetch(`${url}${path}`, { headers });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  return {
    pid: server.pid,
    /** The Public API with the key. */
    api: (path: string) => get(`/api/v1${path}`, { authorization: `Bearer ${bearer}` }),
    /** The workspace's endpoints as its administrator. */
    app: (path: string) => get(`/app-api${path}`, { cookie: archive.admin.cookie }),
    stop: server.stop,
  };
}
