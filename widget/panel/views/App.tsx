import { useEffect, useRef, useState } from 'preact/hooks';
import { stageOf } from '../state.ts';
import { Ended } from './Ended.tsx';
import { EntryForm } from './EntryForm.tsx';
import { Header } from './Header.tsx';
import { OfflineForm } from './OfflineForm.tsx';
import { Talk } from './Talk.tsx';
import { usePanel, usePanelState } from './use.ts';

/** A short loss is nobody's business; after this long the client is told. */
const calm = 1_500;

export function App() {
  const panel = usePanel();
  const state = usePanelState();
  const { say } = panel.words;
  const root = useRef<HTMLDivElement>(null);
  const [writing, setWriting] = useState(false);
  const stage = stageOf(state);
  const lost = useLasting(state.connection === 'lost');
  const slow = useLasting(stage === 'connecting');

  // The focus goes to the field only when a person opened the window, and again when the face changes under them.
  useEffect(() => {
    if (state.focusCount === 0 || !state.picture.open) return;
    if (stage === 'entry' || stage === 'offline' || stage === 'talk' || document.activeElement === document.body) {
      const first = root.current?.querySelector<HTMLElement>('[data-first], main input, main textarea, main button');
      (first ?? root.current)?.focus();
    }
  }, [state.focusCount, stage, writing]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !panel.store.get().picture.fullPage) panel.close();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [panel]);

  return (
    <div class="panel" ref={root} tabIndex={-1}>
      <Header state={state} stage={stage} />
      {lost && (
        <p class="strip" role="status">
          {say(state.restored ? 'lost' : 'unavailable')}
        </p>
      )}
      {stage === 'connecting' && (
        <main class="middle">
          <p class="quiet" role="status">
            {slow ? say('connecting') : ''}
          </p>
        </main>
      )}
      {stage === 'entry' && !writing && <EntryForm state={state} onLeaveMessage={() => setWriting(true)} />}
      {(stage === 'offline' || (stage === 'entry' && writing)) && (
        <OfflineForm state={state} onBack={stage === 'entry' ? () => setWriting(false) : null} />
      )}
      {(stage === 'talk' || stage === 'ended') && (
        <Talk state={state}>{stage === 'ended' && <Ended state={state} />}</Talk>
      )}
      <div class="aside" aria-live="polite" aria-atomic="true">
        {state.announcement}
      </div>
    </div>
  );
}

function useLasting(now: boolean): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!now) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), calm);
    return () => clearTimeout(timer);
  }, [now]);
  return lasting;
}
