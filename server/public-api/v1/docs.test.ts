import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { webhookEventTypes } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import { errorStatuses } from '../../foundation/errors.ts';
import { sessionFilters } from '../../sessions/filters.ts';

/** The pages for integrators say what the code does; these lists must not drift apart. */
const page = (name: string) => readFile(join(import.meta.dirname, '../../../docs/integrators', name), 'utf8');

/** First cells of all table rows, without their marks. */
const firstCells = (text: string) =>
  [...text.matchAll(/^\| (?:<a id="[\w-]+"><\/a>)?(`.+?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word),
  );

test('every error code is explained, with its status, cause and cure', async () => {
  const text = await page('errors.md');
  for (const [code, status] of Object.entries(errorStatuses)) {
    const row = new RegExp(`^\\| <a id="${code}"></a>\`${code}\` \\| ${status} \\| [^|]{15,} \\| [^|]{10,} \\|$`, 'm');
    assert.match(text, row, code);
  }
  const named = firstCells(text).filter((word) => /^[a-z-]+$/.test(word));
  for (const code of named) assert.ok(code in errorStatuses, `${code} is no code any more`);
});

test('every event type of the contract stands once in the table of events', async () => {
  const text = await page('webhooks.md');
  const named = firstCells(text.slice(text.indexOf('## Which events')));
  assert.deepEqual([...named].sort(), [...webhookEventTypes].sort());
  assert.ok(text.includes(`within ${limits.webhookTimeout / 1_000} s`));
  assert.ok(text.includes(`${limits.webhookAnswerSize / 1_024} KB`));
  assert.ok(text.includes(`${limits.webhookLogKept / 86_400_000} days`));
});

test('every filter stands in the table of filters', async () => {
  const text = await page('public-api.md');
  const table = text.slice(text.indexOf('## 6.'), text.indexOf('## 7.'));
  assert.deepEqual(firstCells(table), Object.keys(sessionFilters));
});
