import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { accountApi } from '../api/account.ts';
import { useCatalogue } from './desk-context.ts';
import { goToLogin } from './login-guard.ts';

/** The Idle Detection API; only Chromium has it, and only on pages of a secure origin. */
interface Detector extends EventTarget {
  screenState: 'locked' | 'unlocked' | null;
  start(options: { threshold: number; signal: AbortSignal }): Promise<void>;
}
interface DetectorClass {
  new (): Detector;
  requestPermission(): Promise<PermissionState>;
}
const detectorOf = () => (window as { IdleDetector?: DetectorClass }).IdleDetector;

/** Can this browser tell that the screen is locked? */
export const tellsScreenLock = (): boolean => detectorOf() !== undefined;

/** The least the browser takes. Milliseconds. */
const threshold = 60_000;

export type ScreenLock = 'not wanted' | 'missing' | PermissionState;

/**
 * Logs out as soon as the screen is locked, where the company wants that (AD-CO-1). The browser asks for its permission
 * on a click only: `allow`.
 */
export function useScreenLock(): { lock: ScreenLock; allow(): Promise<void> } {
  const wanted = useCatalogue().logoutWhenLocked;
  const router = useRouter();
  const queries = useQueryClient();
  const [permission, setPermission] = useState<PermissionState | null>(null);

  useEffect(() => {
    if (!wanted || !tellsScreenLock()) return;
    navigator.permissions.query({ name: 'idle-detection' as PermissionName }).then(
      ({ state }) => setPermission(state),
      () => setPermission('prompt'),
    );
  }, [wanted]);

  useEffect(() => {
    const Detector = detectorOf();
    if (!wanted || !Detector || permission !== 'granted') return;
    const stop = new AbortController();
    const detector = new Detector();
    const look = async () => {
      if (detector.screenState !== 'locked') return;
      await accountApi.logout().catch(() => undefined);
      goToLogin(router, queries, true);
    };
    detector.addEventListener('change', () => void look());
    detector.start({ threshold, signal: stop.signal }).then(look, () => {
      if (!stop.signal.aborted) setPermission('denied');
    });
    return () => stop.abort();
  }, [wanted, permission, router, queries]);

  const lock = !wanted ? 'not wanted' : tellsScreenLock() ? (permission ?? 'granted') : 'missing';
  return {
    lock,
    async allow() {
      setPermission(
        (await detectorOf()
          ?.requestPermission()
          .catch(() => 'denied' as const)) ?? 'denied',
      );
    },
  };
}
