import type { Chatbots } from '../../../chatbots/service.ts';
import type { Handler } from '../call.ts';
import { ok } from '../conventions/answers.ts';

/** What bots say to us (API-BOT). Never 204: existing bots take it for a failure (API-CMP-1). */
export const chatbotOperations = (
  chatbots: Pick<Chatbots, 'activity' | 'setCallbackUrl'>,
): Record<string, Handler> => ({
  async setChatbotCallbackUrl({ actor, query, id }) {
    await chatbots.setCallbackUrl(actor, id('chatbotId'), query.one('callbackUrl'));
    return ok({});
  },

  async sendChatbotActivity({ actor, body, id }) {
    await chatbots.activity(actor, id('chatbotId'), body);
    return ok({});
  },
});
