import { limits } from '@hovor/protocol/limits';
import { deskApi } from '../api/desk.ts';
import { ApiProblem } from '../api/problem.ts';
import { createStore } from './store.ts';

/** A file on its way into a conversation. The message id makes a second try store it once. */
export interface Upload {
  messageId: string;
  sessionId: number;
  file: File;
  /** 0 to 1. */
  share: number;
  /** Code of what went wrong; null while it runs. */
  failed: string | null;
}

/** Files being sent. They go on while other conversations are on screen; a reload ends them, so leaving warns. */
export function createUploads() {
  const store = createStore<readonly Upload[]>([]);
  const stops = new Map<string, AbortController>();

  const change = (messageId: string, part: Partial<Upload>) =>
    store.set(store.get().map((upload) => (upload.messageId === messageId ? { ...upload, ...part } : upload)));
  const remove = (messageId: string) => store.set(store.get().filter((upload) => upload.messageId !== messageId));

  async function run(upload: Upload) {
    const stop = new AbortController();
    stops.set(upload.messageId, stop);
    change(upload.messageId, { share: 0, failed: null });
    try {
      const progress = (share: number) => change(upload.messageId, { share });
      await deskApi.sendFile(upload.sessionId, upload.messageId, upload.file, progress, stop.signal);
      remove(upload.messageId);
    } catch (problem) {
      change(upload.messageId, { failed: problem instanceof ApiProblem ? problem.code : 'internal' });
    }
  }

  return {
    store,
    /** Starts sending; files that are too large or empty are not started but come back. */
    add(sessionId: number, files: readonly File[]): { refused: File[] } {
      const refused = files.filter((file) => file.size > limits.fileSize || file.size === 0);
      for (const file of files.filter((each) => !refused.includes(each))) {
        const upload = { messageId: crypto.randomUUID(), sessionId, file, share: 0, failed: null };
        store.set([...store.get(), upload]);
        void run(upload);
      }
      return { refused };
    },
    retry(messageId: string) {
      const upload = store.get().find((each) => each.messageId === messageId);
      if (upload) void run(upload);
    },
    cancel(messageId: string) {
      remove(messageId);
      stops.get(messageId)?.abort();
    },
    running: () => store.get().some((upload) => upload.failed === null),
  };
}
