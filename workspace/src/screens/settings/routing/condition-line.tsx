import { limits } from '@hovor/protocol/limits';
import { type ConditionOperator, conditionOperators, takesValue } from '@hovor/protocol/routing';
import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RemoveButton } from '../parts/remove-button.tsx';
import type { DraftCondition } from './draft.ts';
import own from './routing.module.css';
import type { RoutingWords } from './words.ts';

interface ConditionLineProps {
  condition: DraftCondition;
  isFirst: boolean;
  fault: string | undefined;
  words: RoutingWords;
  onChange(condition: DraftCondition): void;
  onRemove(): void;
}

const wholeValues: readonly ConditionOperator[] = ['equals', 'not equals'];

/** One condition as a part of a sentence: “if Language is cs”. */
export function ConditionLine({ condition, isFirst, fault, words, onChange, onRemove }: ConditionLineProps) {
  const { t } = useTranslation();
  const { param, operator, value } = condition;
  const choices = wholeValues.includes(operator) ? words.choices(param) : null;
  const isKnown = words.params.some(({ items }) => items.some((item) => item.value === param));
  const params = isKnown
    ? words.params
    : [...words.params, { group: t('routing.unknown'), items: [{ value: param, label: param }] }];

  return (
    <div className={own.condition}>
      <span className={own.word}>{t(isFirst ? 'routing.if' : 'routing.and')}</span>
      <Select
        className={own.param}
        size="xs"
        aria-label={t('routing.param')}
        searchable
        allowDeselect={false}
        data={params.filter(({ items }) => items.length > 0)}
        value={param}
        onChange={(next) => next && onChange({ ...condition, param: next, value: words.choices(next) ? '' : value })}
      />
      <Select
        className={own.operator}
        size="xs"
        aria-label={t('routing.operator')}
        allowDeselect={false}
        data={conditionOperators.map((each) => ({ value: each, label: t(`conditionOperator.${each}`) }))}
        value={operator}
        onChange={(next) => next && onChange({ ...condition, operator: next as ConditionOperator })}
      />
      {takesValue(operator) &&
        (choices ? (
          <Select
            className={own.value}
            size="xs"
            aria-label={t('routing.value')}
            placeholder={t('routing.value')}
            allowDeselect={false}
            data={choices}
            value={value || null}
            error={fault}
            onChange={(next) => next && onChange({ ...condition, value: next })}
          />
        ) : (
          <TextInput
            className={own.value}
            size="xs"
            aria-label={t('routing.value')}
            placeholder={t(
              operator === 'in list'
                ? 'routing.listHint'
                : operator === 'matches'
                  ? 'routing.patternHint'
                  : 'routing.value',
            )}
            maxLength={operator === 'matches' ? limits.conditionPatternLength : limits.conditionValueLength}
            value={value}
            error={fault}
            onChange={(event) => onChange({ ...condition, value: event.currentTarget.value })}
          />
        ))}
      <RemoveButton label={t('order.remove', { name: words.conditionText(condition) })} onClick={onRemove} />
    </div>
  );
}
