import { invalid } from '../../../foundation/errors.ts';
import type { Invitations } from '../../../invitations/service.ts';
import type { Handler } from '../call.ts';
import { noContent, ok } from '../conventions/answers.ts';
import { integer, object } from '../conventions/body.ts';
import { reaches } from '../policies.ts';

const id = integer({ min: 1 });
/** `CreateInvitationModel` (MOD-USR-3). */
const newInvitation = object({ operatorId: id, departmentId: id });

/** Links that take a client to one operator, without an end of their own (API-USR-17, API-USR-18). */
export function invitationOperations(
  invitations: Pick<Invitations, 'createFor' | 'revokeFor'>,
): Record<string, Handler> {
  return {
    async createInvitation({ actor, body }) {
      const { operatorId, departmentId: tenantId } = newInvitation(body, 'body');
      if (!reaches(actor, tenantId)) throw invalid('departmentId', 'This key is not for this department.');
      return ok(await invitations.createFor(actor, { operatorId, tenantId }));
    },

    async deleteInvitation({ actor, id }) {
      await invitations.revokeFor(actor, id('invitationId'));
      return noContent;
    },
  };
}
