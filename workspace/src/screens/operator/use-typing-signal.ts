import { useEffect, useMemo } from 'react';
import { useDesk } from '../../frame/desk-context.ts';

/** The signal is repeated this often while keys are pressed, and ends this long after the last key. */
const repeatEvery = 3_000;
const endsAfter = 4_000;

/** Tells the client that I am typing. */
export function useTypingSignal(sessionId: number) {
  const desk = useDesk();
  const signal = useMemo(() => {
    let said = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopped = () => {
      clearTimeout(timer);
      if (said === 0) return;
      said = 0;
      desk.typing(sessionId, false);
    };
    return {
      stopped,
      typed(something: boolean) {
        if (!something) return stopped();
        clearTimeout(timer);
        timer = setTimeout(stopped, endsAfter);
        if (Date.now() - said < repeatEvery) return;
        said = Date.now();
        desk.typing(sessionId, true);
      },
    };
  }, [desk, sessionId]);
  useEffect(() => signal.stopped, [signal]);
  return signal;
}
