import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../protocol/limits.ts';
import { isAccepted, refusal, sizeText, typesText } from './files.ts';

test('accepted types by ending and by kind', () => {
  assert.ok(isAccepted({ name: 'Photo.PNG', type: '' }, ['.png']));
  assert.ok(isAccepted({ name: 'x', type: 'image/webp' }, ['image/*']));
  assert.ok(isAccepted({ name: 'anything', type: '' }, []));
  assert.ok(!isAccepted({ name: 'x.png.exe', type: 'image/png' }, ['.png']));
  assert.ok(!isAccepted({ name: 'png', type: '' }, ['.png']));
});

test('each refusal has its words', () => {
  const file = (size: number, name = 'a.pdf') => ({ name, type: '', size });
  assert.equal(refusal(file(10), ['.pdf'], 'en'), null);
  assert.equal(refusal(file(0), ['.pdf'], 'en')?.key, 'fileEmpty');
  assert.deepEqual(refusal(file(limits.fileSize + 1), ['.pdf'], 'en'), {
    key: 'fileTooLarge',
    values: { name: 'a.pdf', max: '25 MB' },
  });
  assert.equal(refusal(file(10, 'a.exe'), ['.pdf'], 'en')?.key, 'fileType');
});

test('sizes as people write them', () => {
  assert.equal(sizeText(84_211, 'cs'), '82 kB');
  assert.match(sizeText(1.4 * 1024 * 1024, 'cs'), /^1,4\sMB$/);
  assert.equal(sizeText(3, 'en'), '1 kB');
});

test('a long list of types is shortened to those people know', () => {
  assert.equal(typesText(['.a', '.b']), '.a, .b');
  const many = ['.doc', '.docx', '.pdf', '.jif', '.jfif', '.jpg', '.png', '.txt', '.oga', '.flac', '.wav', '.pcm'];
  assert.equal(typesText(many), '.pdf, .docx, .txt, .jpg, .png…');
});
