import type { PackageState } from '@hovor/protocol/enums';
import type { Connection } from '../../foundation/realtime/socket.ts';
import { pushFrame } from '../../foundation/realtime/socket.ts';
import type { Preset } from '../../sessions/service.ts';
import { gathered } from './gathered.ts';
import type { CataloguePort, RoutingPort } from './ports.ts';

/** How long an answer of routing serves page views when no change is announced. */
const lifeMs = 10_000;
const maxRemembered = 2_000;
/** Least time between two questions about one package; changes in between lead to one more. */
const gapMs = 250;
/** Connections served in one turn of the event loop, so that a package with many visitors delays nobody's message. */
const perTurn = 1_000;

/** One package some visitors look at now. */
interface Watch {
  preset: Preset;
  watchers: Set<Connection<unknown>>;
  /** What the watchers were told last. */
  told: PackageState;
  checking: boolean;
  checked: number;
  /** Something changed since the last question. */
  due: boolean;
}

export type States = ReturnType<typeof createStates>;

/**
 * State of packages (AD-PK-7): asked of routing once for all visitors of a package, pushed to them when it differs
 * from what they were told. Each watching connection costs one entry of a set.
 */
export function createStates(
  routing: RoutingPort,
  catalogue: Pick<CataloguePort, 'preset'>,
  onUnexpected: (error: unknown) => void,
) {
  const watches = new Map<number, Watch>();
  const answers = new Map<number, { tenantId: number; state: Promise<PackageState>; until: number }>();
  /** A rush of visitors costs few questions: who asks while some are under way gets the answer of the next. */
  const ask = gathered<Preset, PackageState>(async (asked) => {
    const presets = [...new Map(asked.map((preset) => [preset.id, preset])).values()];
    const found = new Map(
      await Promise.all(presets.map(async (preset) => [preset.id, await stateOf(preset)] as const)),
    );
    return ({ id }) => found.get(id) ?? 'offline';
  });

  /** A package that was switched off is offline. */
  async function stateOf(preset: Preset): Promise<PackageState> {
    if (!preset.active) return 'offline';
    return routing.availability(preset.companyId, preset.tenantId, preset.id);
  }

  async function current(preset: Preset): Promise<PackageState> {
    const known = answers.get(preset.id);
    if (known && known.until > Date.now()) return known.state;
    const state = ask(preset);
    state.catch(() => answers.delete(preset.id));
    answers.delete(preset.id);
    answers.set(preset.id, { tenantId: preset.tenantId, state, until: Date.now() + lifeMs });
    if (answers.size > maxRemembered) answers.delete(answers.keys().next().value as number);
    return state;
  }

  /** Asks again and tells the watchers if the answer changed; too soon after the last time it waits for `tick`. */
  async function check(watch: Watch) {
    watch.due = true;
    const now = Date.now();
    if (watch.checking || now - watch.checked < gapMs) return;
    watch.checking = true;
    watch.due = false;
    watch.checked = now;
    try {
      const state = await current(watch.preset);
      if (state !== watch.told) {
        watch.told = state;
        // A newer state overtakes this one; its own round reaches everybody.
        tell(watch, pushFrame('state', state), () => watch.told === state);
      }
    } catch (error) {
      onUnexpected(error);
    } finally {
      watch.checking = false;
    }
  }

  function tell({ watchers: present }: Watch, frame: string, stillTrue: () => boolean) {
    const watchers = [...present];
    const next = (from: number) => {
      if (!stillTrue()) return;
      for (const connection of watchers.slice(from, from + perTurn)) connection.pushRaw(frame);
      if (from + perTurn < watchers.length) setImmediate(next, from + perTurn);
    };
    next(0);
  }

  return {
    /** For page views: at most a few seconds old. */
    current,
    /** As of now, for decisions. */
    ask,
    /** From now on this connection hears of changes; answers the state as of now. */
    async watch(connection: Connection<unknown>, preset: Preset): Promise<PackageState> {
      let watch = watches.get(preset.id);
      if (!watch) {
        const told = await current(preset);
        watch = watches.get(preset.id);
        if (!watch) {
          watch = { preset, watchers: new Set(), told, checking: false, checked: 0, due: false };
          watches.set(preset.id, watch);
        }
      }
      if (connection.open) watch.watchers.add(connection);
      return watch.told;
    },
    unwatch(connection: Connection<unknown>, presetId: number) {
      const watch = watches.get(presetId);
      watch?.watchers.delete(connection);
      if (watch?.watchers.size === 0) watches.delete(presetId);
    },
    /** Operators of a tenant came, went or filled up. */
    availabilityChanged(tenantId: number) {
      for (const [presetId, answer] of answers) if (answer.tenantId === tenantId) answers.delete(presetId);
      for (const watch of watches.values()) if (watch.preset.tenantId === tenantId) void check(watch);
    },
    /** As of the last change this node heard of. */
    buttonVisible: (preset: Preset) => watches.get(preset.id)?.preset.buttonVisible ?? preset.buttonVisible,
    /** Packages changed (renamed, switched off, button hidden): read them again. */
    async presetsChanged() {
      answers.clear();
      for (const watch of watches.values()) {
        const { companyId, id, buttonVisible: before } = watch.preset;
        const preset = (await catalogue.preset(companyId, id)) ?? { ...watch.preset, active: false };
        watch.preset = preset;
        const { buttonVisible } = preset;
        if (buttonVisible !== before) {
          tell(watch, pushFrame('button', { buttonVisible }), () => watch.preset.buttonVisible === buttonVisible);
        }
        answers.delete(id);
        void check(watch);
      }
    },
    /** Several times a second: questions that had to wait. */
    tick() {
      for (const watch of watches.values()) if (watch.due) void check(watch);
    },
    /** Every few seconds: a safety net under lost wake-ups. */
    recheck() {
      for (const watch of watches.values()) void check(watch);
    },
  };
}
