import type { Api, ApiError } from './api.ts';
import { refusal, typesText } from './files.ts';
import { isRunning, type Store, type Upload } from './state.ts';
import type { Words } from './words/words.ts';

/** Files on their way: checked here first, with progress, each can be stopped and tried again with the same id. */
export function createUploads(store: Store, api: Api, words: () => Words) {
  const stops = new Map<string, () => void>();

  const patch = (messageId: string, change: Partial<Upload>) =>
    store.set({
      uploads: store.get().uploads.map((one) => (one.messageId === messageId ? { ...one, ...change } : one)),
    });
  const remove = (messageId: string) =>
    store.set({ uploads: store.get().uploads.filter((one) => one.messageId !== messageId) });

  const problemOf = (error: ApiError | null, file: File) => {
    const { say } = words();
    const accepted = store.get().picture.config.acceptedFileTypes;
    if (error?.code === 'file-type') return say('fileType', { name: file.name, types: typesText(accepted) });
    return say('fileFailed', { name: file.name });
  };

  const begin = ({ messageId, file }: Upload) => {
    const { session } = store.get();
    if (!isRunning(session)) return;
    const stop = api.upload(session.id, messageId, file, {
      progress: (progress) => patch(messageId, { progress }),
      done() {
        stops.delete(messageId);
        // Its line may have come already and taken its place.
        patch(messageId, { progress: 1, state: 'done' });
      },
      failed(error) {
        stops.delete(messageId);
        patch(messageId, { state: 'failed', problem: problemOf(error, file) });
      },
    });
    stops.set(messageId, stop);
  };

  return {
    send(files: Iterable<File>) {
      const { config } = store.get().picture;
      let problem: string | null = null;
      for (const file of files) {
        const why = refusal(file, config.acceptedFileTypes, words().locale);
        if (why) {
          problem = words().say(why.key, why.values);
          continue;
        }
        const upload: Upload = { messageId: crypto.randomUUID(), file, progress: 0, state: 'sending', problem: null };
        store.set({ uploads: [...store.get().uploads, upload] });
        begin(upload);
      }
      store.set({ fileProblem: problem });
    },
    again(messageId: string) {
      patch(messageId, { state: 'sending', progress: 0, problem: null });
      const upload = store.get().uploads.find((one) => one.messageId === messageId);
      if (upload) begin(upload);
    },
    cancel(messageId: string) {
      stops.get(messageId)?.();
      stops.delete(messageId);
      remove(messageId);
    },
  };
}
