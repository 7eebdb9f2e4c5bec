import { limits } from '@hovor/protocol/limits';
import type { Directory } from '../../../directory/service.ts';
import { notFound } from '../../../foundation/errors.ts';
import type { ApiKeyActor } from '../../../foundation/security/actor.ts';
import type { Call, Handler } from '../call.ts';
import { created, noContent, ok } from '../conventions/answers.ts';
import { object, optional, text } from '../conventions/body.ts';
import { requireWholeCompany } from '../policies.ts';
import { settingsHandlers } from '../settings.ts';

const newCompany = object({
  name: text({ min: 1, max: limits.nameLength }),
  language: optional(text({ min: 2, max: 35 })),
  timezone: optional(text({ min: 1, max: 64 })),
});

const setting = optional(text({ max: limits.urlLength }));
const metricSettings = object({
  databaseUrl: setting,
  databaseOrganization: setting,
  databaseBucket: setting,
  databaseToken: setting,
});

/** The company of the key (API-COM); every other one does not exist. */
export function companyOperations(directory: Directory): Record<string, Handler> {
  const { companies } = directory;

  async function companyModel({ companyId }: ApiKeyActor) {
    const { id, name, guid, language, timezone } = await companies.load(companyId);
    return { id, name, companyGuid: guid, language, timezone };
  }

  function ownCompany({ actor, id }: Call): number {
    const companyId = id('companyId');
    if (companyId !== actor.companyId) throw notFound();
    return companyId;
  }

  const settings = settingsHandlers(directory, {
    scope: 'company',
    member: 'companyId',
    async find(call) {
      const companyId = ownCompany(call);
      requireWholeCompany(call.actor);
      return companyId;
    },
  });

  return {
    /** A single object, not a list (API-CMP-3). */
    getOwnCompany: async ({ actor }) => ok(await companyModel(actor)),

    async getCompany(call) {
      ownCompany(call);
      return ok(await companyModel(call.actor));
    },

    async createCompany({ actor, body }) {
      const { name, language, timezone } = newCompany(body, 'body');
      const { id } = await companies.create(actor, {
        name,
        ...(language && { language }),
        ...(timezone && { timezone }),
      });
      return created(id);
    },

    async getCompanyMetricSettings(call) {
      const companyId = ownCompany(call);
      requireWholeCompany(call.actor);
      const found = await directory.metricSettings.load(companyId);
      if (!found) throw notFound();
      return ok({
        databaseUrl: found.databaseUrl,
        databaseOrganization: found.organization,
        databaseBucket: found.bucket,
        databaseToken: found.token,
      });
    },

    async setCompanyMetricSettings(call) {
      ownCompany(call);
      requireWholeCompany(call.actor);
      const given = metricSettings(call.body, 'body');
      await directory.metricSettings.set(call.actor, {
        databaseUrl: given.databaseUrl,
        organization: given.databaseOrganization,
        bucket: given.databaseBucket,
        token: given.databaseToken,
      });
      return noContent;
    },

    getCompanySettings: settings.get,
    setCompanySettings: settings.put,
  };
}
