import { createContext, useContext, useEffect, useMemo, useRef } from 'react';
import { type ActionName, actionOf } from './actions.ts';

type Handler = () => void;

/** The actions that can be done right now; screens offer theirs while they are shown, the newest first. */
export interface ActionRegistry {
  offer(handlers: Partial<Record<ActionName, Handler>>): () => void;
  run(name: ActionName): boolean;
  available(): ActionName[];
}

export function createActionRegistry(): ActionRegistry {
  const stack: Partial<Record<ActionName, Handler>>[] = [];
  const find = (name: ActionName) => stack.findLast((handlers) => handlers[name])?.[name];
  return {
    offer(handlers) {
      stack.push(handlers);
      return () => stack.splice(stack.indexOf(handlers), 1);
    },
    run(name) {
      const handler = find(name);
      handler?.();
      return handler !== undefined;
    },
    available: () => [...new Set(stack.flatMap((handlers) => Object.keys(handlers) as ActionName[]))].filter(find),
  };
}

const ActionContext = createContext<ActionRegistry>(createActionRegistry());
export const ActionProvider = ActionContext.Provider;
export const useActionRegistry = () => useContext(ActionContext);

/** Offers handlers while the component is mounted; an undefined handler is not offered. */
export function useActions(handlers: Partial<Record<ActionName, Handler | undefined>>): void {
  const registry = useActionRegistry();
  const latest = useRef(handlers);
  latest.current = handlers;
  const names = Object.keys(handlers)
    .filter((name) => handlers[name as ActionName])
    .join();
  const stable = useMemo(
    () =>
      Object.fromEntries(
        names
          .split(',')
          .filter(Boolean)
          .map((name) => [name, () => latest.current[name as ActionName]?.()]),
      ),
    [names],
  );
  useEffect(() => {
    const withdraw = registry.offer(stable);
    return () => void withdraw();
  }, [registry, stable]);
}

/** Listens for the keys of all actions. An open dialog keeps its keys to itself. */
export function useActionKeys(): void {
  const registry = useActionRegistry();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return;
      const name = actionOf({ ...pick(event), typing: isTextField(event.target) });
      if (name === null || (document.querySelector('[aria-modal="true"]') && name !== 'palette')) return;
      if (registry.run(name)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [registry]);
}

const pick = ({ code, key, altKey, ctrlKey, metaKey }: KeyboardEvent) => ({ code, key, altKey, ctrlKey, metaKey });

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
