import { useQuery, useQueryClient } from '@tanstack/react-query';
import { noticesApi } from '../api/notices.ts';
import { administersCompany } from '../state/places.ts';
import { useWorkplace } from './desk-context.ts';

/** Notices are read again this often. Milliseconds; what they tell of took minutes or days to become true. */
const refreshEvery = 60_000;

/** What administrators are told; empty for all others. */
export function useNotices() {
  const { me } = useWorkplace();
  const queries = useQueryClient();
  const enabled = administersCompany(me) || me.tenants.some(({ roles }) => roles.includes('TenantAdmin'));
  const { data: notices = [] } = useQuery({
    queryKey: ['notices'],
    queryFn: noticesApi.list,
    enabled,
    refetchInterval: refreshEvery,
  });
  return {
    enabled,
    notices,
    /** Open ones nobody of this name has looked at. */
    news: notices.filter(({ seen, resolved }) => !seen && resolved === null).length,
    async markSeen() {
      const newest = notices[0];
      if (!newest || notices.every(({ seen }) => seen)) return;
      await noticesApi.markSeen(newest.id).catch(() => undefined);
      await queries.invalidateQueries({ queryKey: ['notices'] });
    },
  };
}
