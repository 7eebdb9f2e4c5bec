import { limits } from '@hovor/protocol/limits';
import { Button, Center } from '@mantine/core';
import { IconAddressBook } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Contact, contactsApi } from '../../api/contacts.ts';
import { EmptyPage } from '../../components/empty-page.tsx';
import { useFormats } from '../../components/formats.ts';
import { ProblemView } from '../../components/problem-view.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { Waiting } from '../../frame/where-you-belong.tsx';
import { contactFields } from './contact-fields.ts';
import { ContactName } from './contact-name.tsx';
import classes from './contacts.module.css';

interface ContactsListProps {
  search: string;
  filterId: number | null;
  current: number | null;
  base: string;
}

/** Contacts by keyset, newest first: the next page is asked for below the last id, when the end comes near. */
export function ContactsList({ search, filterId, current, base }: ContactsListProps) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const scroller = useRef<HTMLDivElement>(null);
  const pages = useInfiniteQuery({
    queryKey: ['contacts', tenant.id, search, filterId],
    queryFn: ({ pageParam }) => contactsApi.list(tenant.id, { search, filterId, before: pageParam }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < limits.listPage ? undefined : page.at(-1)?.id),
    placeholderData: (before) => before,
  });
  const contacts = pages.data?.pages.flat() ?? [];
  const rows = useVirtualizer({
    count: contacts.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 52,
    getItemKey: (index) => contacts[index]?.id ?? index,
    overscan: 10,
  });
  const visible = rows.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isFetchNextPageError } = pages;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError && last >= contacts.length - 20) {
      void fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, last, contacts.length]);

  if (pages.error && !pages.data) return <ProblemView problem={pages.error} onRetry={() => void pages.refetch()} />;
  if (!pages.data) return <Waiting />;
  if (contacts.length === 0) {
    const icon = <IconAddressBook size={40} stroke={1.2} aria-hidden />;
    if (search) {
      return <EmptyPage icon={icon} title={t('contacts.noneFound', { text: search })} help={t('contacts.noneHelp')} />;
    }
    if (filterId !== null) return <EmptyPage icon={icon} title={t('contacts.noneInFilter')} />;
    return <EmptyPage icon={icon} title={t('contacts.empty')} help={t('contacts.emptyHelp')} />;
  }
  return (
    <div ref={scroller} className={classes.scroller}>
      <ul className={classes.rows} style={{ height: rows.getTotalSize() }}>
        {visible.map((row) => {
          const contact = contacts[row.index];
          return (
            contact && (
              <li
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                className={classes.place}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <ContactRow contact={contact} current={contact.id === current} to={`${base}/${contact.id}`} />
              </li>
            )
          );
        })}
      </ul>
      <Center p="md" c="dimmed" fz="sm">
        {hasNextPage ? (
          <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('common.loadMore')}
          </Button>
        ) : (
          t('history.end')
        )}
      </Center>
    </div>
  );
}

function ContactRow({ contact, current, to }: { contact: Contact; current: boolean; to: string }) {
  const formats = useFormats();
  return (
    <Link to={to} className={classes.row} data-current={current || undefined} aria-current={current || undefined}>
      <span className={`${classes.name} one-line`}>
        <ContactName contact={contact} />
      </span>
      <Values values={contact.data[contactFields.email]} />
      <Values values={contact.data[contactFields.phone]} numbers />
      <span className={`${classes.when} numbers`} title={formats.full(contact.updated)}>
        {formats.date(contact.updated)}
      </span>
    </Link>
  );
}

/** The first value, and how many more there are. */
function Values({ values = [], numbers = false }: { values?: string[] | undefined; numbers?: boolean }) {
  return (
    <span className={classes.values} data-empty={values.length === 0 || undefined} title={values.join('\n')}>
      <span className={numbers ? 'one-line numbers' : 'one-line'} dir="auto">
        {values[0]}
      </span>
      {values.length > 1 && <span className={classes.more}>+{values.length - 1}</span>}
    </span>
  );
}
