import { type SessionView, type Sort, sortableColumns } from '@hovor/protocol/session-table';

/** What the address says about the table of sessions. Members that say the usual are left out. */
export interface TableSearch {
  view?: 'live';
  filter?: string;
  sort?: Sort;
  /** The saved view it was opened from. */
  saved?: number;
  /** Tab of the session beside the list. */
  tab?: string;
}

export const usualSort: Record<SessionView, Sort> = { history: '-created', live: '-created' };

const isSort = (given: unknown): given is Sort =>
  typeof given === 'string' && (sortableColumns as readonly string[]).includes(given.replace(/^-/, ''));

/** Reads an address; what makes no sense is passed over. */
export function readTableSearch({ view, filter, sort, saved, tab }: Record<string, unknown>): TableSearch {
  return {
    ...(view === 'live' && { view }),
    ...(typeof filter === 'string' && filter !== '' && { filter }),
    ...(isSort(sort) && { sort }),
    ...(Number.isSafeInteger(saved) && { saved: saved as number }),
    ...(typeof tab === 'string' && { tab }),
  };
}
