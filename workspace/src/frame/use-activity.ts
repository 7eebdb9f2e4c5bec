import { useEffect } from 'react';
import { accountApi } from '../api/account.ts';
import { useCatalogue } from './desk-context.ts';

/** How often it is told, and looked at. Milliseconds. */
const step = 60_000;
const signs = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/**
 * Tells the server that somebody works here, once a minute while they do (AD-CO-1). The server ends logins that idle;
 * where the company wants that, a quiet page asks once a minute whether it is still logged in.
 */
export function useActivity(): void {
  const asks = useCatalogue().logoutWhenIdleMinutes !== null;
  useEffect(() => {
    let told = 0;
    let moved = 0;
    const tell = () => {
      told = Date.now();
      accountApi.noteActive().catch(() => undefined);
    };
    const sign = () => {
      moved = Date.now();
      if (moved - told > step) tell();
    };
    const timer = setInterval(() => {
      if (moved > told) tell();
      else if (asks) accountApi.me().catch(() => undefined);
    }, step);
    for (const name of signs) window.addEventListener(name, sign, { passive: true });
    return () => {
      clearInterval(timer);
      for (const name of signs) window.removeEventListener(name, sign);
    };
  }, [asks]);
}
