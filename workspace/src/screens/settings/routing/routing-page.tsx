import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { routingsApi } from '../../../api/routing.ts';
import { ProblemView } from '../../../components/problem-view.tsx';
import { Waiting } from '../../../frame/where-you-belong.tsx';
import { ListPane } from '../parts/list-pane.tsx';
import { SplitPage } from '../parts/split-page.tsx';
import classes from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';
import { NewRouting } from './new-routing.tsx';
import { RoutingEditor } from './routing-editor.tsx';

/** Routings: which clients go to whom (AD-RT). */
export default function RoutingPage() {
  const { t } = useTranslation();
  const { tenantId, itemId, isNew } = useSettingsPage();
  const found = useQuery({ queryKey: ['settings', 'routings', tenantId], queryFn: () => routingsApi.list(tenantId) });

  return (
    <SplitPage
      list={
        <ListPane
          title={t('routing.title')}
          subtitle={t('routing.subtitle')}
          found={found}
          nameOf={({ name }) => name}
          row={({ name, rules, packages }) => (
            <span className={classes.rowWords}>
              <span className={`${classes.rowName} one-line`}>{name}</span>
              <span className={classes.small}>
                {t('routing.rules', { count: rules })} · {t('routing.packages', { count: packages.length })}
              </span>
            </span>
          )}
          empty={{ title: t('routing.empty'), help: t('routing.emptyHelp') }}
          addLabel={t('routing.add')}
        />
      }
    >
      {isNew && <NewRouting key="new" />}
      {itemId !== null && <OpenRouting key={itemId} tenantId={tenantId} id={itemId} />}
    </SplitPage>
  );
}

function OpenRouting({ tenantId, id }: { tenantId: number; id: number }) {
  const routing = useQuery({
    queryKey: ['settings', 'routing', tenantId, id],
    queryFn: () => routingsApi.get(tenantId, id),
  });
  const terms = useQuery({
    queryKey: ['settings', 'routing-terms', tenantId],
    queryFn: () => routingsApi.terms(tenantId),
  });
  const problem = (!routing.data && routing.error) || (!terms.data && terms.error);
  if (problem)
    return <ProblemView problem={problem} onRetry={() => void Promise.all([routing.refetch(), terms.refetch()])} />;
  if (!routing.data || !terms.data) return <Waiting />;
  return <RoutingEditor routing={routing.data} terms={terms.data} />;
}
