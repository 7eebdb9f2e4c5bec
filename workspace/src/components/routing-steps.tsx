import { conditionOperators } from '@hovor/protocol/routing';
import type { Named, RoutingStep, RuleSeen } from '@hovor/protocol/routing-explained';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../state/durations.ts';
import { useFormats } from './formats.ts';
import classes from './routing-steps.module.css';

interface RoutingStepsProps {
  steps: readonly RoutingStep[];
  /** A condition in the words of the page; without it parameters are called by their names. */
  conditionText?(condition: ConditionSeen): string;
  /** Times as what has passed since then, for what did not happen yet. */
  since?: string;
}
type ConditionSeen = RuleSeen['conditions'][number];

/** A search step by step: when, what happened and why, with everything that was looked at (AD-RT-11). */
export function RoutingSteps({ steps, conditionText, since }: RoutingStepsProps) {
  const plain = useConditionText();
  return (
    <ol className={classes.steps}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are history; their order never changes
        <Step key={index} step={step} conditionText={conditionText ?? plain} since={since} />
      ))}
    </ol>
  );
}

function useConditionText() {
  const { t } = useTranslation();
  return ({ param, operator, value }: ConditionSeen) => {
    const known = conditionOperators.find((each) => each === operator);
    const says = known ? t(`conditionOperator.${known}`) : operator;
    return t('routingWhy.condition', { param, operator: says, value: value === null ? '' : `“${value}”` }).trim();
  };
}

interface StepProps {
  step: RoutingStep;
  conditionText(condition: ConditionSeen): string;
  since: string | undefined;
}

function useName() {
  const { t } = useTranslation();
  return (named: Named | null) => named?.name ?? t('routingWhy.somebody');
}

function Step({ step, conditionText, since }: StepProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const nameOf = useName();
  const { candidates, offer, decidedBy } = step;
  const operator = step.operator ? nameOf(step.operator) : step.chatbot ? nameOf(step.chatbot) : nameOf(null);
  const said = t(`routingStep.${step.type}`, { group: nameOf(step.group), operator });
  return (
    <li className={classes.step}>
      <div className={classes.head}>
        <time className="numbers" dateTime={step.at} title={formats.full(step.at)}>
          {since ? `+${formatDuration(Date.parse(step.at) - Date.parse(since))}` : formats.time(step.at)}
        </time>
        <span>
          <strong>{said}</strong>
          {step.because && <span className={classes.because}> {t(`because.${step.because}`)}</span>}
          {step.waited !== null && (
            <span className={classes.quiet}>
              {' '}
              {t('routingWhy.waited', { time: formatDuration(step.waited * 1000) })}
            </span>
          )}
        </span>
      </div>
      {step.rules.map((rule) => (
        <Rule key={rule.position} rule={rule} conditionText={conditionText} />
      ))}
      {candidates.length > 0 && (
        <>
          <p className={classes.label}>{t('routingWhy.candidates')}</p>
          <ol className={classes.candidates}>
            {candidates.map((candidate) => (
              <li key={candidate.user.id}>
                {t('routingWhy.candidate', {
                  name: nameOf(candidate.user),
                  active: candidate.active,
                  idle: formatDuration(candidate.idle * 1000),
                })}
                {candidate.lastOperator && `, ${t('routingWhy.lastOperator')}`}
                {candidate.skill !== null && `, ${t('routingWhy.skill', { level: candidate.skill })}`}
              </li>
            ))}
          </ol>
        </>
      )}
      {decidedBy && candidates.length > 1 && (
        <p className={classes.label}>
          {t('routingWhy.decided', {
            first: nameOf(candidates[0]?.user ?? null),
            second: nameOf(candidates[1]?.user ?? null),
            why: t(`routingDecision.${decidedBy}`),
          })}
        </p>
      )}
      {step.leftOut.length > 0 && (
        <p className={classes.label}>
          {t('routingWhy.leftOut')}{' '}
          {step.leftOut
            .map(
              ({ because, count, users }) =>
                `${users.map(nameOf).join(', ') || count} (${t(`leftOutBecause.${because}`)})`,
            )
            .join('; ')}
        </p>
      )}
      {offer && (
        <p className={classes.label}>
          {t('routingWhy.offer', { name: operator, outcome: t(`routingOutcome.${offer.outcome}`) })}
          {offer.because && ` (${t(`because.${offer.because}`)})`}
        </p>
      )}
    </li>
  );
}

function Rule({ rule, conditionText }: { rule: RuleSeen } & Pick<StepProps, 'conditionText'>) {
  const { t } = useTranslation();
  const nameOf = useName();
  const why = rule.closed ? t(`closedBecause.${rule.closed}`) : '';
  const verdict = rule.taken
    ? t('routingWhy.ruleTaken')
    : rule.holds
      ? t('routingWhy.ruleHolds', { why })
      : t('routingWhy.ruleFails');
  return (
    <div className={classes.rule} data-taken={rule.taken || undefined}>
      <span>
        {t('routingWhy.rule', { number: rule.position + 1, group: nameOf(rule.group) })}: <strong>{verdict}</strong>
      </span>
      {rule.conditions.length === 0 ? (
        <span className={classes.quiet}>{t('routingWhy.always')}</span>
      ) : (
        <ul className={classes.conditions}>
          {rule.conditions.map((seen) => (
            <li key={`${seen.param} ${seen.operator} ${seen.value}`}>
              <span aria-hidden>{seen.holds ? '✓' : '✗'}</span> {conditionText(seen)}
              {': '}
              {seen.found === null ? t('routingWhy.foundNothing') : t('routingWhy.found', { found: seen.found })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
