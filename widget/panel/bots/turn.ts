import type { BotButton, BotInSession } from '../../../protocol/bot.ts';
import { isRunning, type PanelState } from '../state.ts';

/** What the client may do now. Without a chatbot all that the package allows. */
export interface Turn {
  /** The chatbot that talks with the client. */
  bot: BotInSession | null;
  /** Choices that take the place of the field until one is made (CB-CM-26). */
  choices: readonly BotButton[];
  /** The field takes text (CB-CM-4, CB-CM-25). */
  writes: boolean;
  /** The paper clip is there (CB-CM-5). */
  attaches: boolean;
}

export function turnOf({ session, lines, outbox, picture }: PanelState): Turn {
  const running = isRunning(session);
  const bot = (running && session.bot) || null;
  const turn: Turn = {
    bot,
    choices: [],
    writes: bot?.input ?? true,
    attaches: running && (bot?.upload ?? picture.config.window.fileUpload),
  };
  if (!bot) return turn;
  let answered = outbox.length > 0;
  let latest = true;
  for (let index = lines.length - 1; index >= 0; index--) {
    const { type, client, chatbot } = lines[index] ?? {};
    if (type === 'Joined' && client === 'Chatbot') break;
    if (type === 'ChatMessage' && client === 'Guest') answered = true;
    if (!chatbot?.message) continue;
    if (latest && chatbot.message.ignoresInput) turn.writes = false;
    latest = false;
    if (!answered) turn.choices = chatbot.message.suggested;
    if (answered || turn.choices.length > 0) break;
  }
  if (turn.choices.length > 0) turn.attaches = false;
  return turn;
}
