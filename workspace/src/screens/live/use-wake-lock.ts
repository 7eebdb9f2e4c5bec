import { useEffect } from 'react';

/** Keeps the screen on while the page is visible, where the browser can; a lock is lost whenever the page is hidden. */
export function useWakeLock() {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let left = false;
    const ask = async () => {
      if (document.visibilityState !== 'visible') return;
      try {
        const got = await navigator.wakeLock?.request('screen');
        if (left) await got?.release();
        else lock = got ?? null;
      } catch {
        // Refused, for example on low battery: the board works without it.
        lock = null;
      }
    };
    const visible = () => void ask();
    void ask();
    document.addEventListener('visibilitychange', visible);
    return () => {
      left = true;
      document.removeEventListener('visibilitychange', visible);
      void lock?.release();
    };
  }, []);
}
