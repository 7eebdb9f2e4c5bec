import type { ComponentChildren, ComponentType } from 'preact';
import type { BotMessage } from '../../../protocol/bot.ts';
import type { Choices } from '../../../protocol/bot-choices.ts';
import type { BotWordKey } from '../../../protocol/panel-words/bots.ts';
import type { Activity } from '../../../protocol/session.ts';
import type { PanelState } from '../state.ts';
import type { Turn } from './turn.ts';

/** What the panel loads with the first conversation that has a chatbot (index.ts). */
export interface BotParts {
  BotLine: ComponentType<BotLineProps>;
  Foot: ComponentType<FootProps>;
  choicesOf(lines: readonly Activity[]): Choices;
  turnOf(state: PanelState): Turn;
  botWords: Record<'en' | 'cs', Record<BotWordKey, string>>;
}

export interface BotLineProps {
  line: Activity;
  message: BotMessage;
  choices: Choices;
  /** The chatbot is still there, so its buttons may be pressed. */
  live: boolean;
  name: string;
  time: string;
}

export interface FootProps {
  state: PanelState;
  turn: Turn;
  /** The field. */
  children: ComponentChildren;
}
