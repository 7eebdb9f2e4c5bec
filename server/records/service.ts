import type { Store } from '../foundation/transact.ts';
import { createList } from './list.ts';
import { createViews } from './views.ts';

/** The administrators' table of all sessions (AD-SE): list, saved views. `zone` is where times without offset are meant. */
export function createRecords(store: Store, { zone }: { zone: string }) {
  return { list: createList(store, zone), views: createViews(store, zone) };
}
export type Records = ReturnType<typeof createRecords>;
