import { commandsTo, type Event, type Platform, startBotServer } from './bot-server.ts';
import { commandFor } from './words.ts';

/**
 * CB-TB-2: answers at once and works through a queue afterwards, with several activities for one event. Without a text it
 * knows submitted forms only.
 */
export function startQueueingBot(platform: Platform) {
  const send = commandsTo(platform);
  let queue = Promise.resolve();
  const refused: unknown[] = [];

  const work = async ({ sessionId, activity, text, params }: Event) => {
    if (activity === 'HeroCardSubmission') return send({ sessionId, activity: 'Text', text: JSON.stringify(params) });
    if (typeof text !== 'string') return;
    const command = commandFor(text);
    if (command) return send({ sessionId, ...command });
    await send({ sessionId, activity: 'Typing', show: true });
    await send({ sessionId, type: 'message', text, operatorGroupId: null, userId: 0, suggestedActions: null });
    await send({ sessionId, activity: 'Typing', show: false });
  };

  return startBotServer('/?secret=a%2Fb', async (event) => {
    queue = queue.then(() => work(event)).catch((error) => void refused.push(error));
    return 200;
  }).then((server) => ({ ...server, refused }));
}
