import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { snippetOf, testingPage } from './snippet.ts';

const address = { host: 'chat.example.com', company: 'd3b07384-d9a0-4c9b-8f3e-1a2b3c4d5e6f', tenantId: null };

/** Runs a snippet as a page would, and says which script it loaded and how it began the widget. */
function run(snippet: string) {
  const script: Record<string, unknown> & { $owidgetOnLoad?(owidget: object): void } = {};
  const calls: unknown[] = [];
  const first = { parentNode: { insertBefore: (...given: unknown[]) => calls.push(['insert', given[0] === script]) } };
  const document = { createElement: () => script, getElementsByTagName: () => [first] };
  runInNewContext(snippet.replace(/^<script[^>]*>/, '').replace('</script>', ''), { document });
  const begin = (isSupported: boolean) =>
    script.$owidgetOnLoad?.({
      isSupported,
      init: (...given: unknown[]) => calls.push(['init', JSON.parse(JSON.stringify(given))]),
      connectToServer: () => calls.push(['connect']),
    });
  begin(false);
  begin(true);
  return { script, calls };
}

test('the snippet makes the script of the contract and begins with its own package', () => {
  const { script, calls } = run(snippetOf({ ...address, name: 'Shop' }));
  const { type, async, charset, src } = script;
  assert.deepEqual(
    [type, async, charset, src],
    ['text/javascript', true, 'UTF-8', '//chat.example.com/widget/OOWidget.js'],
  );
  assert.deepEqual(calls, [['insert', true], ['init', [address.company, 'Shop']], ['connect']]);
  const other = run(snippetOf({ ...address, tenantId: 3, name: 'Shop' }));
  assert.deepEqual(other.calls[1], ['init', [[address.company, 3], 'Shop']]);
});

test('no name breaks out of the snippet or the testing page', () => {
  for (const name of [
    "O'Neill",
    '</script><script>alert(1)</script>',
    'a\\',
    '"x"',
    '<!--',
    'Kávička ☕',
    '\u2028',
    '$&',
  ]) {
    const snippet = snippetOf({ ...address, name });
    assert.equal(snippet.match(/<\/?script/g)?.length, 2, name);
    assert.deepEqual(run(snippet).calls[1], ['init', [address.company, name]], name);
    const { html } = testingPage({ ...address, name }, '"><script>');
    assert.equal(html.match(/<\/?script/g)?.length, 2, name);
    assert.ok(html.includes(snippet));
  }
});
