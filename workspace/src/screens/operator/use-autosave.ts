import { useEffect, useMemo } from 'react';
import { type ConcludeForm, deskApi } from '../../api/desk.ts';

/** Typing rests this long before the form goes to the server. */
const rest = 600;

/** Keeps the ACW form on the server, so that it is there when the time runs out or another tab opens it. */
export function useAutosave(sessionId: number) {
  const autosave = useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let waiting: ConcludeForm | null = null;
    const save = () => {
      clearTimeout(timer);
      const form = waiting;
      waiting = null;
      // The draft on this computer has it too; the next change or "Finish now" tries again.
      if (form) deskApi.saveAcw(sessionId, form).catch(() => undefined);
    };
    return {
      save,
      later(form: ConcludeForm) {
        waiting = form;
        clearTimeout(timer);
        timer = setTimeout(save, rest);
      },
      forget() {
        clearTimeout(timer);
        waiting = null;
      },
    };
  }, [sessionId]);
  useEffect(() => autosave.save, [autosave]);
  return autosave;
}
