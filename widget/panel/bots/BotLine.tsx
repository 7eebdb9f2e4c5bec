import { Cards } from './Cards.tsx';
import { Media } from './Media.tsx';
import type { BotLineProps } from './parts.ts';
import { Runs } from './Runs.tsx';

/** What a chatbot said: text, media, cards. Its choices stand where the client writes (Foot.tsx). */
export function BotLine({ line, message, choices, live, name, time }: BotLineProps) {
  const { text, media, cards, layout, suggested } = message;
  const pressed = choices.pressed.get(line.seq) ?? new Set();
  const onlyChoices = text.length + media.length + cards.length === 0;
  return (
    <>
      {(text.length > 0 || onlyChoices) && (
        <div class="bubble" title={time}>
          <span class="aside">{name}: </span>
          <p class="text" dir="auto">
            {onlyChoices ? suggested.map(({ title }) => title).join(' · ') : <Runs runs={text} />}
          </p>
        </div>
      )}
      {media.map((one, index) => (
        <Media key={index} media={one} />
      ))}
      {cards.length > 0 && <Cards cards={cards} layout={layout} pressed={pressed} live={live} seq={line.seq} />}
    </>
  );
}
