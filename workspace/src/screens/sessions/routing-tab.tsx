import type { Named, RoutingSearch, RoutingStep, RuleSeen } from '@hovor/protocol/routing-explained';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { sessionTableApi } from '../../api/session-table.ts';
import { useFormats } from '../../components/formats.ts';
import { ProblemView } from '../../components/problem-view.tsx';
import { Waiting } from '../../frame/where-you-belong.tsx';
import { formatDuration } from '../../state/durations.ts';
import classes from './routing-tab.module.css';

/** Why the session went where it did (AD-RT-11): each search, step by step, with everything that was looked at. */
export function RoutingTab({ sessionId, lastSeq }: { sessionId: number; lastSeq: number }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['session-routing', sessionId, lastSeq],
    queryFn: () => sessionTableApi.routing(sessionId),
  });
  if (found.error) return <ProblemView problem={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Waiting />;
  const { searches } = found.data;
  if (searches.length === 0) return <p className={classes.quiet}>{t('routingWhy.none')}</p>;
  return searches.map((search, index) => <Search key={search.requestId} search={search} number={index + 1} />);
}

function Search({ search, number }: { search: RoutingSearch; number: number }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <section className={classes.search}>
      <h3 className={classes.title}>
        {t('routingWhy.search', { number, time: formats.dateTime(search.begun) })}
        <span className={classes.outcome}>{t(`routingOutcome.${search.outcome}`)}</span>
      </h3>
      {search.routing?.name && <p className={classes.quiet}>{t('routingWhy.by', { name: search.routing.name })}</p>}
      <ol className={classes.steps}>
        {search.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are history; their order never changes
          <Step key={index} step={step} />
        ))}
      </ol>
    </section>
  );
}

function useName() {
  const { t } = useTranslation();
  return (named: Named | null) => named?.name ?? t('routingWhy.somebody');
}

function Step({ step }: { step: RoutingStep }) {
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
          {formats.time(step.at)}
        </time>
        <span>
          <strong>{said}</strong>
          {step.because && <span className={classes.because}> {step.because}</span>}
          {step.waited !== null && (
            <span className={classes.quiet}>
              {' '}
              {t('routingWhy.waited', { time: formatDuration(step.waited * 1000) })}
            </span>
          )}
        </span>
      </div>
      {step.rules.map((rule) => (
        <Rule key={rule.position} rule={rule} />
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
            .map(({ because, count, users }) => `${users.map(nameOf).join(', ') || count} (${because})`)
            .join('; ')}
        </p>
      )}
      {offer && (
        <p className={classes.label}>
          {t('routingWhy.offer', { name: operator, outcome: t(`routingOutcome.${offer.outcome}`) })}
          {offer.because && ` (${offer.because})`}
        </p>
      )}
    </li>
  );
}

function Rule({ rule }: { rule: RuleSeen }) {
  const { t } = useTranslation();
  const nameOf = useName();
  const verdict = rule.taken
    ? t('routingWhy.ruleTaken')
    : rule.holds
      ? t('routingWhy.ruleHolds', { why: rule.closed ?? '' })
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
              <span aria-hidden>{seen.holds ? '✓' : '✗'}</span>{' '}
              {t('routingWhy.condition', {
                param: seen.param,
                operator: seen.operator,
                value: seen.value === null ? '' : `“${seen.value}”`,
              })}
              {': '}
              {seen.found === null ? t('routingWhy.foundNothing') : t('routingWhy.found', { found: seen.found })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
