import { tenantRoles } from '@hovor/protocol/enums';
import { sql } from 'kysely';
import { system } from '../../server/foundation/security/actor.ts';
import type { Store } from '../../server/foundation/transact.ts';
import { transact } from '../../server/foundation/transact.ts';
import type { Rooms } from '../../server/start/parts.ts';
import {
  buildAdmin,
  buildApiKey,
  buildCompany,
  buildGroup,
  buildGuest,
  buildPreset,
  buildRouting,
  buildUser,
} from '../../server/testing/build.ts';

/** Stands in every name and text of the other company; no answer to an outsider may hold it. */
export const marker = 'TOPSECRET-OF-B';

/** A company with one of everything, and the people who could ask for it. */
export async function buildWorld(store: Store, rooms: Rooms, name: string) {
  const company = await buildCompany(store, { name });
  const roles = [...tenantRoles];
  const admin = await buildAdmin(store, company, { lastName: name, roles });
  const operator = await buildUser(store, company, { lastName: name, roles });
  const group = await buildGroup(store, company, { name, members: [operator, admin] });
  const routing = await buildRouting(store, company, { name, groups: [group] });
  const preset = await buildPreset(store, company, { name, routing, isDefault: true });
  const guest = await buildGuest(store, company);
  const key = await buildApiKey(store, company);
  const { id: sessionId } = await rooms.sessions.start(guest.actor, {
    presetId: preset.id,
    tenantId: company.tenantId,
    source: 'Default',
    channel: 'Chat',
    language: 'en',
    scope: '',
    url: `https://example.test/${name}`,
    ip: '127.0.0.1',
    userAgent: '',
    name,
    params: { secret: name },
  } as Parameters<Rooms['sessions']['start']>[1]);
  await transact(store, operator.actor, async (unit) => {
    const session = await rooms.sessions.lockSession(unit, company.id, sessionId);
    await rooms.sessions.join(unit, session, operator.id);
  });
  await rooms.sessions.send(guest.actor, { sessionId, messageId: crypto.randomUUID(), text: name });
  const tag = await rooms.sessions.addTag(operator.actor, sessionId, { name });
  await rooms.sessions.addNote(operator.actor, sessionId, name);
  const message = await rooms.sessions.leaveOfflineMessage(guest.actor, {
    presetId: preset.id,
    language: 'en',
    url: 'https://example.test/',
    name,
    email: 'eva@example.test',
    phone: null,
    message: name,
  });
  const contact = await rooms.sessions.contactFromSession(operator.actor, sessionId);
  const filter = await rooms.contacts.createFilter(admin.actor, company.tenantId, { name, conditions: [] });
  const view = await rooms.records.views.add(admin.actor, company.tenantId, {
    name,
    shared: true,
    view: 'history',
    filter: '',
    sort: '-created',
    columns: ['created'],
  });
  const order = await rooms.records.exports.start(operator.actor, company.tenantId, {
    format: 'csv',
    view: 'history',
    columns: [{ id: 'client', title: name }],
    zone: 'UTC',
  });
  const file = await store.db
    .insertInto('files')
    .values({
      companyId: company.id,
      tenantId: company.tenantId,
      sessionId,
      name: `${name}.txt`,
      contentType: 'text/plain',
      size: 1,
      storageKey: crypto.randomUUID(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const webhook = await store.db
    .insertInto('webhooks')
    .values({ companyId: company.id, eventTypes: ['SessionEnded'], callbackUrl: `https://${name}.test/`, secret: 'x' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const delivery = await store.db
    .insertInto('webhookDeliveries')
    .values({
      companyId: company.id,
      webhookId: webhook.id,
      eventId: 1,
      eventType: 'SessionEnded',
      subject: `session:${sessionId}`,
      body: JSON.stringify({ eventType: 'SessionEnded', data: { note: name } }),
      state: 'failed',
      nextAttempt: new Date(),
      finished: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const chatbot = await rooms.chatbots.create(admin.actor, company.tenantId, {
    name: `${name} bot`,
    callbackUrl: `https://bot.test/${encodeURIComponent(name)}`,
  });
  const result = await store.db
    .insertInto('sessionResults')
    .values({ companyId: company.id, tenantId: company.tenantId, name })
    .returning('id')
    .executeTakeFirstOrThrow();
  const calendar = await rooms.calendars.create(admin.actor, company.tenantId, {
    name,
    weekly: [{ day: 1, from: 0, to: 1440 }],
  });
  const parameter = await rooms.catalogue.defineParameter(admin.actor, company.tenantId, {
    name: `p-${name}`,
    label: name,
  });
  const away = await store.db
    .selectFrom('awayReasons')
    .select('id')
    .where('companyId', '=', company.id)
    .executeTakeFirstOrThrow();
  const [form] = await rooms.forms.list(company.id, null);
  const { id: metricId } = await rooms.statistics.createMetric(system(company.id), {
    ...{ baseName: name, suffix: '', groupingFields: [] },
  });
  const { id: dashboardId } = await rooms.statistics.createDashboard(system(company.id), {
    ...{ name, key: 'board', metricIds: [metricId] },
  });
  const invite = await store.db
    .insertInto('routingRequests')
    .values({
      ...{ companyId: company.id, tenantId: company.tenantId, sessionId, channel: 'Mluvii' },
      ...{ created: new Date(), ended: new Date() },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await store.db
    .insertInto('collaboratorOffers')
    .values({
      ...{ companyId: company.id, tenantId: company.tenantId, sessionId, requestId: invite.id },
      ...{ userId: admin.id, invitedBy: operator.id, note: name, offered: new Date() },
    })
    .execute();
  const invitation = await rooms.invitations.create(operator.actor, company.tenantId, { once: true });
  /** An id of this world for each name a path or body may give it. */
  const ids: Record<string, number | string> = {
    companyId: company.id,
    tenantId: company.tenantId,
    departmentId: company.tenantId,
    userId: operator.id,
    operatorId: operator.id,
    loginId: operator.loginId,
    groupId: group.id,
    routingId: routing.id,
    presetId: preset.id,
    packageId: preset.id,
    companyGuid: company.guid,
    sessionId,
    fileId: file.id,
    tagId: tag.id,
    messageId: message.id,
    keyId: key.id,
    webhookId: webhook.id,
    deliveryId: delivery.id,
    chatbotId: chatbot.id,
    resultId: result.id,
    parameterId: parameter.id,
    awayReasonId: away.id,
    calendarId: calendar.id,
    contactId: contact.id,
    into: contact.id,
    filterId: filter.id,
    inviteId: invite.id,
    invitationId: invitation.id,
    number: invitation.number,
    viewId: view.id,
    exportId: order.id,
    formId: form?.id ?? 0,
    ...{ metricId, dashboardId },
    guid: guest.trackedId,
    guestGuid: guest.trackedId,
  };
  return { company, admin, operator, guest, key, sessionId, ids };
}
export type World = Awaited<ReturnType<typeof buildWorld>>;

/** A fingerprint of every row of a company in every table that has companies. */
export async function fingerprint(store: Store, companyId: number): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'company_id' order by 1`.execute(store.db);
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ print: string }>`
      select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print
      from ${sql.table(name)} t where company_id = ${companyId}`.execute(store.db);
    prints[name] = rows[0]?.print ?? '';
  }
  return prints;
}
