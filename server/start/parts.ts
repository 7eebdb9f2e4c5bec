import { join } from 'node:path';
import { registerCalendarRoutes } from '../calendars/routes.ts';
import { createCalendars } from '../calendars/service.ts';
import { createWidgetFiles } from '../channels/webchat/files.ts';
import { webchatRoutes } from '../channels/webchat/routes.ts';
import { createWebchat } from '../channels/webchat/service.ts';
import { registerChatbotRoutes } from '../chatbots/routes.ts';
import { createBotTaking, createChatbots } from '../chatbots/service.ts';
import type { Config } from '../config.ts';
import { registerContactDirectoryRoutes } from '../contacts/routes.ts';
import { createContacts } from '../contacts/service.ts';
import { demoRoutes } from '../demo/routes.ts';
import { demoGuid, demoPackage } from '../demo/service.ts';
import { registerLiveRoutes } from '../desk/live-routes.ts';
import { registerDeskRoutes } from '../desk/routes.ts';
import { createDesk } from '../desk/service.ts';
import { registerDirectoryRoutes } from '../directory/routes.ts';
import { apiPermissions } from '../directory/schema.ts';
import { createDirectory } from '../directory/service.ts';
import { createForms } from '../forms/service.ts';
import { createFileStore } from '../foundation/files/store.ts';
import { createHttpServer } from '../foundation/http/server.ts';
import { createJobs } from '../foundation/jobs/jobs.ts';
import type { Log } from '../foundation/log.ts';
import { createMetrics } from '../foundation/metrics.ts';
import type { Endpoint } from '../foundation/realtime/endpoints.ts';
import { parseCidr } from '../foundation/security/addresses.ts';
import { createOutbound } from '../foundation/security/outbound.ts';
import type { Store } from '../foundation/transact.ts';
import { processZone } from '../foundation/zoned-time.ts';
import { registerIdentity } from '../identity/routes.ts';
import { createIdentity } from '../identity/service.ts';
import { registerInvitationRoutes } from '../invitations/routes.ts';
import { createInvitations } from '../invitations/service.ts';
import { registerPackageRoutes } from '../packages/routes.ts';
import { createPackageAdministration } from '../packages/service.ts';
import { createPrivacy } from '../privacy/service.ts';
import { fileUrl, registerPublicApi } from '../public-api/v1/index.ts';
import { registerRecordRoutes } from '../records/routes.ts';
import { createRecords } from '../records/service.ts';
import { registerExplanationRoutes } from '../routing/explain-routes.ts';
import { registerRoutingRoutes } from '../routing/routes.ts';
import { createLive, createRouting, createRoutings } from '../routing/service.ts';
import { createCatalogue } from '../sessions/catalogue.ts';
import { registerSessionRoutes } from '../sessions/routes.ts';
import { createSessions } from '../sessions/service.ts';
import { createStatistics } from '../statistics/service.ts';
import { registerWebhookRoutes } from '../webhooks/routes.ts';
import { createDelivery, createWebhookAdministration, createWebhooks, forgetSession } from '../webhooks/service.ts';
import { frontendFolder } from './frontends.ts';
import { pageRoutes } from './pages.ts';

export interface PartsOptions {
  config: Config;
  publicUrl: string;
  databaseUrl: string;
  store: Store;
  log: Log;
}

export type Rooms = ReturnType<typeof createRooms>;

/** The rooms of the house, each handed what it needs of the floors below. The one place that knows them all. */
export function createRooms({ config, publicUrl, databaseUrl, store, log }: PartsOptions) {
  const onUnexpected = (error: unknown) => log.error({ err: error }, 'unexpected');
  const files = createFileStore({ folder: join(config.dataDir, 'files') });
  const directory = createDirectory(store, { publicUrl, demo: config.demo, files });
  const sessions = createSessions(store, { files, onUnexpected });
  const contacts = createContacts(store);
  const calendars = createCalendars(store);
  const catalogue = createCatalogue(store);
  const routing = createRouting(store, {
    sessions,
    settings: directory.settings,
    chatbots: createBotTaking(sessions),
    databaseUrl,
    onUnexpected,
  });
  const routings = createRoutings(store);
  const invitations = createInvitations(store, { routing, publicUrl });
  const webchat = createWebchat({ store, sessions, catalogue, routing, invitations, publicUrl, onUnexpected });
  const webhooks = createWebhooks(store);
  const outbound = createOutbound({ allow: config.outboundAllow.map(parseCidr) });
  const webhookAdministration = createWebhookAdministration(store, { outbound, directory, zone: processZone() });
  const delivery = createDelivery(store, {
    outbound,
    zone: processZone(),
    fileUrl: fileUrl(publicUrl),
    onError: onUnexpected,
  });
  const chatbots = createChatbots(store, {
    sessions,
    routing,
    faces: directory.faces,
    outbound,
    zone: processZone(),
    fileUrl: fileUrl(publicUrl),
    onError: onUnexpected,
  });
  const records = createRecords(store, { zone: processZone(), files, onError: onUnexpected });
  const jobs = createJobs({
    databaseUrl,
    tasks: records.tasks,
    schedule: records.schedule,
    onError: onUnexpected,
  });
  const privacy = createPrivacy(store, { sessions, files, forget: [forgetSession, records.forget] });
  const forms = createForms(store);
  const live = createLive(store, { settings: directory.settings, faces: directory.faces, onUnexpected });
  const desk = createDesk({ store, sessions, routing, directory, live, publicUrl, onUnexpected });
  return {
    files,
    directory,
    contacts,
    calendars,
    sessions,
    catalogue,
    routing,
    routings,
    forms,
    packages: createPackageAdministration({ store, catalogue, routing, routings, forms, publicUrl }),
    statistics: createStatistics(store),
    invitations,
    webchat,
    chatbots,
    desk,
    live,
    webhooks,
    webhookAdministration,
    privacy,
    records,
    jobs,
    outbound,
    delivery,
  };
}

/** The web server with every route of every room. The routes decide what the API can do; tests read its route table. */
export async function createWeb(options: PartsOptions, rooms: Rooms) {
  const { config, publicUrl, store, log } = options;
  const { catalogue, directory, desk, routing, sessions, webchat } = rooms;
  const onError = (error: unknown) => log.error({ err: error }, 'unexpected');
  const metrics = createMetrics((error) => log.warn({ err: error }, 'a figure could not be read'));
  const http = createHttpServer({ log, publicUrl, trustedProxies: config.trustedProxies });
  metrics.measure(http.app);

  const identity = await createIdentity(store, {
    keys: directory.keys,
    people: directory.logins,
    permissions: apiPermissions,
    publicUrl,
    onError,
  });
  http.authenticateWith('login', directory.resolveLogin);
  http.authenticateWith('guest', webchat.resolveGuest);
  http.authenticateWith('api', identity.resolveApi);

  registerDirectoryRoutes(http.app, directory);
  registerCalendarRoutes(http.app, rooms.calendars);
  registerContactDirectoryRoutes(http.app, rooms.contacts);
  registerSessionRoutes(http.app, { sessions, catalogue });
  registerDeskRoutes(http.app, { sessions, routing });
  registerLiveRoutes(http.app, rooms);
  registerInvitationRoutes(http.app, rooms.invitations);
  registerRecordRoutes(http.app, rooms.records);
  registerRoutingRoutes(http.app, rooms);
  registerPackageRoutes(http.app, rooms.packages);
  registerExplanationRoutes(http.app, rooms);
  registerChatbotRoutes(http.app, rooms.chatbots);
  registerWebhookRoutes(http.app, rooms.webhookAdministration);
  registerIdentity(http.app, identity);
  registerPublicApi(http.app, { ...rooms, store, publicUrl, zone: processZone() });
  webchatRoutes(http.app, webchat, createWidgetFiles(frontendFolder('widget')), publicUrl);
  pageRoutes(http.app, frontendFolder('workspace'), { setupNeeded: directory.setup.needed });
  if (config.demo) await demoRoutes(http.app, { company: demoGuid, package: demoPackage, publicUrl });

  const endpoints: Endpoint[] = [webchat.endpoint, desk.endpoint];
  return { ...http, identity, metrics, endpoints };
}
export type Web = Awaited<ReturnType<typeof createWeb>>;
