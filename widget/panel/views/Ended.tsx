import { useState } from 'preact/hooks';
import { limits } from '../../../protocol/limits.ts';
import type { PanelState } from '../state.ts';
import { Field } from './Field.tsx';
import { Star } from './icons.tsx';
import { usePanel } from './use.ts';

/** After the end: the rating the package asks for (OP-ES-12), thanks, and the way to a new conversation. */
export function Ended({ state }: { state: PanelState }) {
  const panel = usePanel();
  const { say } = panel.words;
  const { feedbackForm } = state.picture.config;
  // Nobody could be found: that is another thing than a conversation that is over.
  const inVain = state.session?.terminationReason === 'FailedRouting';
  const rates = feedbackForm.enabled && !state.rated && (state.session?.operators.length ?? 0) > 0;
  return (
    <footer class="foot ended">
      <p class="notice">{say(inVain ? 'offlineTitle' : state.endedHere ? 'endedByYou' : 'ended')}</p>
      {rates && <Rating max={feedbackForm.stars} />}
      {state.rated && (
        <p class="thanks" role="status">
          {say('rateThanks')}
        </p>
      )}
      {state.problem && (
        <p class="problem" role="alert">
          {say(state.problem)}
        </p>
      )}
      <button type="button" class={rates ? 'plain' : 'main'} onClick={panel.startOver}>
        {say(inVain && state.packageState === 'offline' ? 'leaveMessage' : 'again')}
      </button>
    </footer>
  );
}

function Rating({ max }: { max: number }) {
  const panel = usePanel();
  const { say } = panel.words;
  const [stars, setStars] = useState<number | null>(null);
  const [text, setText] = useState('');
  const [sending, setSending] = useState(false);
  const choices = Array.from({ length: max }, (_, index) => index + 1);

  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        if (sending) return;
        setSending(true);
        await panel.rate(stars, text.trim() || null);
        setSending(false);
      }}
    >
      <fieldset class={max > 5 ? 'stars many' : 'stars'}>
        <legend>{say('rateTitle')}</legend>
        {choices.map((count) => (
          <label key={count} title={say('star', { count, max })}>
            <input
              type="radio"
              name="stars"
              value={count}
              checked={stars === count}
              aria-label={say('star', { count, max })}
              onChange={() => setStars(count)}
            />
            <Star on={stars !== null && count <= stars} />
          </label>
        ))}
      </fieldset>
      {stars !== null && (
        <>
          <Field
            name="feedback"
            type="area"
            label={say('rateText')}
            value={text}
            required={false}
            problem={undefined}
            maxLength={limits.feedbackLength}
            onInput={setText}
          />
          <button type="submit" class="main">
            {say(sending ? 'starting' : 'rateSend')}
          </button>
        </>
      )}
    </form>
  );
}
