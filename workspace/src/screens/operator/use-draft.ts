import { type RefObject, useEffect, useState } from 'react';
import { useDesk } from '../../frame/desk-context.ts';
import type { DraftKind } from '../../socket/drafts.ts';

/**
 * Text that survives reload, logout and crash. Another tab's typing shows here too, unless the field has the focus:
 * then this tab is the one somebody types in.
 */
export function useDraft(kind: DraftKind, sessionId: number, field: RefObject<HTMLElement | null>) {
  const { drafts } = useDesk();
  const [text, setText] = useState(() => drafts.get(kind, sessionId));

  useEffect(() => {
    const onStorage = (event: StorageEvent) => {
      if (!drafts.isKey(event.key, kind, sessionId)) return;
      if (document.hasFocus() && document.activeElement === field.current) return;
      setText(drafts.get(kind, sessionId));
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, [drafts, kind, sessionId, field]);

  function keep(next: string) {
    setText(next);
    try {
      drafts.set(kind, sessionId, next);
    } catch {
      // Storage is full: the text stays in the field, only a reload would lose it.
    }
  }
  return [text, keep] as const;
}
