import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeOf, contactLines, contactTitle, draftOf } from './contact-fields.ts';

const contact = {
  name: 'Jan',
  data: { oo1_guest_phone: ['1', '2'], plan: ['Gold'], oo1_guest_guid: ['x'] },
};

test('a draft has a line for each main field and hides what the server keeps', () => {
  const { fields } = draftOf(contact);
  assert.deepEqual(fields, [
    { field: 'oo1_guest_email', values: [''] },
    { field: 'oo1_guest_phone', values: ['1', '2'] },
    { field: 'oo1_guest_address', values: [''] },
    { field: 'plan', values: ['Gold'] },
  ]);
});

test('only what differs is sent', () => {
  const draft = draftOf(contact);
  assert.equal(changeOf(contact, draft), null);
  assert.equal(changeOf(contact, { ...draft, name: ' Jan ' }), null);
  const edited = draft.fields.map((each) =>
    each.field === 'oo1_guest_phone' ? { ...each, values: ['2', ' '] } : each,
  );
  assert.deepEqual(changeOf(contact, { ...draft, fields: edited }), { name: 'Jan', data: { oo1_guest_phone: ['2'] } });
  assert.deepEqual(changeOf(contact, { name: ' ', fields: [{ field: 'plan', values: [''] }] }), {
    name: null,
    data: { plan: [] },
  });
});

test('a contact without a name is called by what is known', () => {
  assert.equal(contactTitle(contact), 'Jan');
  assert.equal(contactTitle({ name: null, data: contact.data }), '1');
  assert.equal(contactTitle({ name: null, data: {} }), null);
  assert.deepEqual(contactLines({ name: null, data: contact.data }), ['2']);
});
