import { channels, sessionSources } from '@hovor/protocol/enums';
import { type RoutingTerms, sessionFacts, takesValue } from '@hovor/protocol/routing';
import { useTranslation } from 'react-i18next';
import type { DraftCondition, DraftRule } from './draft.ts';

type Fact = (typeof sessionFacts)[number];
const isFact = (name: string): name is Fact => sessionFacts.some((fact) => fact === name);

/** What conditions ask for and compare with, in the reader's words. */
export function useRoutingWords(terms: RoutingTerms) {
  const { t } = useTranslation();
  const labels = new Map(terms.parameters.map(({ name, label }) => [name, label || name]));
  const targets = new Map(terms.groups.map((group) => [group.id, group]));

  const paramLabel = (name: string): string => labels.get(name) ?? (isFact(name) ? t(`sessionFact.${name}`) : name);

  /** Values with a name of their own; null = any text. */
  function choices(param: string): { value: string; label: string }[] | null {
    if (labels.has(param)) return null;
    if (param === 'channel') return channels.map((value) => ({ value, label: t(`channel.${value}`) }));
    if (param === 'source') return sessionSources.map((value) => ({ value, label: t(`source.${value}`) }));
    return null;
  }

  function conditionText({ param, operator, value }: Omit<DraftCondition, 'key'>): string {
    const known = choices(param)?.find((choice) => choice.value === value)?.label ?? value;
    const says = `${paramLabel(param)} ${t(`conditionOperator.${operator}`)}`;
    return takesValue(operator) ? `${says} ${known}` : says;
  }

  const ruleText = ({ conditions }: Pick<DraftRule, 'conditions'>): string =>
    conditions.length === 0 ? t('routing.everybody') : conditions.map(conditionText).join(` ${t('routing.and')} `);

  return {
    paramLabel,
    choices,
    conditionText,
    ruleText,
    groupName: (id: number | null) => (id === null ? t('routing.noTarget') : (targets.get(id)?.name ?? `#${id}`)),
    isChatbot: (id: number) => targets.get(id)?.chatbot === true,
    /** For a picker of parameters: what every session has, and what the tenant defined. */
    params: [
      { group: t('routing.facts'), items: sessionFacts.map((value) => ({ value, label: paramLabel(value) })) },
      {
        group: t('routing.parameters'),
        items: terms.parameters
          .filter(({ name }) => !isFact(name))
          .map(({ name, label }) => ({ value: name, label: label || name })),
      },
    ],
    targets: [
      {
        group: t('routing.groups'),
        items: terms.groups
          .filter(({ chatbot }) => !chatbot)
          .map(({ id, name }) => ({ value: String(id), label: name })),
      },
      {
        group: t('routing.chatbots'),
        items: terms.groups
          .filter(({ chatbot }) => chatbot)
          .map(({ id, name }) => ({ value: String(id), label: name })),
      },
    ].filter(({ items }) => items.length > 0),
  };
}
export type RoutingWords = ReturnType<typeof useRoutingWords>;
