import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checkedContentType, cleanFileName, downloadHeaders, endingOf, refuseEnding } from './files.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hovor-types-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const exe = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]);
const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n');

async function typeOf(name: string, content: Buffer | string) {
  const path = join(folder, 'content');
  await writeFile(path, content);
  return checkedContentType(path, name);
}

test('names are for reading, not for paths', () => {
  const cases: [string, string][] = [
    ['photo.png', 'photo.png'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\účet č. 1.pdf', 'účet č. 1.pdf'],
    ['/etc/cron.d/x.txt', 'x.txt'],
    ['invoice\u202Egnp.exe', 'invoicegnp.exe'],
    ['a\0b\r\n.png', 'ab.png'],
    ['..', 'file'],
    ['', 'file'],
    ['.htaccess', 'htaccess'],
    ['zero\u200Bwidth.png', 'zerowidth.png'],
    ['<script>.png', '_script_.png'],
  ];
  for (const [given, cleaned] of cases) assert.equal(cleanFileName(given), cleaned, JSON.stringify(given));
  const long = cleanFileName(`${'a'.repeat(5_000)}.png`);
  assert.equal(long.length, 200);
  assert.ok(long.endsWith('.png'));
  assert.equal(endingOf('a.tar.GZ'), '.gz');
});

test('the ending must be on the list, the content must be what the ending says', async () => {
  refuseEnding('a.PNG', ['.png']);
  for (const name of ['a.exe', 'a', 'a.png.exe', 'a.svg', 'a.html']) {
    assert.throws(() => refuseEnding(name, ['.png', '.exe', '.svg', '.html']), { code: 'file-type' });
  }
  assert.throws(() => refuseEnding('a.pdf', ['.png']), { code: 'file-type' });
  assert.throws(() => refuseEnding('a.constructor', ['.constructor']), { code: 'file-type' });

  assert.equal(await typeOf('a.png', png), 'image/png');
  assert.equal(await typeOf('a.pdf', pdf), 'application/pdf');
  assert.equal(await typeOf('a.txt', 'Příliš žluťoučký kůň'), 'text/plain');
  assert.equal(await typeOf('a.txt', Buffer.from([0x50, 0xf8, 0xed, 0x6c, 0x69, 0x9a])), 'text/plain');
  assert.equal(await typeOf('a.pcm', Buffer.alloc(50)), 'application/octet-stream');
  for (const [name, content] of [
    ['a.png', exe],
    ['a.jpg', png],
    ['a.txt', exe],
    ['a.txt', png],
    ['a.pdf', '<html><script>alert(1)</script></html>'],
    ['a.png', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'],
    ['a.docx', Buffer.from('PK\x03\x04nothing')],
    ['a.pcm', exe],
  ] as const) {
    await assert.rejects(typeOf(name, content), { code: 'file-type' }, name);
  }
});

test('whatever a file holds, it does nothing in our origin', () => {
  const headers = downloadHeaders({ name: 'a"b\r\n;č.txt', contentType: 'text/plain', size: 3 });
  assert.match(headers['content-disposition'] ?? '', /^attachment; /);
  assert.doesNotMatch(headers['content-disposition'] ?? '', /[\r\n]/);
  assert.match(headers['content-disposition'] ?? '', /filename\*=UTF-8''a%22b%0D%0A%3B%C4%8D\.txt$/);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.match(headers['content-security-policy'] ?? '', /^sandbox; default-src 'none'/);
  assert.match(
    downloadHeaders({ name: 'a.png', contentType: 'image/png', size: 1 })['content-disposition'] ?? '',
    /^inline/,
  );
  assert.match(
    downloadHeaders({ name: 'a.pdf', contentType: 'application/pdf', size: 1 })['content-disposition'] ?? '',
    /^att/,
  );
});
