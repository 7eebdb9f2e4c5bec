import type { FileStore } from '../foundation/files/store.ts';
import type { Store } from '../foundation/transact.ts';
import { createExports, forgetInExports } from './exports/service.ts';
import { createExportWork, exportSchedule } from './exports/work.ts';
import { createList } from './list.ts';
import { createViews } from './views.ts';

/** The administrators' table of all sessions (AD-SE): list, saved views, exports. `zone` is where times without offset are meant. */
export function createRecords(
  store: Store,
  { zone, files, onError }: { zone: string; files: FileStore; onError(error: unknown): void },
) {
  return {
    list: createList(store, zone),
    views: createViews(store, zone),
    exports: createExports(store, { files, zone }),
    /** Jobs of this room, and when they run by themselves. */
    tasks: createExportWork(store, { files, zone, onError }),
    schedule: exportSchedule,
    /** Copies that go with an anonymised session. */
    forget: forgetInExports(files),
  };
}
export type Records = ReturnType<typeof createRecords>;
