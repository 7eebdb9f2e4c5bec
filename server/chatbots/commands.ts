import { limits } from '@hovor/protocol/limits';
import type { OperatorFace } from '@hovor/protocol/session';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import type { ApiKeyActor } from '../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import type { BotStay, SessionRecord } from '../sessions/schema.ts';
import { readBotMessage, readCardList, webUrl } from '../sessions/service.ts';
import { type Command, optionalId, optionalText, readCommand, readFlag, readId, readParams } from './command.ts';
import { insertDeliveries } from './delivery-queries.ts';
import { wakeUp } from './enqueue.ts';
import type { RoutingPort, SessionsPort } from './ports.ts';
import { guestOf, selectChatbot, wasThere } from './queries.ts';
import { commandCounter, eventBody } from './rules.ts';
import type { Chatbot } from './schema.ts';

export interface CommandParts {
  sessions: SessionsPort;
  routing: RoutingPort;
  faces(companyId: number, tenantId: number, userIds: Iterable<number>): Promise<Map<number, OperatorFace>>;
  zone: string;
}

/** Where a command acts: a session this bot is in now, locked by the unit. */
interface Place {
  unit: Unit;
  session: SessionRecord;
  stay: BotStay;
}

/** A command with its bot, for those that need rooms with transactions of their own. */
interface Asked {
  actor: ApiKeyActor;
  bot: Chatbot;
  command: Command;
}

type Answer = Record<string, unknown>;

/**
 * The commands of a bot (CB-CM). Each checks that the session is with this bot (CB-TR-9), takes effect, and where the
 * protocol knows an answer that answer is an event of its own, queued before the command is acknowledged (CB-TR-4).
 * What cannot be done is answered so: with the failure its answer knows, else with 400 that names the member.
 */
export function createCommands(store: Store, { sessions, routing, faces, zone }: CommandParts) {
  const counter = commandCounter();

  /** Runs in one transaction on the locked session. @throws not-found, not-permitted when the bot is not in it (any more) */
  function inSession<T>({ actor, bot, command }: Asked, work: (place: Place) => Promise<T>): Promise<T> {
    return transact(store, actor, async (unit) => {
      const session = await sessions.lockSession(unit, actor.companyId, command.sessionId);
      const stay = session.tenantId === bot.tenantId ? await sessions.chatbotHere(unit, session) : null;
      if (stay?.chatbotId === bot.id) return work({ unit, session, stay });
      if (session.tenantId !== bot.tenantId) throw notFound();
      const before = await wasThere(unit.db, actor.companyId, bot.id, session.id);
      const detail = before
        ? 'The session is no longer with this chatbot.'
        : 'The session is not routed to this chatbot.';
      throw new Problem('not-permitted', { detail });
    });
  }

  async function queue({ unit, session, stay }: Place, activity: string, members: Answer) {
    const { companyId, id: sessionId } = session;
    const { chatbotId, id: stayId } = stay;
    const body = eventBody(activity, sessionId, members, { zone });
    await insertDeliveries(unit.db, unit.now, [{ companyId, chatbotId, sessionId, stayId, activity, body }]);
    unit.touch(wakeUp(chatbotId));
  }

  const answer = (asked: Asked, members: Answer, activity = `${asked.command.name}Response`) =>
    inSession(asked, (place) => queue(place, activity, members));

  /** What the work says, or what went wrong in words; only refusals are answered, defects are thrown. */
  async function outcome(work: () => Promise<Answer>, failed: (errorMessage: string) => Answer): Promise<Answer> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Problem && error.status < 500) return failed(error.message);
      throw error;
    }
  }
  const success = (work: () => Promise<unknown>) =>
    outcome(
      async () => {
        await work();
        return { success: true, errorMessage: null };
      },
      (errorMessage) => ({ success: false, errorMessage }),
    );
  const notBuilt = 'This is not available in this version.';

  const run: Record<Command['name'], (asked: Asked) => Promise<void>> = {
    async Text(asked) {
      const content = readBotMessage(asked.command.body);
      await inSession(asked, ({ unit, session, stay }) => sessions.chatbotSays(unit, session, stay, content));
    },
    async RichCardList(asked) {
      const content = readCardList(asked.command.body);
      await inSession(asked, ({ unit, session, stay }) => sessions.chatbotSays(unit, session, stay, content));
    },
    async Typing(asked) {
      const typing = readFlag(asked.command.member('show'), true);
      await inSession(asked, async ({ unit, session }) => {
        const { companyId, tenantId, id } = session;
        const local = { by: 'bot', chatbotId: asked.bot.id, name: asked.bot.name, typing };
        unit.touch({ companyId, tenantId, topic: 'typing', id, local });
      });
    },
    EnableGuestInput: (asked) => switchPanel(asked, { input: true }, 'GuestInputChangeResponse'),
    DisableGuestInput: (asked) => switchPanel(asked, { input: false }, 'GuestInputChangeResponse'),
    EnableGuestUpload: (asked) => switchPanel(asked, { upload: true }, 'EnableGuestUploadResponse'),
    DisableGuestUpload: (asked) => switchPanel(asked, { upload: false }, 'DisableGuestUploadResponse'),
    ChatbotOpenFileUploadPrompt: (asked) =>
      inSession(asked, ({ unit, session, stay }) => sessions.switchForChatbot(unit, session, stay, { asks: 'file' })),
    async RequestLocation(asked) {
      const text = optionalText('text', asked.command.member('text'))?.slice(0, limits.messageLength) ?? null;
      await inSession(asked, ({ unit, session, stay }) => sessions.askLocation(unit, session, stay, text));
    },

    async GetAvailableOperators(asked) {
      const groupId = optionalId('groupId', asked.command.member('groupId'));
      await check(asked);
      const { companyId, tenantId } = asked.bot;
      const userIds = await routing.availableOperators(companyId, asked.command.sessionId, groupId);
      const known = await faces(companyId, tenantId, userIds);
      const availableOperators = [...known.values()].map(({ name, userId }) => ({ displayName: name, userId }));
      await answer(asked, { availableOperators });
    },
    async GetAvailableGroups(asked) {
      const given = asked.command.member('groupIds');
      const groupIds = Array.isArray(given)
        ? given.slice(0, limits.listPage).map((id) => readId('groupIds', id))
        : null;
      await check(asked);
      const wanted = groupIds?.length ? groupIds : null;
      const availableGroups = await routing.availableGroups(asked.bot.companyId, asked.command.sessionId, wanted);
      await answer(asked, { availableGroups });
    },

    async GetCallParams(asked) {
      await check(asked);
      const { sessionId } = asked.command;
      const params = (await sessions.params(asked.bot.companyId, [sessionId])).get(sessionId) ?? [];
      await answer(asked, { callParams: Object.fromEntries(params.map(({ name, value }) => [name, value ?? ''])) });
    },
    async SetCallParams(asked) {
      await check(asked);
      const { actor, command } = asked;
      const set = async () =>
        sessions.setParams(actor, command.sessionId, readParams(command.member('callParams')), { source: 'CHATBOT' });
      await answer(asked, await success(set));
    },
    async GetGuestIdentity(asked) {
      await inSession(asked, async (place) => {
        const guest = await guestOf(place.unit.db, asked.bot.companyId, place.session.guestId);
        const others = ['facebookPSID', 'facebookPageId', 'phoneCallerId', 'whatsAppContactId', 'vkContactId'];
        await queue(place, 'GetGuestIdentityResponse', {
          trackedGuestGuid: guest?.trackedId ?? null,
          ...Object.fromEntries([...others, 'genericChannelId'].map((name) => [name, null])),
        });
      });
    },
    async ObtainCrmIdentity(asked) {
      await check(asked);
      const { contact, candidates } = await sessions.contactCandidates(asked.actor, asked.command.sessionId);
      await answer(asked, {
        assignedCrmIdentityId: contact?.id ?? null,
        matchedCrmIdentities: candidates.map(({ contact: { id, data }, score }) => ({
          crmIdentityId: id,
          score,
          data,
        })),
      });
    },
    async AssignCrmIdentity(asked) {
      await check(asked);
      const { actor, command } = asked;
      const assign = async () => {
        const wanted = optionalId('existingCrmIdentityId', command.member('existingCrmIdentityId'));
        const contact = wanted
          ? await sessions.linkContact(actor, command.sessionId, wanted)
          : await sessions.contactFromSession(actor, command.sessionId);
        return { created: wanted === null, crmIdentityId: contact.id, reason: null };
      };
      await answer(asked, await outcome(assign, (reason) => ({ created: false, crmIdentityId: null, reason })));
    },

    // Forms and stored files come with their rooms; until then their answers say that there are none.
    GetHeroCards: (asked) => answer(asked, { heroCards: [] }),
    SendHeroCard: (asked) => answer(asked, { success: false, errorMessage: notBuilt }),
    GetMediaObjects: (asked) => answer(asked, { fileStoreItems: [] }),
    async ShareFile(asked) {
      const { member } = asked.command;
      const url = webUrl(member('url'));
      const name = optionalText('name', member('name'))?.slice(0, limits.fileNameLength) ?? null;
      const refused = { isSuccess: false, fileSource: null };
      if (!url) {
        const given = optionalText('url', member('url'));
        const errorMessage = given ? 'url: is no http(s) address.' : 'There is no stored file of this name.';
        return answer(asked, { ...refused, errorMessage });
      }
      const contentType = mediaTypes.find(([ending]) => ending.test(new URL(url).pathname))?.[1];
      const attachment = { contentType: contentType ?? 'application/octet-stream', contentUrl: url, name };
      const content = readBotMessage({ attachments: [attachment] });
      await inSession(asked, async (place) => {
        await sessions.chatbotSays(place.unit, place.session, place.stay, content);
        await queue(place, 'ShareFileResponse', { isSuccess: true, errorMessage: null, fileSource: url });
      });
    },
    async SendGuestOfflineEmail(asked) {
      const { member } = asked.command;
      const [subject, message, location] = ['subject', 'message', 'location'].map((name) =>
        optionalText(name, member(name)),
      );
      if (!message) throw invalid('message', 'must not be empty.');
      const session = await check(asked);
      if (session.presetId === null)
        throw invalid('sessionId', 'This session has no package an offline message could be for.');
      const { companyId, guestId, presetId } = session;
      const { guestName, guestEmail, guestPhone } = await sessions.detail(asked.actor, session.id);
      await sessions.leaveOfflineMessage(
        { kind: 'guest', companyId, guestId },
        {
          presetId,
          language: session.language ?? 'en',
          url: location ?? '',
          name: guestName,
          email: guestEmail,
          phone: guestPhone,
          message: subject ? `${subject}\n\n${message}` : message,
        },
      );
    },

    async SetTag(asked) {
      const name = tagName(asked.command);
      await check(asked);
      await sessions.addTag(asked.actor, asked.command.sessionId, { name });
    },
    async UnsetTag(asked) {
      const name = tagName(asked.command).toLowerCase();
      await check(asked);
      const { tags } = await sessions.detail(asked.actor, asked.command.sessionId);
      const tag = tags.find((one) => one.name.toLowerCase() === name);
      if (tag) await sessions.removeTag(asked.actor, asked.command.sessionId, tag.id);
    },

    async Forward(asked) {
      const { member } = asked.command;
      const userId = optionalId('userId', member('userId'));
      const groupId = optionalId('operatorGroupId', member('operatorGroupId'));
      if (userId === null && groupId === null) return handOff(asked);
      const target = userId === null ? { groupId: groupId as number } : { userId };
      await inSession(asked, async ({ unit, session }) => {
        try {
          await routing.forwardWithin(unit, session, { target, note: null, byUserId: null, pastCapacity: true });
        } catch (error) {
          const field = userId === null ? 'operatorGroupId' : 'userId';
          if (error instanceof Problem && error.code === 'not-found') throw invalid(field, 'is not of this tenant.');
          throw error;
        }
      });
    },
    HandOff: (asked) => handOff(asked),
    EndConversation: (asked) =>
      inSession(asked, ({ unit, session }) => sessions.endWithin(unit, session, 'ChatbotLeft')),
  };

  /** The session the bot is in; changes nothing. */
  const check = (asked: Asked) => inSession(asked, async ({ session }) => session);

  async function handOff(asked: Asked) {
    await inSession(asked, ({ unit, session }) => sessions.leaveChatbot(unit, session, 'handOff'));
  }

  function switchPanel(asked: Asked, set: Parameters<SessionsPort['switchForChatbot']>[3], response: string) {
    return inSession(asked, async (place) => {
      await sessions.switchForChatbot(place.unit, place.session, place.stay, set);
      await queue(place, response, { success: true, errorMessage: null });
    });
  }

  return {
    /**
     * Carries out one command (API-BOT-2); resolved = it took effect and its answer is on its way.
     * @throws not-found, not-permitted, invalid-input, too-many-requests (CB-TR-6)
     */
    async activity(actor: ApiKeyActor, chatbotId: number, body: unknown): Promise<void> {
      const bot = await selectChatbot(store.db, actor.companyId, chatbotId);
      if (!bot || (actor.tenantIds && !actor.tenantIds.has(bot.tenantId))) throw notFound();
      const command = readCommand(body);
      const asked = { actor, bot, command };
      const wait = counter.take(command.sessionId, store.clock.now().getTime());
      if (wait > 0) throw new Problem('too-many-requests', { retryAfterMs: wait });
      await run[command.name](asked);
    },
  };
}

function tagName({ member }: Command): string {
  const name = optionalText('name', member('name'))?.trim();
  if (!name) throw invalid('name', 'must not be empty.');
  return name;
}

const mediaTypes: [RegExp, string][] = [
  [/\.png$/i, 'image/png'],
  [/\.jpe?g$/i, 'image/jpeg'],
  [/\.gif$/i, 'image/gif'],
  [/\.webp$/i, 'image/webp'],
  [/\.mp4$/i, 'video/mp4'],
  [/\.mp3$/i, 'audio/mpeg'],
  [/\.pdf$/i, 'application/pdf'],
];
