import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Panel } from '../panel.ts';

export const PanelContext = createContext<Panel | null>(null);

export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (!panel) throw new Error('outside of the panel');
  return panel;
}

/** The panel's state; draws again after each change. */
export function usePanelState() {
  const { store } = usePanel();
  const [state, setState] = useState(store.get());
  useEffect(() => {
    setState(store.get());
    return store.subscribe(() => setState(store.get()));
  }, [store]);
  return state;
}

/** Text that survives a reload of this tab, under a name of its own; empty text is forgotten. */
export function useDraft(name: string): [string, (text: string) => void] {
  const { tab } = usePanel();
  const key = `hovor.draft.${name}`;
  const [text, setText] = useState(() => tab.get(key) ?? '');
  return [
    text,
    (next) => {
      setText(next);
      tab.set(key, next || null);
    },
  ];
}
