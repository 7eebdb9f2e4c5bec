import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkParts, safeAddress } from './links.ts';

const links = (text: string) =>
  linkParts(text)
    .filter((part) => part.href !== null)
    .map((part) => part.href);

test('what is shown is exactly what was written', () => {
  for (const text of [
    'plain',
    'see https://a.example/x, then www.b.example.',
    '',
    '<b>https://c.example</b>',
    'a\nb',
  ]) {
    assert.equal(
      linkParts(text)
        .map((part) => part.text)
        .join(''),
      text,
    );
  }
});

test('addresses become links, the end of a sentence does not', () => {
  assert.deepEqual(links('Go to https://shop.example/orders/11873.'), ['https://shop.example/orders/11873']);
  assert.deepEqual(links('(https://a.example/b)'), ['https://a.example/b']);
  assert.deepEqual(links('https://a.example/x_(y)'), ['https://a.example/x_(y)']);
  assert.deepEqual(links('www.a.example!'), ['https://www.a.example/']);
});

test('nothing but http and https is ever a link', () => {
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'vbscript:x', 'https://']) {
    assert.deepEqual(links(text), [], text);
  }
  assert.equal(safeAddress('javascript:alert(1)'), null);
  assert.equal(safeAddress('https://a.example/'), 'https://a.example/');
});

test('markup inside an address stays text', () => {
  assert.deepEqual(links('https://a.example/"><script>x</script>'), ['https://a.example/']);
});
