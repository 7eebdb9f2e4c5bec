import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { checkArchitecture } from './architecture.ts';

/** Lays out a small house and returns what the check says about it. */
async function faultsOf(files: Record<string, string>): Promise<string[]> {
  const root = await mkdtemp(join(tmpdir(), 'hovor-house-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    return await checkArchitecture(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

const sound = {
  'protocol/limits.ts': 'export const limits = {};\n',
  'server/foundation/clock.ts': "import { limits } from '@hovor/protocol/limits';\nexport const clock = limits;\n",
  'server/directory/service.ts': "import { clock } from '../foundation/clock.ts';\nexport const directory = clock;\n",
  'server/sessions/service.ts':
    "import { directory } from '../directory/service.ts';\nexport const sessions = directory;\n",
  'server/sessions/queries.ts': 'export const queries = 1;\n',
  'server/start/parts.ts': "import { queries } from '../sessions/queries.ts';\nexport const parts = queries;\n",
  'server/main.ts': "import { parts } from './start/parts.ts';\nparts;\n",
};

test('a house as designed has no faults', async () => {
  assert.deepEqual(await faultsOf(sound), []);
});

const violations: Record<string, { file: string; text: string; says: RegExp }> = {
  'an import that climbs': {
    file: 'server/directory/rules.ts',
    text: "import { sessions } from '../sessions/service.ts';\n",
    says: /server\/directory\/rules\.ts: .* climbs from directory to sessions/,
  },
  'an import that climbs by import()': {
    file: 'server/foundation/late.ts',
    text: "export const late = () => import('../directory/service.ts');\n",
    says: /climbs from foundation to directory/,
  },
  'a type import that climbs': {
    file: 'server/directory/rules.ts',
    text: "import type { sessions } from '../sessions/service.ts';\n",
    says: /climbs/,
  },
  'the inside of a room below': {
    file: 'server/routing/service.ts',
    text: "import { queries } from '../sessions/queries.ts';\n",
    says: /inside sessions; use its service\.ts, schema\.ts/,
  },
  'a neighbour on the same floor': {
    file: 'server/forms/service.ts',
    text: "import { sessions } from '../sessions/service.ts';\n",
    says: /forms and sessions share a floor/,
  },
  'a room nobody put on a floor': {
    file: 'server/basement/service.ts',
    text: "import { clock } from '../foundation/clock.ts';\n",
    says: /room basement stands on no floor/,
  },
  'a client that imports the server': {
    file: 'widget/panel.ts',
    text: "import { directory } from '../server/directory/service.ts';\n",
    says: /widget must not import server\/directory/,
  },
  'code that leans on test code': {
    file: 'server/sessions/fake.ts',
    text: "import { build } from '../testing/build.ts';\n",
    says: /only tests import server\/testing\/build\.ts/,
  },
  'a file that is too long': {
    file: 'server/sessions/long.ts',
    text: 'export {};\n'.repeat(501),
    says: /501 lines/,
  },
};
for (const [name, { file, text, says }] of Object.entries(violations)) {
  test(`finds ${name}, and nothing else`, async () => {
    const faults = await faultsOf({ ...sound, [file]: text });
    assert.equal(faults.length, 1, faults.join('\n'));
    assert.match(faults[0] ?? '', says);
  });
}

test('finds a circle of files once', async () => {
  const faults = await faultsOf({
    'server/sessions/a.ts': "import { b } from './b.ts';\nexport const a = b;\n",
    'server/sessions/b.ts': "export { a as b } from './a.ts';\n",
  });
  assert.deepEqual(faults, ['circle: server/sessions/a.ts → server/sessions/b.ts → server/sessions/a.ts']);
});

test('types alone make no circle, and tests may reach anywhere', async () => {
  const faults = await faultsOf({
    ...sound,
    'server/sessions/a.ts': "import type { B } from './b.ts';\nexport type A = B;\n",
    'server/sessions/b.ts': "import { a } from './a.ts';\nexport type B = typeof a;\n",
    'server/directory/service.test.ts': "import { queries } from '../sessions/queries.ts';\n",
  });
  assert.deepEqual(faults, []);
});
