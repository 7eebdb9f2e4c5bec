import { limits } from '@hovor/protocol/limits';
import { invalid } from '../../../foundation/errors.ts';
import { formatTime } from '../../../foundation/zoned-time.ts';
import type { Privacy } from '../../../privacy/service.ts';
import type { ForwardTarget, Routing } from '../../../routing/service.ts';
import type { Sessions } from '../../../sessions/service.ts';
import type { Handler } from '../call.ts';
import { noContent, ok } from '../conventions/answers.ts';
import { dictionary, integer, list, loose, object, optional, text } from '../conventions/body.ts';

export interface SessionCommandParts {
  sessions: Pick<
    Sessions,
    'mayTakePart' | 'params' | 'setParams' | 'findTag' | 'addTag' | 'removeTag' | 'setNote' | 'removeFiles' | 'end'
  >;
  routing: Pick<Routing, 'forward' | 'timeline'>;
  privacy: Pick<Privacy, 'anonymizeSession'>;
  /** IANA name of the zone times are written in. */
  zone: string;
}

/** `UpdateCallParamsModel` (MOD-SES-3); null removes a parameter. */
const readParams = object({
  callParams: optional(
    dictionary(optional(loose(text({ max: limits.paramValueLength }))), { max: limits.paramsPerSession }),
  ),
});

/** `ForwardSessionModel` (MOD-SES-4). */
const readForward = object({
  operatorGroupId: optional(integer()),
  userId: optional(integer()),
  chatbotId: optional(integer()),
  phoneNumber: optional(text({ max: limits.phoneLength })),
  note: optional(text({ max: limits.noteLength })),
});

/** `SessionFiles` (MOD-SES-5). */
const readFiles = object({ fileIds: optional(list(integer(), { max: limits.filesPerRemoval })) });

/** `SessionNoteModel` (MOD-SES-17). */
const readNote = object({ note: optional(text({ max: limits.noteLength })) });

/** What integrations do with one session (API-SES-3 to API-SES-12). The session is loaded in the scope of the key. */
export function sessionCommands({ sessions, routing, privacy, zone }: SessionCommandParts): Record<string, Handler> {
  return {
    async getSessionCallParams({ actor, id }) {
      const sessionId = id('sessionId');
      const { companyId } = await sessions.mayTakePart(actor, sessionId);
      const params = (await sessions.params(companyId, [sessionId])).get(sessionId) ?? [];
      return ok({
        callParams: params.map(({ name, value, readOnly, source, updated }) => ({
          name,
          value,
          readOnly,
          source,
          updatedDate: formatTime(new Date(updated), zone),
        })),
      });
    },

    async updateSessionCallParams({ actor, body, id }) {
      const sessionId = id('sessionId');
      const { callParams } = readParams(body, 'body');
      if (callParams) await sessions.setParams(actor, sessionId, callParams);
      else await sessions.mayTakePart(actor, sessionId);
      return noContent;
    },

    async addSessionTag({ actor, id, param }) {
      const sessionId = id('sessionId');
      await sessions.addTag(actor, sessionId, { id: await sessions.findTag(actor, sessionId, param('tagId')) });
      return noContent;
    },

    async removeSessionTag({ actor, id, param }) {
      const sessionId = id('sessionId');
      await sessions.removeTag(actor, sessionId, await sessions.findTag(actor, sessionId, param('tagId')));
      return noContent;
    },

    async setSessionNote({ actor, body, id }) {
      const sessionId = id('sessionId');
      await sessions.setNote(actor, sessionId, readNote(body, 'body').note);
      return noContent;
    },

    async removeSessionFiles({ actor, body, id }) {
      const sessionId = id('sessionId');
      return ok(await sessions.removeFiles(actor, sessionId, readFiles(body, 'body').fileIds ?? []));
    },

    async terminateSession({ actor, id }) {
      await sessions.end(actor, id('sessionId'));
      return noContent;
    },

    async forwardSession({ actor, body, id }) {
      const sessionId = id('sessionId');
      const { note, ...wanted } = readForward(body, 'body');
      await routing.forward(actor, sessionId, { target: targetOf(wanted), note });
      return noContent;
    },

    async getSessionRouting({ actor, id }) {
      const steps = await routing.timeline(actor, id('sessionId'));
      return ok(
        steps.map(({ requestId, at, type, group, phoneNumber, operator, by }) => ({
          routingRequestId: requestId,
          timestamp: formatTime(at, zone),
          activityType: type,
          group,
          phoneNumber,
          operator,
          forwardedByOperator: by,
          invitedByOperator: null,
        })),
      );
    },

    async anonymizeSession({ actor, id }) {
      await privacy.anonymizeSession(actor, id('sessionId'));
      return noContent;
    },
  };
}

/** Exactly one of the four (API-SES-9). @throws invalid-input */
function targetOf({ operatorGroupId, userId, chatbotId, phoneNumber }: Omit<ReturnType<typeof readForward>, 'note'>) {
  if (phoneNumber !== null) {
    throw invalid('phoneNumber', 'Calls cannot be forwarded yet: this server has no telephony. Choose another target.');
  }
  const targets: ForwardTarget[] = [
    ...(operatorGroupId === null ? [] : [{ groupId: operatorGroupId }]),
    ...(userId === null ? [] : [{ userId }]),
    ...(chatbotId === null ? [] : [{ chatbotId }]),
  ];
  const [target, ...more] = targets;
  if (target && more.length === 0) return target;
  throw invalid('operatorGroupId', 'Send exactly one of operatorGroupId, userId and chatbotId.');
}
