import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BotMessage } from '../../../protocol/bot.ts';
import type { Activity } from '../../../protocol/session.ts';
import type { PanelState } from '../state.ts';
import { turnOf } from './turn.ts';

const bot = { id: 1, name: 'Robo', input: true, upload: null, asks: null };
const yes = { title: 'Yes', value: 'y', href: null, imageUrl: null };

function state(lines: Partial<Activity>[], about: object = {}, more: object = {}): PanelState {
  return {
    session: { status: 'ACTIVE', ended: null, bot: { ...bot, ...about } },
    lines: lines.map((line, index) => ({ seq: index + 1, ...line })),
    outbox: [],
    picture: { config: { window: { fileUpload: true } } },
    ...more,
  } as never;
}
const says = (message: Partial<BotMessage>): Partial<Activity> => ({
  type: 'ChatbotMessage',
  client: 'Chatbot',
  chatbot: { id: 1, name: 'Robo', message: { suggested: [], cards: [], ignoresInput: false, ...message } as never },
});
const guest: Partial<Activity> = { type: 'ChatMessage', client: 'Guest', text: 'x' };
const choices = (...lines: Partial<Activity>[]) => turnOf(state(lines)).choices.map(({ title }) => title);

test('choices stand until the client answers, whatever else the chatbot says (CB-CM-26)', () => {
  assert.deepEqual(choices(says({ suggested: [yes] })), ['Yes']);
  assert.deepEqual(choices(says({ suggested: [yes] }), says({})), ['Yes']);
  assert.deepEqual(choices(says({ suggested: [yes] }), guest), []);
  assert.deepEqual(choices(says({ suggested: [yes] }), guest, says({})), []);
  assert.deepEqual(choices(guest, says({ suggested: [yes] }), { type: 'SharedFile', client: 'Guest' }), ['Yes']);
  const under = turnOf(state([says({ suggested: [yes] })], {}, { outbox: [{ text: 'y' }] }));
  assert.deepEqual(under.choices, [], 'an answer on its way is an answer');
});

test('a chatbot that comes later does not inherit the choices of one before it', () => {
  assert.deepEqual(choices(says({ suggested: [yes] }), { type: 'Joined', client: 'Chatbot' }, says({})), []);
  assert.deepEqual(choices(says({ suggested: [yes] }), { type: 'Joined', client: 'User' }), ['Yes']);
});

test('the field follows the switch and the hint of the latest message (CB-CM-4, CB-CM-25)', () => {
  assert.equal(turnOf(state([])).writes, true);
  assert.equal(turnOf(state([], { input: false })).writes, false);
  assert.equal(turnOf(state([says({ ignoresInput: true })])).writes, false);
  assert.equal(turnOf(state([says({ ignoresInput: true }), guest])).writes, false);
  assert.equal(turnOf(state([says({ ignoresInput: true }), says({})])).writes, true);
});

test('the paper clip follows the package until the chatbot switches it (CB-CM-5)', () => {
  const closed = { picture: { config: { window: { fileUpload: false } } } };
  assert.equal(turnOf(state([])).attaches, true);
  assert.equal(turnOf(state([], { upload: false })).attaches, false);
  assert.equal(turnOf(state([], {}, closed)).attaches, false);
  assert.equal(turnOf(state([], { upload: true }, closed)).attaches, true);
});

test('without a chatbot, or after the end, nothing of one holds', () => {
  const lines = [says({ suggested: [yes], ignoresInput: true })];
  const gone = turnOf(state(lines, {}, { session: { status: 'IN_QUEUE', ended: null, bot: null } }));
  assert.deepEqual([gone.choices, gone.writes, gone.attaches, gone.bot], [[], true, true, null]);
  const over = turnOf(state(lines, {}, { session: { status: 'CLOSED', ended: 'x', bot } }));
  assert.deepEqual([over.choices, over.attaches, over.bot], [[], false, null]);
});
