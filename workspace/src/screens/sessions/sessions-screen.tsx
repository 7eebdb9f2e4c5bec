import { Button, CloseButton, SegmentedControl, TextInput } from '@mantine/core';
import { IconHistory, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionTableApi } from '../../api/session-table.ts';
import { EmptyPage } from '../../components/empty-page.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { Waiting } from '../../frame/where-you-belong.tsx';
import { placePath } from '../../state/places.ts';
import { conditionOf, withCondition } from '../../state/session-filter.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { ExportButton } from './export-dialog.tsx';
import { FilterBar } from './filter-bar.tsx';
import { SessionPanel } from './session-panel.tsx';
import { SessionsTable } from './sessions-table.tsx';
import classes from './table.module.css';
import { useSessionList } from './use-session-list.ts';
import { useTable } from './use-table.ts';
import { useWords } from './use-words.ts';
import { ViewsMenu } from './views-menu.tsx';

/** All sessions of the tenant, ended and running (AD-SE); a row opens its session beside the list. */
export function SessionsScreen() {
  const { t, i18n } = useTranslation();
  const { me, tenant } = useWorkplace();
  const navigate = useNavigate();
  const params = useParams({ strict: false });
  const sessionId = Number(params.sessionId) || null;
  const base = placePath(me, tenant.id, 'sessions');
  const table = useTable();
  const { view, filter, sort, columns } = table;
  const choices = useQuery({
    queryKey: ['session-choices', tenant.id],
    queryFn: () => sessionTableApi.choices(tenant.id),
    staleTime: 60_000,
  }).data;
  const words = useWords(choices);
  const list = useSessionList({ view, filter, sort, columns });
  const [editing, setEditing] = useState<string | null>(null);
  const go = (id: number | null) =>
    void navigate({ to: id === null ? base : `${base}/${id}`, search: table.search as never });

  const { count, more } = list.count ?? {};
  const counted =
    count === undefined
      ? ''
      : count === null
        ? t('sessionTable.uncounted')
        : more
          ? t('sessionTable.moreThan', { many: count.toLocaleString(i18n.language) })
          : t('sessionTable.count', { count });

  return (
    <div className={classes.screen} data-detail={sessionId !== null || undefined}>
      <section className={classes.list} aria-label={t('sessionTable.title')}>
        <PageHead title={t('sessionTable.title')}>
          <div className={classes.tools}>
            <SegmentedControl
              aria-label={t('sessionTable.views')}
              data={[
                { value: 'history', label: t('sessionTable.history') },
                { value: 'live', label: t('sessionTable.live') },
              ]}
              value={view}
              onChange={(next) => table.setView(next as typeof view)}
            />
            <SearchField
              value={conditionOf(filter, 'Search').text}
              onChange={(text) => table.setFilter(withCondition(filter, { ...conditionOf(filter, 'Search'), text }))}
            />
            <ViewsMenu table={table} />
            <ColumnChooser table={table} words={words} choices={choices} />
            <ExportButton table={table} words={words} />
          </div>
        </PageHead>
        <div className={classes.barLine}>
          <FilterBar
            filter={filter}
            choices={choices}
            words={words}
            editing={editing}
            onEdit={setEditing}
            onChange={table.setFilter}
          />
          <output className={classes.barEnd}>
            {list.newer && (
              <Button size="compact-xs" variant="light" onClick={list.showNewer}>
                {t('sessionTable.newer')}
              </Button>
            )}
            <span className="numbers">{counted}</span>
          </output>
        </div>
        <Body
          list={list}
          onClear={filter === '' ? null : () => table.setFilter('')}
          view={view}
          render={() => (
            <SessionsTable
              table={table}
              list={list}
              words={words}
              choices={choices}
              current={sessionId}
              base={base}
              onOpen={go}
              onClose={() => go(null)}
              onFilter={setEditing}
            />
          )}
        />
      </section>
      {sessionId !== null && <SessionPanel key={sessionId} sessionId={sessionId} onClose={() => go(null)} />}
    </div>
  );
}

interface BodyProps {
  list: ReturnType<typeof useSessionList>;
  view: 'history' | 'live';
  onClear: (() => void) | null;
  render(): React.ReactNode;
}

function Body({ list, view, onClear, render }: BodyProps) {
  const { t } = useTranslation();
  const { pages, rows } = list;
  if (pages.error && !pages.isPlaceholderData && rows.length === 0) {
    return <ProblemView problem={pages.error} onRetry={() => void pages.refetch()} />;
  }
  if (!pages.data) return <Waiting />;
  if (rows.length > 0 || pages.isFetching) return render();
  const icon = <IconHistory size={40} stroke={1.2} aria-hidden />;
  if (onClear) {
    return (
      <>
        <EmptyPage icon={icon} title={t('sessionTable.noMatch')} help={t('sessionTable.noMatchHelp')} />
        <Button variant="default" style={{ alignSelf: 'center' }} onClick={onClear}>
          {t('sessionTable.clearFilters')}
        </Button>
      </>
    );
  }
  return view === 'live' ? (
    <EmptyPage icon={icon} title={t('sessionTable.emptyLive')} help={t('sessionTable.emptyLiveHelp')} />
  ) : (
    <EmptyPage icon={icon} title={t('sessionTable.empty')} help={t('sessionTable.emptyHelp')} />
  );
}

/** What is typed is asked for after a short pause. */
function SearchField({ value, onChange }: { value: string; onChange(text: string): void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed starts the pause
  useEffect(() => {
    if (text.trim() === value) return;
    const pause = setTimeout(() => onChange(text.trim()), 350);
    return () => clearTimeout(pause);
  }, [text]);
  return (
    <TextInput
      className={classes.search}
      type="search"
      aria-label={t('sessionTable.search')}
      placeholder={t('sessionTable.search')}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={text && <CloseButton size="sm" aria-label={t('common.discard')} onClick={() => setText('')} />}
      maxLength={200}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}
