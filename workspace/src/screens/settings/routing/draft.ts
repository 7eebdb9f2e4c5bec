import type { Channel } from '@hovor/protocol/enums';
import { type ConditionOperator, type RoutingChange, type RoutingView, takesValue } from '@hovor/protocol/routing';

/** A routing while it is edited. Rules and conditions have keys, so that they stay themselves when they are moved. */
export interface DraftCondition {
  key: string;
  param: string;
  operator: ConditionOperator;
  value: string;
}

export interface DraftRule {
  key: string;
  conditions: DraftCondition[];
  /** Null while no target is chosen. */
  groupId: number | null;
}

export interface Draft extends Record<string, unknown> {
  name: string;
  fallback: RoutingView['fallback'];
  channelRanks: Channel[];
  rules: DraftRule[];
}

export const draftOf = ({ name, fallback, channelRanks, rules }: RoutingView): Draft => ({
  name,
  fallback,
  channelRanks,
  rules: rules.map(({ groupId, conditions }, index) => ({
    key: `rule-${index}`,
    groupId,
    conditions: conditions.map(({ param, operator, value }, nth) => ({
      ...{ key: `condition-${nth}`, param, operator, value: value ?? '' },
    })),
  })),
});

export const newCondition = (): DraftCondition => ({
  ...{ key: crypto.randomUUID(), param: 'language', operator: 'equals', value: '' },
});
export const newRule = (groupId: number | null): DraftRule => ({ key: crypto.randomUUID(), conditions: [], groupId });

/** As the server takes it. A rule without a target is sent without one and refused at its place. */
export const changeOf = ({ name, fallback, channelRanks, rules }: Draft): Omit<RoutingChange, 'version'> => ({
  ...{ name, fallback, channelRanks },
  rules: rules.map(({ groupId, conditions }) => ({
    ...(groupId !== null && { groupId }),
    conditions: conditions.map(({ param, operator, value }) => ({
      ...{ param, operator },
      ...(takesValue(operator) && { value }),
    })),
  })),
});

/** The server's words by the place they are about: `rules[0].conditions[1].value` → that condition's key. */
export function faultsOf(
  fields: Readonly<Record<string, string>>,
  rules: readonly DraftRule[],
): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const [path, text] of Object.entries(fields)) {
    const found = /^rules(?:\[|\.)(\d+)\]?(?:\.conditions(?:\[|\.)(\d+)\]?)?/.exec(path);
    const rule = found && rules[Number(found[1])];
    if (!rule) continue;
    const condition = found[2] === undefined ? undefined : rule.conditions[Number(found[2])];
    faults[condition ? `${rule.key} ${condition.key}` : rule.key] ??= text;
  }
  return faults;
}
