import type { ClosedBecause } from '@hovor/protocol/routing-explained';
import { checkConditions } from './conditions.ts';
import {
  familyOf,
  type GroupFacts,
  isClosed,
  type Reason,
  type RequestFacts,
  type RoutingRule,
  type RuleLooked,
  type RuleSet,
  type Snapshot,
} from './schema.ts';

export interface RuleChoice {
  rule: RoutingRule | null;
  reason: Reason;
}

/**
 * Which rule leads a request on. A rule whose conditions hold takes it when its group takes clients now: it is open,
 * somebody is here, the queue has room. Pure; `isHere` and `waitingIn` answer for the state of the decision so far.
 */
export function createRuleChoice(
  snapshot: Pick<Snapshot, 'groups'>,
  state: { isHere(group: GroupFacts, request: RequestFacts): boolean; waitingIn(groupId: number): number },
) {
  /**
   * The rule a request without a group takes: the first that takes it, else the first that holds. Nobody waits for a
   * chatbot that is off, and no live client before a closed door; a message may wait until it opens.
   */
  function first(ruleSet: RuleSet, request: RequestFacts): RuleChoice {
    const { taking, holding, rules, shut } = lookAt(ruleSet.rules, request);
    const rule = taking ?? holding;
    return { rule, reason: { because: because(), rules: markTaken(rules, rule) } };

    function because() {
      if (taking) return 'first rule that holds';
      if (!holding) return shut ? 'outside opening hours' : 'no rule holds';
      const group = snapshot.groups.get(holding.groupId);
      return group && isClosed(group)
        ? 'first rule that holds, waits until it opens'
        : 'first rule that holds, nobody is here';
    }
  }

  /** The next rule after the present one that takes it. */
  function next(ruleSet: RuleSet, request: RequestFacts, because: Reason['because']): RuleChoice {
    const from = request.rulePosition ?? -1;
    const { taking, rules } = lookAt(
      ruleSet.rules.filter((rule) => rule.position > from && rule.groupId !== request.groupId),
      request,
    );
    return { rule: taking, reason: { because, rules: markTaken(rules, taking) } };
  }

  function lookAt(rules: readonly RoutingRule[], request: RequestFacts) {
    const live = familyOf(request.channel) === 'live';
    const seen: RuleLooked[] = [];
    let holding: RoutingRule | null = null;
    let shut = false;
    for (const rule of rules) {
      const { position, groupId } = rule;
      const group = snapshot.groups.get(groupId);
      const { holds, checked } = checkConditions(rule.conditions, request.param);
      const closed = group ? closedBecause(group, request) : 'group is gone';
      seen.push({ position, groupId, holds, conditions: checked, closed, taken: false });
      if (!holds || !group) continue;
      if (closed === null) return { taking: rule, holding, rules: seen, shut };
      if (group.chatbot) continue;
      if (live && isClosed(group)) shut = true;
      else holding ??= rule;
    }
    return { taking: null, holding, rules: seen, shut };
  }

  /** Why a group takes no new client now; null = it does. */
  function closedBecause(group: GroupFacts, request: RequestFacts): ClosedBecause | null {
    if (group.chatbot) {
      if (!group.chatbot.takes) return 'chatbot is off';
      return request.botsBefore?.includes(group.chatbot.id) ? 'chatbot handed it on' : null;
    }
    if (isClosed(group)) return 'outside opening hours';
    if (!state.isHere(group, request)) return 'nobody is here';
    return state.waitingIn(group.id) >= group.queueSize ? 'queue is full' : null;
  }

  return { first, next };
}

function markTaken(rules: RuleLooked[], taken: RoutingRule | null): RuleLooked[] {
  for (const rule of rules) if (rule.position === taken?.position) rule.taken = true;
  return rules;
}
