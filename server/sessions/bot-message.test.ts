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
    SuggestedActions: {
      Actions: [
        { Title: 'Yes' },
        { type: 'call', title: 'no' },
        { type: 'openUrl', title: 'no', value: 'https://a.example/' },
        7,
      ],
    },
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

const adaptive = (content: object) =>
  presentBotMessage(
    readBotMessage({ attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] }),
  );

test('an adaptive card keeps what stands in containers, columns, facts and action sets', () => {
  const shown = adaptive({
    body: [
      { type: 'TextBlock', text: 'Your **order**' },
      {
        type: 'ColumnSet',
        columns: [
          { type: 'Column', items: [{ type: 'Image', url: 'https://example.org/a.png' }] },
          {
            type: 'Column',
            items: [
              {
                type: 'RichTextBlock',
                inlines: ['two ', { text: 'bags', weight: 'Bolder' }, { text: '<b>', italic: true }],
              },
            ],
          },
        ],
      },
      { type: 'Container', items: [{ type: 'FactSet', facts: [{ title: 'Total', value: '5 < 6' }] }] },
      { type: 'TextBlock', text: 'See _here_: [the terms](https://example.org/terms)\n- one\n- two' },
      { type: 'ImageSet', images: [{ type: 'Image', url: 'https://example.org/b.png' }] },
      { type: 'Media', sources: [{ mimeType: 'video/mp4', url: 'https://example.org/c.mp4' }] },
      { type: 'ActionSet', actions: [{ type: 'Action.Submit', title: 'Pay', data: { pay: 5 } }] },
      { type: 'Chart.Of.Later', fallback: { type: 'TextBlock', text: 'A chart' } },
      { type: 'Input.Text', id: 'name' },
    ],
    actions: [
      { type: 'Action.Submit', title: 'Plain' },
      { type: 'Action.ShowCard', title: 'More' },
    ],
  });
  const [card] = shown.cards;
  assert.equal(card?.title, 'Your order');
  assert.equal(
    htmlOf(card?.text ?? []),
    'two <strong>bags</strong><em>&lt;b&gt;</em><br><strong>Total</strong> 5 &lt; 6<br>See <em>here</em>: ' +
      '<a href="https://example.org/terms">the terms</a><br>• one<br>• two<br>A chart',
  );
  assert.equal(card?.imageUrl, 'https://example.org/a.png');
  assert.deepEqual(
    card?.buttons.map(({ title, value }) => [title, value]),
    [
      ['Pay', '{"pay":5}'],
      ['Plain', 'Plain'],
    ],
  );
  assert.deepEqual(
    shown.media.map(({ kind, url }) => [kind, url]),
    [
      ['image', 'https://example.org/b.png'],
      ['video', 'https://example.org/c.mp4'],
    ],
  );
});

test('an adaptive card nobody can draw shows its own words for that, and hostile ones nothing else', () => {
  const body = [{ type: 'Input.Text', id: 'x' }];
  const said = adaptive({ body, fallbackText: 'Please <i>write</i> <script>x</script>to us' });
  assert.equal(plainOf(said.cards[0]?.text ?? []), 'Please write to us');
  assert.throws(() => adaptive({ body }), { code: 'invalid-input' });
  const hostile = adaptive({
    body: [
      { type: 'TextBlock', text: 'x' },
      { type: 'TextBlock', text: '[x](javascript:alert(1)) [y](https://a.example/" onclick="x) <img src=x onerror=x>' },
    ],
  });
  assert.ok((hostile.cards[0]?.text ?? []).every(({ href }) => !href || href.startsWith('https://a.example/')));
  let deep: object = { type: 'TextBlock', text: 'deep' };
  for (let n = 0; n < 5_000; n++) deep = { type: 'Container', items: [deep, deep] };
  assert.throws(() => adaptive({ body: [deep] }), { code: 'invalid-input' });
});

test('lists show in words what has no text; nothing at all is refused', () => {
  const actions = [{ title: 'Yes' }, { title: 'No' }];
  assert.equal(plainText(readBotMessage({ suggestedActions: { actions } })), 'Yes · No');
  for (const nothing of [{}, { text: '' }, { text: '<script>x</script>' }, { attachments: [] }]) {
    assert.throws(() => readBotMessage(nothing), { code: 'invalid-input' });
  }
});
