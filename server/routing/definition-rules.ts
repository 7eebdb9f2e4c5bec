import { conditionOperators, type RoutingRuleBody, takesValue } from '@hovor/protocol/routing';
import { invalid } from '../foundation/errors.ts';
import { patternFault } from './patterns.ts';
import type { Condition } from './schema.ts';

export interface CheckedRule {
  groupId: number;
  conditions: Condition[];
}

/** Rules as they are stored: each with one group, conditions without what their operator does not look at. Pure. */
export const checkedRules = (rules: readonly RoutingRuleBody[]): CheckedRule[] =>
  rules.map(({ conditions, groupId, phoneNumber }, index) => {
    const at = `rules[${index}]`;
    if (phoneNumber !== undefined) {
      throw invalid(`${at}.phoneNumber`, 'calls can be sent on to a number once there is telephony. Choose a group.');
    }
    if (groupId === undefined) throw invalid(`${at}.groupId`, 'choose the group or chatbot this rule leads to.');
    return {
      groupId,
      conditions: conditions.map((condition, nth) => checkedCondition(condition, `${at}.conditions[${nth}]`)),
    };
  });

function checkedCondition({ param, operator, value }: Condition, at: string): Condition {
  const name = param.trim();
  if (name === '') throw invalid(`${at}.param`, 'choose what is looked at.');
  if (!conditionOperators.some((known) => known === operator)) throw invalid(`${at}.operator`, 'is not known.');
  if (!takesValue(operator)) return { param: name, operator };
  if (value === undefined || value === null || value.trim() === '') {
    throw invalid(`${at}.value`, 'say what it is compared with.');
  }
  const fault = operator === 'matches' ? patternFault(value) : null;
  if (fault) throw invalid(`${at}.value`, fault);
  return { param: name, operator, value };
}
