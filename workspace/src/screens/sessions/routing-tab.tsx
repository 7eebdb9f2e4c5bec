import type { RoutingSearch } from '@hovor/protocol/routing-explained';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { sessionTableApi } from '../../api/session-table.ts';
import { useFormats } from '../../components/formats.ts';
import { ProblemView } from '../../components/problem-view.tsx';
import classes from '../../components/routing-steps.module.css';
import { RoutingSteps, useName } from '../../components/routing-steps.tsx';
import { Waiting } from '../../frame/where-you-belong.tsx';
import { formatDuration } from '../../state/durations.ts';

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
  const nameOf = useName();
  const { begun, ended, routing, operator, outcome, steps } = search;
  const why = steps[0]?.because;
  const time = formatDuration((ended === null ? Date.now() : Date.parse(ended)) - Date.parse(begun));
  const taker = operator ?? steps.find(({ chatbot }) => chatbot)?.chatbot ?? null;
  return (
    <section className={classes.search}>
      <h3 className={classes.title}>
        {why ? t('routingWhy.search', { number, why: t(`because.${why}`) }) : t('routingWhy.searchOnly', { number })}
      </h3>
      <p className={classes.summary} data-outcome={outcome}>
        {t(`routingSummary.${outcome}`, { operator: nameOf(taker), time })}
      </p>
      <p className={classes.quiet}>
        {routing?.name
          ? t('routingWhy.by', { name: routing.name, time: formats.dateTime(begun) })
          : formats.dateTime(begun)}
      </p>
      <RoutingSteps steps={steps} outcome={outcome} />
    </section>
  );
}
