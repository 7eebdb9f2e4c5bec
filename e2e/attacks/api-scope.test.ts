import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readContract, readOperations } from '../../server/public-api/v1/contract.ts';
import { buildApiKey, buildTenant } from '../../server/testing/build.ts';
import { startServer, type TestServer } from '../../server/testing/server.ts';
import { apiBodies } from './api-bodies.ts';
import { buildWorld, fingerprint, marker, type World } from './foreign-world.ts';

/**
 * R3 over the Public API: every operation, with every id in its path, query and body belonging to somebody else — another
 * company, or another tenant of the same company than those the key is limited to. Generated from the contract.
 */
describe('the Public API keeps to the scope of its key', () => {
  let server: TestServer;
  let ours: World;
  /** Where the attacked ids live. */
  let theirs: World;
  let keys: { name: string; token: string }[];

  before(async () => {
    server = await startServer();
    ours = await buildWorld(server.store, server.rooms, 'Company A');
    theirs = await buildWorld(server.store, server.rooms, marker);
    const narrow = await buildTenant(server.store, theirs.company);
    keys = [
      { name: 'a key of another company', token: await tokenOf(ours.key) },
      {
        name: 'a key of another tenant',
        token: await tokenOf(await buildApiKey(server.store, theirs.company, { tenantIds: [narrow.id] })),
      },
    ];
  });
  after(() => server?.stop());

  async function tokenOf({ clientId, secret }: { clientId: string; secret: string }) {
    const answer = await fetch(`${server.url}/login/connect/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret }),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  async function ask(token: string, method: string, path: string, body?: unknown) {
    const answer = await fetch(server.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text() };
  }

  /** Nothing of theirs was told or changed while the work ran. */
  async function unharmed(work: (faults: string[]) => Promise<void>) {
    const before = await fingerprint(server.store, theirs.company.id);
    const faults: string[] = [];
    await work(faults);
    assert.deepEqual(faults, []);
    const now = await fingerprint(server.store, theirs.company.id);
    const changed = Object.keys(now).filter((table) => now[table] !== before[table] && table !== 'api_keys');
    assert.deepEqual(changed, [], 'their rows changed');
  }
  const place = (url: string, ids: World['ids']) => url.replaceAll(/:(\w+)/g, (_, name: string) => String(ids[name]));

  it('with foreign ids in the path: not there', () =>
    unharmed(async (faults) => {
      const bodies = apiBodies(theirs.ids);
      for (const { name, token } of keys) {
        for (const { method, url } of readOperations().filter((one) => one.url.includes(':'))) {
          // The company of a key of one of its tenants is its own company.
          if (url.includes(':companyId') && method === 'GET' && name.includes('tenant')) continue;
          const sent = method === 'GET' ? undefined : (bodies[`${method} ${url}`] ?? {});
          const { status, text } = await ask(token, method, place(url, theirs.ids), sent);
          if (text.includes(marker)) faults.push(`${name}: ${method} ${url} tells ${text.slice(0, 100)}`);
          if (![403, 404, 501].includes(status))
            faults.push(`${name}: ${method} ${url} → ${status} ${text.slice(0, 100)}`);
        }
      }
    }));

  it('with foreign ids in the query: nothing of theirs', () =>
    unharmed(async (faults) => {
      let asked = 0;
      for (const { path, parameters } of listings()) {
        for (const parameter of parameters.filter((one) => foreign[one.toLowerCase()])) {
          const value = theirs.ids[foreign[parameter.toLowerCase()] ?? ''];
          assert.ok(value !== undefined, parameter);
          for (const { name, token } of keys) {
            // What belongs to the company as a whole is open to a key of one of its tenants.
            if (parameter.toLowerCase() === 'companyid' && name.includes('tenant')) continue;
            const { status, text } = await ask(token, 'GET', `${path}?${parameter}=${value}`);
            asked += 1;
            if (text.includes(marker)) faults.push(`${name}: ${path}?${parameter} tells ${text.slice(0, 100)}`);
            if (![200, 400, 403, 404, 501].includes(status)) faults.push(`${name}: ${path}?${parameter} → ${status}`);
          }
        }
      }
      assert.ok(asked > 20, `${asked} questions`);
    }));

  it('with foreign ids in the body: refused', () =>
    unharmed(async (faults) => {
      const { token } = keys[0] as { token: string };
      const ownIds = ours.ids;
      const covered = new Set<string>();
      for (const [operationId, member, path, body] of attacks(theirs.ids)) {
        const operation = readOperations().find((one) => one.operationId === operationId);
        assert.ok(operation, operationId);
        covered.add(`${operationId} ${member}`);
        const { status, text } = await ask(token, operation.method, place(operation.url, { ...ownIds, ...path }), body);
        const passedOver = status === 200 && text.includes('INACCESSIBLE');
        if (text.includes(marker)) faults.push(`${operationId} ${member} tells ${text.slice(0, 100)}`);
        if (![400, 403, 404, 501].includes(status) && !passedOver) {
          faults.push(`${operationId} ${member} → ${status} ${text.slice(0, 100)}`);
        }
      }
      const missed = idMembers().filter((one) => !covered.has(one));
      assert.deepEqual(missed, [], 'attack these too');
    }));
});

/** Names in queries that carry an id → its name in the world. */
const foreign: Record<string, string> = {
  departmentid: 'tenantId',
  companyid: 'companyId',
  sessionid: 'sessionId',
  operatoruserid: 'userId',
  chatbotid: 'chatbotId',
  clientid: 'contactId',
  filterid: 'filterId',
  groupids: 'groupId',
};

interface Described {
  operationId: string;
  tags: string[];
  parameters?: { name: string; in: string }[];
  requestBody?: { content: { 'application/json'?: { schema: Json } } };
}
type Json = Record<string, unknown>;
const contract = readContract() as unknown as {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Json> };
};

const listings = () =>
  Object.entries(contract.paths)
    .filter(([path]) => path.startsWith('/api/v1/') && !path.includes('{'))
    .flatMap(([path, { get }]) => (get ? [{ path, parameters: (get.parameters ?? []).map(({ name }) => name) }] : []));

/** Areas whose rooms come later; their operations answer 501. */
const later = new Set(['Campaigns', 'EmailMessages', 'EmailThreads', 'Phones', 'WhatsApp']);

/** `operation member` for each member of a body that holds ids. */
function idMembers(): string[] {
  return Object.values(contract.paths)
    .flatMap((methods) => Object.values(methods))
    .filter(({ tags }) => !later.has(tags[0] ?? ''))
    .flatMap(({ operationId, requestBody }) => {
      const schema = requestBody?.content['application/json']?.schema;
      return members(schema).map((member) => `${operationId} ${member}`);
    });
}

function members(schema: Json | undefined): string[] {
  const { $ref, items, properties = {} } = (schema ?? {}) as { $ref?: string; items?: Json; properties?: Json };
  if ($ref) return members(contract.components.schemas[$ref.split('/').at(-1) ?? '']);
  const nested = items ? members(items) : [];
  const own = Object.entries(properties).flatMap(([name, inner]) => [
    ...(/(id|ids|departments)$/i.test(name) ? [name] : []),
    ...members(inner as Json),
  ]);
  return [...nested, ...own];
}

/** Operation, member that carries the foreign id, ids of the path that are not our own, body. */
function attacks(theirs: World['ids']): [string, string, World['ids'], unknown][] {
  const form = [{ propertyName: 'entryForm', formId: theirs.formId }];
  const bound = { operatorId: theirs.userId, departmentId: theirs.tenantId };
  const settings = { settings: { x: '1' } };
  return [
    ['forwardSession', 'operatorGroupId', {}, { operatorGroupId: theirs.groupId }],
    ['forwardSession', 'userId', {}, { userId: theirs.userId }],
    ['forwardSession', 'chatbotId', {}, { chatbotId: theirs.chatbotId }],
    ['removeSessionFiles', 'fileIds', {}, { fileIds: [theirs.fileId] }],
    ['addSessionTag', 'tagId', { tagId: theirs.tagId ?? 0 }, undefined],
    ['mergeContacts', 'ids', {}, { ids: [theirs.contactId, theirs.into, 1] }],
    ['createGroup', 'departmentId', {}, { name: 'x', departmentId: theirs.tenantId }],
    ['updateGroup', 'userIds', {}, { userIds: [theirs.userId] }],
    ['setUserDepartments', 'departments', {}, { departments: [theirs.tenantId] }],
    ['bulkUpdateUsers', 'id', {}, [{ id: theirs.userId, enabled: false }]],
    ['setOperatorState', 'breakStateId', {}, { stateKind: 'BREAK', breakStateId: theirs.awayReasonId }],
    ['setWidgetForms', 'formId', {}, { configRecords: form }],
    ['createInvitation', 'operatorId', {}, bound],
    ['createInvitation', 'departmentId', {}, bound],
    ['addDepartmentUser', 'userId', { userId: theirs.userId ?? 0 }, undefined],
    ['addDepartmentUser', 'tenantId', { tenantId: theirs.tenantId ?? 0 }, undefined],
    ['getUserDepartmentRoles', 'tenantId', { tenantId: theirs.tenantId ?? 0 }, undefined],
    ['setUserDepartmentRoles', 'tenantId', { tenantId: theirs.tenantId ?? 0 }, { roles: ['Operator'] }],
    ['getDepartmentContact', 'tenantId', { tenantId: theirs.tenantId ?? 0 }, undefined],
    ['sendChatbotActivity', 'sessionId', {}, { sessionId: theirs.sessionId, text: 'x' }],
    // The id in the body of settings is that of the path; another one there means nothing.
    [
      'setCompanySettings',
      'companyId',
      { companyId: theirs.companyId ?? 0 },
      { ...settings, companyId: theirs.companyId },
    ],
    [
      'setDepartmentSettings',
      'departmentId',
      { tenantId: theirs.tenantId ?? 0 },
      { ...settings, departmentId: theirs.tenantId },
    ],
    [
      'setGroupSettings',
      'operatorGroupId',
      { groupId: theirs.groupId ?? 0 },
      { ...settings, operatorGroupId: theirs.groupId },
    ],
    ['setUserSettings', 'userId', { userId: theirs.userId ?? 0 }, { ...settings, userId: theirs.userId }],
    [
      'setRoutingSettings',
      'routingRuleSetId',
      { routingId: theirs.routingId ?? 0 },
      { ...settings, routingRuleSetId: theirs.routingId },
    ],
  ];
}
