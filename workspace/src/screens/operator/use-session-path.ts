import { useWorkplace } from '../../frame/desk-context.ts';
import { placePath } from '../../state/places.ts';

/** Address of a session in the workspace. */
export function useSessionPath(): (sessionId: number) => string {
  const { me, tenant } = useWorkplace();
  const base = placePath(me, tenant.id, 'operator');
  return (sessionId) => `${base}/${sessionId}`;
}
