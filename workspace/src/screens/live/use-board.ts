import type { Board, OperatorOnBoard, QueueOnBoard } from '@hovor/protocol/live';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useWorkplace } from '../../frame/desk-context.ts';
import { goToLogin } from '../../frame/login-guard.ts';
import { browserSocket } from '../../socket/browser-socket.ts';
import { createLiveBoard } from '../../state/live-board.ts';
import { useStore } from '../../state/store.ts';

interface Rows {
  operators: OperatorOnBoard;
  queues: QueueOnBoard;
}

/** A live board of the tenant as long as the page is open. */
export function useBoard<B extends Board>(board: B) {
  const { tenant } = useWorkplace();
  const router = useRouter();
  const queries = useQueryClient();
  const [live] = useState(() =>
    createLiveBoard<Rows[B]>({
      tenantId: tenant.id,
      board,
      openSocket: () => browserSocket('/app-api/socket'),
      onLostLogin: () => goToLogin(router, queries, true),
    }),
  );
  useEffect(() => {
    const retry = () => document.visibilityState === 'visible' && live.retryNow();
    live.start();
    window.addEventListener('online', retry);
    document.addEventListener('visibilitychange', retry);
    return () => {
      window.removeEventListener('online', retry);
      document.removeEventListener('visibilitychange', retry);
      live.stop();
    };
  }, [live]);
  return useStore(live.store, (state) => state);
}
