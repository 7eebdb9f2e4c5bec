import {
  columnInfo,
  firstColumns,
  paramOf,
  type SavedView,
  type SessionColumnName,
  type SessionView,
  type Sort,
  sessionColumns,
} from '@hovor/protocol/session-table';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useWorkplace } from '../../frame/desk-context.ts';
import { storageKeys } from '../../state/storage-keys.ts';
import { type TableSearch, usualSort } from './table-search.ts';

const isColumn = (id: unknown): id is string =>
  typeof id === 'string' &&
  (paramOf(id) !== null || (Object.hasOwn(sessionColumns, id) && !columnInfo(id as SessionColumnName).exportOnly));

function storedColumns(key: string): string[] | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    const columns = Array.isArray(stored) ? stored.filter(isColumn) : [];
    return columns.length > 0 ? [...new Set(columns)] : null;
  } catch {
    return null;
  }
}

/** What the table shows: view, filter and order from the address, columns as this user left them. */
export function useTable() {
  const { me, tenant } = useWorkplace();
  const navigate = useNavigate();
  const search: TableSearch = useSearch({ strict: false });
  const view: SessionView = search.view ?? 'history';
  const keyOf = (of: SessionView) => storageKeys.columns(me.userId, tenant.id, of);
  const [chosen, setChosen] = useState<Partial<Record<SessionView, string[]>>>({});
  const stored = useMemo(
    () => storedColumns(storageKeys.columns(me.userId, tenant.id, view)),
    [me.userId, tenant.id, view],
  );
  const columns = chosen[view] ?? stored ?? firstColumns[view];
  const filter = search.filter ?? '';
  const sort = search.sort ?? usualSort[view];

  const go = (next: TableSearch, replace = false) => void navigate({ to: '.', search: next as never, replace });

  function setColumns(next: readonly string[], of: SessionView = view) {
    setChosen((before) => ({ ...before, [of]: [...next] }));
    localStorage.setItem(keyOf(of), JSON.stringify(next));
  }

  return {
    view,
    filter,
    sort,
    columns,
    saved: search.saved ?? null,
    search,
    setView: (next: SessionView) => go(next === 'live' ? { view: 'live' } : {}),
    setFilter: (next: string) => {
      const { filter: _, ...rest } = search;
      go(next === '' ? rest : { ...rest, filter: next });
    },
    setSort: (next: Sort) => {
      const { sort: _, ...rest } = search;
      go(next === usualSort[view] ? rest : { ...rest, sort: next }, true);
    },
    setColumns,
    /** Shows a saved view; null = all sessions. */
    open(saved: SavedView | null) {
      if (!saved) return go(view === 'live' ? { view: 'live' } : {});
      setColumns(saved.columns.filter(isColumn), saved.view);
      go({
        ...(saved.view === 'live' && { view: 'live' as const }),
        ...(saved.filter !== '' && { filter: saved.filter }),
        ...(saved.sort !== usualSort[saved.view] && { sort: saved.sort }),
        saved: saved.id,
      });
    },
    forget() {
      const { saved: _, ...rest } = search;
      go(rest, true);
    },
    remember: (saved: SavedView) => go({ ...search, saved: saved.id }, true),
  };
}
export type Table = ReturnType<typeof useTable>;
