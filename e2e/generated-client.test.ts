import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Document, OpenAPIClientAxios } from 'openapi-client-axios';
import { startServer, type TestServer } from '../server/testing/server.ts';

const password = 'correct-horse-battery-staple';

let server: TestServer;
before(async () => {
  server = await startServer({ demoPassword: password });
});
after(() => server?.stop());

/** As an integrator who has nothing but the address of the description the server hands out. */
async function clientOf(url: string) {
  const definition = (await (await fetch(`${url}/swagger/v1/swagger.json`)).json()) as Document;
  const answer = await fetch(`${url}/login/connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'demo', client_secret: password }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  const made = new OpenAPIClientAxios({
    definition,
    axiosConfigDefaults: { baseURL: url, headers: { authorization: `Bearer ${access_token}` } },
  });
  const client = await made.init();
  return (operationId: string, parameters: Record<string, unknown> = {}, body?: unknown) => {
    const operation = client[operationId];
    assert.ok(operation, `the client has no ${operationId}`);
    return operation(parameters as never, body);
  };
}

test('a client made from the served description reads, writes and removes', async () => {
  const call = await clientOf(server.url);

  const { data: company } = await call('getOwnCompany');
  assert.equal(company.name, 'Kavka coffee (demo)');
  const { data: past } = await call('listSessions', { Status: ['CLOSED'], 'Created.Min': '2020-01-01', limit: 3 });
  assert.equal(past.length, 3);
  assert.ok(past[0].activities.length > 0);

  const { id } = past[0];
  const changed = await call('updateSessionCallParams', { sessionId: id }, { callParams: { order_no: 'B-7' } });
  assert.ok(changed.status < 300);
  const { data: session } = await call('getSession', { sessionId: id });
  assert.equal(session.guest.callParams.order_no, 'B-7');

  const callbackUrl = 'https://you.example/hook?secret=abc';
  const { data: webhook, status } = await call('createWebhook', {}, { eventTypes: ['SessionEnded'], callbackUrl });
  assert.equal(status, 201);
  const { data: read } = await call('getWebhook', { id: webhook });
  assert.deepEqual(read, { id: webhook, eventTypes: ['SessionEnded'], callbackUrl });
  assert.equal((await call('deleteWebhook', { id: webhook })).status, 204);
});
