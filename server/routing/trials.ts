import type { RoutingTrial, RoutingTrialBody } from '@hovor/protocol/routing-explained';
import { nextChange, openAt } from '../calendars/service.ts';
import { invalid, notFound } from '../foundation/errors.ts';
import type { Store } from '../foundation/transact.ts';
import { createPool, type Desk, openDesk } from './candidates.ts';
import { checkedRules } from './definition-rules.ts';
import { explainSteps } from './explain.ts';
import { countWaiting } from './rules.ts';
import { familyOf, inFamily, type RuleSet, type Snapshot } from './schema.ts';
import { calendarsOf, loadSnapshot, skillsFor } from './snapshot.ts';
import { tryOut } from './trial.ts';

/** Tries rules with made-up clients, on the tenant as it is (AD-RT-12). Nothing is written. */
export function createTrials({ db, clock }: Pick<Store, 'db' | 'clock'>) {
  return {
    /** @throws not-found (routing outside the tenant), invalid-input */
    async trial(companyId: number, tenantId: number, body: RoutingTrialBody): Promise<RoutingTrial> {
      const now = clock.now();
      const [{ snapshot }, calendars] = await Promise.all([
        loadSnapshot(db, companyId, tenantId, now),
        calendarsOf(db, companyId, tenantId),
      ]);
      const at = body.at === undefined ? now.getTime() : Date.parse(body.at);
      const { channel, params, tags = [] } = body;
      const { language = null } = params;
      const found = tryOut(snapshot, {
        ruleSet: ruleSetOf(snapshot, body),
        channel,
        wants: skillsFor(
          language,
          tags.map((tag) => tag.toLowerCase()),
        ),
        param: (name) => (name === 'channel' ? channel : Object.hasOwn(params, name) ? (params[name] ?? null) : null),
        at,
        assumed: body.at !== undefined,
        hoursAt(groupId, time) {
          const calendar = calendars.get(groupId);
          return calendar ? { open: openAt(calendar, time), changes: nextChange(calendar, time) } : null;
        },
      });
      const touched = new Set(
        found.steps.flatMap(({ groupId, reason }) => [
          ...(groupId === null ? [] : [groupId]),
          ...[...(reason.lookedAt ?? []), ...(reason.rules ?? [])].map((rule) => rule.groupId),
        ]),
      );
      return {
        at: new Date(at).toISOString(),
        assumed: body.at !== undefined,
        outcome: found.outcome,
        steps: await explainSteps(db, companyId, found.steps),
        groups: groupsOf(found.world, channel, touched),
      };
    },
  };
}

function ruleSetOf(
  snapshot: Snapshot,
  { routingId, rules, fallback }: RoutingTrialBody,
): Pick<RuleSet, 'rules' | 'fallback'> {
  if ((routingId === undefined) === (rules === undefined)) {
    throw invalid('rules', 'send either the rules or the routing to try.');
  }
  if (rules) {
    const checked = checkedRules(rules);
    const stray = checked.findIndex(({ groupId }) => !snapshot.groups.has(groupId));
    if (stray >= 0) throw invalid(`rules[${stray}].groupId`, 'is not a group of this tenant.');
    return { fallback: fallback ?? 'first', rules: checked.map((rule, position) => ({ ...rule, position })) };
  }
  const known = routingId === undefined ? undefined : snapshot.ruleSets.get(routingId);
  if (!known) throw notFound();
  return { ...known, ...(fallback && { fallback }) };
}

function groupsOf(world: Snapshot, channel: RoutingTrialBody['channel'], touched: ReadonlySet<number>) {
  const desks = new Map<number, Desk>([...world.operators].map(([id, facts]) => [id, openDesk(facts)]));
  const waiting = countWaiting(world.requests);
  return [...touched].flatMap((id) => {
    const plain = world.groups.get(id);
    if (!plain) return [];
    const pool = createPool(inFamily(plain, familyOf(channel)), channel, desks);
    return {
      group: { id, name: plain.name },
      open: plain.hours?.open ?? true,
      waiting: waiting.get(id) ?? 0,
      ready: pool.ready.size,
      free: [...pool.ready.values()].filter(pool.hasRoom).length,
    };
  });
}
