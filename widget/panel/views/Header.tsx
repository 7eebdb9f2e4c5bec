import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isRunning, type PanelState, type Stage } from '../state.ts';
import { Face } from './Face.tsx';
import { Icon } from './icons.tsx';
import { usePanel } from './use.ts';

/** Whose chat it is, who is there, and the way out. */
export function Header({ state, stage }: { state: PanelState; stage: Stage }) {
  const panel = usePanel();
  const { say } = panel.words;
  const { window: look } = state.picture.config;
  const { session } = state;
  const running = isRunning(session);
  const operator = session?.status === 'ACTIVE' ? session.operators[0] : undefined;
  const status = { online: say('statusOnline'), busy: say('statusBusy'), offline: say('statusOffline') };
  const below = operator
    ? [session?.operators.map((one) => one.name).join(', '), operator.position].filter(Boolean).join(' · ')
    : running
      ? (session.bot?.name ?? '')
      : stage === 'ended' || stage === 'connecting'
        ? ''
        : status[state.packageState];

  return (
    <header class="head">
      {operator ? (
        <Face face={operator} />
      ) : (
        look.logoUrl && <img class="logo" src={look.logoUrl} alt="" width="36" height="36" />
      )}
      <div class="who">
        <h1>{look.title}</h1>
        {below && <p>{below}</p>}
      </div>
      {look.sound && running && (
        <button
          type="button"
          class="tool"
          aria-label={say(state.muted ? 'unmute' : 'mute')}
          title={say(state.muted ? 'unmute' : 'mute')}
          onClick={() => panel.mute(!state.muted)}
        >
          <Icon name={state.muted ? 'bellOff' : 'bell'} />
        </button>
      )}
      {running && <End />}
      {!state.picture.fullPage && (
        <button type="button" class="tool" aria-label={say('close')} title={say('close')} onClick={panel.close}>
          <Icon name="down" />
        </button>
      )}
    </header>
  );
}

/** Ends the conversation after asking once. */
function End() {
  const panel = usePanel();
  const { say } = panel.words;
  const [asking, setAsking] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    if (asking) dialog.current?.showModal();
  }, [asking]);

  const stop = () => {
    // Closing gives the focus back to the button; a dialog that is just taken away does not.
    dialog.current?.close();
    setAsking(false);
  };
  return (
    <>
      <button type="button" class="tool" aria-label={say('end')} title={say('end')} onClick={() => setAsking(true)}>
        <Icon name="leave" />
      </button>
      {asking && (
        <dialog
          class="ask"
          ref={dialog}
          aria-labelledby="end-ask"
          onCancel={(event) => {
            event.preventDefault();
            stop();
          }}
          onKeyDown={(event) => event.key === 'Escape' && event.preventDefault() === undefined && stop()}
        >
          <p id="end-ask">{say('endAsk')}</p>
          <button type="button" class="main" onClick={stop}>
            {say('endNo')}
          </button>
          <button
            type="button"
            class="plain"
            onClick={() => {
              setAsking(false);
              panel.end();
            }}
          >
            {say('endYes')}
          </button>
        </dialog>
      )}
    </>
  );
}
