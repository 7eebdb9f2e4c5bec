import { useRef } from 'preact/hooks';
import type { BotButton, BotCard } from '../../../protocol/bot.ts';
import { Icon } from '../views/icons.tsx';
import { usePanel } from '../views/use.ts';
import { hideBroken } from './Media.tsx';
import { Runs } from './Runs.tsx';

interface CardsProps {
  cards: readonly BotCard[];
  layout: 'list' | 'carousel';
  pressed: ReadonlySet<string>;
  live: boolean;
  seq: number;
}

/** Cards below each other, or side by side to be leafed through (CB-CD-3). */
export function Cards({ cards, layout, pressed, live, seq }: CardsProps) {
  const { say } = usePanel().words;
  const row = useRef<HTMLUListElement>(null);
  const several = layout === 'carousel' && cards.length > 1;
  const step = (by: 1 | -1) => {
    const list = row.current;
    const width = list?.firstElementChild?.clientWidth ?? 0;
    const towards = list && getComputedStyle(list).direction === 'rtl' ? -by : by;
    list?.scrollBy({ left: towards * width, behavior: 'smooth' });
  };
  return (
    <div class={several ? 'cards carousel' : 'cards'}>
      <ul ref={row} aria-label={say('botCards', { count: cards.length })} tabIndex={several ? 0 : undefined}>
        {cards.map((card, index) => (
          <Card key={index} card={card} pressed={pressed} live={live} id={`card-${seq}-${index}`} />
        ))}
      </ul>
      {several && (
        <p class="leaf">
          <button type="button" class="tool" aria-label={say('botPrevious')} onClick={() => step(-1)}>
            <Icon name="down" />
          </button>
          <button type="button" class="tool next" aria-label={say('botNext')} onClick={() => step(1)}>
            <Icon name="down" />
          </button>
        </p>
      )}
    </div>
  );
}

function Card({ card, pressed, live, id }: Pick<CardsProps, 'pressed' | 'live'> & { card: BotCard; id: string }) {
  const { title, subtitle, text, imageUrl, thumbnail, buttons } = card;
  return (
    <li class={thumbnail ? 'card thumbnail' : 'card'} aria-labelledby={title ? id : undefined}>
      {imageUrl && <img src={imageUrl} alt="" loading="lazy" referrerpolicy="no-referrer" onError={hideBroken} />}
      <div class="said" dir="auto">
        {title && (
          <p class="title" id={id}>
            {title}
          </p>
        )}
        {subtitle && <p class="quiet">{subtitle}</p>}
        {text.length > 0 && (
          <p class="text">
            <Runs runs={text} />
          </p>
        )}
      </div>
      {buttons.length > 0 && (
        <div class="choices">
          {buttons.map((button, index) => (
            <Choice key={index} button={button} pressed={pressed.has(button.value.trim())} live={live} />
          ))}
        </div>
      )}
    </li>
  );
}

interface ChoiceProps {
  button: BotButton;
  pressed?: boolean;
  live: boolean;
  onPress?(event: MouseEvent): void;
}

/** A press says the button's value as the client's own message; or the button opens a page. */
export function Choice({ button, pressed = false, live, onPress }: ChoiceProps) {
  const panel = usePanel();
  const { title, value, href, imageUrl } = button;
  const face = (
    <>
      {imageUrl && <img src={imageUrl} alt="" referrerpolicy="no-referrer" onError={hideBroken} />}
      <span dir="auto">{title}</span>
    </>
  );
  if (href) {
    return (
      <a class="choice" href={href} target="_blank" rel="noopener noreferrer nofollow">
        {face}
      </a>
    );
  }
  return (
    <button
      type="button"
      class={pressed ? 'choice pressed' : 'choice'}
      disabled={!live}
      onClick={(event) => {
        // Pressed twice in a hurry it is said once.
        if (panel.store.get().outbox.some((one) => one.text === value)) return;
        panel.talk.send(value);
        onPress?.(event);
      }}
    >
      {face}
      {pressed && (
        <>
          <Icon name="check" />
          <span class="aside">{panel.words.say('botChosen')}</span>
        </>
      )}
    </button>
  );
}
