import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelTextKeys } from '../../../protocol/panel-texts.ts';
import { type BotWordKey, botWords } from '../../../protocol/panel-words/bots.ts';
import { cs } from '../../../protocol/panel-words/cs.ts';
import { en, type WordKey } from '../../../protocol/panel-words/en.ts';
import { createWords } from './words.ts';

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test('Czech says all that English says, with the same holes', () => {
  assert.deepEqual(Object.keys(cs).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en) as WordKey[]) assert.deepEqual(holes(cs[key]), holes(en[key]), key);
  assert.deepEqual(Object.keys(botWords.cs).sort(), Object.keys(botWords.en).sort());
  for (const key of Object.keys(botWords.en) as BotWordKey[]) {
    assert.deepEqual(holes(botWords.cs[key]), holes(botWords.en[key]), key);
  }
});

test('administrators can replace every text, and none that does not exist', () => {
  assert.deepEqual([...Object.keys(en), ...Object.keys(botWords.en)].sort(), [...panelTextKeys].sort());
});

test('the language of the page decides', () => {
  assert.equal(createWords('cs-CZ').language, 'cs');
  assert.equal(createWords('sk').language, 'cs');
  assert.equal(createWords('de').language, 'en');
  assert.equal(createWords('csb').language, 'en');
  assert.equal(createWords('en-GB').locale, 'en-GB');
  assert.equal(createWords('en_zzzzzzzz').locale.startsWith('en'), true);
});

test("administrators' texts win and holes are filled once", () => {
  const words = createWords('en', { hello: 'Welcome to the café!' });
  assert.equal(words.say('hello'), 'Welcome to the café!');
  assert.equal(words.say('joined', { name: '{name} <b>' }), '{name} <b> is here for you.');
});

test('texts of a part that comes later are said in the same language', () => {
  const words = createWords('cs', { botNoThanks: 'Raději ne' });
  words.learn(botWords);
  assert.equal(words.say('botAsksFile', { name: 'Robo' }), 'Robo vás prosí o soubor.');
  assert.equal(words.say('botNoThanks'), 'Raději ne');
});
