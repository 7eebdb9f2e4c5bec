import type { QueryClient } from '@tanstack/react-query';
import type { AnyRouter } from '@tanstack/react-router';
import { ApiProblem } from '../api/problem.ts';
import { safeReturn } from '../state/places.ts';

export const isLoggedOut = (error: unknown): boolean => error instanceof ApiProblem && error.code === 'not-logged-in';

/**
 * The login is gone (ran out, ended elsewhere, user disabled): to the login page and, afterwards, back to the same
 * place. Drafts and unsent messages stay in this browser under the user's id.
 */
export function goToLogin(router: AnyRouter, queries: QueryClient, expired: boolean): void {
  const { pathname, href } = router.state.location;
  if (pathname === '/login') return;
  const next = expired ? safeReturn(href) : null;
  queries.clear();
  void router.navigate({ to: '/login', search: { ...(next && { next }), ...(expired && { expired: true }) } });
}
