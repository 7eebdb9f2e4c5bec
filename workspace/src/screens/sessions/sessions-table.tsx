import { kindOf, type SessionChoices, type SessionTableRow } from '@hovor/protocol/session-table';
import { Button, Center } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { conditionsOf } from '../../state/session-filter.ts';
import { Cell } from './cell.tsx';
import { ColumnHead, filterOfColumn } from './column-head.tsx';
import classes from './table.module.css';
import type { useSessionList } from './use-session-list.ts';
import type { Table } from './use-table.ts';
import type { Words } from './use-words.ts';

interface SessionsTableProps {
  table: Table;
  list: ReturnType<typeof useSessionList>;
  words: Words;
  choices: SessionChoices | undefined;
  /** The session beside the list. */
  current: number | null;
  base: string;
  onOpen(id: number): void;
  /** Closes the session beside the list. */
  onClose(): void;
  onFilter(name: string): void;
}

/** Width by what a column holds. Pixels; the longer ones may grow. */
const widths = { time: 150, span: 90, number: 90, flag: 90, enum: 140, list: 170, tags: 170, text: 200 } as const;
const grows = new Set(['text', 'list', 'tags']);
const rowHeight = 40;
const cardHeight = 76;

/** The rows on screen of any number of sessions, moved through with the arrow keys. */
export function SessionsTable({
  table,
  list,
  words,
  choices,
  current,
  base,
  onOpen,
  onClose,
  onFilter,
}: SessionsTableProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, pages } = list;
  const { columns } = table;
  // Little room: each session is a card of its first values.
  const cards = useMediaQuery('(max-width: 48em)', false) ?? false;
  const height = cards ? cardHeight : rowHeight;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other heights, other places
  useEffect(() => virtual.measure(), [height]);
  const visible = virtual.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isFetchNextPageError } = pages;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError && last >= rows.length - 40) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, last, rows.length]);

  const filtered = new Set(conditionsOf(table.filter).map(({ name }) => name));
  const template = columns
    .map((id) => `minmax(${widths[kindOf(id)]}px, ${grows.has(kindOf(id)) ? '1fr' : `${widths[kindOf(id)]}px`})`)
    .join(' ');
  const width = columns.reduce((sum, id) => sum + widths[kindOf(id)], 0) + 32;

  function move(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    const from = rows.findIndex(({ id }) => id === focusedId(event.target));
    if (from < 0) return;
    if (event.key === 'Escape' && current !== null) return onClose();
    const to =
      event.key === 'Home' ? 0 : event.key === 'End' ? rows.length - 1 : step === undefined ? null : from + step;
    if (to === null) return;
    event.preventDefault();
    const next = Math.min(Math.max(to, 0), rows.length - 1);
    const id = rows[next]?.id;
    if (id === undefined) return;
    virtual.scrollToIndex(next);
    // With a session open the keys walk through sessions, else through rows.
    if (current !== null && current !== id) onOpen(id);
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-session="${id}"]`)?.focus({ preventScroll: true }),
    );
  }

  const moveColumn = (at: number, by: -1 | 1) => {
    const to = at + by;
    if (to < 0 || to >= columns.length) return;
    const next = [...columns];
    next.splice(to, 0, ...next.splice(at, 1));
    table.setColumns(next);
  };

  return (
    <div ref={scroller} className={classes.scroller} data-cards={cards || undefined}>
      {/* biome-ignore lint/a11y/useSemanticElements: a table of a million rows is a grid of the visible ones */}
      <div
        role="grid"
        tabIndex={-1}
        aria-label={t('sessionTable.title')}
        aria-rowcount={hasNextPage ? -1 : rows.length + 1}
        aria-colcount={columns.length}
        aria-busy={pages.isFetching}
        onKeyDown={move}
        style={cards ? undefined : { minWidth: width }}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: its buttons take the focus */}
        <div role="row" className={classes.header} style={{ gridTemplateColumns: template }}>
          {columns.map((id, at) => {
            const filter = filterOfColumn(id);
            return (
              <ColumnHead
                key={id}
                id={id}
                title={words.column(id)}
                sort={table.sort}
                filtered={filter !== null && filtered.has(filter)}
                onSort={table.setSort}
                onFilter={onFilter}
                onMove={(by) => moveColumn(at, by)}
                onHide={columns.length > 1 ? () => table.setColumns(columns.filter((column) => column !== id)) : null}
              />
            );
          })}
        </div>
        <div className={classes.rows} style={{ height: virtual.getTotalSize() }}>
          {visible.map(({ index, key, start }) => {
            const row = rows[index];
            return (
              row && (
                <Row
                  key={key}
                  row={row}
                  index={index}
                  style={{ transform: `translateY(${start}px)`, height, gridTemplateColumns: template }}
                  tabbable={current === null ? index === 0 : row.id === current}
                  {...{ columns, words, choices, current, base }}
                />
              )
            );
          })}
        </div>
      </div>
      <Center p="md" c="dimmed" fz="sm">
        {hasNextPage ? (
          <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('common.loadMore')}
          </Button>
        ) : (
          rows.length > 0 && t('sessionTable.end')
        )}
      </Center>
    </div>
  );
}

const focusedId = (target: EventTarget) => Number((target as HTMLElement).dataset?.session);

interface RowProps {
  row: SessionTableRow;
  index: number;
  columns: readonly string[];
  words: Words;
  choices: SessionChoices | undefined;
  current: number | null;
  base: string;
  tabbable: boolean;
  style: React.CSSProperties;
}

function Row({ row, index, columns, words, choices, current, base, tabbable, style }: RowProps) {
  const to: string = `${base}/${row.id}`;
  return (
    <Link
      to={to}
      search={true as never}
      role="row"
      aria-rowindex={index + 2}
      data-session={row.id}
      tabIndex={tabbable ? 0 : -1}
      className={classes.row}
      style={style}
      data-current={row.id === current || undefined}
      aria-selected={row.id === current}
    >
      {columns.map((id, at) => {
        const value = row.cells[at] ?? null;
        return (
          // biome-ignore lint/a11y/useSemanticElements: as the grid around it
          // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus
          <span
            key={id}
            role="gridcell"
            className={classes.cell}
            data-kind={kindOf(id)}
            data-empty={(value === null && id !== 'client') || undefined}
          >
            <Cell column={id} value={value} words={words} choices={choices} />
          </span>
        );
      })}
    </Link>
  );
}
