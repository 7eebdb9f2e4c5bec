import { useEffect, useRef } from 'preact/hooks';
import { usePanel } from './use.ts';

/** The ones people use with strangers; every phone has the rest on its keyboard. */
const emoji = [
  ...'🙂😊😀😄😁😅😂🤣😉😍😘🤗🤔😐😕🙁😟😢😭😮😳😡🥳😎😴🤒🙈👍👎👌👏🙏💪🤝👋✌️🤞❤️💚💙💔⭐✨🔥🎉🎁🌷☀️🌧️☕🍰🚗📦📷📞💬✉️📄💳⏰✅❌❓❗',
].reduce<string[]>((list, part) => {
  // A variation selector belongs to the sign before it.
  if (part === '\ufe0f' && list.length > 0) list[list.length - 1] += part;
  else list.push(part);
  return list;
}, []);

const columns = 8;
const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };

/** A small grid, walked with the arrow keys; stays open until closed so that several can be picked. */
export function Emoji({ onPick, onClose }: { onPick(emoji: string): void; onClose(): void }) {
  const { say } = usePanel().words;
  const grid = useRef<HTMLDivElement>(null);
  useEffect(() => grid.current?.querySelector('button')?.focus(), []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      return onClose();
    }
    const step = steps[event.key];
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])];
    const now = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (!step || now < 0) return;
    event.preventDefault();
    buttons[now + step]?.focus();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form
    <div class="emoji" role="group" aria-label={say('emoji')} ref={grid} onKeyDown={onKeyDown}>
      {emoji.map((one, index) => (
        <button type="button" key={one} tabIndex={index === 0 ? 0 : -1} onClick={() => onPick(one)}>
          {one}
        </button>
      ))}
    </div>
  );
}
