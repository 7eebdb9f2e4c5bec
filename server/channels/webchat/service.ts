import type { GuestSession, OfflineMessage, StartSession, WidgetConfig } from '@hovor/protocol/guest';
import { limits } from '@hovor/protocol/limits';
import type { Static } from '@hovor/protocol/schema';
import type { Activity } from '@hovor/protocol/session';
import { Problem } from '../../foundation/errors.ts';
import type { GuestActor } from '../../foundation/security/actor.ts';
import { type RateLimiter, rateLimiter } from '../../foundation/security/rate-limit.ts';
import type { Store, Unit } from '../../foundation/transact.ts';
import { invitationOver } from '../../invitations/service.ts';
import type { Preset, SessionRecord } from '../../sessions/service.ts';
import type { From } from './from.ts';
import { createGuests } from './guests.ts';
import { createHub, guestTopic } from './hub.ts';
import { type Address, createPackages } from './packages.ts';
import type { CataloguePort, InvitationsPort, RoutingPort, SessionsPort } from './ports.ts';
import { createPresence } from './presence.ts';
import { runningSession } from './queries.ts';
import { asGuestSees, checkedScope, chooseLanguage, originAllowed, panelLanguages } from './rules.ts';
import { createStates } from './states.ts';

export { createGuests } from './guests.ts';

export interface WebchatParts {
  store: Store;
  sessions: SessionsPort;
  catalogue: CataloguePort;
  routing: RoutingPort;
  invitations: InvitationsPort;
  /** Our own address; the panel's frame is a page of it. */
  publicUrl: string;
  /** Told of failures nobody waits for. */
  onUnexpected(error: unknown): void;
  /** For tests: how long a page change may take before its guest counts as lost. */
  guestLostGrace?: number;
}

/** Rounds between "one is running" and "it just ended" before we stop believing either. */
const startRounds = 3;

export type Webchat = ReturnType<typeof createWebchat>;

/** The door through which people on the customers' pages reach operators (OP-WC): use cases over HTTP, and the hub. */
export function createWebchat(parts: WebchatParts) {
  const { store, sessions, catalogue, routing, invitations, onUnexpected } = parts;
  const guests = createGuests(store);
  const packages = createPackages(store, catalogue);
  const states = createStates(routing, catalogue, onUnexpected);
  const presence = createPresence(store, sessions, onUnexpected, { graceMs: parts.guestLostGrace });
  const hub = createHub({ ...parts, guests, packages, states, presence });
  const starts = rateLimiter({ burst: limits.sessionStartsBurst, perSecond: limits.sessionStartsPerSecond });
  const uploads = rateLimiter({ burst: limits.uploadsBurst, perSecond: limits.uploadsPerSecond });
  const offline = rateLimiter({ burst: limits.offlineMessagesBurst, perSecond: limits.offlineMessagesPerSecond });
  const requests = rateLimiter({ burst: limits.guestRequestsBurst, perSecond: limits.guestRequestsPerSecond });

  function refuseForeignPage(preset: Preset, origin: string | undefined) {
    if (originAllowed(preset.domains, origin)) return;
    throw new Problem('wrong-origin', {
      detail: `The package does not allow pages of ${origin}. An administrator can add the site to it.`,
    });
  }

  /** The session as its guest sees it; another guest's session does not exist. */
  async function own(actor: GuestActor, sessionId: number): Promise<GuestSession> {
    await sessions.mayTakePart(actor, sessionId);
    return hub.look(actor.companyId, sessionId);
  }

  /**
   * A guest has one running session per package. One of this scope is taken up again; one of another scope is not
   * shown here (WG-JS-2): when nobody is in it any more it ends, else the guest is asked to end it there.
   */
  async function takeUp(actor: GuestActor, presetId: number, scope: string): Promise<number | null> {
    const running = await runningSession(store.db, actor.companyId, actor.guestId, presetId);
    if (!running) return null;
    if (running.scope === scope) return running.id;
    if (running.guestLost === null) {
      throw new Problem('conflict', {
        detail: 'You already have a conversation on another part of this site. End it there first.',
      });
    }
    await sessions.end(actor, running.id);
    return null;
  }

  /** The operator an invitation leads to, when it is one of the package's tenant. @throws not-found, too-many-requests */
  async function invitedTo(preset: Preset, number: string, source: string) {
    const found = await invitations.find(number, source);
    if (found?.companyId === preset.companyId && found.tenantId === preset.tenantId) return found;
    throw invitationOver();
  }

  /** Starts a session; who comes second takes up what the first one of the same moment started. */
  async function begin(actor: GuestActor, input: Static<typeof StartSession>, from: From) {
    const { invitation: number, ...rest } = input;
    const accept = (unit: Unit, session: SessionRecord) => invitations.accept(unit, session, number ?? '');
    const given = {
      ...{ ...rest, ip: from.ip, userAgent: from.userAgent },
      ...(number && { invitation: { number, accept } }),
    };
    for (let round = 1; ; round++) {
      const started = await sessions.start(actor, given);
      if (started.created) return started;
      const running = await takeUp(actor, input.presetId, input.scope);
      if (running !== null) return { id: running, created: false };
      if (round === startRounds) throw new Problem('conflict', { detail: 'Wait a moment and try again.' });
    }
  }

  return {
    resolveGuest: guests.resolve,
    endpoint: hub.endpoint,
    start: hub.start,
    stop: hub.stop,
    get connections() {
      return hub.connections;
    },

    /** Every request of a source counts, whatever it asks for. */
    countRequest(source: string) {
      refuseWhenMany(requests, source);
    },

    /** What the widget needs to draw itself; `browserLanguages` are those of the browser, best first (WG-JS-3). */
    async config(
      address: Address,
      language: string | null,
      browserLanguages: readonly string[],
      origin: string | undefined,
    ): Promise<WidgetConfig> {
      const preset = await packages.byAddress(address);
      refuseForeignPage(preset, origin);
      const offered = [...panelLanguages, ...Object.keys(preset.config.texts)];
      const wanted = language ? [language] : browserLanguages;
      const [config, state, autoStart] = await Promise.all([
        catalogue.widgetConfig(preset, chooseLanguage(wanted, offered, preset.companyLanguage)),
        states.current(preset),
        packages.autoStart(preset),
      ]);
      return { ...config, state, ...(autoStart && { autoStart }) };
    },

    /** A new or the known guest of the package's company. */
    async enter(address: Address, token: string | null | undefined, from: From) {
      const preset = await packages.byAddress(address);
      refuseForeignPage(preset, from.origin);
      return guests.enter(preset.companyId, token, from.source);
    },

    /** Puts the guest into the queue, or answers the session that already runs (AD-PK-7: not while offline). */
    async startSession(actor: GuestActor, input: Static<typeof StartSession>, from: From) {
      const preset = await packages.byId(actor.companyId, input.presetId);
      refuseForeignPage(preset, from.origin);
      const scope = checkedScope(input.scope);
      const running = await takeUp(actor, preset.id, scope);
      if (running !== null) return { created: false, session: await hub.look(actor.companyId, running) };
      refuseWhenMany(starts, from.source);
      const invited = input.invitation ? await invitedTo(preset, input.invitation, from.source) : null;
      if (!invited?.here && (await states.ask(preset)) === 'offline') throw new Problem('package-offline');
      const { id, created } = await begin(actor, { ...input, scope }, from);
      const { companyId, guestId } = actor;
      store.bus.publish([{ companyId, tenantId: preset.tenantId, topic: guestTopic, id: guestId }]);
      return { created, session: await hub.look(actor.companyId, id) };
    },

    async endSession(actor: GuestActor, sessionId: number) {
      await sessions.end(actor, sessionId);
    },

    async giveFeedback(actor: GuestActor, sessionId: number, given: { stars: number | null; text: string | null }) {
      await sessions.feedback(actor, sessionId, given);
    },

    own,

    /** The guest's sessions of one scope, newest first (WG-JS-2). */
    async ownSessions(actor: GuestActor, scope: string): Promise<GuestSession[]> {
      const own = await sessions.guestOwn(actor, { scope: checkedScope(scope), limit: limits.guestSessionsPage });
      const places = await routing.placeInQueue(own.filter(({ ended }) => ended === null).map(({ id }) => id));
      return own.map((session) => ({ ...session, ...places.get(session.id) }));
    },

    async activities(
      actor: GuestActor,
      sessionId: number,
      page: { after?: number | undefined; before?: number | undefined },
    ): Promise<Activity[]> {
      const { activities } = await sessions.activities(actor, sessionId, { ...page, limit: limits.activitiesPage });
      return activities.map(asGuestSees);
    },

    /** Counts an upload before its first byte is read. */
    countUpload(source: string) {
      refuseWhenMany(uploads, source);
    },
    addFile: sessions.addFile,
    openFile: sessions.openFile,

    /** What a visitor leaves while nobody is there (OP-AC-12, AD-PK-8). */
    async leaveOfflineMessage(actor: GuestActor, message: Static<typeof OfflineMessage>, from: From) {
      const preset = await packages.byId(actor.companyId, message.presetId);
      refuseForeignPage(preset, from.origin);
      refuseWhenMany(offline, from.source);
      return sessions.leaveOfflineMessage(actor, message);
    },
  };
}

function refuseWhenMany(limiter: RateLimiter, source: string) {
  const wait = limiter.take(source);
  if (wait > 0) throw new Problem('too-many-requests', { retryAfterMs: wait });
}
