import { useQueryClient } from '@tanstack/react-query';
import { useAttempt } from '../../../components/problem-text.ts';

/** `ids` with one of them moved up (-1) or down (1) by one place. */
export function moved(ids: readonly number[], id: number, by: -1 | 1): number[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return [...ids];
  return ids.toSpliced(from, 1).toSpliced(to, 0, id);
}

/** Moves things of a list that was read under `queryKey`; on screen at once, back again when the server refuses. */
export function useOrder<T extends { id: number }>(
  queryKey: readonly unknown[],
  store: (ids: number[]) => Promise<unknown>,
) {
  const queries = useQueryClient();
  const attempt = useAttempt();
  return (item: T, by: -1 | 1): void => {
    const present = queries.getQueryData<T[]>(queryKey) ?? [];
    const ids = moved(
      present.map(({ id }) => id),
      item.id,
      by,
    );
    queries.setQueryData(
      queryKey,
      ids.flatMap((id) => present.find((one) => one.id === id) ?? []),
    );
    void attempt(() => store(ids)).then(() => queries.invalidateQueries({ queryKey }));
  };
}
