import { inTenant } from '../foundation/security/actor.ts';

/** Operators invite clients to themselves. */
export const ownInvitations = inTenant('Operator');
