import type { GuestPushes, GuestSession, GuestWelcome, StartSession } from '../../protocol/guest.ts';
import { limits } from '../../protocol/limits.ts';
import type { Activity } from '../../protocol/session.ts';
import { retryDelay } from '../shared/backoff.ts';
import type { PagePicture, PanelPatch } from '../shared/bridge.ts';
import { ApiError, createApi } from './api.ts';
import type { BotParts } from './bots/parts.ts';
import { createConnection, type PanelConnection } from './connection.ts';
import { eventsBetween, phaseOf } from './phases.ts';
import type { Memory } from './shelf.ts';
import { createStore, initialState, invitationOf, isRunning } from './state.ts';
import { createTalk } from './talk.ts';
import { addLines, highestSeq, isIncoming, unreadAfter } from './transcript.ts';
import { createUploads } from './uploads.ts';
import { createWords } from './words/words.ts';

export type EntryData = Pick<StartSession, 'name' | 'email' | 'phone' | 'consentVersion'>;

/** "Is typing" is forgotten after this long without news: of operators, and of chatbots, which say it once. */
const typingLife = 8_000;
const botTypingLife = 60_000;

/** How often the panel asks which address the page shows. */
const addressEvery = 5_000;

/** The panel without its screen: follows page and server, holds the state, does what the client asks. */
export function createPanel(
  first: PagePicture,
  deps: { memory: Memory; send(patch: PanelPatch): void; socketUrl: string; ring(): void; bots(): Promise<BotParts> },
) {
  const { memory, send } = deps;
  const { local: shelf, tab } = memory;
  const store = createStore({
    ...initialState(first),
    known: memory.token !== null,
    muted: shelf.get('hovor.muted') === '1',
  });
  const { company, tenantId, presetId, preset, texts } = first.config;
  const words = createWords(first.language, texts);
  const address = { company, tenant: tenantId, preset, language: first.language };
  const scope = first.scope.slice(0, limits.scopeLength);
  const doneKey = `hovor.done.${presetId}`;

  let connection: PanelConnection | undefined;
  let typingTimer: ReturnType<typeof setTimeout> | undefined;
  let readTimer: ReturnType<typeof setTimeout> | undefined;
  let wantsQueue = false;
  let unread = 0;
  let catchingUp = false;
  let botsAsked = false;

  const api = createApi(() => memory.token);
  const talk = createTalk(store, shelf, () => connection);
  const uploads = createUploads(store, api, () => words);

  /** A new or the known guest; the page keeps the credentials for the next visit. */
  const getGuest = async () => {
    const { guestGuid, token } = await api.guest(address, memory.token);
    memory.setToken(token);
    send({ guestGuid });
  };

  const boot = async (attempt = 0): Promise<void> => {
    try {
      await getGuest();
    } catch {
      store.set({ connection: 'lost' });
      await new Promise((resolve) => setTimeout(resolve, retryDelay(attempt)));
      return boot(attempt + 1);
    }
    connection = createConnection(deps.socketUrl, {
      hello() {
        const { session, lines } = store.get();
        return {
          ...address,
          token: memory.token,
          scope,
          ...(session && { after: { sessionId: session.id, seq: highestSeq(lines) } }),
        };
      },
      onWelcome: (welcome) => onWelcome(welcome as GuestWelcome),
      onPush: (name, data) => onPush[name as Heard]?.(data as never),
      onState(connected) {
        store.set({ connection: connected ? 'connected' : 'lost', typing: null });
        if (!connected) talk.lost();
      },
    });
  };

  const onWelcome = ({ state, session, activities }: GuestWelcome) => {
    const held = store.get().session;
    store.set({ packageState: state, restored: true });
    if (session) takeSession(session);
    else if (isRunning(held)) takeSession({ ...held, status: 'CLOSED', place: null });
    if (session && store.get().session?.id === session.id) takeLines(activities);
    if (wantsQueue) enqueue();
    talk.flush();
  };

  /** The button is the loader's. */
  type Heard = Exclude<keyof GuestPushes, 'button'>;
  const onPush: { [K in Heard]: (data: GuestPushes[K]) => void } = {
    state: (packageState) => store.set({ packageState }),
    session: (session) => takeSession(session),
    activities: takeLines,
    typing({ sessionId, userId, typing }) {
      const { session, picture } = store.get();
      if (session?.id !== sessionId) return;
      clearTimeout(typingTimer);
      const operator = session.operators.find((one) => one.userId === userId);
      const name = operator?.name ?? session.bot?.name ?? picture.config.window.title;
      store.set({ typing: typing ? { userId, name } : null });
      if (typing) typingTimer = setTimeout(() => store.set({ typing: null }), userId ? typingLife : botTypingLife);
    },
  };

  function takeSession(session: GuestSession) {
    const { session: held, starting } = store.get();
    if (held && session.id < held.id) return;
    if (session.id !== held?.id) {
      if (!isRunning(session) && shelf.get(doneKey) === `${session.id}`) return;
      store.set({ lines: [], uploads: [], endedHere: false, rated: false, readSeq: 0 });
    }
    store.set({
      session,
      starting: false,
      rated: session.feedbackGiven || (held?.id === session.id && store.get().rated),
    });
    if (session.id !== held?.id) talk.load(session.id);
    if (session.bot) loadBots();
    announcePhase(session, starting);
    send({ running: isRunning(session) });
    if (isRunning(session)) talk.flush();
    if (session.lastSeq > highestSeq(store.get().lines) && held?.id === session.id) catchUp();
    countUnread();
  }

  /** Until it is there, and where it does not come, chatbots are shown by their plain text. */
  async function loadBots() {
    if (botsAsked) return;
    botsAsked = true;
    const bots = await deps.bots().catch(() => null);
    if (!bots) return;
    words.learn(bots.botWords);
    store.set({ bots });
  }

  /** Tells the page what happened to the conversation, each step once per tab, also over a reload. */
  function announcePhase(session: GuestSession, isNew: boolean) {
    const key = `hovor.phase.${session.id}`;
    const known = tab.get(key);
    const before = known === null ? (isNew ? 0 : phaseOf(session)) : Number(known);
    for (const type of eventsBetween(before, session)) send({ event: { type, sessionId: session.id } });
    tab.set(key, `${phaseOf(session)}`);
  }

  function takeLines(activities: Activity[]) {
    const { session, lines, typing, muted, picture } = store.get();
    const mine = activities.filter((activity) => activity.sessionId === session?.id);
    const next = addLines(lines, mine);
    talk.confirm(mine);
    if (next.gap) catchUp();
    if (next.lines === lines) return;
    if (mine.some((line) => line.chatbot)) loadBots();
    const latest = next.lines.filter((line) => line.seq > highestSeq(lines) && isIncoming(line)).at(-1);
    store.set({
      lines: next.lines,
      ...(typing && latest?.userId === typing.userId && { typing: null }),
      ...(latest &&
        lines.length > 0 && {
          announcement: `${latest.userName ?? latest.chatbot?.name ?? ''}: ${latest.text ?? latest.file?.name ?? ''}`,
        }),
    });
    const away = !picture.open || document.visibilityState !== 'visible';
    if (latest && lines.length > 0 && away && !muted && picture.config.window.sound) deps.ring();
    countUnread();
  }

  /** Asks for lines that did not come by themselves. */
  async function catchUp() {
    if (catchingUp) return;
    catchingUp = true;
    try {
      for (;;) {
        const { session, lines } = store.get();
        if (!session) return;
        const after = highestSeq(lines);
        const more = await api.activities(session.id, { after });
        if (more.length === 0) return;
        takeLines(more);
        if (highestSeq(store.get().lines) <= after) return;
      }
    } catch {
      // The next welcome brings them.
    } finally {
      catchingUp = false;
    }
  }

  function countUnread() {
    const { session, lines, readSeq, picture } = store.get();
    const read = Math.max(readSeq, session?.receipts.guestRead ?? 0);
    const count = session && !picture.open ? unreadAfter(lines, read) : 0;
    // The page answers each word with its picture, and its picture brings us here: saying it again would never end.
    if (count !== unread) send({ unread: count });
    unread = count;
  }

  /**
   * Into the queue without the form, as soon as it is clear that nothing runs: because the page asked for it (WG-JS-10),
   * or because a chatbot takes the client at once (AD-CB-2); the latter leaves a conversation that can be rated alone.
   */
  function enqueue() {
    const { session, restored, packageState, picture } = store.get();
    wantsQueue = !restored && !session;
    if (wantsQueue || isRunning(session) || (packageState === 'offline' && !invitationOf(store.get()))) return;
    if (session && !picture.enqueue) return;
    if (session) actions.startOver();
    actions.start({});
  }

  const actions = {
    /** The page changed: what it wants, its parameters, its address. */
    onPicture(picture: PagePicture) {
      const before = store.get().picture;
      const { session } = store.get();
      store.set({ picture });
      if (isRunning(session)) {
        const params = differences(before.params, picture.params);
        if (Object.keys(params).length > 0) {
          connection?.request('setParams', { sessionId: session.id, params }).catch(() => {});
        }
        if (picture.url !== before.url) {
          const url = picture.url.slice(0, limits.urlLength);
          connection?.request('page', { sessionId: session.id, url }).catch(() => {});
        }
      }
      if (picture.asked !== before.asked) this.onAsked(picture);
      countUnread();
    },
    onAsked({ enqueue: straight, focus, config }: PagePicture) {
      if (focus) store.set({ focusCount: store.get().focusCount + 1 });
      if (straight || config.autoStart) enqueue();
    },
    async start(entry: EntryData, firstMessage?: string) {
      if (store.get().starting) return;
      store.set({ starting: true, problem: null });
      const { picture } = store.get();
      const invitation = invitationOf(store.get());
      try {
        if (!memory.token) await getGuest();
        const session = await api.start({
          presetId,
          language: first.language,
          scope,
          url: picture.url.slice(0, limits.urlLength),
          params: acceptable(picture.params),
          ...(invitation && { invitation }),
          ...entry,
        });
        takeSession(session);
        if (firstMessage) talk.send(firstMessage);
        connection?.greet();
      } catch (error) {
        const code = error instanceof ApiError ? error.code : '';
        // A number that leads nowhere must not keep the client from talking to somebody else: the next try goes without.
        if (code === 'not-found' || code === 'package-offline') store.set({ spent: invitation });
        if (code === 'package-offline') store.set({ packageState: 'offline', starting: false });
        else store.set({ problem: code === 'conflict' ? 'elsewhere' : 'startFailed', starting: false });
      }
    },
    async end() {
      const { session } = store.get();
      if (!session) return;
      store.set({ endedHere: true, problem: null });
      try {
        await api.end(session.id);
        const now = store.get().session;
        if (isRunning(now) && now.id === session.id) takeSession({ ...now, status: 'CLOSED', place: null });
      } catch {
        store.set({ endedHere: false, problem: 'startFailed' });
      }
    },
    async rate(stars: number | null, text: string | null) {
      const { session } = store.get();
      if (!session) return;
      store.set({ problem: null });
      try {
        await api.feedback(session.id, stars, text);
        store.set({ rated: true });
      } catch {
        store.set({ problem: 'startFailed' });
      }
    },
    /** The position the chatbot asked for; null = no to whatever it asked for. */
    async answerBot(position: { latitude: number; longitude: number } | null) {
      await connection?.request('answerBot', { sessionId: store.get().session?.id, position });
    },
    /** Leaves the ended conversation behind. */
    startOver() {
      const { session } = store.get();
      if (session) shelf.set(doneKey, `${session.id}`);
      store.set({ session: null, lines: [], outbox: [], uploads: [], problem: null, rated: false, endedHere: false });
    },
    /** Everything up to `seq` is on screen in front of the client. */
    seen(seq: number) {
      const { session, readSeq, picture } = store.get();
      if (!session || !picture.open || seq <= readSeq || document.visibilityState !== 'visible') return;
      store.set({ readSeq: seq });
      countUnread();
      clearTimeout(readTimer);
      readTimer = setTimeout(() => {
        const to = { sessionId: session.id, seq: store.get().readSeq };
        if (to.seq > session.receipts.guestRead) connection?.request('read', to).catch(() => {});
      }, 250);
    },
    async loadOlder(): Promise<void> {
      const { session, lines } = store.get();
      const before = lines[0]?.seq ?? 1;
      if (!session || before <= 1) return;
      takeLines(await api.activities(session.id, { before }).catch(() => []));
    },
    mute(muted: boolean) {
      shelf.set('hovor.muted', muted ? '1' : null);
      store.set({ muted });
    },
    close: () => send({ close: true }),
  };

  boot();
  // Each word to the page is answered with its picture, and so with the address it is on now: pages that change their
  // address without loading tell nobody.
  setInterval(() => isRunning(store.get().session) && send({ unread }), addressEvery);
  if (first.asked > 0) actions.onAsked(first);
  return { store, words, api, talk, uploads, tab, ...actions };
}

export type Panel = ReturnType<typeof createPanel>;

/** Parameters that were added or changed, and null for those taken away. */
function differences(before: Record<string, string>, now: Record<string, string>) {
  const changed: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(acceptable(now))) if (before[name] !== value) changed[name] = value;
  for (const name of Object.keys(acceptable(before))) if (!(name in now)) changed[name] = null;
  return changed;
}

/** What the server would refuse is left out, so that one bad value of a page does not keep the client from talking. */
function acceptable(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params)
      .filter(
        ([name, value]) =>
          name.length > 0 && name.length <= limits.paramNameLength && value.length <= limits.paramValueLength,
      )
      .slice(0, limits.paramsPerSession),
  );
}
