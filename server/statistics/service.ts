import { limits } from '@hovor/protocol/limits';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import { type Actor, companyOf } from '../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import { mayDefine } from './policies.ts';
import * as queries from './queries.ts';
import type { Dashboard, Metric } from './schema.ts';

export type Statistics = ReturnType<typeof createStatistics>;

/** What a company measures (ST-MD): definitions of metrics and the dashboards that show them. */
export function createStatistics(store: Store) {
  return {
    /** By id. */
    metrics: (companyId: number): Promise<Metric[]> => queries.readMetrics(store.db, companyId),

    /** @throws invalid-input for a name that is taken, for a tag named twice, and beyond the limit of a company */
    createMetric: (actor: Actor, metric: Omit<Metric, 'id'>): Promise<{ id: number }> =>
      define(actor, async (unit, companyId) => {
        const names = metric.groupingFields.map(({ name }) => name);
        const twice = names.findIndex((name, index) => names.indexOf(name) < index);
        if (twice >= 0) throw invalid(`groupingFields[${twice}].name`, 'this parameter is named twice.');
        if ((await queries.countMetrics(unit.db, companyId)) >= limits.metricsPerCompany) {
          throw invalid('baseName', `a company has at most ${limits.metricsPerCompany} metrics.`);
        }
        const id = await queries.insertMetric(unit.db, companyId, metric);
        if (id === null) throw invalid('suffix', 'the company has a metric of this base name and suffix.');
        record(unit, companyId, 'metric.created', id);
        return { id };
      }),

    /** @throws not-found */
    deleteMetric: (actor: Actor, metricId: number): Promise<void> =>
      define(actor, async (unit, companyId) => {
        if (!(await queries.removeMetric(unit.db, companyId, metricId))) throw notFound();
        record(unit, companyId, 'metric.deleted', metricId);
      }),

    /** By id; metrics in the order they were given. */
    dashboards: (companyId: number): Promise<Dashboard[]> => queries.readDashboards(store.db, companyId),

    /** @throws invalid-input for a key that is taken (in any case) and for metrics the company does not have */
    createDashboard: (actor: Actor, dashboard: Omit<Dashboard, 'id'>): Promise<{ id: number }> =>
      define(actor, async (unit, companyId) => {
        const metricIds = [...new Set(dashboard.metricIds)];
        const known = new Set(await queries.lockMetrics(unit.db, companyId, metricIds));
        const unknown = dashboard.metricIds.findIndex((id) => !known.has(id));
        if (unknown >= 0) throw invalid(`metricIds[${unknown}]`, 'is not a metric of this company.');
        const id = await queries.insertDashboard(unit.db, companyId, { ...dashboard, metricIds });
        if (id === null) throw invalid('key', 'the company has a dashboard of this key.');
        record(unit, companyId, 'metricDashboard.created', id);
        return { id };
      }),

    /** @throws not-found */
    deleteDashboard: (actor: Actor, dashboardId: number): Promise<void> =>
      define(actor, async (unit, companyId) => {
        if (!(await queries.removeDashboard(unit.db, companyId, dashboardId))) throw notFound();
        record(unit, companyId, 'metricDashboard.deleted', dashboardId);
      }),
  };

  /** @throws not-permitted */
  async function define<T>(actor: Actor, work: (unit: Unit, companyId: number) => Promise<T>): Promise<T> {
    if (!mayDefine(actor)) throw new Problem('not-permitted');
    return transact(store, actor, (unit) => work(unit, companyOf(actor)));
  }
}

function record(unit: Unit, companyId: number, kind: string, id: number): void {
  const [noun] = kind.split('.');
  unit.record({ companyId, tenantId: null, kind, subject: `${noun}:${id}`, payload: { id } });
}
