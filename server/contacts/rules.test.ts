import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { Problem } from '../foundation/errors.ts';
import { changed, changeOf, contactKeys, contactWords, sameAs, searchQuery, united } from './rules.ts';
import { emailField as email, nameField, phoneField as phone } from './schema.ts';

const refused = (field: string) => (error: unknown) =>
  error instanceof Problem && error.code === 'invalid-input' && Object.keys(error.fields ?? {}).includes(field);

describe('which phone numbers and e-mail addresses are the same', () => {
  const found = (stored: string, sought: string, field: string = phone) => {
    const keys = contactKeys({ name: null, data: { [field]: [stored] } });
    return sameAs(field, sought).some((key) => keys.includes(key));
  };

  it('takes no notice of how a number is written', () => {
    for (const spelling of ['+420 777 123 456', '00420777123456', '+420-777-123-456', '(+420) 777123456'.slice(1)]) {
      assert.ok(found('+420777123456', spelling.replace(')', '')), spelling);
    }
    assert.ok(found('+420777123456', '777 123 456'), 'national sought, international stored');
    assert.ok(found('777/123456', '+420777123456'), 'international sought, national stored');
    assert.ok(found('0777 123 456', '777123456'), 'with the digit before national numbers');
  });

  it('keeps countries and numbers apart', () => {
    assert.equal(found('+420777123456', '+421777123456'), false);
    assert.equal(found('+420777123456', '777123457'), false);
    assert.equal(found('777123456', '123456'), false);
  });

  it('compares what is no number as text', () => {
    assert.ok(found('ask Jan', 'ASK  jan'));
    assert.equal(found('ask Jan', 'ask Eva'), false);
  });

  it('compares addresses without case, and long values by a digest', () => {
    assert.ok(found('Eva@Example.test ', 'eva@example.test', email));
    const long = 'x'.repeat(limits.contactValueLength);
    assert.ok(found(long, long.toUpperCase(), 'note'));
    assert.ok(contactKeys({ name: null, data: { note: [long] } }).every((key) => key.length < 300));
  });
});

describe('what is stored of what comes in', () => {
  it('cleans names and values, and knows system names in any case', () => {
    const change = changeOf({ OO1_Guest_Email: [' a@b.test\u0007 ', 'a@b.test', ''], 'My\u202efield': ['x'] });
    assert.deepEqual(change.data, { [email]: ['a@b.test'], Myfield: ['x'] });
  });

  it('has one name, skips the id, and reads nothing as removal', () => {
    assert.deepEqual(changeOf({ [nameField]: ['Jan'], id: ['7'] }), { name: 'Jan', data: {} });
    assert.equal(changeOf({ [nameField]: null }).name, null);
    assert.deepEqual(changeOf({ [phone]: null, [email]: [] }).data, { [phone]: [], [email]: [] });
    assert.equal('name' in changeOf({}), false);
    assert.throws(() => changeOf({ [nameField]: ['Jan', 'Eva'] }), refused(nameField));
  });

  it('refuses what is too much', () => {
    assert.throws(() => changeOf({ note: ['x'.repeat(limits.contactValueLength + 1)] }), refused('note'));
    assert.throws(() => changeOf({ ['x'.repeat(limits.paramNameLength + 1)]: ['x'] }), refused('field'));
    const many = Object.fromEntries(Array.from({ length: limits.contactFields + 1 }, (_, n) => [`f${n}`, ['x']]));
    assert.throws(() => changed({ name: null, data: {} }, { data: many }), refused('data'));
    const value = 'x'.repeat(limits.contactValueLength);
    const large = Array.from({ length: 40 }, (_, n) => `${n}${value.slice(3)}`);
    assert.throws(() => changed({ name: null, data: {} }, { data: { note: large } }), refused('data'));
  });

  it('replaces fields that are given, keeps the rest, removes emptied ones', () => {
    const contact = { name: 'Jan', data: { [email]: ['a@b.test'], [phone]: ['1234'] } };
    assert.deepEqual(changed(contact, { data: { [email]: [], note: ['new'] } }), {
      name: 'Jan',
      data: { [phone]: ['1234'], note: ['new'] },
    });
    assert.equal(changed(contact, { name: null, data: {} }).name, null);
  });

  it('keeps fields with the names of object members apart from objects', () => {
    const given = JSON.parse('{"__proto__": ["x"], "constructor": ["y"]}') as Record<string, string[]>;
    const { data } = changed({ name: null, data: {} }, changeOf(given));
    assert.deepEqual(Object.entries(data).sort(), [
      ['__proto__', ['x']],
      ['constructor', ['y']],
    ]);
    assert.equal(({} as Record<string, unknown>).x, undefined);
  });

  it('unites lists and keeps one spelling of a number', () => {
    const one = { data: { [phone]: ['+420777123456'], [email]: ['a@b.test'] } };
    const two = { data: { [phone]: ['+420 777 123 456', '+420777000000'], [email]: ['A@B.TEST'] } };
    assert.deepEqual(united([one, two]), { [phone]: ['+420777123456', '+420777000000'], [email]: ['a@b.test'] });
  });
});

describe('what a search finds', () => {
  const words = contactWords({
    name: 'Žofie Nováková',
    data: { [phone]: ['+420 777 123 456'], [email]: ['z@firma.cz'] },
  });

  it('knows words without accents and numbers with and without their country', () => {
    for (const word of ['zofie', 'novakova', 'firma', '420777123456', '777123456']) {
      assert.ok(words.includes(word), word);
    }
  });

  it('asks for the beginning of every word', () => {
    assert.equal(searchQuery('Nová žof'), "'nova':* & 'zof':*");
    assert.equal(searchQuery('+420 777 12'), "'42077712':*");
    assert.equal(searchQuery(`a' | 'b') --`), "'a':* & 'b':*");
    assert.equal(searchQuery(' …! '), null);
  });
});
