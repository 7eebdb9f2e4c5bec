import { QueryClient, queryOptions } from '@tanstack/react-query';
import { accountApi } from './account.ts';
import { deskApi } from './desk.ts';
import { ApiProblem } from './problem.ts';

/** Cache of what screens read by HTTP. A refusal is an answer, so only a missing answer is asked for again. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 3 && error instanceof ApiProblem && retryable.has(error.code),
      },
    },
  });
}

const retryable = new Set(['offline', 'unavailable', 'http-502', 'http-503', 'http-504']);

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: accountApi.me, staleTime: 5 * 60_000 });

export const catalogueQuery = (tenantId: number) =>
  queryOptions({
    queryKey: ['catalogue', tenantId],
    queryFn: () => deskApi.catalogue(tenantId),
    staleTime: 5 * 60_000,
  });

export const sessionQuery = (sessionId: number) =>
  queryOptions({
    queryKey: ['session', sessionId],
    queryFn: () => deskApi.detail(sessionId),
    // A session just concluded was cached while it ran; what is shown at once is brought up to date.
    staleTime: 0,
  });

export const guestSessionsQuery = (sessionId: number) =>
  queryOptions({ queryKey: ['guest-sessions', sessionId], queryFn: () => deskApi.guestSessions(sessionId) });
