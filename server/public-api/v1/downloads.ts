import { notFound } from '../../foundation/errors.ts';
import type { FileStore } from '../../foundation/files/store.ts';
import { parseQuery } from '../../foundation/filters/query.ts';
import type { App } from '../../foundation/http/server.ts';
import { anyone } from '../../foundation/security/actor.ts';
import { downloadHeaders } from '../../foundation/security/files.ts';
import type { Store } from '../../foundation/transact.ts';

/**
 * Files of conversations by the address the API gives (API-SES-13). The random id in it is the right to read: clients
 * show these addresses in pages that send no token; one they do send is accepted and changes nothing.
 */

/** Absolute address of a file, split around its id so that SQL can put it together as well. */
export interface FileAddress {
  before: string;
  after: string;
}

export function fileAddress(publicUrl: string): FileAddress {
  const origin = publicUrl.replace(/\/+$/, '');
  return { before: `${origin}/Storage/Get?source=sharedFile&key=%7B%22id%22%3A%22`, after: '%22%7D&download=1' };
}

/** The same as a function, for who has a single file. */
export function fileUrl(publicUrl: string) {
  const { before, after } = fileAddress(publicUrl);
  return ({ storageKey }: { storageKey: string }) => `${before}${storageKey}${after}`;
}

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

export function registerDownloads(app: App, { store, files }: { store: Store; files: Pick<FileStore, 'open'> }) {
  app.get(
    '/Storage/Get',
    { config: { policy: anyone, credential: 'none', errors: 'public-api' } },
    async (request, reply) => {
      const key = keyOf(parseQuery(request.url).one('key'));
      const file = key && (await selectFile(store, key));
      if (!file) throw notFound();
      return reply
        .headers({ ...downloadHeaders(file), 'access-control-allow-origin': '*' })
        .send(await files.open(file.storageKey));
    },
  );
}

/** `{"id":"guid"}` → the guid, with or without hyphens (API-CONV-16). */
function keyOf(text: string | undefined): string | undefined {
  try {
    const { id } = JSON.parse(text ?? '') as { id?: unknown };
    return typeof id === 'string' && uuid.test(id) ? id.toLowerCase() : undefined;
  } catch {
    return undefined;
  }
}

const selectFile = ({ db }: Store, storageKey: string) =>
  db
    .selectFrom('files')
    .selectAll()
    .where('storageKey', '=', storageKey)
    .where('sessionId', 'is not', null)
    .where('deleted', 'is', null)
    .executeTakeFirst();
