import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { limits } from '@hovor/protocol/limits';
import type { Cell } from '@hovor/protocol/session-table';
import { clock, csvCell, cutMark, fitted, wallClock } from './cells.ts';
import { csvOf } from './csv.ts';
import { xlsxOf } from './xlsx.ts';

const columns = [
  { id: 'id', title: 'Number' },
  { id: 'created', title: 'Created' },
  { id: 'length', title: 'Length' },
  { id: 'result', title: '=Result' },
  { id: 'tags', title: 'Tags' },
];
const row = (...cells: Cell[]) => ({ cells });

async function* some(...batches: { cells: Cell[] }[][]) {
  yield* batches;
}

/** Entries of an archive; names and sizes come from its directory, which stands at the end. */
async function unzip(archive: Buffer): Promise<Map<string, string>> {
  const entries = new Map<string, string>();
  let at = archive.readUInt32LE(archive.lastIndexOf('PK\x05\x06') + 16);
  while (archive.readUInt32LE(at) === 0x02014b50) {
    const [size, name, extra, comment] = [20, 28, 30, 32].map((place, i) =>
      i === 0 ? archive.readUInt32LE(at + place) : archive.readUInt16LE(at + place),
    ) as [number, number, number, number];
    const local = archive.readUInt32LE(at + 42);
    const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const bytes = archive.subarray(begin, begin + size);
    const plain = archive.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes);
    entries.set(archive.toString('utf8', at + 46, at + 46 + name), plain.toString('utf8'));
    at += 46 + name + extra + comment;
  }
  return entries;
}

test('text that a spreadsheet would execute is defused, everything else stays as it is', () => {
  const cell = (text: string) => csvCell('result', text, Number);
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx']) assert.equal(cell(text), `'${text}`);
  for (const text of ['1-1', 'a=b', ' =1', '', '„Děkuji“']) assert.equal(cell(text), text);
  assert.equal(csvCell('tags', ['=x', 'y'], Number), "'=x, y");
  assert.equal(csvCell('messages', -5, Number), '-5');
});

test('text longer than a cell takes is cut with a mark, never within a character', () => {
  const most = 'x'.repeat(limits.exportCellLength);
  assert.equal(fitted(most), most);
  const cut = fitted(`${most}x`);
  assert.equal(cut.length, limits.exportCellLength);
  assert.ok(cut.endsWith(cutMark));
  assert.ok(fitted('😀'.repeat(limits.exportCellLength)).isWellFormed());
});

test('times are those of the reader’s wall, over a change of the clock', () => {
  const local = wallClock('Europe/Prague');
  const shown = (iso: string) => csvCell('created', iso, local);
  assert.equal(shown('2025-03-30T00:59:59.000Z'), '2025-03-30 01:59:59');
  assert.equal(shown('2025-03-30T01:00:00.000Z'), '2025-03-30 03:00:00');
  assert.equal(clock(3_725.4), '1:02:05');
});

test('CSV: a mark for Excel, quoted as RFC 4180 says', async () => {
  const batches = some(
    [row(1, '2025-03-04T09:00:00.000Z', 65, 'a "b"\nc;d', ['x', 'y'])],
    [row(2, null, null, null, [])],
  );
  const text = (await Array.fromAsync(csvOf(columns, batches, { zone: 'UTC', delimiter: ';' }))).join('');
  assert.equal(
    text,
    '\uFEFFNumber;Created;Length;\'=Result;Tags\r\n1;2025-03-04 09:00:00;0:01:05;"a ""b""\nc;d";x, y\r\n2;;;;\r\n',
  );
});

test('XLSX: typed cells, text is never a formula, what XML cannot hold is left out', async () => {
  const batches = some([row(7, '2025-03-04T12:00:00.000Z', 3600, '=HYPERLINK("x")<&>\u0000\u000B\uD800', ['a'])]);
  const entries = await unzip(await buffer(xlsxOf(columns, batches, 'UTC')));
  assert.deepEqual([...entries.keys()].sort(), [
    '[Content_Types].xml',
    '_rels/.rels',
    'xl/_rels/workbook.xml.rels',
    'xl/styles.xml',
    'xl/workbook.xml',
    'xl/worksheets/sheet1.xml',
  ]);
  const sheet = entries.get('xl/worksheets/sheet1.xml') ?? '';
  assert.match(sheet, /<c><v>7<\/v><\/c><c s="1"><v>45720.5<\/v><\/c><c s="2"><v>0.041666/);
  assert.match(
    sheet,
    /<c s="3" t="inlineStr"><is><t xml:space="preserve">=HYPERLINK\(&quot;x&quot;\)&lt;&amp;&gt;<\/t>/,
  );
  assert.doesNotMatch(sheet, /<f>/);
});

test('XLSX: rows beyond one sheet go on in the next', async () => {
  const batch = Array.from({ length: 1_000 }, () => row(1));
  async function* many() {
    for (let i = 0; i < limits.exportSheetRows / 1_000; i++) yield batch;
    yield [row(2)];
  }
  const entries = await unzip(await buffer(xlsxOf([{ id: 'id', title: 'Number' }], many(), 'UTC')));
  assert.match(entries.get('xl/worksheets/sheet2.xml') ?? '', /<row><c><v>2<\/v><\/c><\/row><\/sheetData>/);
  assert.match(entries.get('xl/workbook.xml') ?? '', /name="Sessions 2" sheetId="2" r:id="rId2"/);
});

test('a reader that breaks off breaks the file, not the process', async () => {
  async function* broken() {
    yield [row(1)];
    throw new Error('the database went away');
  }
  await assert.rejects(buffer(xlsxOf(columns, broken(), 'UTC')), /went away/);
  const csv = Readable.from(csvOf(columns, broken(), { zone: 'UTC', delimiter: ',' }), { objectMode: false });
  await assert.rejects(buffer(csv), /went away/);
});
