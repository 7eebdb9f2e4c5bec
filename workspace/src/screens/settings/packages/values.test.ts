import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PackageView } from '@hovor/protocol/packages';
import { changeOf, siteOf, valuesOf, withText } from './values.ts';

const stored: PackageView = {
  ...{ id: 1, name: 'Shop', description: null, isDefault: false, active: true, state: 'online' },
  ...{ routingId: 3, buttonVisible: true, domains: [], snippet: '', testingUrl: '' },
  config: {
    button: { position: 'right', offsetX: 24, offsetY: 24, zIndex: 9, hideWhenOffline: false, color: '#1f5fd0' },
    window: { title: '', color: '#1f5fd0', logoUrl: null, fileUpload: true, emoji: true, sound: true },
    entryForm: {
      enabled: true,
      name: 'optional',
      email: 'optional',
      phone: 'hidden',
      consent: false,
      consentVersion: '1',
    },
    feedbackForm: { enabled: true, stars: 5 },
    offlineForm: { name: 'optional', email: 'required', phone: 'hidden' },
    texts: { cs: { hello: 'Ahoj' } },
  },
  forms: { entryForm: null, feedbackForm: 7, offlineForm: null },
};
const before = valuesOf(stored);

test('only what was typed differently is sent', () => {
  assert.deepEqual(changeOf(before, structuredClone(before)), {});
  const after = {
    ...before,
    isDefault: true,
    routingId: null,
    window: { ...before.window, logoUrl: ' https://a.test/logo.png ' },
    entryForm: { ...before.entryForm, phone: 'required' as const },
    texts: withText(before.texts, 'cs', 'hello', ''),
  };
  assert.deepEqual(changeOf(before, after), {
    isDefault: true,
    routingId: null,
    config: { window: { logoUrl: 'https://a.test/logo.png' }, entryForm: { phone: 'required' }, texts: { cs: {} } },
  });
});

test('own settings behind a bound form are not sent, those of one just unbound are', () => {
  const feedbackForm = { enabled: true, stars: 10 };
  assert.deepEqual(changeOf(before, { ...before, feedbackForm }), {});
  const forms = { ...before.forms, feedbackForm: null };
  assert.deepEqual(changeOf(before, { ...before, feedbackForm, forms }), {
    forms: { feedbackForm: null },
    config: { feedbackForm: { stars: 10 } },
  });
});

test('a text typed and taken back is no change', () => {
  const typed = withText(withText(before.texts, 'en', 'send', 'Go'), 'cs', 'close', 'Zavřít');
  assert.deepEqual(typed, { cs: { close: 'Zavřít', hello: 'Ahoj' }, en: { send: 'Go' } });
  const back = withText(withText(typed, 'en', 'send', ''), 'cs', 'close', '');
  assert.equal(JSON.stringify(back), JSON.stringify(before.texts));
});

test('a pasted address becomes its site', () => {
  assert.equal(siteOf(' https://Shop.example.com:8443/cart?x=1'), 'shop.example.com:8443');
  assert.equal(siteOf('shop.example.com/cart'), 'shop.example.com');
  assert.equal(siteOf('*.example.com'), '*.example.com');
});
