import { useQueryClient } from '@tanstack/react-query';

export const packageQueries = {
  list: (tenantId: number) => ['settings', 'packages', tenantId],
  one: (tenantId: number, id: number) => ['settings', 'package', tenantId, id],
  terms: (tenantId: number) => ['settings', 'package-terms', tenantId],
};

/** Asks again for all that a change of a package shows in; routings list their packages. */
export function useRefreshPackages(tenantId: number) {
  const queries = useQueryClient();
  const stale = [packageQueries.list(tenantId), packageQueries.terms(tenantId), ['settings', 'routings', tenantId]];
  return () => Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })));
}
