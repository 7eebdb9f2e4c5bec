import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainText, presentBotMessage, readBotMessage, readCardList } from './bot-message.ts';
import { htmlOf, plainOf, runsOf, webUrl } from './bot-text.ts';

test('bold, italics and links stay, all else of HTML is text or gone (CB-CM-24)', () => {
  const again = (html: string) => htmlOf(runsOf(html));
  assert.equal(again('a <strong>b</strong> <i>c</i>'), 'a <strong>b</strong> <em>c</em>');
  assert.equal(
    again('<a href="https://example.org/?a=1&amp;b=2" onclick="x()">go</a>'),
    '<a href="https://example.org/?a=1&amp;b=2">go</a>',
  );
  assert.equal(again('<p>one</p><p>two<br/>three</p>'), 'one<br>two<br>three');
  assert.equal(again('5 < 6 & 7 > 2'), '5 &lt; 6 &amp; 7 &gt; 2');
  assert.equal(again('&lt;b&gt; &amp;amp; &#x41;&#66; &nope;'), '&lt;b&gt; &amp;amp; AB &amp;nope;');
  assert.deepEqual(runsOf('<b><i>x</b></i>'), [{ text: 'x', strong: true, em: true }]);
});

test('nothing a bot writes becomes script, whatever it tries (SEC-DP-4)', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '<scr<script>ipt>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\nscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<A HREF='vbscript:x'>x</A>",
    '<strong style="position:fixed">x</strong>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '<!--<img src=x onerror=alert(1)>-->',
    '<a href="https://example.org/&quot; onmouseover=&quot;alert(1)">x</a>',
  ];
  for (const html of hostile) {
    const written = htmlOf(runsOf(html));
    const tags = [...written.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
    for (const tag of tags) {
      assert.match(tag, /^<(\/?(strong|em|a)|br|a href="(https?|mailto|tel):[^"<>]*")>$/i, `${html} → ${written}`);
    }
    assert.deepEqual(runsOf(written), runsOf(htmlOf(runsOf(written))), 'written again it is the same');
  }
});

test('long nonsense is read in no time', () => {
  const started = performance.now();
  for (const piece of ['<a ', '<', '&', '<!--', '<b>', '<a href="', '&#', '</p>']) runsOf(piece.repeat(4_000));
  assert.ok(performance.now() - started < 1_000);
});

test('only addresses of the web leave', () => {
  assert.equal(webUrl('https://example.org/a b.png'), 'https://example.org/a%20b.png');
  for (const url of [
    'javascript:alert(1)',
    'data:image/png;base64,x',
    '//example.org',
    'file:///etc/passwd',
    '',
    5,
    null,
  ]) {
    assert.equal(webUrl(url), null, String(url));
  }
  assert.equal(webUrl(`https://example.org/${'x'.repeat(2_000)}`), null);
});

test('members in any case, values as numbers, unknown members and kinds of cards ignored (CB-TR-11, CB-TR-13)', () => {
  const content = readBotMessage({
    TEXT: 'Pick',
    Attachments: [
      {
        ContentType: 'application/vnd.microsoft.card.thumbnail',
        Content: { Title: 'T', Buttons: [{ Title: 'B', Value: 1 }] },
      },
      { contentType: 'application/x-unknown-card', content: { title: 'no' } },
      { contentType: 'image/png', contentUrl: 'https://example.org/a.png' },
      { contentType: 'image/png', contentUrl: 'javascript:alert(1)' },
      'nonsense',
      null,
    ],
    SuggestedActions: { Actions: [{ Title: 'Yes' }, { type: 'call', title: 'no' }, 7] },
    operatorGroupId: null,
    InputHint: 'ignoringInput',
  });
  const shown = presentBotMessage(content);
  assert.deepEqual(
    shown.cards.map(({ title, thumbnail, buttons }) => [title, thumbnail, buttons.map(({ value }) => value)]),
    [['T', true, ['1']]],
  );
  assert.deepEqual(shown.media, [{ kind: 'image', url: 'https://example.org/a.png', name: null }]);
  assert.deepEqual(
    shown.suggested.map(({ title, value }) => [title, value]),
    [['Yes', 'Yes']],
  );
  assert.equal(shown.ignoresInput, true);
  assert.equal(shown.layout, 'list');
});

test('a text that is only the address of a picture or film is shown as one (CB-CM-27)', () => {
  const kind = (text: string) => presentBotMessage(readBotMessage({ text })).media[0]?.kind;
  assert.equal(kind('https://example.org/a.JPG?x=1'), 'image');
  assert.equal(kind('https://example.org/film.mp4'), 'video');
  assert.equal(kind('https://www.youtube.com/watch?v=dQw4w9WgXcQ'), 'youtube');
  assert.equal(kind('https://youtu.be/dQw4w9WgXcQ'), 'youtube');
  assert.equal(kind('see https://example.org/a.jpg'), undefined);
  assert.equal(kind('https://example.org/'), undefined);
});

test('an adaptive card is drawn as far as a hero card can', () => {
  const body = [
    { type: 'TextBlock', text: 'Hello' },
    { type: 'TextBlock', text: 'there' },
    { type: 'Image', url: 'https://example.org/a.png' },
  ];
  const actions = [
    { type: 'Action.Submit', title: 'Go', data: 'go' },
    { type: 'Action.OpenUrl', title: 'Web', url: 'https://example.org/' },
  ];
  const content = { type: 'AdaptiveCard', body, actions };
  const shown = presentBotMessage(
    readCardList({ layout: 'Carousel', items: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] }),
  );
  const [card] = shown.cards;
  assert.deepEqual(
    [card?.title, plainOf(card?.text ?? []), card?.imageUrl],
    ['Hello', 'there', 'https://example.org/a.png'],
  );
  assert.deepEqual(
    card?.buttons.map(({ value, href }) => [value, href]),
    [
      ['go', null],
      ['https://example.org/', 'https://example.org/'],
    ],
  );
  assert.equal(shown.layout, 'carousel');
});

test('lists show in words what has no text; nothing at all is refused', () => {
  const actions = [{ title: 'Yes' }, { title: 'No' }];
  assert.equal(plainText(readBotMessage({ suggestedActions: { actions } })), 'Yes · No');
  for (const nothing of [{}, { text: '' }, { text: '<script>x</script>' }, { attachments: [] }]) {
    assert.throws(() => readBotMessage(nothing), { code: 'invalid-input' });
  }
});
