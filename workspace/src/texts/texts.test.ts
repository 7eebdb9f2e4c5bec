import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cs } from './cs/index.ts';
import { en } from './en/index.ts';

type Texts = Record<string, Record<string, string>>;

const plural = /_(one|few|many|other)$/;
const stems = (texts: Record<string, string>) => new Set(Object.keys(texts).map((key) => key.replace(plural, '')));
const placeholders = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).sort();

test('every text exists in both languages', () => {
  assert.deepEqual(Object.keys(cs).sort(), Object.keys(en).sort());
  for (const [topic, texts] of Object.entries(en as Texts)) {
    assert.deepEqual([...stems((cs as Texts)[topic] ?? {})].sort(), [...stems(texts)].sort(), topic);
  }
});

test('no text is empty and each keeps its placeholders', () => {
  for (const [topic, texts] of Object.entries(cs as Texts)) {
    for (const [key, text] of Object.entries(texts)) {
      assert.notEqual(text.trim(), '', `${topic}.${key}`);
      const original = (en as Texts)[topic]?.[key] ?? (en as Texts)[topic]?.[key.replace(plural, '_other')];
      assert.ok(original, `${topic}.${key}`);
      assert.deepEqual(placeholders(text), placeholders(original), `${topic}.${key}`);
    }
  }
});

test('every plural has all forms of its language', () => {
  const forms = { en: ['one', 'other'], cs: ['one', 'few', 'many', 'other'] };
  for (const [language, texts] of Object.entries({ en, cs } as unknown as Record<'en' | 'cs', Texts>)) {
    for (const [topic, byKey] of Object.entries(texts)) {
      for (const key of Object.keys(byKey).filter((name) => plural.test(name))) {
        for (const form of forms[language as 'en' | 'cs']) {
          const name = key.replace(plural, `_${form}`);
          assert.ok(byKey[name], `${language} ${topic}.${name}`);
        }
      }
    }
  }
});

test('every text is shown somewhere', async () => {
  const sources = join(import.meta.dirname, '..');
  let code = '';
  for await (const file of glob('**/*.{ts,tsx}', { cwd: sources, exclude: (name) => name.startsWith('texts') })) {
    code += await readFile(join(sources, file), 'utf8');
  }
  // Topics whose keys are codes of the protocol, or names of places and keys, put together where they are shown.
  const byCode = new Set([
    'whyNobody',
    ...['boardColumn', 'boardSort', 'stateFilter', 'slotFamily', 'noRequests', 'queueState', 'waitMark', 'shareMark'],
    'errors',
    'source',
    'termination',
    'channel',
    'paramSource',
    'contactOperator',
    'keys',
    'permissions',
    'application',
    'role',
    'routingOutcome',
    'routingStep',
    'routingSummary',
    'routingDecision',
    'sessionColumn',
    'sessionFilter',
    'sessionStatus',
    'sessionChannel',
    'guestLeft',
    'laterPart',
    'apiArea',
    ...['packageState', 'packageTab', 'packageField', 'packageNeed'],
    ...['because', 'closedBecause', 'leftOutBecause', 'trialOutcome'],
    ...['conditionOperator', 'sessionFact', 'priority', 'priorityHelp', 'family', 'familyHelp'],
  ]);
  const composed = [
    /^frame\.(operator|contacts|sessions|messages|operators|queues|wallboard|settings|profile)$/,
    /^live\.(active|acw|online|busy|away|abandoned)$/,
    /^status\.[A-Z_]+$/,
    /^conversation\.(sending|sent|delivered|read)$/,
    /^lists\.(waiting|active|acw)$/,
    /^settings\.(company|tenant|integrations)$/,
    /^users\.(live|asynchronous|email)Slots$/,
    /^webhooks\.(healthy|slow|failing|disabled|sessions|activities|emails|others)$/,
    /^deliveries\.(all|pending|delivered|failed)$/,
    /^apiKeys\.(read|write|anonymise)$/,
    /^invitations\.(for\d+|hours|days)$/,
    /^packages\.(fileUpload|emoji|sound|entryForm|feedbackForm|offlineForm)(Help)?$/,
    /^routing\.fallback(First|Stay|End)$/,
  ];
  for (const [topic, texts] of Object.entries(en as Texts)) {
    for (const key of stems(texts)) {
      const name = `${topic}.${key}`;
      const isComposed = byCode.has(topic) || composed.some((pattern) => pattern.test(name));
      assert.ok(isComposed || code.includes(`'${name}'`), `${name} is shown nowhere`);
    }
  }
});
