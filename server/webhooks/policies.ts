import { companyAdmin } from '../foundation/security/actor.ts';

/** Webhooks carry what happens in the whole company (AD-CO-10). */
export const manageWebhooks = companyAdmin;
