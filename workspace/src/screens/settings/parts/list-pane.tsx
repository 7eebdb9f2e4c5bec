import { ActionIcon, Button, CloseButton, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowLeft, IconArrowUp, IconPlus, IconSearch } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyPage } from '../../../components/empty-page.tsx';
import { ProblemView } from '../../../components/problem-view.tsx';
import { matches } from '../../../frame/matching.ts';
import { Waiting } from '../../../frame/where-you-belong.tsx';
import classes from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';

interface ListPaneProps<T extends { id: number }> {
  title: string;
  /** What the page is for, in one sentence. */
  subtitle?: string;
  /** As read so far; undefined while nothing is there yet. */
  found: { data: T[] | undefined; error: unknown; refetch(): unknown };
  /** What the search looks in, and what a row is called. */
  nameOf(item: T): string;
  /** The row's content; its name when left out. */
  row?(item: T): ReactNode;
  /** Rows that count less, such as what is switched off. */
  isQuiet?(item: T): boolean;
  /** Shown when there is nothing at all: what this is and what to do. */
  empty: { title: string; help: string };
  /** Label of the button that begins a new one; without it nothing can be added here. */
  addLabel?: string;
  /** The order is the administrator's: moves the item by one place up (-1) or down (1). */
  onMove?(item: T, by: -1 | 1): void;
  /** The search is the server's, for lists that are not here as a whole. */
  search?: { text: string; onChange(text: string): void };
  /** Filters below the search. */
  children?: ReactNode;
  /** Below the rows, such as a button for more. */
  foot?: ReactNode;
}

/** The middle of the settings area: rows with a search, each with its own address; arrow keys move between them. */
export function ListPane<T extends { id: number }>(props: ListPaneProps<T>) {
  const { title, subtitle, found, nameOf, empty, addLabel, onMove, children, foot } = props;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tree, pathOf, itemId, isNew } = useSettingsPage();
  const [own, setOwn] = useState('');
  const { text, onChange } = props.search ?? { text: own, onChange: setOwn };
  const items = found.data ?? [];
  const shown = props.search ? items : items.filter((item) => matches(nameOf(item), text));

  return (
    <section className={classes.list} aria-label={title}>
      <header className={classes.listHead}>
        <div className={classes.headLine}>
          <ActionIcon
            className={classes.phoneOnly}
            aria-label={t('settings.back')}
            onClick={() => void navigate({ to: tree })}
          >
            <IconArrowLeft size={18} />
          </ActionIcon>
          <h2 className={`${classes.title} one-line`}>{title}</h2>
          {addLabel && (
            <Button
              size="compact-sm"
              leftSection={<IconPlus size={16} aria-hidden />}
              disabled={isNew}
              onClick={() => void navigate({ to: pathOf('new') })}
            >
              {addLabel}
            </Button>
          )}
        </div>
        {subtitle && <p className={classes.subtitle}>{subtitle}</p>}
        {(props.search || items.length > 5 || text !== '') && (
          <TextInput
            type="search"
            size="xs"
            aria-label={t('settings.searchIn', { title })}
            placeholder={t('common.find')}
            leftSection={<IconSearch size={14} aria-hidden />}
            rightSection={
              text && <CloseButton size="xs" aria-label={t('settings.clear')} onClick={() => onChange('')} />
            }
            maxLength={100}
            value={text}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )}
        {children}
      </header>
      <div className={classes.scroller}>
        {found.error && !found.data ? (
          <ProblemView problem={found.error} onRetry={() => void found.refetch()} />
        ) : !found.data ? (
          <Waiting />
        ) : shown.length === 0 ? (
          text === '' ? (
            <EmptyPage title={empty.title} help={empty.help} />
          ) : (
            <EmptyPage title={t('settings.noneFound', { text })} help={t('settings.noneHelp')} />
          )
        ) : (
          <ul className={classes.rows} onKeyDown={moveFocus}>
            {shown.map((item, index) => (
              <li key={item.id} className={classes.place} data-quiet={props.isQuiet?.(item) || undefined}>
                <Link
                  to={pathOf(item.id)}
                  className={classes.row}
                  data-current={item.id === itemId || undefined}
                  aria-current={item.id === itemId ? 'true' : undefined}
                >
                  {props.row ? props.row(item) : <span className="one-line">{nameOf(item)}</span>}
                </Link>
                {onMove && text === '' && (
                  <span className={classes.move}>
                    <ActionIcon
                      size="sm"
                      aria-label={t('settings.moveUp', { name: nameOf(item) })}
                      disabled={index === 0}
                      onClick={() => onMove(item, -1)}
                    >
                      <IconArrowUp size={14} />
                    </ActionIcon>
                    <ActionIcon
                      size="sm"
                      aria-label={t('settings.moveDown', { name: nameOf(item) })}
                      disabled={index === shown.length - 1}
                      onClick={() => onMove(item, 1)}
                    >
                      <IconArrowDown size={14} />
                    </ActionIcon>
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
        {foot}
      </div>
    </section>
  );
}

function moveFocus(event: KeyboardEvent<HTMLUListElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (at < 0) return;
  event.preventDefault();
  links[at + step]?.focus();
}
