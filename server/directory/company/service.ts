import { randomUUID } from 'node:crypto';
import { optionalColor } from '../../foundation/color.ts';
import { refusing } from '../../foundation/database/duplicates.ts';
import { invalid, notFound } from '../../foundation/errors.ts';
import { type Actor, companyOf } from '../../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../../foundation/transact.ts';
import { insertGroup } from '../groups/queries.ts';
import { lockCompany } from '../locks.ts';
import { requiredName, requiredTimezone } from '../names.ts';
import { defaultAwayReasons } from '../rules.ts';
import * as queries from './queries.ts';

export type { MetricSettings } from './queries.ts';

export interface NewCompany {
  name: string;
  language?: string;
  timezone?: string;
  /** Fixed by the demo, whose page knows it; random otherwise. */
  guid?: string;
}

export interface AwayReasonChange {
  name?: string;
  paid?: boolean;
  /** #1f5fd0; null and empty = none. */
  color?: string | null;
  position?: number;
  active?: boolean;
}

const refusals = {
  companies_guid_key: ['guid', 'is taken by another company.'],
  tenants_name: ['name', 'is taken by another tenant.'],
  away_reasons_name: ['name', 'is taken by another away reason.'],
} as const;

/** Adds a company with the default away reasons (AD-CO-8, AD-SET-1), inside the caller's transaction. */
export async function addCompany(unit: Unit, company: NewCompany): Promise<{ id: number; guid: string }> {
  const guid = company.guid ?? randomUUID();
  const { id } = await queries.insertCompany(unit.db, {
    guid,
    name: requiredName('name', company.name),
    language: company.language ?? 'en',
    timezone: requiredTimezone('timezone', company.timezone ?? 'Europe/Prague'),
    created: unit.now,
  });
  await queries.insertAwayReasons(
    unit.db,
    defaultAwayReasons.map((reason, position) => ({ ...reason, companyId: id, position })),
  );
  unit.record({ companyId: id, tenantId: null, kind: 'company.created', subject: `company:${id}`, payload: { id } });
  return { id, guid };
}

/** Adds a tenant and its group of all operators, so that its first package can be answered. */
export async function addTenant(unit: Unit, companyId: number, name: string): Promise<{ id: number; groupId: number }> {
  const { id } = await queries.insertTenant(unit.db, {
    companyId,
    name: requiredName('name', name),
    created: unit.now,
  });
  const group = await insertGroup(unit.db, {
    companyId,
    tenantId: id,
    name: 'All operators',
    type: 'ALL_OPERATORS',
    created: unit.now,
  });
  unit.record({ companyId, tenantId: id, kind: 'tenant.created', subject: `tenant:${id}`, payload: { id } });
  return { id, groupId: group.id };
}

/** Companies, their tenants and their away reasons. */
export function createCompanies(store: Store) {
  const within = <T>(actor: Actor, work: (unit: Unit, companyId: number) => Promise<T>) =>
    refusing(refusals, () =>
      transact(store, actor, async (unit) => {
        const companyId = companyOf(actor);
        await lockCompany(unit, companyId);
        return work(unit, companyId);
      }),
    );

  return {
    companies: {
      /** A new company (API-COM-5); `actor` is a server administrator or the system. */
      create: (actor: Actor, company: NewCompany) =>
        refusing(refusals, () => transact(store, actor, (unit) => addCompany(unit, company))),

      /** @throws not-found */
      async load(companyId: number) {
        const company = await queries.selectCompany(store.db, companyId);
        if (!company) throw notFound();
        return company;
      },

      /** By the GUID a widget sends (AD-CO-8); undefined when there is none. The caller has checked its form. */
      byGuid: (guid: string) => queries.selectCompanyByGuid(store.db, guid),

      update: (actor: Actor, change: { name?: string; language?: string; timezone?: string }) =>
        within(actor, async (unit, companyId) => {
          const { name, language, timezone } = change;
          await queries.updateCompany(unit.db, companyId, {
            ...(name !== undefined && { name: requiredName('name', name) }),
            ...(language !== undefined && { language }),
            ...(timezone !== undefined && { timezone: requiredTimezone('timezone', timezone) }),
          });
          unit.record({
            companyId,
            tenantId: null,
            kind: 'company.updated',
            subject: `company:${companyId}`,
            payload: { id: companyId, fields: Object.keys(change) },
          });
        }),
    },

    metricSettings: {
      /** Where the company keeps its statistics; null = not configured (API-COM-3). */
      load: async (companyId: number): Promise<queries.MetricSettings | null> =>
        (await queries.selectMetricSettings(store.db, companyId)) ?? null,

      /** All null = no longer configured. */
      set: (actor: Actor, settings: queries.MetricSettings) =>
        within(actor, async (unit, companyId) => {
          const { databaseUrl } = settings;
          if (databaseUrl !== null && !isWebAddress(databaseUrl)) {
            throw invalid('databaseUrl', 'must be an address that begins with https:// or http://.');
          }
          const configured = Object.values(settings).some((value) => value !== null);
          if (configured) await queries.upsertMetricSettings(unit.db, companyId, settings);
          else await queries.deleteMetricSettings(unit.db, companyId);
          unit.record({
            companyId,
            tenantId: null,
            kind: 'company.metricSettingsChanged',
            subject: `company:${companyId}`,
            payload: { id: companyId, configured },
          });
        }),
    },

    tenants: {
      create: (actor: Actor, tenant: { name: string }) =>
        within(actor, async (unit, companyId) => {
          const added = await addTenant(unit, companyId, tenant.name);
          unit.touch({ companyId, tenantId: added.id, topic: 'tenant', id: added.id });
          return added;
        }),

      list: (companyId: number) => queries.selectTenants(store.db, companyId),

      /** @throws not-found outside the company */
      async load(companyId: number, tenantId: number) {
        const tenant = await queries.selectTenant(store.db, companyId, tenantId);
        if (!tenant) throw notFound();
        return tenant;
      },

      rename: (actor: Actor, tenantId: number, name: string) =>
        within(actor, async (unit, companyId) => {
          const renamed = await queries.updateTenant(unit.db, companyId, tenantId, requiredName('name', name));
          if (!renamed) throw notFound();
          const payload = { id: tenantId, fields: ['name'] };
          unit.record({ companyId, tenantId, kind: 'tenant.updated', subject: `tenant:${tenantId}`, payload });
          unit.touch({ companyId, tenantId, topic: 'tenant', id: tenantId });
        }),
    },

    awayReasons: {
      /** All, also those no longer offered, in the administrator's order (AD-CO-6). */
      list: (companyId: number) => queries.selectAwayReasons(store.db, companyId),

      create: (actor: Actor, reason: { name: string; paid: boolean; color?: string | null }) =>
        within(actor, async (unit, companyId) => {
          const present = await queries.selectAwayReasons(unit.db, companyId);
          const position = Math.max(-1, ...present.map((one) => one.position)) + 1;
          const [added] = await queries.insertAwayReasons(unit.db, [
            {
              companyId,
              name: requiredName('name', reason.name),
              paid: reason.paid,
              color: optionalColor('color', reason.color),
              position,
            },
          ]);
          if (!added) throw new Error('The away reason was not stored.');
          recordAwayReason(unit, companyId, added.id, 'created');
          return added;
        }),

      /** A reason in use is switched off, never deleted: it stays in the history. */
      update: (actor: Actor, awayReasonId: number, change: AwayReasonChange) =>
        within(actor, async (unit, companyId) => {
          const name = change.name === undefined ? undefined : requiredName('name', change.name);
          const updated = await queries.updateAwayReason(unit.db, companyId, awayReasonId, {
            ...change,
            ...(name !== undefined && { name }),
            ...(change.color !== undefined && { color: optionalColor('color', change.color) }),
          });
          if (!updated) throw notFound();
          recordAwayReason(unit, companyId, awayReasonId, 'updated');
        }),

      /** The order operators see; `ids` names every reason of the company once. @throws invalid-input */
      order: (actor: Actor, ids: readonly number[]) =>
        within(actor, async (unit, companyId) => {
          const present = await queries.selectAwayReasons(unit.db, companyId);
          if (ids.length !== present.length || present.some(({ id }) => !ids.includes(id))) {
            throw invalid('ids', 'must name every away reason once.');
          }
          for (const [position, id] of ids.entries()) {
            if (present.find((reason) => reason.id === id)?.position === position) continue;
            await queries.updateAwayReason(unit.db, companyId, id, { position });
            recordAwayReason(unit, companyId, id, 'updated');
          }
        }),
    },
  };
}

const isWebAddress = (text: string) => URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);

function recordAwayReason(unit: Unit, companyId: number, id: number, what: 'created' | 'updated') {
  const kind = `awayReason.${what}`;
  unit.record({ companyId, tenantId: null, kind, subject: `awayReason:${id}`, payload: { id } });
  unit.touch({ companyId, tenantId: null, topic: 'awayReason', id });
}
