import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { type WebhookEventType, webhookEventTypes } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import { sentEvents, webhookEvents } from '@hovor/protocol/webhook-events';
import { sampleMessage } from './samples.ts';

const page = await readFile(join(import.meta.dirname, '../../docs/integrators/webhooks.md'), 'utf8');
const tableUnder = (heading: string) =>
  (page.split(heading)[1] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()));

test('the page names every event type once, and says of each whether it is sent', () => {
  const rows = tableUnder('## Which events there are').filter(([, name]) => name?.startsWith('`'));
  const names = rows.map(([, name]) => name?.slice(1, -1));
  assert.deepEqual(names.toSorted(), [...webhookEventTypes].sort());
  for (const [, name = '', sent = '', when = ''] of rows) {
    const [, waitsFor] = webhookEvents[name.slice(1, -1) as WebhookEventType];
    assert.equal(sent === 'now', waitsFor === null, name);
    if (waitsFor !== null) assert.match(sent, /^waits for \S/, name);
    assert.notEqual(when, '', name);
  }
});

test('the page lists the members of each payload that is sent, in their order', () => {
  const models = new Map(tableUnder('### What `data` holds').map(([, model = '', members = '']) => [model, members]));
  const events = new Map(tableUnder('## Which events there are').map(([, name = '', , , model = '']) => [name, model]));
  const context = { tenantId: 12, zone: 'UTC', at: new Date() };
  for (const eventType of sentEvents) {
    const data = sampleMessage(eventType, context)?.data;
    assert.ok(data, `there is no sample of ${eventType}`);
    const listed = [...(models.get(events.get(`\`${eventType}\``) ?? '') ?? '').matchAll(/`(\w+)`/g)];
    assert.deepEqual(
      listed.map(([, member]) => member),
      Object.keys(data),
      eventType,
    );
  }
});

test('the page promises the times the code keeps', () => {
  const days = (ms: number) => ms / 86_400_000;
  assert.ok(page.includes(`2xx within ${limits.webhookTimeout / 1000} s`));
  assert.ok(page.includes(`for ${limits.webhookSecretOverlap / 3_600_000} hours`));
  assert.ok(page.includes(`kept for ${days(limits.webhookDisabledKept)} days`));
  assert.ok(page.includes(`for ${days(limits.webhookLogKept)} days`));
  assert.equal(days(limits.webhookGiveUp), 3);
});
