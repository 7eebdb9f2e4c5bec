import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { rotateSigningKeys, signingKeys } from './signing-keys.ts';

const day = 86_400_000;
const withDatabase = async (work: (database: TestDatabase) => Promise<void>) => {
  const database = await testDatabase();
  try {
    await work(database);
  } finally {
    await database.close();
  }
};

test('a new key signs, the old ones verify for a day more and then go', () =>
  withDatabase(async ({ db }) => {
    const now = Date.now();
    const [first] = await signingKeys(db);
    assert.equal(await rotateSigningKeys(db, new Date(now)), true);
    const two = await signingKeys(db);
    assert.deepEqual([two.length, two[1]?.kid], [2, first?.kid]);
    assert.notEqual(two[0]?.kid, first?.kid);
    await rotateSigningKeys(db, new Date(now + day - 60_000));
    assert.equal((await signingKeys(db)).length, 3, 'a token of the first key may still run');
    await rotateSigningKeys(db, new Date(now + 3 * day));
    const later = await signingKeys(db);
    assert.ok(!later.some(({ kid }) => kid === first?.kid));
    assert.equal(later.length, 2);
  }));

test('with age a key is followed once, also by several processes at once', () =>
  withDatabase(async ({ db }) => {
    await signingKeys(db);
    const now = Date.now();
    assert.equal(await rotateSigningKeys(db, new Date(now + 89 * day), { onlyOld: true }), false);
    const late = new Date(now + 91 * day);
    const made = await Promise.all(Array.from({ length: 4 }, () => rotateSigningKeys(db, late, { onlyOld: true })));
    assert.equal(made.filter(Boolean).length, 1);
    assert.equal((await signingKeys(db)).length, 2);
  }));
