import { limits } from '@hovor/protocol/limits';
import type { RoutingTerms } from '@hovor/protocol/routing';
import { Button, Select } from '@mantine/core';
import { IconArrowRight, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { moved, OrderedList } from '../parts/ordered-list.tsx';
import { RemoveButton } from '../parts/remove-button.tsx';
import classes from '../settings.module.css';
import { ConditionLine } from './condition-line.tsx';
import { type DraftRule, newCondition, newRule } from './draft.ts';
import own from './routing.module.css';
import type { RoutingWords } from './words.ts';

interface RulesFieldProps {
  value: readonly DraftRule[];
  terms: RoutingTerms;
  words: RoutingWords;
  /** By key of a rule, or of a rule and a condition. */
  faults: Readonly<Record<string, string>>;
  onChange(rules: DraftRule[]): void;
}

/** The rules in their order, each a sentence: if all conditions hold, the client goes there (AD-RT-3, AD-RT-4). */
export function RulesField({ value, terms, words, faults, onChange }: RulesFieldProps) {
  const { t } = useTranslation();
  const change = (rule: DraftRule) => onChange(value.map((other) => (other.key === rule.key ? rule : other)));
  return (
    <div className={own.rules}>
      {value.length === 0 && <p className={classes.help}>{t('routing.noRules')}</p>}
      <OrderedList
        label={t('routing.rulesLabel')}
        items={value}
        keyOf={({ key }) => key}
        nameOf={(rule, index) => t('routing.ruleName', { number: index + 1, text: words.ruleText(rule) })}
        onMove={(from, to) => onChange(moved(value, from, to))}
      >
        {(rule, index) => (
          <RuleLine
            rule={rule}
            number={index + 1}
            words={words}
            faults={faults}
            onChange={change}
            onRemove={() => onChange(value.filter(({ key }) => key !== rule.key))}
          />
        )}
      </OrderedList>
      {value.length < limits.rulesPerRouting && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...value, newRule(terms.groups[0]?.id ?? null)])}
        >
          {t('routing.addRule')}
        </Button>
      )}
    </div>
  );
}

interface RuleLineProps {
  rule: DraftRule;
  number: number;
  words: RoutingWords;
  faults: Readonly<Record<string, string>>;
  onChange(rule: DraftRule): void;
  onRemove(): void;
}

function RuleLine({ rule, number, words, faults, onChange, onRemove }: RuleLineProps) {
  const { t } = useTranslation();
  const { conditions, groupId } = rule;
  const name = t('routing.ruleName', { number, text: words.ruleText(rule) });
  return (
    <fieldset className={own.rule} aria-label={name}>
      <span className={own.number}>{number}.</span>
      <div className={own.lines}>
        {conditions.length === 0 && <span className={own.everybody}>{t('routing.everybody')}</span>}
        {conditions.map((condition, index) => (
          <ConditionLine
            key={condition.key}
            condition={condition}
            isFirst={index === 0}
            fault={faults[`${rule.key} ${condition.key}`]}
            words={words}
            onChange={(next) =>
              onChange({ ...rule, conditions: conditions.map((other) => (other.key === next.key ? next : other)) })
            }
            onRemove={() => onChange({ ...rule, conditions: conditions.filter(({ key }) => key !== condition.key) })}
          />
        ))}
        <div className={own.condition}>
          <IconArrowRight size={16} aria-hidden className={own.arrow} />
          <Select
            className={own.target}
            size="xs"
            aria-label={t('routing.target')}
            placeholder={t('routing.noTarget')}
            searchable
            allowDeselect={false}
            nothingFoundMessage={t('routing.noGroups')}
            data={words.targets}
            value={groupId === null ? null : String(groupId)}
            error={faults[rule.key]}
            onChange={(next) => next && onChange({ ...rule, groupId: Number(next) })}
          />
          {conditions.length < limits.conditionsPerRule && (
            <Button
              variant="subtle"
              size="compact-xs"
              leftSection={<IconPlus size={14} aria-hidden />}
              aria-label={t('routing.addConditionTo', { number })}
              onClick={() => onChange({ ...rule, conditions: [...conditions, newCondition()] })}
            >
              {t('routing.addCondition')}
            </Button>
          )}
        </div>
      </div>
      <RemoveButton label={t('order.remove', { name })} onClick={onRemove} />
    </fieldset>
  );
}
