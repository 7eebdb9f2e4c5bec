import { commandsTo, type Event, type Platform, startBotServer } from './bot-server.ts';

/**
 * CB-TB-3: asks for the parameters when a conversation starts and keeps them; reads members without regard to case and
 * sends the session's id as text.
 */
export function startGateway(platform: Platform) {
  const send = commandsTo(platform);
  const params = new Map<number, unknown>();
  const seen: { sessionId: number; activity: string }[] = [];

  const react = async (event: Event) => {
    const members = new Map(Object.entries(event).map(([name, value]) => [name.toLowerCase(), value]));
    const activity = String(members.get('activity'));
    const sessionId = Number(members.get('sessionid'));
    seen.push({ sessionId, activity });
    if (activity === 'GetCallParamsResponse') params.set(sessionId, members.get('callparams'));
    if (activity !== 'ConversationStarted') return;
    await send({
      ...{ activity: 'GetCallParams', sessionId: String(sessionId), type: 'message', attachments: [] },
      ...{ text: null, timestamp: '2025-02-03T08:00:01.1234567+01:00', language: members.get('language') },
    });
  };
  return startBotServer('/chatbot/message', async (event) => {
    await react(event);
    return 200;
  }).then((server) => ({ ...server, params, seen }));
}
