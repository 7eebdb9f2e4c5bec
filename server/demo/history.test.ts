import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { czechDialogues } from './dialogues-cs.ts';
import { englishDialogues } from './dialogues-en.ts';
import { pastDays, pastSessions, planHistory } from './history.ts';

const now = new Date('2026-03-09T09:00:00Z');
const plan = planHistory(now);

test('there are many different conversations in both languages, and each is used', () => {
  assert.ok(czechDialogues.length + englishDialogues.length >= 25);
  assert.equal(plan.length, pastSessions);
  const openings = new Set(plan.map((session) => session.talk?.lines[0]?.text.slice(0, 12)));
  assert.ok(openings.size >= 25, `${openings.size} openings`);
});

test('the past lies in order within its days, and nothing happens in the future', () => {
  for (const { entered, talk, gaveUp } of plan) {
    assert.ok(entered.getTime() > now.getTime() - (pastDays + 4) * 86_400_000);
    const times = talk
      ? [entered, talk.joined, ...talk.lines.map((line) => line.at), talk.ended, talk.concluded]
      : [entered, gaveUp as Date];
    const sorted = [...times].sort((one, other) => one.getTime() - other.getTime());
    assert.deepEqual(times, sorted);
    assert.ok((times.at(-1) as Date) < now);
  }
});

test('no brace is left in any line and no line is too long', () => {
  for (const { talk } of plan) {
    for (const line of talk?.lines ?? []) {
      assert.doesNotMatch(line.text, /[{}]/);
      assert.ok(line.text.length > 0 && line.text.length <= limits.messageLength);
    }
  }
});

test('ids are the same in every run and different from each other', () => {
  const scopes = (sessions: typeof plan) => sessions.map((session) => session.scope).sort();
  assert.deepEqual(scopes(plan), scopes(planHistory(new Date())));
  assert.equal(new Set(scopes(plan)).size, pastSessions);
  const ids = plan.flatMap((session) => session.talk?.lines.map((line) => line.messageId) ?? []);
  assert.equal(new Set(ids).size, ids.length);
});

test('the shop has a morning, quiet weekends and closed nights', () => {
  const weekend = plan.filter(({ entered }) => [0, 6].includes(entered.getUTCDay())).length;
  assert.ok(weekend < pastSessions * 0.2, `${weekend} at weekends`);
  assert.ok(plan.every(({ entered }) => entered.getUTCHours() >= 6 && entered.getUTCHours() <= 18));
});
