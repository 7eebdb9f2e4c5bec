import type { Offer } from '@hovor/protocol/desk';
import type { Channel, PackageState } from '@hovor/protocol/enums';
import type { RoutingExplained } from '@hovor/protocol/routing-explained';
import type { Actor, UserActor } from '../foundation/security/actor.ts';
import type { Store } from '../foundation/transact.ts';
import { createAnswers } from './answers.ts';
import { createCollaborate } from './collaborate.ts';
import { createCommands } from './commands.ts';
import { createEngine } from './engine.ts';
import { explain } from './explain.ts';
import { createFigures } from './figures.ts';
import { createForward } from './forward.ts';
import { readTimeline } from './forward-queries.ts';
import { forwardTargets } from './forward-targets.ts';
import { advisoryLease } from './lease.ts';
import { readMyDay, whyNoRequests } from './my-day.ts';
import { createOperatorStates } from './operator-states.ts';
import type { ChatbotsPort, SessionsPort, SettingsPort } from './ports.ts';
import { createPresence } from './presence.ts';
import { presetRoutings } from './queries.ts';
import * as queue from './queue-queries.ts';
import type { Snapshot } from './schema.ts';
import { createShownOffers } from './shown-offers.ts';
import { loadSnapshot } from './snapshot.ts';
import { createStates } from './states.ts';
import { createTakeOver } from './take-over.ts';
import { createTrials } from './trials.ts';
import { estimatedWait, type GroupWorkload, groupWorkloads, packageState } from './workload.ts';

/** How far back the pace of a group is measured. Milliseconds. */
const flowWindow = 15 * 60_000;

export interface QueuePlace {
  /** From 1. */
  place: number;
  /** Seconds at the group's recent pace; null = we cannot tell. */
  estimatedWait: number | null;
}

export interface RoutingOptions {
  sessions: SessionsPort;
  settings: SettingsPort;
  /** For the connection that holds the lease of this node. */
  databaseUrl: string;
  /** Takes sessions forwarded to a chatbot; without it such a forward is refused. */
  chatbots?: ChatbotsPort;
  /** Tells about failures nobody waits for (rounds, timers). */
  onUnexpected(error: unknown): void;
}

/** Who gets whom, when and why; operator states, presence, and what clients see of the queue. */
export function createRouting(
  store: Store,
  { sessions, settings, databaseUrl, chatbots, onUnexpected }: RoutingOptions,
) {
  const { takeInvite, rejectInvite, ...collaborate } = createCollaborate(store, sessions);
  const commands = createCommands(store, sessions, { takeInvite, rejectInvite });
  const forwards = createForward(store, sessions, chatbots);
  const states = createStates(store, settings);
  const presence = createPresence(store, { sessions, settings, onUnexpected });

  async function packageStates(place: { companyId: number; tenantId: number }, snapshot: Snapshot) {
    const { companyId, tenantId } = place;
    const { stateWhenAllAway } = await settings.tenant(companyId, tenantId);
    const workloads = groupWorkloads(snapshot, 'Mluvii', stateWhenAllAway);
    const presets = await presetRoutings(store.db, companyId, tenantId);
    return new Map(presets.map(({ id, routingId }) => [id, packageState(routingId, snapshot.ruleSets, workloads)]));
  }

  const offersOf = createShownOffers(store, { sessions, settings });

  const engine = createEngine(store, {
    sessions,
    lease: advisoryLease({ url: databaseUrl, onLost: onUnexpected }),
    packageStates,
    onUnexpected,
  });

  return {
    ...commands,
    ...forwards,
    ...createTakeOver(store, sessions),
    ...collaborate,
    ...createTrials(store),
    ...createAnswers(store, settings),
    /** Time of an operator in each state today. */
    myDay: ({ companyId, userId }: UserActor) => readMyDay(store.db, companyId, userId, store.clock.now()),
    /** Why the operator is offered nothing in a tenant now. */
    async noRequests({ companyId, userId }: UserActor, tenantId: number) {
      const { snapshot } = await loadSnapshot(store.db, companyId, tenantId, store.clock.now());
      return whyNoRequests(snapshot, userId);
    },
    /** Whom sessions of a tenant can be forwarded to now (OP-ES-3). */
    forwardTargets: (companyId: number, tenantId: number) => forwardTargets(store, companyId, tenantId),
    /** The search for a session step by step, for who may see the session (AD-RT-11). @throws not-found */
    async timeline(actor: Actor, sessionId: number) {
      const { companyId } = await sessions.mayTakePart(actor, sessionId);
      return readTimeline(store.db, companyId, sessionId);
    },
    /** Why the session went where it did, for who may see it (AD-RT-11). @throws not-found */
    async explain(actor: Actor, sessionId: number): Promise<RoutingExplained> {
      const { companyId } = await sessions.mayTakePart(actor, sessionId);
      return explain(store.db, companyId, sessionId);
    },
    /** What goes on in the groups of a tenant, told when it changes. */
    figures: createFigures(store),
    setState: states.setState,
    setChannel: states.setChannel,
    state: states.state,
    /** States as supervisors and integrations see and set them. */
    operatorStates: createOperatorStates(store),
    channels: states.channels,
    slots: states.slots,
    connected: presence.connected,
    renew: presence.renew,
    disconnected: presence.disconnected,
    /** Ends presence that ran out; the engine's timer does it by itself. */
    sweep: presence.sweep,
    engine: {
      async start() {
        presence.start();
        await engine.start();
      },
      async stop() {
        await presence.stop();
        await engine.stop();
      },
    },

    /** States of all active packages of a tenant, by id. */
    async availabilities(companyId: number, tenantId: number): Promise<Map<number, PackageState>> {
      const { snapshot } = await loadSnapshot(store.db, companyId, tenantId, store.clock.now());
      return packageStates({ companyId, tenantId }, snapshot);
    },

    /** State of a package as its button shows it (AD-PK-7); offline for an unknown or switched off one. */
    async availability(companyId: number, tenantId: number, presetId: number): Promise<PackageState> {
      const { snapshot } = await loadSnapshot(store.db, companyId, tenantId, store.clock.now());
      return (await packageStates({ companyId, tenantId }, snapshot)).get(presetId) ?? 'offline';
    },

    /** Load of each group of a tenant per channel with something to say of: web chat, and where somebody waits (AD-GR-14). */
    async groupLoads(companyId: number, tenantId: number): Promise<Map<number, Map<Channel, GroupWorkload>>> {
      const { snapshot } = await loadSnapshot(store.db, companyId, tenantId, store.clock.now());
      const { stateWhenAllAway } = await settings.tenant(companyId, tenantId);
      const loads = new Map<number, Map<Channel, GroupWorkload>>();
      for (const channel of new Set<Channel>(['Mluvii', ...snapshot.requests.map((request) => request.channel)])) {
        for (const [groupId, load] of groupWorkloads(snapshot, channel, stateWhenAllAway)) {
          loads.set(groupId, (loads.get(groupId) ?? new Map()).set(channel, load));
        }
      }
      return loads;
    },

    /**
     * Places in the queue and estimated waits. Callers pass ids of sessions they loaded in the scope of their actor;
     * sessions that wait in no queue are left out.
     */
    async placeInQueue(sessionIds: readonly number[]): Promise<ReadonlyMap<number, QueuePlace>> {
      if (sessionIds.length === 0) return new Map();
      const rows = await queue.placesInQueue(store.db, sessionIds);
      const at = store.clock.now();
      const now = at.getTime();
      const groupIds = [...new Set(rows.flatMap(({ groupId }) => (groupId === null ? [] : [groupId])))];
      const recent =
        groupIds.length > 0
          ? await queue.recentFlow(store.db, groupIds, { since: new Date(now - flowWindow), now: at })
          : [];
      const flows = new Map(
        recent.map(({ groupId, accepted, first }) => [groupId, { accepted, span: now - first.getTime() }]),
      );
      return new Map(
        rows.map(({ sessionId, groupId, place }) => {
          const flow = groupId === null ? undefined : flows.get(groupId);
          return [sessionId, { place, estimatedWait: estimatedWait(place, flow) }];
        }),
      );
    },

    offersOf,

    /** Open offers of one operator in a tenant, longest wait first (OP-AC-2). */
    offersFor: async (companyId: number, userId: number, tenantId: number): Promise<Offer[]> =>
      (await offersOf(companyId, tenantId, { userIds: [userId] })).get(userId) ?? [],

    /** Operators who are in these sessions or hold an offer of them: whose screens a change concerns. */
    concerned: (companyId: number, sessionIds: readonly number[]) => queue.concerned(store.db, companyId, sessionIds),

    /** Who took conversations away from operators who had them, for those who have to be told. */
    takenAway: (companyId: number, userIds: number[], sessionIds: readonly number[]) =>
      queue.takenAway(store.db, companyId, userIds, sessionIds),

    /** How the last offer of a session to an operator ended, for those who have to be told. */
    offerOutcomes: (companyId: number, userIds: number[], sessionIds: readonly number[]) =>
      queue.offerOutcomes(store.db, companyId, userIds, sessionIds),
  };
}

export type Routing = ReturnType<typeof createRouting>;
export type { AvailableGroup } from './answers.ts';
export { createRoutings, type Routings } from './definitions.ts';
export type { Forward, ForwardTarget } from './forward.ts';
export { createLive, type Live, mayWatchBoard } from './live/service.ts';
export type { ShownState } from './operator-states.ts';
export type { ChatbotsPort, SessionsPort as RoutingSessionsPort, SettingsPort } from './ports.ts';
export { kindOfAvailability, type OlderStatus, statusOf } from './state-rules.ts';
