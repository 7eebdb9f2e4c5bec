import { useNavigate } from '@tanstack/react-router';
import { type ConcludeForm, deskApi } from '../../api/desk.ts';
import { ApiProblem } from '../../api/problem.ts';
import { useAttempt } from '../../components/problem-text.ts';
import { useDesk, useWorkplace } from '../../frame/desk-context.ts';
import { placePath } from '../../state/places.ts';

/** What an operator does with a session as a whole. Each tells the user when it fails. */
export function useSessionActions() {
  const desk = useDesk();
  const { me, tenant } = useWorkplace();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const base = placePath(me, tenant.id, 'operator');
  const open = (sessionId: number | null) => void navigate({ to: sessionId === null ? base : `${base}/${sessionId}` });

  /** An offer that is gone disappears here too, even when its push got lost. */
  const dropOffer = (sessionId: number, reason: 'declined' | 'taken') =>
    desk.dispatch({ type: 'push', name: 'offerGone', data: { sessionId, reason } });

  return {
    open,
    accept: (sessionId: number) =>
      attempt(async () => {
        try {
          const detail = await deskApi.accept(sessionId);
          if (detail && !desk.store.get().sessions.has(sessionId)) {
            const data = { ...detail, unread: 0, acwDraft: null };
            desk.dispatch({ type: 'push', name: 'session', data });
          }
          open(sessionId);
        } catch (problem) {
          if (problem instanceof ApiProblem && problem.code === 'offer-gone') dropOffer(sessionId, 'taken');
          throw problem;
        }
      }),
    decline: (sessionId: number) =>
      attempt(async () => {
        await deskApi.decline(sessionId);
        dropOffer(sessionId, 'declined');
      }),
    end: (sessionId: number) => attempt(() => deskApi.end(sessionId)),
    conclude: (sessionId: number, form: ConcludeForm) =>
      attempt(async () => {
        await deskApi.conclude(sessionId, form);
        desk.drafts.set('acw', sessionId, '');
        desk.dispatch({ type: 'push', name: 'sessionGone', data: { sessionId } });
        open(null);
      }),
  };
}
