import type { OperatorOnBoard } from '@hovor/protocol/live';
import { MultiSelect, Select, TextInput, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconUsers } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyPage } from '../../components/empty-page.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { Waiting } from '../../frame/where-you-belong.tsx';
import classes from './live.module.css';
import { LostLine } from './lost-line.tsx';
import { type Asked, OperatorDialogs } from './operator-dialogs.tsx';
import { OperatorLine } from './operator-line.tsx';
import { type OperatorOrder, type OperatorsSearch, operatorOrders, stateFilters } from './operators-search.ts';
import { operatorTrouble } from './trouble.ts';
import { useBoard } from './use-board.ts';

const byName = (a: OperatorOnBoard, b: OperatorOnBoard) => a.name.localeCompare(b.name);
const orders: Record<OperatorOrder, (a: OperatorOnBoard, b: OperatorOnBoard) => number> = {
  trouble: (a, b) => operatorTrouble(b) - operatorTrouble(a) || a.state.changed.localeCompare(b.state.changed),
  name: byName,
  state: (a, b) => a.state.kind.localeCompare(b.state.kind),
  since: (a, b) => a.state.changed.localeCompare(b.state.changed),
  sessions: (a, b) => b.active + b.acw - (a.active + a.acw),
};

/** Columns with the order a click on their head gives; another click goes back to trouble first. */
const columns = [
  ['operator', 'name'],
  ['state', 'state'],
  ['groups', null],
  ['channels', null],
  ['slots', null],
  ['sessions', 'sessions'],
] as const;

/** Operators as they are now (AD-OV-1): who is here, since when, what each could still take, and why nobody comes. */
export function OperatorsScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search: OperatorsSearch = useSearch({ strict: false });
  const { rows, lostSince } = useBoard('operators');
  const [asked, setAsked] = useState<Asked | null>(null);
  const all = [...(rows?.values() ?? [])];
  const groups = [...new Map(all.flatMap((one) => one.groups.map(({ id, name }) => [id, name] as const)))];
  const words = (search.name ?? '').toLowerCase();
  const shown = all
    .filter(
      ({ name, state, groups: mine }) =>
        name.toLowerCase().includes(words) &&
        (!search.groups || mine.some(({ id }) => search.groups?.includes(id))) &&
        (!search.state || stateFilters[search.state].includes(state.kind)),
    )
    .sort((a, b) => orders[search.sort ?? 'trouble'](a, b) || byName(a, b));
  const change = (part: OperatorsSearch) =>
    void navigate({ to: '.', search: (old) => ({ ...old, ...part }), replace: true });

  return (
    <div className={classes.screen}>
      <PageHead title={t('live.operators')} subtitle={t('live.operatorsHelp')} />
      <div className={classes.filters}>
        <TextInput
          label={t('live.findName')}
          value={search.name ?? ''}
          onChange={(event) => change({ name: event.currentTarget.value || undefined })}
        />
        <MultiSelect
          label={t('live.groups')}
          placeholder={search.groups ? undefined : t('live.allGroups')}
          data={groups.map(([id, name]) => ({ value: String(id), label: name }))}
          value={(search.groups ?? []).map(String)}
          onChange={(ids) => change({ groups: ids.length > 0 ? ids.map(Number) : undefined })}
          clearable
        />
        <Select
          label={t('live.state')}
          placeholder={t('live.allStates')}
          data={Object.keys(stateFilters).map((value) => ({
            value,
            label: t(`stateFilter.${value as keyof typeof stateFilters}`),
          }))}
          value={search.state ?? null}
          onChange={(state) => change({ state: (state as OperatorsSearch['state']) ?? undefined })}
          clearable
        />
        <Select
          label={t('live.sortBy')}
          data={operatorOrders.map((value) => ({ value, label: t(`boardSort.${value}`) }))}
          value={search.sort ?? 'trouble'}
          onChange={(sort) => change({ sort: sort === 'trouble' ? undefined : (sort as OperatorOrder) })}
          allowDeselect={false}
        />
      </div>
      <LostLine since={lostSince} />
      {!rows && <Waiting />}
      {rows && shown.length === 0 && (
        <EmptyPage
          icon={<IconUsers size={40} stroke={1.2} aria-hidden />}
          title={t(all.length === 0 ? 'live.noOperators' : 'live.noneFound')}
          help={t(all.length === 0 ? 'live.noOperatorsHelp' : 'live.noneFoundHelp')}
        />
      )}
      {shown.length > 0 && (
        <section className={classes.tableBox} aria-label={t('live.operators')}>
          <table className={classes.table}>
            <thead>
              <tr>
                {columns.map(([column, order]) => (
                  <th key={column} scope="col" aria-sort={order && search.sort === order ? 'ascending' : undefined}>
                    {order ? (
                      <UnstyledButton
                        className={classes.sort}
                        data-on={search.sort === order || undefined}
                        onClick={() => change({ sort: search.sort === order ? undefined : order })}
                      >
                        {t(`boardColumn.${column}`)}
                        {search.sort === order && <IconArrowDown size={12} aria-hidden />}
                      </UnstyledButton>
                    ) : (
                      t(`boardColumn.${column}`)
                    )}
                  </th>
                ))}
                <th scope="col" aria-label={t('boardColumn.actions')} />
              </tr>
            </thead>
            <tbody>
              {shown.map((operator) => (
                <OperatorLine key={operator.key} operator={operator} onAsk={setAsked} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      <OperatorDialogs asked={asked} onClose={() => setAsked(null)} />
    </div>
  );
}
