import { limits } from '@hovor/protocol/limits';
import { addGroup, renameGroup, settleNotice, tellAdministrators } from '../directory/service.ts';
import { refusing } from '../foundation/database/duplicates.ts';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import { type Actor, type ApiKeyActor, companyOf, system } from '../foundation/security/actor.ts';
import { OutboundError, parseOutboundUrl } from '../foundation/security/outbound.ts';
import { cleanName } from '../foundation/security/text.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import type { SessionRecord } from '../sessions/schema.ts';
import { callBot } from './call.ts';
import { type CommandParts, createCommands } from './commands.ts';
import { createBotDelivery, type DeliveryOptions } from './delivery.ts';
import { dropPending } from './delivery-queries.ts';
import { wakeUp } from './enqueue.ts';
import type { SessionsPort } from './ports.ts';
import * as queries from './queries.ts';
import { pingBody } from './rules.ts';
import type { Chatbot, ChatbotChange, ChatbotView, CheckResult, NewChatbot } from './schema.ts';

export interface ChatbotsOptions extends CommandParts, Omit<DeliveryOptions, 'switchOff'> {}

export type Chatbots = ReturnType<typeof createChatbots>;

/** API chatbots (CB, AD-CB): their administration, their commands, and the events they are sent. */
export function createChatbots(store: Store, options: ChatbotsOptions) {
  const { sessions, outbound, onError } = options;
  const delivery = createBotDelivery(store, { ...options, switchOff });

  /** Off: its sessions go back to routing, what it was not told is dropped, administrators hear of it (CB-TR-5). */
  async function switchOff(companyId: number, chatbotId: number, reason: string | null, actor?: Actor) {
    await transact(store, actor ?? system(companyId), async (unit) => {
      const bot = await queries.lockChatbot(unit.db, companyId, chatbotId);
      if (!bot || !(await queries.disable(unit.db, companyId, chatbotId, { at: unit.now, reason }))) return;
      announce(unit, { companyId, ...bot }, 'disabled', { name: bot.name, reason });
      if (reason === null) return;
      await tellAdministrators(unit, {
        ...{ companyId, tenantId: bot.tenantId, name: bot.name, reason },
        ...switchedOff(chatbotId),
      });
    });
    await release(companyId, chatbotId);
    await dropPending(store.db, companyId, chatbotId, store.clock.now(), 'The chatbot was switched off.');
  }

  async function release(companyId: number, chatbotId: number) {
    for (const sessionId of await queries.sessionsOf(store.db, companyId, chatbotId)) {
      await transact(store, system(companyId), async (unit) => {
        const session = await sessions.lockSession(unit, companyId, sessionId);
        const stay = await sessions.chatbotHere(unit, session);
        if (stay?.chatbotId === chatbotId) await sessions.leaveChatbot(unit, session, 'failed');
      }).catch(onError);
    }
  }

  async function load(companyId: number, tenantId: number, chatbotId: number): Promise<Chatbot> {
    const bot = await queries.selectChatbot(store.db, companyId, chatbotId);
    if (bot?.tenantId !== tenantId) throw notFound();
    return bot;
  }

  /** Asks the bot whether it is there (CB-TR-2, CB-EV-1). @returns milliseconds and what went wrong */
  async function ping(callbackUrl: string): Promise<{ took: number; error: string | null }> {
    const from = performance.now();
    const outcome = await callBot(outbound, callbackUrl, pingBody, {
      ...(options.timeout !== undefined && { timeout: options.timeout }),
    });
    const took = Math.round(performance.now() - from);
    return { took, error: outcome === 'stopped' ? 'The server is going down.' : outcome.error };
  }

  async function switchOn(actor: Actor, chatbotId: number) {
    const companyId = companyOf(actor);
    await transact(store, actor, async (unit) => {
      const bot = await queries.lockChatbot(unit.db, companyId, chatbotId);
      if (!bot) throw notFound();
      if (bot.callbackUrl === null) throw invalid('callbackUrl', 'Give the chatbot its address first.');
      if (!(await queries.enable(unit.db, companyId, chatbotId))) return;
      // What is left is the end of conversations it lost when it went off.
      await dropPending(unit.db, companyId, chatbotId, unit.now, 'The chatbot was off.');
      await settleNotice(unit, { companyId, ...switchedOff(chatbotId) });
      announce(unit, { companyId, ...bot }, 'enabled', {});
    });
  }

  async function update(
    actor: Actor,
    tenantId: number,
    chatbotId: number,
    change: ChatbotChange,
  ): Promise<ChatbotView> {
    const companyId = companyOf(actor);
    await load(companyId, tenantId, chatbotId);
    const { name: given, callbackUrl, autoStart } = change;
    const name = given === undefined ? undefined : checkedName(given);
    const address = callbackUrl === undefined ? undefined : checkedAddress(callbackUrl);
    await refusing(refusals, () =>
      transact(store, actor, async (unit) => {
        const bot = await queries.lockChatbot(unit.db, companyId, chatbotId);
        if (!bot) throw notFound();
        if (name !== undefined) await renameGroup(unit, { companyId, tenantId, id: bot.groupId }, name);
        await queries.updateChatbot(unit.db, companyId, chatbotId, {
          ...(name !== undefined && { name }),
          ...(address !== undefined && { callbackUrl: address }),
          ...(autoStart !== undefined && { autoStart }),
        });
        announce(unit, { companyId, ...bot }, 'changed', { fields: Object.keys(change) });
      }),
    );
    return present(await load(companyId, tenantId, chatbotId));
  }

  return {
    ...createCommands(store, options),
    delivery,

    list: async (companyId: number, tenantId: number): Promise<ChatbotView[]> =>
      (await queries.selectChatbots(store.db, companyId, tenantId)).map(present),

    /** A bot and the group that stands for it. @throws invalid-input, conflict */
    create: (actor: Actor, tenantId: number, { name: given, callbackUrl = null, autoStart = false }: NewChatbot) =>
      refusing(refusals, () =>
        transact(store, actor, async (unit) => {
          const companyId = companyOf(actor);
          const name = checkedName(given);
          const address = checkedAddress(callbackUrl);
          const { id: groupId } = await addGroup(unit, { companyId, tenantId, name, type: 'CHATBOT' });
          if ((await queries.countChatbots(unit.db, companyId, tenantId)) >= limits.chatbotsPerTenant) {
            throw new Problem('conflict', { detail: `At most ${limits.chatbotsPerTenant} chatbots in a tenant.` });
          }
          const { now: created } = unit;
          const bot = { companyId, tenantId, groupId, name, callbackUrl: address, autoStart, created };
          const { id } = await queries.insertChatbot(unit.db, bot);
          announce(unit, { companyId, tenantId, id }, 'created', { name });
          return { id };
        }),
      ),

    update,

    /** By an integration (API-BOT-1); also switches a bot on again that was switched off. @throws not-found, invalid-input */
    async setCallbackUrl(actor: ApiKeyActor, chatbotId: number, callbackUrl: string | undefined): Promise<void> {
      const bot = await queries.selectChatbot(store.db, actor.companyId, chatbotId);
      if (!bot || (actor.tenantIds && !actor.tenantIds.has(bot.tenantId))) throw notFound();
      if (!callbackUrl?.trim()) throw invalid('callbackUrl', 'must not be empty.');
      await update(actor, bot.tenantId, chatbotId, { callbackUrl });
      await switchOn(actor, chatbotId);
    },

    /** Pings now. A bot that is off is switched on when it answers (AD-CB-3). */
    async check(actor: Actor, tenantId: number, chatbotId: number): Promise<CheckResult> {
      const companyId = companyOf(actor);
      const bot = await load(companyId, tenantId, chatbotId);
      if (bot.callbackUrl === null) throw invalid('callbackUrl', 'Give the chatbot its address first.');
      const { took, error } = await ping(bot.callbackUrl);
      const now = store.clock.now();
      if (error === null) {
        await queries.noteCheckPassed(store.db, chatbotId, now);
        await switchOn(actor, chatbotId);
        store.bus.publish([wakeUp(chatbotId)]);
      } else await queries.noteCheckFailed(store.db, chatbotId, now, error);
      return { ok: error === null, took, error, chatbot: present(await load(companyId, tenantId, chatbotId)) };
    },

    async setEnabled(actor: Actor, tenantId: number, chatbotId: number, enabled: boolean): Promise<ChatbotView> {
      const companyId = companyOf(actor);
      await load(companyId, tenantId, chatbotId);
      if (enabled) await switchOn(actor, chatbotId);
      else await switchOff(companyId, chatbotId, null, actor);
      return present(await load(companyId, tenantId, chatbotId));
    },
  };
}

/** What routing asks when somebody forwards to a bot (API-SES-9, OP-ES-6). */
export function createBotTaking(sessions: Pick<SessionsPort, 'joinChatbot'>) {
  const find = (unit: Unit, { companyId, tenantId }: SessionRecord, chatbotId: number) =>
    queries.taking(unit.db, companyId, tenantId, chatbotId);
  return {
    find,
    async take(unit: Unit, session: SessionRecord, chatbotId: number) {
      const bot = await find(unit, session, chatbotId);
      if (bot) await sessions.joinChatbot(unit, session, chatbotId);
      return bot;
    },
  };
}

/** What administrators are told of (CB-TR-5). */
const switchedOff = (chatbotId: number) => ({ kind: 'chatbot.disabled', subject: `chatbot:${chatbotId}` }) as const;

const refusals = {
  groups_name: ['name', 'is taken by another group or chatbot of this tenant.'],
  chatbots_name: ['name', 'is taken by another chatbot of this tenant.'],
} as const;

function checkedName(given: string): string {
  const name = cleanName(given, limits.nameLength);
  if (!name) throw invalid('name', 'must not be empty.');
  return name;
}

function checkedAddress(callbackUrl: string | null): string | null {
  if (callbackUrl === null || callbackUrl.trim() === '') return null;
  if (callbackUrl.length > limits.urlLength) throw invalid('callbackUrl', `at most ${limits.urlLength} characters.`);
  try {
    parseOutboundUrl(callbackUrl);
  } catch (error) {
    if (error instanceof OutboundError) throw invalid('callbackUrl', error.message);
    throw error;
  }
  return callbackUrl.trim();
}

const present = ({ companyId: _, tenantId: __, ...bot }: Chatbot): ChatbotView => ({
  ...bot,
  created: bot.created.toISOString(),
  failingSince: bot.failingSince?.toISOString() ?? null,
  lastErrorAt: bot.lastErrorAt?.toISOString() ?? null,
  lastSeen: bot.lastSeen?.toISOString() ?? null,
});

/** Addresses may hold credentials, so events name the bot only. Routing looks again: who is reachable may have changed. */
function announce(
  unit: Unit,
  { companyId, tenantId, id }: { companyId: number; tenantId: number; id: number },
  what: 'created' | 'changed' | 'enabled' | 'disabled',
  payload: Record<string, unknown>,
) {
  const kind = `chatbot.${what}`;
  unit.record({ companyId, tenantId, kind, subject: `chatbot:${id}`, payload: { id, tenantId, ...payload } });
  for (const topic of ['chatbot', 'availability']) {
    unit.touch({ companyId, tenantId, topic, id: topic === 'chatbot' ? id : tenantId });
  }
}
