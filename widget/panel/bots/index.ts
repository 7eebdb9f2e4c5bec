import './bots.css';

/** All that only conversations with chatbots need; loaded with the first of them (scripts/check-widget-size.ts). */
export { choicesOf } from '../../../protocol/bot-choices.ts';
export { botWords } from '../../../protocol/panel-words/bots.ts';
export { BotLine } from './BotLine.tsx';
export { Foot } from './Foot.tsx';
export { turnOf } from './turn.ts';
