import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkParts } from './links.ts';

const hrefs = (text: string) => linkParts(text).flatMap((part) => ('href' in part ? [part.href] : []));
const labels = (text: string) => linkParts(text).flatMap((part) => ('href' in part ? [part.text] : []));

test('addresses become links and the text around them stays', () => {
  const text = 'Look at https://example.org/a?b=c#d, please.\nOr www.example.org (http://x.cz/a_(b)).';
  const parts = linkParts(text);
  assert.equal(parts.map((part) => part.text).join(''), text);
  assert.deepEqual(hrefs(text), ['https://example.org/a?b=c#d', 'https://www.example.org/', 'http://x.cz/a_(b)']);
});

test('mail and telephone', () => {
  assert.deepEqual(hrefs('eva@example.org'), ['mailto:eva@example.org']);
  assert.deepEqual(hrefs('tel:+420123456789 or mailto:a@b.cz'), ['tel:+420123456789', 'mailto:a@b.cz']);
});

test('only harmless schemes can be pressed', () => {
  for (const text of [
    'javascript:alert(1)',
    'JaVaScRiPt://example.org/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'blob:https://example.org/1',
    'ftp://example.org',
  ]) {
    for (const href of hrefs(text)) assert.match(href, /^(https?|mailto|tel):/, text);
  }
  assert.deepEqual(hrefs('javascript:alert(1)'), []);
});

test('HTML stays text', () => {
  const text = '<a href="https://example.org">bank</a><img src=x onerror=alert(1)>';
  assert.equal(
    linkParts(text)
      .map((part) => part.text)
      .join(''),
    text,
  );
  assert.deepEqual(hrefs(text), ['https://example.org/']);
});

test('a link reads as where it leads', () => {
  // The first letter is Cyrillic.
  assert.deepEqual(labels('https://аpple.com/login'), ['https://xn--pple-43d.com/login']);
  assert.deepEqual(hrefs('https://bank.example@evil.example/'), []);
  assert.deepEqual(hrefs('https://example.org\u202egro.live/'), []);
  assert.deepEqual(labels('https://EXAMPLE.org/A'), ['https://EXAMPLE.org/A']);
});

test('a long message of odd characters is cut in no time', () => {
  const started = performance.now();
  for (const text of [
    'a@'.repeat(2_000),
    'https://'.repeat(500),
    `${'('.repeat(2_000)}${')'.repeat(2_000)}`,
    'www.'.repeat(1_000),
  ]) {
    assert.equal(
      linkParts(text)
        .map((part) => part.text)
        .join(''),
      text,
    );
  }
  // Not a speed mark: quadratic or worse would take minutes here.
  assert.ok(performance.now() - started < 5_000);
});
