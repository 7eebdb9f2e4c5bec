import { limits } from '@hovor/protocol/limits';
import { invalid } from '../../../foundation/errors.ts';
import type { Statistics } from '../../../statistics/service.ts';
import { type Handler, handled } from '../call.ts';
import { created, noContent, ok } from '../conventions/answers.ts';
import { integer, list, object, optional, text } from '../conventions/body.ts';
import type { Idempotency } from '../idempotency.ts';
import { ownCompanyOnly } from '../own-company.ts';
import { keyMay } from '../policies.ts';

const word = text({ min: 1, max: limits.nameLength });
const newMetric = object({
  baseName: word,
  suffix: text({ max: limits.nameLength }),
  groupingFields: optional(
    list(object({ name: text({ min: 1, max: limits.paramNameLength }), emptyPlaceholder: word }), {
      max: limits.groupingFieldsPerMetric,
    }),
  ),
});
const newDashboard = object({
  name: word,
  key: (given, at) => {
    const key = text({ min: 1, max: 100 })(given, at);
    if (/^[\w.-]+$/.test(key)) return key;
    throw invalid(at, 'Use letters without accents, digits, dots, - and _.');
  },
  metricIds: optional(list(integer({ min: 1 }), { max: limits.metricsPerCompany })),
});

/** Metrics and dashboards of the company (API-MET). */
export function metricOperations(statistics: Statistics): Record<string, Handler> {
  return {
    async listMetrics({ actor, query }) {
      ownCompanyOnly(actor, query);
      return ok(await statistics.metrics(actor.companyId));
    },

    async createMetric({ actor, query, body }) {
      ownCompanyOnly(actor, query);
      const { groupingFields, ...metric } = newMetric(body, 'body');
      const { id } = await statistics.createMetric(actor, { ...metric, groupingFields: groupingFields ?? [] });
      return created(id);
    },

    async deleteMetric({ actor, id }) {
      await statistics.deleteMetric(actor, id('metricId'));
      return noContent;
    },

    async listMetricDashboards({ actor, query }) {
      ownCompanyOnly(actor, query);
      return ok(await statistics.dashboards(actor.companyId));
    },
  };
}

/** Ours: dashboards are made and removed here too, the contract only lists them. */
export function registerDashboards(
  scope: Record<'post' | 'delete', (url: string, options: object, handler: ReturnType<typeof handled>) => unknown>,
  statistics: Statistics,
  idempotency: Idempotency,
) {
  const options = { config: { policy: keyMay('metrics.write'), credential: 'api', errors: 'public-api' } };
  scope.post(
    '/api/v1/MetricDashboards',
    options,
    handled(async ({ actor, body }) => {
      const { metricIds, ...dashboard } = newDashboard(body, 'body');
      const { id } = await statistics.createDashboard(actor, { ...dashboard, metricIds: metricIds ?? [] });
      return created(id);
    }, idempotency),
  );
  scope.delete(
    '/api/v1/MetricDashboards/:dashboardId',
    options,
    handled(async ({ actor, id }) => {
      await statistics.deleteDashboard(actor, id('dashboardId'));
      return noContent;
    }),
  );
}
