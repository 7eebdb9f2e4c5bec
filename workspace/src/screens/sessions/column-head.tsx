import {
  columnInfo,
  paramOf,
  type SessionColumnName,
  type Sort,
  type SortableColumn,
} from '@hovor/protocol/session-table';
import { Menu, UnstyledButton } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowLeft,
  IconArrowRight,
  IconArrowUp,
  IconEyeOff,
  IconFilter,
  IconFilterFilled,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { paramFilter } from '../../state/session-filter.ts';
import classes from './table.module.css';

interface ColumnHeadProps {
  id: string;
  title: string;
  sort: Sort;
  filtered: boolean;
  onSort(sort: Sort): void;
  onFilter(name: string): void;
  /** -1 to the left, 1 to the right; null = it stands at the edge. */
  onMove(by: -1 | 1): void;
  onHide: (() => void) | null;
}

/** The filter behind a column. */
export const filterOfColumn = (id: string): string | null => {
  const param = paramOf(id);
  if (param !== null) return paramFilter(param);
  return id === 'client' ? 'Search' : (columnInfo(id as SessionColumnName).filter ?? null);
};

export const isSortable = (id: string): id is SortableColumn =>
  paramOf(id) === null && columnInfo(id as SessionColumnName).sortable === true;

/** Title of a column with all that can be done with it. */
export function ColumnHead({ id, title, sort, filtered, onSort, onFilter, onMove, onHide }: ColumnHeadProps) {
  const { t } = useTranslation();
  const filter = filterOfColumn(id);
  const direction = sort === id ? 'ascending' : sort === `-${id}` ? 'descending' : undefined;
  const Arrow = direction === 'ascending' ? IconArrowUp : IconArrowDown;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus
    // biome-ignore lint/a11y/useSemanticElements: a table of a million rows is a grid of the visible ones
    <div role="columnheader" className={classes.head} aria-sort={direction}>
      <Menu position="bottom-start" width={220}>
        <Menu.Target>
          <UnstyledButton className={classes.headButton} aria-label={t('sessionTable.options', { name: title })}>
            <span className="one-line">{title}</span>
            {filtered && <IconFilterFilled size={12} aria-hidden />}
            {direction && <Arrow size={14} aria-hidden />}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {isSortable(id) && (
            <>
              <Menu.Item leftSection={<IconArrowUp size={16} />} onClick={() => onSort(id)}>
                {t('sessionTable.sortUp')}
              </Menu.Item>
              <Menu.Item leftSection={<IconArrowDown size={16} />} onClick={() => onSort(`-${id}`)}>
                {t('sessionTable.sortDown')}
              </Menu.Item>
            </>
          )}
          {filter && (
            <Menu.Item leftSection={<IconFilter size={16} />} onClick={() => onFilter(filter)}>
              {t('sessionTable.filterBy')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconArrowLeft size={16} />} onClick={() => onMove(-1)}>
            {t('sessionTable.moveLeft')}
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowRight size={16} />} onClick={() => onMove(1)}>
            {t('sessionTable.moveRight')}
          </Menu.Item>
          {onHide && (
            <Menu.Item leftSection={<IconEyeOff size={16} />} onClick={onHide}>
              {t('sessionTable.hide')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
