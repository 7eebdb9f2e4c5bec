import { isDeepStrictEqual } from 'node:util';
import { limits } from '@hovor/protocol/limits';
import type { NewRouting, RoutingChange, RoutingRow, RoutingTerms, RoutingView } from '@hovor/protocol/routing';
import { refusing } from '../foundation/database/duplicates.ts';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import { type Actor, companyOf } from '../foundation/security/actor.ts';
import { cleanName } from '../foundation/security/text.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import { mayConfigure } from '../sessions/policies.ts';
import * as queries from './definition-queries.ts';
import { type CheckedRule, checkedRules } from './definition-rules.ts';
import { type RuleSet, ranksOf } from './schema.ts';

const refusals = { routings_name: ['name', 'is taken by another routing of this tenant.'] } as const;

/** Routings as administrators define them (AD-RT). What is saved holds at once, also for those who wait (AD-RT-5). */
export function createRoutings(store: Store) {
  /** One change in a tenant; they happen one after the other. */
  const within = <T>(actor: Actor, tenantId: number, work: (unit: Unit, companyId: number) => Promise<T>) =>
    refusing(refusals, () =>
      transact(store, actor, async (unit) => {
        const companyId = companyOf(actor);
        if (!(await queries.lockTenant(unit.db, companyId, tenantId))) throw notFound();
        if (!mayConfigure(actor, tenantId)) throw new Problem('not-permitted');
        return work(unit, companyId);
      }),
    );

  return {
    async list(companyId: number, tenantId: number): Promise<RoutingRow[]> {
      const [rows, packages] = await Promise.all([
        queries.selectRoutings(store.db, companyId, tenantId),
        queries.selectPackages(store.db, companyId, tenantId),
      ]);
      return rows.map(({ id, name, ruleCount }) => ({
        ...{ id, name, rules: Number(ruleCount ?? 0) },
        packages: packages.filter(({ routingId }) => routingId === id).map(named),
      }));
    },

    /** @throws not-found outside the company, and outside the tenant if one is named */
    load: (companyId: number, routingId: number, tenantId?: number) => load(store, companyId, routingId, tenantId),

    /** The routing with its rules. @throws not-found outside the tenant */
    view: (companyId: number, tenantId: number, routingId: number) => view(store, companyId, tenantId, routingId),

    async terms(companyId: number, tenantId: number): Promise<RoutingTerms> {
      const [parameters, groups] = await Promise.all([
        queries.selectParameters(store.db, companyId, tenantId),
        queries.selectTargets(store.db, companyId, tenantId),
      ]);
      return { parameters, groups: groups.map(({ type, ...group }) => ({ ...group, chatbot: type === 'CHATBOT' })) };
    },

    create: (actor: Actor, tenantId: number, routing: NewRouting): Promise<{ id: number }> =>
      within(actor, tenantId, (unit, companyId) => insert(unit, companyId, tenantId, routing)),

    /**
     * The same in a unit of somebody else, who holds the lock of the tenant and has asked for the right. A name that is
     * taken breaks the index `routings_name`.
     */
    createIn: insert,

    /**
     * Makes the routing exactly this.
     * @throws conflict with the field `version` when somebody else saved since: nothing is changed then
     */
    update: (actor: Actor, tenantId: number, routingId: number, change: RoutingChange): Promise<RoutingView> =>
      within(actor, tenantId, async (unit, companyId) => {
        await load({ db: unit.db }, companyId, routingId, tenantId);
        const rules = await rulesOfTenant(unit, companyId, tenantId, change.rules);
        const key = { companyId, routingId, version: change.version };
        if (!(await queries.updateRouting(unit.db, key, columns(change)))) {
          throw new Problem('conflict', {
            detail: 'Somebody else saved this routing meanwhile. Nothing of yours is lost; look at their change first.',
            fields: { version: 'is no longer the present one.' },
          });
        }
        await replaceRules(unit, companyId, routingId, rules);
        announce(unit, { companyId, tenantId, id: routingId }, 'defined');
        return view({ db: unit.db }, companyId, tenantId, routingId);
      }),

    /** @throws conflict while packages use it or clients wait by it */
    remove: (actor: Actor, tenantId: number, routingId: number): Promise<void> =>
      within(actor, tenantId, async (unit, companyId) => {
        await load({ db: unit.db }, companyId, routingId, tenantId);
        const users = (await queries.selectPackages(unit.db, companyId, tenantId)).filter(
          (item) => item.routingId === routingId,
        );
        if (users.length > 0) throw new Problem('conflict', { detail: usedBy(users.map(({ name }) => name)) });
        if (await queries.someoneWaits(unit.db, companyId, routingId)) {
          throw new Problem('conflict', {
            detail: 'Clients still wait by this routing. Try again when they are served.',
          });
        }
        await queries.deleteRouting(unit.db, companyId, routingId);
        announce(unit, { companyId, tenantId, id: routingId }, 'removed');
      }),
  };
}

export type Routings = ReturnType<typeof createRoutings>;

const named = ({ id, name }: { id: number; name: string }) => ({ id, name });

async function insert(unit: Unit, companyId: number, tenantId: number, routing: NewRouting): Promise<{ id: number }> {
  if ((await queries.countRoutings(unit.db, companyId, tenantId)) >= limits.routingsPerTenant) {
    throw new Problem('conflict', { detail: `A tenant has at most ${limits.routingsPerTenant} routings.` });
  }
  const rules = await rulesOfTenant(unit, companyId, tenantId, routing.rules ?? []);
  const { id } = await queries.insertRouting(unit.db, { ...columns(routing), companyId, tenantId });
  await queries.replaceRules(unit.db, companyId, id, rules);
  announce(unit, { companyId, tenantId, id }, 'defined');
  return { id };
}

async function load({ db }: Pick<Store, 'db'>, companyId: number, routingId: number, tenantId?: number) {
  const routing = await queries.selectRouting(db, companyId, routingId);
  if (!routing || (tenantId !== undefined && routing.tenantId !== tenantId)) throw notFound();
  return routing;
}

async function view(store: Pick<Store, 'db'>, companyId: number, tenantId: number, routingId: number) {
  const { id, name, version, fallback, channelRanks } = await load(store, companyId, routingId, tenantId);
  const [rules, packages] = await Promise.all([
    queries.selectRules(store.db, companyId, routingId),
    queries.selectPackages(store.db, companyId, tenantId),
  ]);
  return {
    ...{ id, name, version },
    fallback: fallback as RuleSet['fallback'],
    channelRanks: ranksOf(channelRanks as RoutingView['channelRanks'] | null),
    rules: rules as RoutingView['rules'],
    packages: packages.filter((item) => item.routingId === routingId).map(named),
  };
}

function columns({ name, fallback = 'first', channelRanks }: NewRouting): queries.RoutingRow {
  const cleaned = cleanName(name, limits.nameLength);
  if (!cleaned) throw invalid('name', 'must not be empty.');
  return { name: cleaned, fallback, channelRanks: channelRanks?.length ? channelRanks : null };
}

/** The rules, checked; their groups belong to the tenant. */
async function rulesOfTenant(unit: Unit, companyId: number, tenantId: number, rules: NonNullable<NewRouting['rules']>) {
  const checked = checkedRules(rules);
  const known = new Set(
    (await queries.groupsOfTenant(unit.db, companyId, tenantId, [...new Set(checked.map((rule) => rule.groupId))])).map(
      ({ id }) => id,
    ),
  );
  const stray = checked.findIndex(({ groupId }) => !known.has(groupId));
  if (stray >= 0) throw invalid(`rules[${stray}].groupId`, 'is not a group of this tenant.');
  return checked;
}

async function replaceRules(unit: Unit, companyId: number, routingId: number, rules: readonly CheckedRule[]) {
  const before = await queries.selectRules(unit.db, companyId, routingId);
  if (isDeepStrictEqual(before, rules)) return;
  await queries.replaceRules(unit.db, companyId, routingId, rules);
  await queries.lookAgain(unit.db, companyId, routingId);
}

function usedBy(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  const use = names.length === 1 ? '1 package uses this routing' : `${names.length} packages use this routing`;
  return `${use}: ${shown}${names.length > 5 ? ', …' : ''}. Give them another routing first.`;
}

/** Who routes, who shows packages and who draws the routing look again. */
function announce(
  unit: Unit,
  { companyId, tenantId, id }: Record<'companyId' | 'tenantId' | 'id', number>,
  what: string,
) {
  const kind = `routing.${what}`;
  unit.record({ companyId, tenantId, kind, subject: `routing:${id}`, payload: { id, tenantId } });
  unit.touch({ companyId, tenantId, topic: 'routing', id });
  unit.touch({ companyId, tenantId, topic: 'availability', id: tenantId });
  unit.touch({ companyId, tenantId, topic: 'queue', id: tenantId });
}
