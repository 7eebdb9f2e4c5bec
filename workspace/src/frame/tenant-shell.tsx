import type { Me } from '@hovor/protocol/desk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, Outlet, useParams, useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { onLostLogin } from '../api/http.ts';
import { meQuery } from '../api/queries.ts';
import { ProblemView } from '../components/problem-view.tsx';
import { ActionProvider, createActionRegistry } from '../keys/use-actions.ts';
import { createNotificationSettings } from '../notify/settings.ts';
import { createTabs } from '../notify/tabs.ts';
import { browserSocket } from '../socket/browser-socket.ts';
import { createDesk } from '../state/desk.ts';
import { mayServe } from '../state/places.ts';
import { storageKeys } from '../state/storage-keys.ts';
import { createWatching } from '../state/watching.ts';
import { adoptLanguage } from '../texts/language.ts';
import { WorkplaceProvider } from './desk-context.ts';
import { Frame } from './frame.tsx';
import { goToLogin, isLoggedOut } from './login-guard.ts';
import { NotFound } from './not-found.tsx';
import { Waiting } from './where-you-belong.tsx';

/** Everything below /app/{companyId}/{tenantId}: knows who works where, and keeps the desk alive across screens. */
export function TenantShell() {
  const { companyId, tenantId } = useParams({ strict: false });
  const router = useRouter();
  const queries = useQueryClient();
  const me = useQuery(meQuery);

  useEffect(() => onLostLogin(() => goToLogin(router, queries, true)), [router, queries]);
  useEffect(() => {
    if (me.data) adoptLanguage(me.data.language);
  }, [me.data]);

  if (isLoggedOut(me.error)) {
    return <Navigate to="/login" search={{ next: router.state.location.href }} replace />;
  }
  if (me.error && !me.data) return <ProblemView problem={me.error} onRetry={() => void me.refetch()} />;
  if (!me.data) return <Waiting />;
  const tenant = me.data.tenants.find(({ id }) => String(id) === tenantId);
  if (!tenant || String(me.data.companyId) !== companyId) return <NotFound />;
  return <Workplace key={`${me.data.userId}.${tenant.id}`} me={me.data} tenant={tenant} />;
}

function Workplace({ me, tenant }: { me: Me; tenant: Me['tenants'][number] }) {
  const router = useRouter();
  const queries = useQueryClient();
  const [registry] = useState(createActionRegistry);
  const [notifications] = useState(() => createNotificationSettings(me.userId));
  const [tabs, setTabs] = useState<ReturnType<typeof createTabs> | null>(null);
  const [watching] = useState(() =>
    createWatching({ tenantId: tenant.id, openSocket: () => browserSocket('/app-api/socket') }),
  );
  useEffect(() => watching.stop, [watching]);
  const [desk] = useState(() =>
    mayServe(tenant)
      ? createDesk({
          userId: me.userId,
          tenantId: tenant.id,
          openSocket: () => browserSocket('/app-api/socket'),
          storage: localStorage,
          exclusively: (task) =>
            navigator.locks ? navigator.locks.request(`hovor.outbox.${me.userId}`, task) : task(),
          onLostLogin: () => goToLogin(router, queries, true),
        })
      : null,
  );

  useEffect(() => {
    localStorage.setItem(storageKeys.lastTenant(me.userId), String(tenant.id));
    const unlisten = notifications.listen();
    const opened = createTabs(me.userId, () => goToLogin(router, queries, true));
    setTabs(opened);
    return () => {
      unlisten();
      opened.close();
    };
  }, [me.userId, tenant.id, notifications, router, queries]);

  useEffect(() => {
    if (!desk) return;
    desk.start();
    const online = () => desk.retryNow();
    const visible = () => document.visibilityState === 'visible' && desk.retryNow();
    const offline = () => desk.networkLost();
    const stored = (event: StorageEvent) => desk.outbox.storageChanged(event.key);
    window.addEventListener('online', online);
    window.addEventListener('offline', offline);
    window.addEventListener('storage', stored);
    document.addEventListener('visibilitychange', visible);
    return () => {
      window.removeEventListener('online', online);
      window.removeEventListener('offline', offline);
      window.removeEventListener('storage', stored);
      document.removeEventListener('visibilitychange', visible);
      desk.stop();
    };
  }, [desk]);

  // The wallboard fills the screen: no menu, no corner.
  const isBoard = useRouterState({ select: ({ location }) => location.pathname.endsWith('/wallboard') });
  const workplace = useMemo(
    () => (tabs ? { me, tenant, desk, watching, tabs, notifications } : null),
    [me, tenant, desk, watching, tabs, notifications],
  );
  if (!workplace) return <Waiting />;
  return (
    <WorkplaceProvider value={workplace}>
      <ActionProvider value={registry}>
        {isBoard ? (
          <Outlet />
        ) : (
          <Frame>
            <Outlet />
          </Frame>
        )}
      </ActionProvider>
    </WorkplaceProvider>
  );
}
