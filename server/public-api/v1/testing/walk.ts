import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { BotStage } from '../../../chatbots/testing.ts';
import { transact } from '../../../foundation/transact.ts';
import { buildGuest } from '../../../testing/build.ts';
import { connectSocket } from '../../../testing/socket-client.ts';

export interface Asked {
  path?: Record<string, string | number>;
  query?: [name: string, value: string][];
  body?: unknown;
  /** The answer expected; without it the contract's success. */
  status?: number;
}
// biome-ignore lint/suspicious/noExplicitAny: answers are checked against the contract, then read by their members
export type Call = (operationId: string, asked?: Asked) => Promise<any>;

/** Asks for every operation that is built, in an order in which each finds what it needs, and looks at the effects. */
export async function walk(call: Call, stage: BotStage): Promise<void> {
  await organisation(call, stage);
  await people(call, stage);
  await states(call, stage);
  await catalogue(call, stage);
  await contacts(call, stage);
  await sessions(call, stage);
  await chatbot(call, stage);
  await webhooks(call);
}

const settings = { settings: { 'crm.url': 'https://crm.example/', 'Own.Name': 'x' } };

async function organisation(call: Call, { company, tenantId, scene }: BotStage) {
  assert.equal((await call('getOwnCompany')).id, company.id);
  const own = { path: { id: company.id } };
  assert.equal((await call('getCompany', own)).companyGuid, company.guid);
  await call('createCompany', { body: { name: 'Branch', language: 'cs', timezone: 'Europe/Prague' } });
  await call('getCompanyMetricSettings', { ...own, status: 404 });
  const influx = { databaseUrl: 'https://influx.example/', databaseOrganization: 'o', databaseBucket: 'b' };
  await call('setCompanyMetricSettings', { ...own, body: { ...influx, databaseToken: 't' } });
  assert.deepEqual(await call('getCompanyMetricSettings', own), { ...influx, databaseToken: 't' });
  await call('setCompanySettings', { ...own, body: settings });
  assert.equal((await call('getCompanySettings', own)).settings['Own.Name'], 'x');

  const added = await call('createDepartment', { body: { name: 'Night' } });
  const department = { path: { id: added } };
  await call('updateDepartment', { ...department, body: { name: 'Night shift' } });
  assert.equal((await call('getDepartment', department)).name, 'Night shift');
  const all = await call('listDepartments', { query: [['companyId', String(company.id)]] });
  assert.deepEqual(
    all.map(({ id }: { id: number }) => id),
    [tenantId, added],
  );
  const member = { path: { id: added, userId: scene.operator.id } };
  await call('addDepartmentUser', member);
  assert.ok((await call('getUser', { path: { id: scene.operator.id } })).departments.includes(added));
  await call('removeDepartmentUser', member);
  await call('setDepartmentSettings', { ...department, body: settings });
  await call('getDepartmentSettings', department);
  const load = await call('getDepartmentGroupsAvailability', { path: { id: tenantId } });
  assert.ok(scene.group.id in load.overallWorkload);

  const group = { path: { id: await call('createGroup', { body: { name: 'Second line', departmentId: tenantId } }) } };
  await call('updateGroup', { ...group, body: { userIds: [scene.operator.id] } });
  assert.equal((await call('getGroup', group)).departmentId, tenantId);
  assert.ok((await call('listGroups', { query: [['departmentId', String(tenantId)]] })).length >= 2);
  const asked = await call('getGroupsAvailability', { query: [['groupIds', String(scene.group.id)]] });
  assert.deepEqual(Object.keys(asked.overallWorkload), [String(scene.group.id)]);
  await call('setGroupSettings', { ...group, body: settings });
  await call('getGroupSettings', group);
  await call('deleteGroup', group);
  const routing = { path: { id: scene.routing.id } };
  await call('setRoutingSettings', { ...routing, body: settings });
  await call('getRoutingSettings', routing);
}

/** An operator whose workspace is open: only of those the state can be set. */
export async function openWorkspace({ server, scene, tenantId }: BotStage) {
  const headers = { cookie: scene.operator.cookie, origin: server.url };
  const desk = await connectSocket(`${server.url.replace('http', 'ws')}/app-api/socket`, { headers, onPush() {} });
  await desk.request('hello', { tenantId });
  return desk;
}

async function people(call: Call, stage: BotStage) {
  const { company, tenantId } = stage;
  const person = { firstName: 'Eva', lastName: 'Malá', username: 'eva.mala', email: 'eva@example.test' };
  const companyId: [string, string][] = [['companyId', String(company.id)]];
  const id = await call('createUser', { query: companyId, body: { ...person, openIDProvider: null } });
  const user = { path: { id } };
  await call('updateUser', { ...user, body: { ...person, lastName: 'Velká' } });
  await call('bulkUpdateUsers', { body: [{ id, firstName: 'Ema', enabled: true }] });
  await call('setUserDepartments', { ...user, body: { departments: [tenantId] } });
  await call('setUserEnabled', { ...user, body: { isEnabled: true } });
  await call('setUserGlobalRoles', { ...user, body: { globalRoles: ['Wallboard'] } });
  const membership = { path: { id, departmentId: tenantId } };
  await call('setUserDepartmentRoles', { ...membership, body: { roles: ['Operator', 'MluviiOperator'] } });
  assert.deepEqual((await call('getUserDepartmentRoles', membership)).roles, ['Operator', 'MluviiOperator']);
  const { firstName, lastName, globalRoles, departments } = await call('getUser', user);
  assert.deepEqual([firstName, lastName, globalRoles, departments], ['Ema', 'Velká', ['Wallboard'], [tenantId]]);
  assert.ok((await call('listUsers', { query: companyId })).length > 2);

  await call('setUserSettings', { ...user, body: settings });
  await call('getUserSettings', user);
  await call('resetUserPassword', user);
}

async function states(call: Call, stage: BotStage) {
  const { company, scene, store } = stage;
  const { id } = scene.operator;
  const user = { path: { id } };
  const desk = await openWorkspace(stage);
  const { id: breakStateId } = await store.db
    .selectFrom('awayReasons')
    .select('id')
    .where('companyId', '=', company.id)
    .executeTakeFirstOrThrow();
  await call('setOperatorState', { ...user, body: { stateKind: 'BREAK', breakStateId, note: 'lunch' } });
  const states = await call('listOperatorStates');
  const state = states.find(({ userId }: { userId: number }) => userId === id);
  assert.deepEqual(
    [state.stateKind, state.breakStateId, state.note, state.forced],
    ['BREAK', breakStateId, 'lunch', true],
  );
  await call('setUserStatus', { ...user, body: { status: 'AWAY', reason: 'meeting' } });
  assert.equal((await call('getUserStatus', user)).availabilityStatus, 'AWAY');
  assert.equal((await call('listUserStatuses')).length, states.length);
  const invitation = await call('createInvitation', { body: { operatorId: id, departmentId: stage.tenantId } });
  assert.match(invitation.url, /^http.*\/CallShow\//);
  await call('deleteInvitation', { path: { id: invitation.id } });
  const history = await call('listUserOperatorStates', {
    ...user,
    query: [
      ['LastModified', '2020-01-01T00:00:00.000'],
      ['DateLimit', '2100-01-01T00:00:00.000'],
      ['Limit', '1'],
      ['Page', '1'],
    ],
  });
  assert.deepEqual([history.limit, history.page, history.data.length], [1, 1, 1]);
  assert.ok(history.totalCount >= 2);
  desk.close();
}

async function catalogue(call: Call, { company, tenantId, preset }: BotStage) {
  const department = { path: { departmentId: tenantId } };
  const tag = { name: 'VIP', label: 'Important', backgroundArgb: 'FFFF0000', textArgb: 'FFFFFFFF' };
  const tagId = await call('createTag', { ...department, body: tag });
  await call('updateTag', { path: { id: tagId }, body: { label: 'Key account' } });
  assert.equal((await call('listDepartmentTags', department))[0].label, 'Key account');
  assert.equal((await call('listTags', { query: [['departmentId', String(tenantId)]] }))[0].backgroundArgb, 'FFFF0000');
  await call('deleteTag', { path: { id: tagId } });
  assert.deepEqual(await call('listTags'), []);

  const widget = { path: { id: preset.id } };
  await call('setWidgetChatButton', { ...widget, body: { displayButton: false } });
  const widgets = await call('listWidgets', { query: [['departmentId', String(tenantId)]] });
  assert.equal(widgets.find(({ id }: { id: number }) => id === preset.id).buttonVisible, false);
  const record = { configType: 'WINDOW', buttonType: null, propertyName: 'title', language: 'cs', value: 'Ahoj' };
  await call('setWidgetConfig', { ...widget, body: { configRecords: [record] } });
  const forms = await call('listForms', { query: [['departmentId', String(tenantId)]] });
  const formId = forms.find(({ formType }: { formType: string }) => formType === 'Feedback').id;
  await call('setWidgetForms', { ...widget, body: { configRecords: [{ propertyName: 'feedbackForm', formId }] } });
  const config = await call('getWidgetConfig', widget);
  assert.equal(
    config.find(({ formId: bound }: { formId: number | null }) => bound === formId).propertyName,
    'feedbackForm',
  );

  const own: [string, string][] = [['companyId', String(company.id)]];
  const metric = { baseName: 'session_ended', suffix: '', groupingFields: [{ name: 'topic', emptyPlaceholder: '-' }] };
  const metricId = await call('createMetric', { query: own, body: metric });
  assert.deepEqual(await call('listMetrics', { query: own }), [{ id: metricId, ...metric }]);
  assert.deepEqual(await call('listMetricDashboards', { query: own }), []);
  await call('deleteMetric', { path: { id: metricId } });
}

async function contacts(call: Call, { company, tenantId, rooms, store, admin }: BotStage) {
  const departmentId: [string, string] = ['departmentId', String(tenantId)];
  const [first, second] = await call('createContacts', {
    query: [departmentId],
    body: [{ oo1_guest_phone: ['+420 777 111 222'], oo1_guest_ident: ['Jan'] }, { Own_Field: ['a', 'b'] }],
  });
  await call('updateContact', { path: { contactId: second }, body: { oo1_guest_email: ['a@b.test'] } });
  assert.deepEqual((await call('getContact', { path: { contactId: second } })).data.Own_Field, ['a', 'b']);
  const filter: [string, string][] = [
    ['filterField', 'oo1_guest_phone'],
    ['filterValue', '+420777111222'],
  ];
  const paging: [string, string][] = [
    ['limit', '10'],
    ['offset', '0'],
  ];
  const found = await call('listContacts', { query: [departmentId, ...filter, ...paging] });
  assert.deepEqual(
    found.map(({ id }: { id: number }) => id),
    [first],
  );
  await rooms.contacts.createFilter(admin.actor, tenantId, { name: 'All', conditions: [] });
  assert.equal((await call('listContactFilters', { query: [departmentId] }))[0].name, 'All');
  const department = { path: { departmentId: tenantId } };
  const [third] = await call('createDepartmentContacts', { ...department, body: [{ oo1_guest_ident: 'Eva' }] });
  assert.equal((await call('listDepartmentContacts', { ...department, query: paging })).length, 3);
  const flat = await call('getDepartmentContact', { path: { contactId: third, departmentId: tenantId } });
  assert.equal(flat[0].oo1_guest_ident, 'Eva');
  const merged = { fullName: 'Jan', data: { oo1_guest_phone: ['+420777111222'] } };
  assert.equal(await call('mergeContacts', { body: { ids: [first, second], contactData: merged } }), first);
  await call('getContact', { path: { contactId: second }, status: 404 });
  await call('anonymizeContact', { path: { contactId: first } });
  const { name, data } = await store.db
    .selectFrom('contacts')
    .select(['name', 'data'])
    .where('companyId', '=', company.id)
    .where('id', '=', first)
    .executeTakeFirstOrThrow();
  assert.deepEqual([name, data], [null, {}]);
  await call('deleteContact', { path: { contactId: third } });
}

/** A conversation an operator has, with a file in it. */
export async function conversation({ company, rooms, scene, store }: BotStage) {
  const guest = await buildGuest(store, company);
  const { id } = await rooms.sessions.start(guest.actor, {
    ...{ presetId: scene.preset.id, language: 'cs', scope: '', url: 'https://shop.example/' },
    ...{ params: { order_no: 'A-1' }, ip: '198.51.100.7', userAgent: null },
  });
  await transact(store, scene.operator.actor, async (unit) =>
    rooms.sessions.join(unit, await rooms.sessions.lockSession(unit, company.id, id), scene.operator.id),
  );
  await rooms.sessions.addFile(scene.operator.actor, id, randomUUID(), {
    name: 'offer.txt',
    stream: Readable.from([Buffer.from('our offer')]),
  });
  return { id, guest };
}

async function sessions(call: Call, stage: BotStage) {
  const { tenantId, scene } = stage;
  const { id, guest } = await conversation(stage);
  const session = { path: { sessionId: id } };
  await call('updateSessionCallParams', { ...session, body: { callParams: { Order_No: 'A-1042' } } });
  const { callParams } = await call('getSessionCallParams', session);
  assert.ok(callParams.some(({ name }: { name: string }) => name === 'Order_No'));
  const tagId = await call('createTag', { path: { departmentId: tenantId }, body: { name: 'Café' } });
  await call('addSessionTag', { path: { sessionId: id, tagIdOrName: tagId } });
  await call('setSessionNote', { ...session, body: { note: 'By the shop' } });
  const read = await call('getSession', session);
  assert.deepEqual([read.tags[0].name, read.guest.callParams.Order_No], ['Café', 'A-1042']);
  const file = read.activities.find((line: { file: unknown }) => line.file).file;
  const [removed] = await call('removeSessionFiles', { ...session, body: { fileIds: [file.id] } });
  assert.deepEqual(removed, { fileId: file.id, state: 'REMOVED' });
  await call('removeSessionTag', { path: { sessionId: id, tagIdOrName: encodeURIComponent('Café') } });
  await call('forwardSession', { ...session, body: { operatorGroupId: scene.group.id, note: 'Please' } });
  assert.ok((await call('getSessionRouting', session)).length > 0);
  await call('terminateSession', session);
  const filters: [string, string][] = [
    ['SessionId', String(id)],
    ['TerminationReason', 'sessionapicall'],
    ['Created.Min', '2020-01-01'],
    ['Ended.Null', 'false'],
    ['limit', '10'],
    ['offset', '0'],
  ];
  assert.equal((await call('listSessions', { query: filters })).length, 1);
  await call('anonymizeSession', session);
  assert.equal((await call('getSession', session)).guest.ipAddress, null);
  await call('anonymizeGuest', { path: { guid: guest.trackedId.replaceAll('-', '') } });
}

async function chatbot(call: Call, stage: BotStage) {
  const { bot, receiver } = stage;
  await call('setChatbotCallbackUrl', { path: { id: bot.id }, query: [['callbackUrl', receiver.url]] });
  const { id } = await stage.arrive();
  await stage.event(id, 'ConversationStarted');
  const said = { activity: 'Text', sessionId: String(id), text: 'Hello' };
  await call('sendChatbotActivity', { path: { id: bot.id }, body: said });
}

async function webhooks(call: Call) {
  const callbackUrl = 'https://user:pa%20ss@receiver.example/hook?secret=abc';
  const body = { eventTypes: ['SessionCreated', 'sessionended', 5], callbackUrl };
  const id = await call('createWebhook', { body });
  assert.equal(await call('createWebhook', { body, status: 409 }), id);
  const webhook = { path: { id } };
  assert.deepEqual(await call('getWebhook', webhook), {
    id,
    eventTypes: ['SessionCreated', 'SessionEnded', 'SessionForwarded'],
    callbackUrl,
  });
  await call('updateWebhook', { ...webhook, body: { eventTypes: [1], callbackUrl } });
  assert.deepEqual((await call('listWebhooks'))[0].eventTypes, ['UserStatusChanged']);
  await call('deleteWebhook', webhook);
  await call('deleteAllWebhooks');
  assert.deepEqual(await call('listWebhooks'), []);
}
