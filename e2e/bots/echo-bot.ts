import { commandsTo, type Event, type Platform, startBotServer } from './bot-server.ts';
import { commandFor } from './words.ts';

/**
 * CB-TB-1: obeys command words, comes back with everything else as text, and sends before it answers. It knows a ping by
 * the name with a capital only; on what it does not understand, and on a refusal, it fails with 500.
 */
export function startEchoBot(platform: Platform) {
  const send = commandsTo(platform);
  const react = async (event: Event) => {
    if (event.Activity === 'Ping') return;
    if (event.activity === undefined || event.sessionId === undefined) throw new Error('KeyError');
    const { sessionId, text } = event;
    const command = typeof text === 'string' ? commandFor(text) : null;
    await send({ sessionId, ...(command ?? { activity: 'Text', text: JSON.stringify(event) }) });
  };
  return startBotServer('/api/webhook', (event) =>
    react(event).then(
      () => 200,
      () => 500,
    ),
  );
}
