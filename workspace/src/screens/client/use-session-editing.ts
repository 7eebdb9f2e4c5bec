import { useQueryClient } from '@tanstack/react-query';
import { deskApi } from '../../api/desk.ts';
import { useWorkplace } from '../../frame/desk-context.ts';

/**
 * Runs a change of a session and brings its new detail everywhere it is shown: the desk when it is a live one, the
 * history otherwise. Fails with the server's refusal.
 */
export function useSessionEditing(sessionId: number): (task: () => Promise<unknown>) => Promise<void> {
  const { desk } = useWorkplace();
  const queries = useQueryClient();
  return async (task) => {
    await task();
    const detail = await deskApi.detail(sessionId);
    if (desk?.store.get().conversations.has(sessionId)) desk.dispatch({ type: 'detail', detail });
    queries.setQueryData(['session', sessionId], detail);
  };
}
