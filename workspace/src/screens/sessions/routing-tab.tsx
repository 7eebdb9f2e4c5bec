import type { RoutingSearch } from '@hovor/protocol/routing-explained';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { sessionTableApi } from '../../api/session-table.ts';
import { useFormats } from '../../components/formats.ts';
import { ProblemView } from '../../components/problem-view.tsx';
import classes from '../../components/routing-steps.module.css';
import { RoutingSteps } from '../../components/routing-steps.tsx';
import { Waiting } from '../../frame/where-you-belong.tsx';

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
      <RoutingSteps steps={search.steps} />
    </section>
  );
}
