// A chatbot of a coffee shop for Hovor: plain Node.js, no dependency. How it works stands in ../chatbots.md.
//
//   HOVOR=https://chat.example.org CHATBOT_ID=1 CLIENT_ID=… CLIENT_SECRET=… PORT=3000 \
//   CALLBACK_URL=https://bot.example.org/hovor?secret=… node bot.js
import { createServer } from 'node:http';

const { HOVOR, CHATBOT_ID, CLIENT_ID, CLIENT_SECRET, CALLBACK_URL, PORT = '3000' } = process.env;

// A token lives for an hour; a new one is fetched a minute before its end.
let token = { value: '', until: 0 };
async function accessToken() {
  if (Date.now() < token.until) return token.value;
  const answer = await fetch(`${HOVOR}/login/connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
    }),
  });
  if (!answer.ok) throw new Error(`No token: ${answer.status} ${await answer.text()}`);
  const { access_token, expires_in } = await answer.json();
  token = { value: access_token, until: Date.now() + (expires_in - 60) * 1000 };
  return access_token;
}

async function call(method, path, body) {
  const answer = await fetch(`${HOVOR}/api/v1/Chatbot/${CHATBOT_ID}${path}`, {
    method,
    headers: { authorization: `Bearer ${await accessToken()}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  // 403: the conversation is no longer ours, for example because the client has left meanwhile.
  if (!answer.ok && answer.status !== 403) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

const send = (sessionId, command) => call('POST', '/activity', { sessionId, ...command });
const say = (sessionId, text, ...choices) => send(sessionId, { activity: 'Text', text, ...suggest(choices) });
const suggest = (choices) =>
  choices.length > 0 && {
    suggestedActions: { actions: choices.map((title) => ({ type: 'imBack', title, value: title })) },
  };

const card = (title, subtitle) => ({
  contentType: 'application/vnd.microsoft.card.hero',
  content: { title, subtitle, buttons: [{ type: 'imBack', title: `Order ${title}`, value: `order ${title}` }] },
});
const cards = [card('Ethiopia', 'flowers and lemon'), card('Brazil', 'chocolate and nuts')];
const menu = ['Our coffee', 'Something is broken', 'Talk to a person'];

async function onText(sessionId, text) {
  const [, coffee] = /^order (.+)$/i.exec(text) ?? [];
  if (coffee) {
    await send(sessionId, { activity: 'Typing', show: true });
    // Operators and routing rules see parameters of the session.
    await send(sessionId, { activity: 'SetCallParams', callParams: { coffee } });
    await send(sessionId, { activity: 'SetTag', name: 'order' });
    return say(sessionId, `<strong>${coffee}</strong> it is. Anything else?`, ...menu, 'That is all');
  }
  switch (text) {
    case 'Our coffee':
      return send(sessionId, { type: 'message', attachmentLayout: 'carousel', attachments: cards });
    case 'Something is broken':
      await say(sessionId, 'I am sorry. Please send us a photo of it.');
      return send(sessionId, { activity: 'ChatbotOpenFileUploadPrompt' });
    case 'Talk to a person':
      return send(sessionId, { activity: 'GetAvailableOperators' });
    case 'That is all':
      await say(sessionId, 'Enjoy your coffee!');
      return send(sessionId, { activity: 'EndConversation' });
    default:
      return say(sessionId, 'I know three things:', ...menu);
  }
}

async function react({ activity, sessionId, text, fileUrl, availableOperators }) {
  switch (activity) {
    case 'ConversationStarted':
      return say(sessionId, 'Hello, I am the robot of the coffee shop. What can I do for you?', ...menu);
    case 'Text':
      return onText(sessionId, text);
    case 'ChatbotOpenFileUploadPromptResponse':
      await say(
        sessionId,
        fileUrl ? 'Thank you, a colleague will look at it.' : 'Never mind, a colleague will help you.',
      );
      return send(sessionId, { activity: 'HandOff' });
    case 'GetAvailableOperatorsResponse':
      await say(
        sessionId,
        availableOperators.length > 0 ? 'One moment, here comes a person.' : 'Everybody is busy, please wait.',
      );
      return send(sessionId, { activity: 'HandOff' });
  }
}

// Hovor sends the events of a conversation one after the other and waits at most two seconds for each answer. So this
// bot answers at once and works afterwards, in order for each conversation.
const work = new Map();
function later(event) {
  const next = (work.get(event.sessionId) ?? Promise.resolve()).then(() => react(event)).catch(console.error);
  work.set(event.sessionId, next);
  next.then(() => work.get(event.sessionId) === next && work.delete(event.sessionId));
}

// Whoever knows the callback's address may speak for Hovor: put something secret into it, and answer to that address only.
const { pathname, search } = new URL(CALLBACK_URL);
createServer(async (request, response) => {
  if (request.url !== pathname + search) return response.writeHead(404).end();
  let body = '';
  for await (const part of request) body += part;
  const event = request.method === 'POST' ? JSON.parse(body) : {};
  if (event.sessionId) later(event); // A Ping has none.
  response.end('OK');
}).listen(Number(PORT), async () => {
  await call('PUT', `?callbackUrl=${encodeURIComponent(CALLBACK_URL)}`);
  console.log(`The bot listens on port ${PORT}.`);
});
