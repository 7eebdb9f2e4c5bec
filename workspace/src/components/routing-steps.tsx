import { conditionOperators, sessionFacts } from '@hovor/protocol/routing';
import type { CandidateSeen, Named, RoutingSearch, RoutingStep, RuleSeen } from '@hovor/protocol/routing-explained';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../state/durations.ts';
import { useFormats } from './formats.ts';
import classes from './routing-steps.module.css';
import { lookedAt, type ToldStep, told } from './routing-told.ts';

type ConditionSeen = RuleSeen['conditions'][number];

interface RoutingStepsProps {
  steps: readonly RoutingStep[];
  outcome?: RoutingSearch['outcome'];
  /** A condition in the words of the page; without it parameters are called by their names. */
  conditionText?(condition: ConditionSeen): string;
  /** Times as what has passed since then, for what did not happen yet. */
  since?: string;
}

/** A search step by step: when, what happened and why, with everything that was looked at (AD-RT-11). */
export function RoutingSteps({ steps, outcome, conditionText, since }: RoutingStepsProps) {
  const plain = useConditionText();
  return (
    <ol className={classes.steps}>
      {told({ steps, outcome }).map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are history; their order never changes
        <Step key={index} told={one} conditionText={conditionText ?? plain} since={since} />
      ))}
    </ol>
  );
}

function useConditionText() {
  const { t } = useTranslation();
  return ({ param, operator, value }: ConditionSeen) => {
    const fact = sessionFacts.find((name) => name === param);
    const known = conditionOperators.find((word) => word === operator);
    const says = `${fact ? t(`sessionFact.${fact}`) : param} ${known ? t(`conditionOperator.${known}`) : operator}`;
    return value === null ? says : `${says} ${t('routingWhy.value', { value })}`;
  };
}

interface StepProps {
  told: ToldStep;
  conditionText(condition: ConditionSeen): string;
  since: string | undefined;
}

export function useName() {
  const { t } = useTranslation();
  return (named: Named | null) => named?.name ?? t('routingWhy.somebody');
}

function Step({ told: { step, headline, from, because }, conditionText, since }: StepProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const nameOf = useName();
  const { at, group, chatbot, operator, by, waited, rules, offer } = step;
  const names = { group: nameOf(group), operator: nameOf(operator ?? chatbot), from: nameOf(from) };
  const looked = lookedAt(rules);
  return (
    <li className={classes.step}>
      <time className={`${classes.time} numbers`} dateTime={at} title={formats.full(at)}>
        {since ? `+${formatDuration(Date.parse(at) - Date.parse(since))}` : formats.time(at)}
      </time>
      <div className={classes.told}>
        <p className={classes.head}>
          <strong>{t(`routingStep.${headline}`, names)}</strong>
          {by && by.id !== operator?.id && ` ${t('routingWhy.byUser', { name: nameOf(by) })}`}
          {waited !== null && waited > 0 && (
            <span className={classes.quiet}> {t('routingWhy.waited', { time: formatDuration(waited * 1000) })}</span>
          )}
        </p>
        {because && <p className={classes.because}>{t(`because.${because}`)}</p>}
        {looked.length > 0 && (
          <section className={classes.detail} aria-label={t('routingWhy.rules')}>
            {looked.map((rule, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a rule can be looked at twice in one step
              <Rule key={index} rule={rule} conditionText={conditionText} />
            ))}
          </section>
        )}
        <Asked step={step} />
        {offer && offer.outcome !== 'accepted' && (
          <p className={classes.detail}>
            {t('routingWhy.cameOf', { outcome: t(`routingOutcome.${offer.outcome}`) })}
            {offer.because && offer.outcome !== 'declined' && ` – ${t(`because.${offer.because}`)}`}
          </p>
        )}
      </div>
    </li>
  );
}

/** Who could be asked, who stood first and why, and who was left out. */
function Asked({ step: { type, candidates, decidedBy, leftOut, members, ready } }: { step: RoutingStep }) {
  const { t } = useTranslation();
  const nameOf = useName();
  const [first, second] = candidates;
  return (
    <>
      {candidates.length > 1 && (
        <div className={classes.detail}>
          <span className={classes.quiet}>{t('routingWhy.candidates')}</span>
          <ol className={classes.candidates}>
            {candidates.map((candidate) => (
              <li key={candidate.user.id}>
                <Candidate candidate={candidate} byTurn={decidedBy === 'roundRobin'} />
              </li>
            ))}
          </ol>
          {decidedBy && first && second && (
            <span>
              {t('routingWhy.decided', {
                first: nameOf(first.user),
                second: nameOf(second.user),
                why: t(`routingDecision.${decidedBy}`),
              })}
            </span>
          )}
        </div>
      )}
      {leftOut.length > 0 && (
        <p className={classes.detail}>
          <span className={classes.quiet}>
            {t(type === 'EnteredGroupQueue' ? 'routingWhy.nobody' : 'routingWhy.leftOut')}
          </span>{' '}
          {leftOut
            .map(
              ({ because, count, users }) =>
                `${users.map(nameOf).join(', ') || count}${count > users.length && users.length > 0 ? ` +${count - users.length}` : ''} (${t(`leftOutBecause.${because}`)})`,
            )
            .join('; ')}
        </p>
      )}
      {members !== null && members > 1 && ready !== null && leftOut.length === 0 && candidates.length <= 1 && (
        <p className={classes.detail}>{t('routingWhy.ready', { ready, members })}</p>
      )}
    </>
  );
}

function Candidate({ candidate, byTurn }: { candidate: CandidateSeen; byTurn: boolean }) {
  const { t } = useTranslation();
  const nameOf = useName();
  const { user, active, idle, sinceOffer, skill, lastOperator } = candidate;
  const facts = [
    t('routingWhy.candidate', { name: nameOf(user), active, idle: formatDuration(idle * 1000) }),
    lastOperator && t('routingWhy.lastOperator'),
    skill !== null && t('routingWhy.skill', { level: skill }),
    byTurn && sinceOffer === null && t('routingWhy.neverOffered'),
    byTurn && sinceOffer !== null && t('routingWhy.sinceOffer', { time: formatDuration(sinceOffer * 1000) }),
  ];
  return facts.filter(Boolean).join(', ');
}

function Rule({
  rule: { position, group, holds, taken, closed, conditions },
  conditionText,
}: { rule: RuleSeen } & Pick<StepProps, 'conditionText'>) {
  const { t } = useTranslation();
  const nameOf = useName();
  const why = closed && t(`closedBecause.${closed}`);
  return (
    <div className={classes.rule} data-taken={taken || undefined}>
      <span>
        {t('routingWhy.rule', { number: position + 1, group: nameOf(group) })}: <strong>{verdict()}</strong>
      </span>
      {conditions.length === 0 ? (
        <span className={classes.quiet}> {t('routingWhy.always')}</span>
      ) : (
        <ul className={classes.conditions}>
          {conditions.map((seen, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions of a rule that was; their order never changes
            <li key={index} data-holds={seen.holds || undefined}>
              <span aria-hidden>{seen.holds ? '✓' : '✗'}</span> {conditionText(seen)}
              {': '}
              {seen.found === null ? t('routingWhy.foundNothing') : t('routingWhy.found', { found: seen.found })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );

  function verdict() {
    if (taken) return why ? t('routingWhy.ruleWaits', { why }) : t('routingWhy.ruleTaken');
    if (!holds) return t('routingWhy.ruleFails');
    return why ? t('routingWhy.ruleHolds', { why }) : t('routingWhy.ruleSkipped');
  }
}
