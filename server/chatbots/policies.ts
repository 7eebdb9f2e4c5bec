import { inTenant } from '../foundation/security/actor.ts';

/** Chatbots of a tenant are seen and changed by its administrators (AD-CB); callback URLs hold credentials. */
export const manageChatbots = inTenant('TenantAdmin');
