import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { notFound, Problem } from '../errors.ts';

/** Bytes under our own random names. The seam for S3-compatible storage: another store keeps the same promises. */
export interface FileStore {
  /**
   * Takes in a stream of at most `maxBytes`. What it answers is not kept yet: `keep` makes it durable, `discard`
   * removes it. A failure or an aborted stream leaves nothing behind. @throws too-large
   */
  receive(stream: Readable, limits: { maxBytes: number }): Promise<ReceivedFile>;
  /** @throws not-found */
  open(key: string): Promise<Readable>;
  /** Removing what is not there is no error. */
  remove(key: string): Promise<void>;
}

export interface ReceivedFile {
  /** Name in the store, a random UUID. */
  key: string;
  size: number;
  /** Where the bytes can be looked at until `keep` or `discard`. */
  path: string;
  /** Resolves when the bytes are on disk under their name. */
  keep(): Promise<void>;
  discard(): Promise<void>;
}

export interface FolderStore extends FileStore {
  /** Removes what a crash left half received; uploads that run now, here or on another node, are spared. */
  clean(): Promise<void>;
}

/** No upload takes this long. Milliseconds. */
const abandonedAfter = 3600_000;

const isKey = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Files in a folder: `ab/abcdef12-…`, spread over 256 folders. A file is written as `incoming/{uuid}`, synced and then
 * renamed, so that under its final name it is whole or not there.
 */
export function createFileStore({ folder }: { folder: string }): FolderStore {
  const incoming = join(folder, 'incoming');

  return {
    async receive(stream, { maxBytes }) {
      // It may break off before anybody listens; the pipeline then finds it broken.
      stream.on('error', () => {});
      const key = randomUUID();
      const path = join(incoming, key);
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      const counted = counting(maxBytes);
      try {
        await pipeline(stream, counted.through, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      return {
        key,
        size: counted.bytes(),
        path,
        keep: () => place(path, pathOf(key)),
        discard: async () => {
          await rm(path, { force: true });
        },
      };
    },

    async open(key) {
      const path = pathOf(key);
      const there = await stat(path).catch(() => null);
      if (!there?.isFile()) throw notFound();
      return createReadStream(path);
    },

    async remove(key) {
      await rm(pathOf(key), { force: true });
    },

    async clean() {
      const before = Date.now() - abandonedAfter;
      for (const name of await readdir(incoming).catch(() => [])) {
        const path = join(incoming, name);
        const about = await stat(path).catch(() => null);
        if (about && about.mtimeMs < before) await rm(path, { force: true });
      }
    },
  };

  /** A key is made here and nowhere else; anything that does not look like one never becomes a path. */
  function pathOf(key: string): string {
    if (!isKey.test(key)) throw notFound();
    return join(folder, key.slice(0, 2), key);
  }
}

/** The rename is durable only when the folder that holds the name is. */
async function place(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await rename(from, to);
  for (const folder of [dirname(to), dirname(dirname(to))]) {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

/** Passes bytes on, and stops the stream one byte over the limit instead of filling the disk. */
function counting(maxBytes: number) {
  let bytes = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        const megabytes = Math.floor(maxBytes / 1024 / 1024);
        return done(new Problem('too-large', { detail: `A file may have ${megabytes} MB at the most.` }));
      }
      done(null, chunk);
    },
  });
  return { through, bytes: () => bytes };
}
