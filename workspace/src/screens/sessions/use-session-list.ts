import type { SessionListPage, SessionTableRow } from '@hovor/protocol/session-table';
import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type ListQuestion, sessionTableApi } from '../../api/session-table.ts';
import { useWorkplace } from '../../frame/desk-context.ts';

type Pages = InfiniteData<SessionListPage, string | null>;

/** More changed rows than this are not looked up one by one: the list is read again. */
const most = 100;

/**
 * Rows of the table, page by page behind a key, and brought up to date by what the server tells: rows on screen change
 * in place, in the live view new ones come and ended ones go. Nothing is asked for by a timer.
 */
export function useSessionList(question: ListQuestion) {
  const { tenant, watching } = useWorkplace();
  const queries = useQueryClient();
  const { view, filter, sort } = question;
  const columns = question.columns.join();
  const key = ['session-list', tenant.id, view, filter, sort, columns];
  const [newer, setNewer] = useState(false);

  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => sessionTableApi.page(tenant.id, question, { after: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    // Coming back starts at the top again instead of reading all pages anew.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const count = useQuery({
    queryKey: ['session-count', tenant.id, view, filter],
    queryFn: () => sessionTableApi.count(tenant.id, { view, filter }),
    placeholderData: keepPreviousData,
  });

  const latest = useRef({ question, key, rows: [] as SessionTableRow[] });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  latest.current = { question, key, rows };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list has no newer rows yet
  useEffect(() => setNewer(false), [view, filter, sort, columns]);

  useEffect(() => {
    let told: Set<number> | null = new Set();
    let running = false;
    let stopped = false;

    async function bringUpToDate() {
      if (running || stopped) return;
      running = true;
      while (!stopped && (told === null || told.size > 0)) {
        const ids: number[] | null = told && [...told];
        told = new Set();
        const { question: asked, key: at, rows: shown } = latest.current;
        if (ids === null || ids.length > most) {
          if (asked.view === 'live' || ids === null) await queries.invalidateQueries({ queryKey: at });
          else setNewer(true);
        } else {
          const page = await sessionTableApi.page(tenant.id, asked, { only: ids.join() }).catch(() => null);
          if (page) apply(at, asked, new Set(ids), page.rows, shown);
        }
        void queries.invalidateQueries({ queryKey: ['session-count', tenant.id, asked.view] });
      }
      running = false;
    }

    function apply(
      at: unknown[],
      asked: ListQuestion,
      ids: ReadonlySet<number>,
      found: readonly SessionTableRow[],
      shown: readonly SessionTableRow[],
    ) {
      const changed = new Map(found.map((row) => [row.id, row]));
      const known = new Set(shown.map(({ id }) => id));
      const fresh = found.filter(({ id }) => !known.has(id));
      if (fresh.length > 0 && asked.view === 'history') setNewer(true);
      const comes = asked.view === 'live' ? fresh : [];
      // Elsewhere than at the top only the server knows the place of a new row.
      if (comes.length > 0 && asked.sort !== '-created') {
        void queries.invalidateQueries({ queryKey: at });
        return;
      }
      queries.setQueryData<Pages>(
        at,
        (before) =>
          before && {
            ...before,
            pages: before.pages.map((page, index) => ({
              ...page,
              rows: [
                ...(index === 0 ? comes : []),
                ...page.rows.flatMap((row) => changed.get(row.id) ?? (ids.has(row.id) ? [] : [row])),
              ],
            })),
          },
      );
    }

    let first = true;
    const end = watching.listen('sessions', (ids) => {
      // The line came up for the first time: the list was just read.
      if (ids === null && first) {
        first = false;
        return;
      }
      first = false;
      if (ids === null) told = null;
      else for (const id of ids) told?.add(id);
      void bringUpToDate();
    });
    return () => {
      stopped = true;
      end();
    };
  }, [tenant.id, watching, queries]);

  return {
    rows,
    count: count.data ?? null,
    pages,
    /** Sessions came that are not on screen; the list does not jump by itself. */
    newer,
    showNewer() {
      setNewer(false);
      void queries.resetQueries({ queryKey: key });
    },
  };
}
