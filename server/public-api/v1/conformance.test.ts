import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type BotStage, botStage, tokenOf } from '../../chatbots/testing.ts';
import { buildApiKey } from '../../testing/build.ts';
import { answerFaults } from '../../testing/contract.ts';
import { answer } from '../../testing/receiver.ts';
import { readContract, readOperations } from './contract.ts';
import { respell, type Spelling, spellings } from './testing/spelling.ts';
import { type Asked, type Call, walk } from './testing/walk.ts';

/**
 * The contract, operation by operation, against the whole product: the route is there, a valid request in any spelling is
 * accepted, the answer is one the contract declares, and its body fits the schema with every member written.
 */

interface Described {
  operationId: string;
  requestBody?: { content: { 'application/json'?: { schema: Record<string, unknown> } } };
}
const contract = readContract() as unknown as { paths: Record<string, Record<string, Described>> };
const addresses = new Map(
  Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [operation.operationId, { path, method, operation }] as const),
  ),
);

for (const [how, spell] of Object.entries(spellings)) {
  describe(`the contract, ${how}`, () => {
    let stage: BotStage;
    let token: string;
    const faults: string[] = [];
    const called = new Set<string>();
    before(async () => {
      stage = await botStage(answer(200));
      token = await tokenOf(stage.server, await buildApiKey(stage.store, stage.company));
    });
    after(() => stage?.stop());

    it('accepts every request and answers each as declared', async () => {
      await walk(caller(spell), stage).finally(() => assert.deepEqual(faults, []));
    });

    it('was asked for everything that is built', async () => {
      const served = (await (await fetch(`${stage.server.url}/swagger/v1/swagger.json`)).json()) as {
        paths: Record<string, Record<string, Record<string, unknown>>>;
      };
      const built = Object.values(served.paths)
        .flatMap((methods) => Object.values(methods))
        .filter((operation) => operation['x-hovor-available'] === true);
      const missed = built.map(({ operationId }) => String(operationId)).filter((id) => !called.has(id));
      assert.deepEqual(missed, []);
      assert.ok(called.size > 80, `${called.size} operations`);
    });

    it('knows no thing that is not there (404), and names what is no id or no body (400)', async () => {
      for (const { operationId, method, url, hasBody } of readOperations().filter((one) =>
        called.has(one.operationId),
      )) {
        const ask = async (id: string, body: unknown) => {
          const answered = await fetch(stage.server.url + url.replaceAll(/:\w*Id/g, id), {
            method,
            headers: {
              authorization: `Bearer ${token}`,
              ...(body !== undefined && { 'content-type': 'application/json' }),
            },
            ...(body !== undefined && { body: JSON.stringify(body) }),
          });
          return [answered.status, await answered.text()] as const;
        };
        const named = (text: string) => Object.keys(JSON.parse(text) as object).length > 0;
        if (/:\w*Id/.test(url)) {
          assert.deepEqual(await ask('999999999', valid.get(operationId)), [404, ''], operationId);
          const [status, text] = await ask('x', valid.get(operationId));
          assert.ok(status === 400 && named(text), `${operationId} ${status} ${text}`);
        }
        if (hasBody) {
          const [status, text] = await ask('999999999', 'no model');
          assert.ok(status === 404 || (status === 400 && named(text)), `${operationId} ${status} ${text}`);
        }
      }
    });

    const valid = new Map<string, unknown>();

    function caller(spelling: Spelling): Call {
      return async (operationId, asked: Asked = {}) => {
        const address = addresses.get(operationId);
        assert.ok(address, operationId);
        const { path, method, operation } = address;
        called.add(operationId);
        if (!asked.status) valid.set(operationId, asked.body);
        const url = path
          .split('/')
          .map((part) => asked.path?.[part.slice(1, -1)] ?? (/^\{/.test(part) ? part : spelling(part)))
          .join('/');
        const query = (asked.query ?? []).map(([name, value]) => `${spelling(name)}=${encodeURIComponent(value)}`);
        const schema = operation.requestBody?.content['application/json']?.schema;
        const answered = await fetch(`${stage.server.url}${url}${query.length > 0 ? `?${query.join('&')}` : ''}`, {
          method: method.toUpperCase(),
          headers: {
            authorization: `bearer ${token}`,
            accept: 'application/json',
            ...(asked.body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(asked.body !== undefined && { body: JSON.stringify(respell(schema, asked.body, spelling)) }),
        });
        const text = await answered.text();
        const type = answered.headers.get('content-type') ?? '';
        const wanted = asked.status ?? firstSuccess(operationId);
        const wrong = answered.status === wanted ? [] : [`answered ${answered.status} ${text}, not ${wanted}`];
        for (const fault of [...wrong, ...answerFaults(operationId, { status: answered.status, type, text })]) {
          faults.push(`${operationId}: ${fault}`);
        }
        const ignored = answered.headers.get('x-ignored-parameters');
        if (ignored) faults.push(`${operationId}: does not read ${ignored}`);
        return text === '' ? undefined : JSON.parse(text);
      };
    }
  });
}

function firstSuccess(operationId: string): number {
  const { operation } = addresses.get(operationId) ?? {};
  const { responses = {} } = (operation ?? {}) as { responses?: Record<string, unknown> };
  return Number(Object.keys(responses).find((status) => status.startsWith('2')));
}
