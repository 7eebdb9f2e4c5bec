import type { BotMessage } from './bot.ts';
import type { Activity } from './session.ts';

/** Buttons of chatbots and what the client made of them. */
export interface Choices {
  /** By the seq of a chatbot's line: values of its buttons that were pressed. */
  pressed: ReadonlyMap<number, ReadonlySet<string>>;
  /** By the seq of a client's line that was a press: what stood on the button. */
  titles: ReadonlyMap<number, string>;
  /** By value: what stands on the button that a press would be taken for now. */
  offered: ReadonlyMap<string, string>;
}

/** Buttons of a message whose press says something; the others open a page. */
export const sayingButtons = ({ cards, suggested }: BotMessage) =>
  [...cards.flatMap(({ buttons }) => buttons), ...suggested].filter(({ href }) => href === null);

/**
 * Which buttons were pressed. A press is an ordinary message with the button's value (CB-EV-4), so a client's line that
 * says such a value is taken for a press in the latest chatbot's message before it that offers it.
 */
export function choicesOf(lines: readonly Activity[]): Choices {
  const open = new Map<string, { seq: number; title: string }>();
  const pressed = new Map<number, Set<string>>();
  const titles = new Map<number, string>();
  for (const { seq, client, type, text, chatbot } of lines) {
    for (const { value, title } of chatbot?.message ? sayingButtons(chatbot.message) : []) {
      open.set(value.trim(), { seq, title });
    }
    const button = client === 'Guest' && type === 'ChatMessage' ? open.get(text?.trim() ?? '') : undefined;
    if (!button) continue;
    titles.set(seq, button.title);
    const values = pressed.get(button.seq) ?? new Set();
    pressed.set(button.seq, values.add(text?.trim() ?? ''));
  }
  return { pressed, titles, offered: new Map([...open].map(([value, { title }]) => [value, title])) };
}
