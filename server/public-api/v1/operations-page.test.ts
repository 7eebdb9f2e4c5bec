import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { type BotStage, botStage } from '../../chatbots/testing.ts';
import { buildApiKey } from '../../testing/build.ts';
import { answer } from '../../testing/receiver.ts';
import type { readContract } from './contract.ts';
import { conversation, openWorkspace } from './testing/walk.ts';

/** The page of operations is run as it stands, by the shell it is written for. */

const page = join(import.meta.dirname, '../../../docs/integrators/operations.md');
let stage: BotStage;
before(async () => {
  stage = await botStage(answer(200));
});
after(() => stage?.stop());

const blocks = async () => [...(await readFile(page, 'utf8')).matchAll(/^```sh\n(.*?)^```/gms)].map(([, code]) => code);

test('every line of the page works', async () => {
  const { server, company, tenantId, scene, preset, bot, receiver } = stage;
  const desk = await openWorkspace(stage);
  const { id: sessionId, guest } = await conversation(stage);
  const talk = await stage.arrive();
  await stage.event(talk.id, 'ConversationStarted');
  const { id: fileId } = await stage.store.db
    .selectFrom('files')
    .select('id')
    .where('sessionId', '=', sessionId)
    .executeTakeFirstOrThrow();
  const key = await buildApiKey(stage.store, company);
  const env = {
    PATH: process.env.PATH,
    ...{ HOVOR: server.url, CLIENT_ID: key.clientId, CLIENT_SECRET: key.secret },
    ...{ COMPANY: `${company.id}`, TENANT: `${tenantId}`, OPERATOR: `${scene.operator.id}` },
    ...{ ROUTING: `${scene.routing.id}`, PACKAGE: `${preset.id}`, SESSION: `${sessionId}`, FILE: `${fileId}` },
    ...{ GUEST: guest.trackedId, BOT: `${bot.id}`, BOT_URL: receiver.url, BOT_SESSION: `${talk.id}` },
  };
  const script = (await blocks()).join('\n');
  try {
    await promisify(execFile)('bash', ['-c', `set -euo pipefail\nset -x\n${script}`], { env });
  } catch (error) {
    const { stderr, stdout } = error as { stderr: string; stdout: string };
    assert.fail(`${stdout.slice(-1_000)}\n${stderr.slice(-1_500)}`);
  }
  desk.close();
});

test('no operation that is available is missing from the page', async () => {
  const script = (await blocks()).join('\n');
  const shown = [...script.matchAll(/\bapi (GET|POST|PUT|DELETE) "?(\/[^\s"?]*)/g)].map(
    ([, method, path = '']) => `${method} /api/v1${path}`,
  );
  const served = (await (await fetch(`${stage.server.url}/swagger/v1/swagger.json`)).json()) as ReturnType<
    typeof readContract
  >;
  const missing = Object.entries(served.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => (operation as Record<string, unknown>)['x-hovor-available'] === true)
      .map(([method]) => ({ method: method.toUpperCase(), path }))
      .filter(({ method, path: template }) => {
        const pattern = new RegExp(`^${method} ${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
        return !shown.some((line) => pattern.test(line));
      }),
  );
  assert.deepEqual(missing, []);
});
