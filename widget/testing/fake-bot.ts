import type { BotButton, BotCard, BotInSession, BotMessage } from '../../protocol/bot.ts';
import type { FakeDesk } from './fake-desk.ts';

const about = { id: 3, name: 'Robo' };

/** A chatbot in the running conversation, played by the test. */
export function createFakeBot(desk: FakeDesk) {
  let state: BotInSession = { ...about, input: true, upload: null, asks: null };
  const line = (message: BotMessage | null = null) => ({ client: 'Chatbot' as const, chatbot: { ...about, message } });
  return {
    join() {
      desk.change({ status: 'ACTIVE', place: null, estimatedWait: null, operators: [], bot: state });
      desk.add({ type: 'Joined', ...line() });
    },
    leave() {
      desk.change({ status: 'IN_QUEUE', place: 1, bot: null });
      desk.add({ type: 'Handoff', ...line() });
    },
    /** What it allows and asks for. */
    set(change: Partial<BotInSession>) {
      state = { ...state, ...change };
      desk.change({ bot: state });
    },
    say(message: Partial<BotMessage>, text = message.text?.map((run) => run.text).join('') ?? 'cards') {
      const whole: BotMessage = {
        ...{ text: [], cards: [], layout: 'list', media: [], suggested: [], ignoresInput: false },
        ...message,
      };
      return desk.add({ type: 'ChatbotMessage', ...line(whole), text });
    },
    askLocation(text: string | null) {
      desk.add({ type: 'LocationRequest', ...line(), text });
      this.set({ asks: 'location' });
    },
  };
}

export const button = (title: string, value = title, more: Partial<BotButton> = {}): BotButton => ({
  ...{ title, value, href: null, imageUrl: null },
  ...more,
});

export const card = (title: string, more: Partial<BotCard> = {}): BotCard => ({
  ...{ title, subtitle: null, text: [], imageUrl: null, thumbnail: false, buttons: [] },
  ...more,
});
