import type { DeskPushes, DeskSnapshot, MySession, Offer, TakenAway } from '@hovor/protocol/desk';
import { pushFrame } from '../foundation/realtime/socket.ts';
import type { UserActor } from '../foundation/security/actor.ts';
import { createIndex, type DeskConnection } from './peers.ts';
import type { RoutingPort, SessionsPort } from './ports.ts';

/** What a desk shows, as the frames that were sent last: a change is pushed when its frame differs. */
interface Shown {
  offers: Map<number, string>;
  sessions: Map<number, string>;
  state: string;
  channels: string;
  slots: string;
}

/** The desk of one operator in one tenant, shared by all tabs of it on this node. */
export interface View extends Shown {
  companyId: number;
  tenantId: number;
  userId: number;
  actor: UserActor;
  connections: Set<DeskConnection>;
  /** Connections whose answer to `hello` is being made. */
  opening: number;
}

type GoneReason = DeskPushes['offerGone']['reason'];

/** The lists of the desks open on this node. Sessions and users nobody here is concerned with cost nothing. */
export function createViews(sessions: SessionsPort, routing: RoutingPort) {
  const byKey = new Map<string, View>();
  const byUser = createIndex<number, View>();
  /** Session → views that show it as an offer or as one of mine. */
  const watchers = createIndex<number, View>();
  const companies = createIndex<number, View>();
  const keyOf = (tenantId: number, userId: number) => `${tenantId}/${userId}`;

  function viewOf(actor: UserActor, tenantId: number): View {
    const key = keyOf(tenantId, actor.userId);
    const known = byKey.get(key);
    if (known) return Object.assign(known, { actor });
    const { companyId, userId } = actor;
    const view: View = {
      companyId,
      tenantId,
      userId,
      actor,
      connections: new Set(),
      opening: 0,
      offers: new Map(),
      sessions: new Map(),
      state: '',
      channels: '',
      slots: '',
    };
    byKey.set(key, view);
    byUser.add(userId, view);
    companies.add(companyId, view);
    return view;
  }

  /** Forgets a desk nobody looks at. */
  function release(view: View) {
    if (view.connections.size > 0 || view.opening > 0) return;
    const key = keyOf(view.tenantId, view.userId);
    if (byKey.get(key) !== view) return;
    byKey.delete(key);
    byUser.remove(view.userId, view);
    companies.remove(view.companyId, view);
    for (const id of [...view.offers.keys(), ...view.sessions.keys()]) watchers.remove(id, view);
  }

  async function load({ companyId, userId, tenantId, actor }: View): Promise<DeskSnapshot> {
    const [state, channels, slots, offers, mine] = await Promise.all([
      routing.state(companyId, userId),
      routing.channels(actor, tenantId),
      routing.slots(companyId, userId),
      routing.offersOf(companyId, tenantId, { userIds: [userId] }),
      sessions.mySessions(companyId, userId, tenantId),
    ]);
    return { state, channels, slots, offers: offers.get(userId) ?? [], sessions: mine };
  }

  function push(view: View, frame: string) {
    for (const connection of view.connections) connection.pushRaw(frame);
  }

  /** Brings a view up to what was read and pushes the differences. Ids in `about` without a frame are gone. */
  function show(
    view: View,
    about: Iterable<number>,
    offers: Map<number, string>,
    mine: Map<number, string>,
    why: (id: number) => GoneReason,
    taken: (id: number) => TakenAway | undefined = () => undefined,
  ) {
    for (const id of about) {
      const [offer, session] = [offers.get(id), mine.get(id)];
      if (offer === undefined && view.offers.delete(id)) {
        push(view, pushFrame('offerGone', { sessionId: id, reason: session === undefined ? why(id) : 'accepted' }));
      }
      if (session === undefined && view.sessions.delete(id)) {
        const away = taken(id);
        push(view, pushFrame('sessionGone', { sessionId: id, ...(away && { taken: away }) }));
      }
      if (offer !== undefined && view.offers.get(id) !== offer) {
        view.offers.set(id, offer);
        push(view, offer);
      }
      if (session !== undefined && view.sessions.get(id) !== session) {
        view.sessions.set(id, session);
        push(view, session);
      }
      if (offer !== undefined || session !== undefined) watchers.add(id, view);
      else watchers.remove(id, view);
    }
  }

  function showOperator(view: View, { state, channels, slots }: Pick<DeskSnapshot, 'state' | 'channels' | 'slots'>) {
    const next = {
      state: pushFrame('state', state),
      channels: pushFrame('channels', channels),
      slots: pushFrame('slots', slots),
    };
    for (const part of ['state', 'channels', 'slots'] as const) {
      if (view[part] === next[part]) continue;
      view[part] = next[part];
      push(view, next[part]);
    }
  }

  function showAll(view: View, snapshot: DeskSnapshot) {
    const offers = framesOf('offer', snapshot.offers, ({ session }) => session.id);
    const mine = framesOf('session', snapshot.sessions, ({ id }) => id);
    const ids = new Set([...view.offers.keys(), ...view.sessions.keys(), ...offers.keys(), ...mine.keys()]);
    show(view, ids, offers, mine, () => 'withdrawn');
    showOperator(view, snapshot);
  }

  return {
    byUser,
    watchers,
    /** True when somebody of the company looks at a desk on this node. */
    hasCompany: (companyId: number) => companies.has(companyId),
    all: () => [...byKey.values()],

    /**
     * Opens the desk of a connection. The other tabs get what is new to them; this one gets pushes only after its
     * answer is out.
     */
    async open(connection: DeskConnection, actor: UserActor, tenantId: number): Promise<DeskSnapshot> {
      const view = viewOf(actor, tenantId);
      view.opening += 1;
      try {
        const snapshot = await load(view);
        showAll(view, snapshot);
        connection.state.view = view;
        const given = { ...view, offers: new Map(view.offers), sessions: new Map(view.sessions) };
        setImmediate(() => {
          if (!connection.open || connection.state.view !== view) return release(view);
          view.connections.add(connection);
          for (const frame of differences(given, view)) connection.pushRaw(frame);
        });
        return snapshot;
      } finally {
        setImmediate(() => {
          view.opening -= 1;
          release(view);
        });
      }
    },

    leave(connection: DeskConnection) {
      const { view } = connection.state;
      if (!view) return;
      connection.state.view = undefined;
      view.connections.delete(connection);
      release(view);
    },

    /** Reads sessions that changed and pushes to the desks concerned. `wide`: who is concerned may have changed too. */
    async refresh(companyId: number, sessionIds: readonly number[], wide: readonly number[]): Promise<void> {
      const concerned = new Map<View, Set<number>>();
      const concern = (view: View, id: number) => {
        const ids = concerned.get(view);
        if (ids) ids.add(id);
        else concerned.set(view, new Set([id]));
      };
      for (const id of sessionIds) for (const view of watchers.get(id)) concern(view, id);
      const now = wide.length > 0 ? await routing.concerned(companyId, wide) : [];
      for (const { sessionId, userId } of now) for (const view of byUser.get(userId)) concern(view, sessionId);

      // One reading for all desks of a tenant; equal offers are written as text once.
      for (const views of Map.groupBy(concerned.keys(), ({ tenantId }) => tenantId).values()) {
        await refreshTenant(companyId, views, concerned);
      }
    },

    /** State, channels or slots of these operators changed. */
    async refreshOperators(userIds: Iterable<number>): Promise<void> {
      for (const userId of userIds) {
        for (const view of byUser.get(userId)) {
          const [state, channels, slots] = await Promise.all([
            routing.state(view.companyId, userId),
            routing.channels(view.actor, view.tenantId),
            routing.slots(view.companyId, userId),
          ]);
          showOperator(view, { state, channels, slots });
        }
      }
    },

    /** Reads a whole desk again, after changes may have been missed. */
    async refreshAll(view: View): Promise<void> {
      showAll(view, await load(view));
    },
  };

  /** Session/user → who took it away, for conversations that have just left a desk. */
  async function takenFrom(companyId: number, ids: number[], mineNow: ReadonlyMap<View, MySession[]>) {
    if (!lostSessions(mineNow, ids)) return new Map<string, TakenAway>();
    const userIds = [...mineNow.keys()].map(({ userId }) => userId);
    const rows = await routing.takenAway(companyId, userIds, ids);
    return new Map(rows.map(({ sessionId, userId, why, by }) => [`${sessionId}/${userId}`, { why, by }]));
  }

  async function refreshTenant(companyId: number, views: View[], concerned: Map<View, Set<number>>) {
    const [first] = views;
    if (!first) return;
    const { tenantId } = first;
    const ids = [...new Set(views.flatMap((view) => [...(concerned.get(view) ?? [])]))];
    const userIds = views.map(({ userId }) => userId);
    const offers = await routing.offersOf(companyId, tenantId, { userIds, sessionIds: ids });
    const texts = new Map<string, string>();
    const outcomes = lostOffers(views, ids, offers) ? await routing.offerOutcomes(companyId, userIds, ids) : [];
    const why = new Map(outcomes.map((row) => [`${row.sessionId}/${row.userId}`, reasonOf(row)]));
    const mineNow = new Map<View, MySession[]>();
    for (const view of views) {
      const about = [...(concerned.get(view) ?? [])];
      mineNow.set(view, await sessions.mySessions(companyId, view.userId, tenantId, about));
    }
    const taken = await takenFrom(companyId, ids, mineNow);
    for (const view of views) {
      const about = [...(concerned.get(view) ?? [])];
      const mine = mineNow.get(view) ?? [];
      const offerFrames = new Map(
        (offers.get(view.userId) ?? []).map((offer) => {
          const { session, offered, expires, groupId, returned } = offer;
          const key = [session.id, offered, expires, groupId, returned?.why].join(' ');
          const text = texts.get(key) ?? pushFrame('offer', offer);
          texts.set(key, text);
          return [offer.session.id, text];
        }),
      );
      const sessionFrames = framesOf('session', mine, ({ id }: MySession) => id);
      show(
        view,
        about,
        offerFrames,
        sessionFrames,
        (id) => why.get(`${id}/${view.userId}`) ?? 'withdrawn',
        (id) => taken.get(`${id}/${view.userId}`),
      );
    }
  }
}

/** True when a conversation that is on a screen is no longer among those read. */
function lostSessions(mineNow: ReadonlyMap<View, MySession[]>, ids: number[]): boolean {
  return [...mineNow].some(([view, mine]) => {
    const still = new Set(mine.map(({ id }) => id));
    return ids.some((id) => view.sessions.has(id) && !still.has(id));
  });
}

/** True when an offer that is on a screen is no longer among those read. */
function lostOffers(views: View[], ids: number[], offers: Map<number, Offer[]>): boolean {
  return views.some((view) => {
    const still = new Set(offers.get(view.userId)?.map(({ session }) => session.id));
    return ids.some((id) => view.offers.has(id) && !still.has(id));
  });
}

function reasonOf({ outcome, endedReason }: { outcome: string | null; endedReason: string | null }): GoneReason {
  if (outcome === 'accepted' || outcome === 'declined') return outcome;
  if (endedReason === 'taken by somebody else') return 'taken';
  return outcome === null || endedReason === 'session is over' ? 'ended' : 'withdrawn';
}

const framesOf = <T>(name: string, items: readonly T[], idOf: (item: T) => number) =>
  new Map(items.map((item) => [idOf(item), pushFrame(name, item)]));

/** The frames that bring somebody from what was shown then to what is shown now. */
function differences(then: Shown, now: Shown): string[] {
  const frames: string[] = [];
  for (const id of then.offers.keys()) {
    if (!now.offers.has(id)) frames.push(pushFrame('offerGone', { sessionId: id, reason: 'withdrawn' }));
  }
  for (const id of then.sessions.keys())
    if (!now.sessions.has(id)) frames.push(pushFrame('sessionGone', { sessionId: id }));
  for (const [id, frame] of now.offers) if (then.offers.get(id) !== frame) frames.push(frame);
  for (const [id, frame] of now.sessions) if (then.sessions.get(id) !== frame) frames.push(frame);
  for (const part of ['state', 'channels', 'slots'] as const) if (then[part] !== now[part]) frames.push(now[part]);
  return frames;
}
