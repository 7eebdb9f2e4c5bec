import { useNavigate, useParams } from '@tanstack/react-router';
import { useWorkplace } from '../../frame/desk-context.ts';
import { placePath } from '../../state/places.ts';

/** Where in the settings one is, and the ways on. */
export function useSettingsPage() {
  const { me, tenant } = useWorkplace();
  const navigate = useNavigate();
  const { page, itemId } = useParams({ strict: false });
  const tree = placePath(me, tenant.id, 'settings');
  const base = `${tree}/${page}`;
  return {
    tenantId: tenant.id,
    /** Address of the tree, of the page's list, and of one thing in it. */
    tree,
    base,
    pathOf: (id: number | string) => `${base}/${id}`,
    /** A thing that is just being made. */
    isNew: itemId === 'new',
    /** The thing that is open; null when none is. */
    itemId: Number(itemId) || null,
    open: (id: number | 'new') => void navigate({ to: `${base}/${id}` }),
    /** Goes on without the question about unsaved changes: they were just saved, or their thing is gone. */
    show: (id: number | null) => void navigate({ to: id === null ? base : `${base}/${id}`, ignoreBlocker: true }),
  };
}
