import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { BotInSession } from '../../../protocol/bot.ts';
import type { PanelState } from '../state.ts';
import { usePanel } from '../views/use.ts';
import { Choice } from './Cards.tsx';
import type { FootProps } from './parts.ts';

/**
 * Where the client answers a chatbot: what it asks for, and its choices in the place of the field (`children`). Who had
 * the focus in one of them has it in the other.
 */
export function Foot({ state, turn, children }: FootProps) {
  const { say } = usePanel().words;
  const { bot, choices } = turn;
  const box = useRef<HTMLDivElement>(null);
  const chooses = choices.length > 0;
  const hadFocus = box.current?.contains(document.activeElement) ?? false;
  const byPointer = useRef(false);

  // When field and choices change places.
  useLayoutEffect(() => {
    // The field would bring the keyboard of a phone up over what the bot says next.
    if (hadFocus && (chooses || !byPointer.current)) {
      box.current?.querySelector<HTMLElement>('.choices button, [data-first]')?.focus();
    }
    byPointer.current = false;
  }, [chooses]);

  return (
    <div ref={box} class="bot-foot">
      {bot?.asks === 'file' && <AskFile bot={bot} state={state} />}
      {bot?.asks === 'location' && <AskLocation bot={bot} />}
      {chooses ? (
        <footer class="foot">
          <fieldset class="choices" aria-label={say('botChoices')}>
            {choices.map((button, index) => (
              <Choice
                key={index}
                button={button}
                live
                onPress={({ detail }) => {
                  byPointer.current = detail > 0;
                }}
              />
            ))}
          </fieldset>
        </footer>
      ) : (
        children
      )}
    </div>
  );
}

/** The chatbot asks for a file (CB-CM-6): one is chosen, or the client says no. */
function AskFile({ bot, state }: { bot: BotInSession; state: PanelState }) {
  const panel = usePanel();
  const { say } = panel.words;
  const chooser = useRef<HTMLInputElement>(null);
  const [failed, refuse] = useAnswer();
  const sending = state.uploads.some((upload) => upload.state === 'sending');
  return (
    <Ask text={say('botAsksFile', { name: bot.name })} problem={failed ? say('startFailed') : state.fileProblem}>
      <button type="button" class="main" disabled={sending} onClick={() => chooser.current?.click()}>
        {say('botChooseFile')}
      </button>
      <button type="button" class="plain" disabled={sending} onClick={() => refuse(null)}>
        {say('botNoThanks')}
      </button>
      <input
        ref={chooser}
        type="file"
        hidden
        accept={state.picture.config.acceptedFileTypes.join(',')}
        onChange={({ currentTarget: input }) => {
          if (input.files) panel.uploads.send([...input.files]);
          input.value = '';
        }}
      />
    </Ask>
  );
}

/** The chatbot asks for the position (CB-CM-22). The browser asks the client again, and may refuse by itself. */
function AskLocation({ bot }: { bot: BotInSession }) {
  const { say } = usePanel().words;
  const [looking, setLooking] = useState(false);
  const [problem, setProblem] = useState<'botLocationRefused' | 'botLocationFailed' | null>(null);
  const [failed, answer] = useAnswer();
  const share = () => {
    setLooking(true);
    setProblem(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        setLooking(false);
        answer({ latitude, longitude });
      },
      ({ code, PERMISSION_DENIED }) => {
        setLooking(false);
        setProblem(code === PERMISSION_DENIED ? 'botLocationRefused' : 'botLocationFailed');
      },
      { timeout: 30_000, maximumAge: 60_000 },
    );
  };
  return (
    <Ask
      text={say('botAsksLocation', { name: bot.name })}
      problem={failed ? say('startFailed') : problem && say(problem)}
    >
      <button type="button" class="main" disabled={looking} onClick={share}>
        {say(looking ? 'botLocating' : 'botShareLocation')}
      </button>
      <button type="button" class="plain" onClick={() => answer(null)}>
        {say('botNoThanks')}
      </button>
    </Ask>
  );
}

/** Tells the chatbot; whether that failed, and the function that tells. */
function useAnswer() {
  const panel = usePanel();
  const [failed, setFailed] = useState(false);
  const answer = (position: { latitude: number; longitude: number } | null) => {
    setFailed(false);
    panel.answerBot(position).catch(() => setFailed(true));
  };
  return [failed, answer] as const;
}

function Ask({ text, problem, children }: { text: string; problem: string | null; children: ComponentChildren }) {
  return (
    <section class="asks" aria-label={text}>
      <p role="status">{text}</p>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="row">{children}</div>
    </section>
  );
}
