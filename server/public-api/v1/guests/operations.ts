import { notFound } from '../../../foundation/errors.ts';
import type { Privacy } from '../../../privacy/service.ts';
import type { Handler } from '../call.ts';
import { noContent } from '../conventions/answers.ts';

/** Hyphens may be missing (API-CONV-16). */
const guid = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Clients by their visitor GUID, the cookie `tgid` (API-GUE-1). */
export const guestOperations = (privacy: Pick<Privacy, 'anonymizeGuest'>): Record<string, Handler> => ({
  async anonymizeGuest({ actor, param }) {
    const trackedId = param('guestGuid');
    if (!guid.test(trackedId)) throw notFound();
    await privacy.anonymizeGuest(actor, trackedId);
    return noContent;
  },
});
