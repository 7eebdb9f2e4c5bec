import type { Readable } from 'node:stream';

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
