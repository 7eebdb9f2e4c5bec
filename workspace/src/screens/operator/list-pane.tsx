import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeskState } from '../../frame/desk-context.ts';
import { Waiting } from '../../frame/where-you-belong.tsx';
import { activeList, acwList, waitingList } from '../../state/lists.ts';
import { ActiveRow } from './active-row.tsx';
import { AcwRow } from './acw-row.tsx';
import { EmptyActive, EmptyWaiting } from './empty-sections.tsx';
import { type ListItem, listItems } from './list-items.ts';
import classes from './list-pane.module.css';
import { OfferRow } from './offer-row.tsx';

const heights: Record<ListItem['kind'], number> = { heading: 32, offer: 112, active: 60, acw: 60, empty: 44 };

/** The left column: Waiting, Active and ACW in one list of which only the visible rows exist. */
export function ListPane({ sessionId }: { sessionId: number | null }) {
  const { t } = useTranslation();
  const loaded = useDeskState((state) => state.loaded);
  const offers = useDeskState((state) => waitingList(state.offers));
  const active = useDeskState((state) => activeList(state.sessions));
  const acw = useDeskState((state) => acwList(state.sessions));
  const scroller = useRef<HTMLDivElement>(null);
  const items = listItems(offers, active, acw);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[items[index]?.kind ?? 'active'],
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 6,
  });

  if (!loaded) return <Waiting />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows inside are links; arrow keys walk between them
    <div ref={scroller} className={classes.scroller} onKeyDown={walk}>
      <ul className={classes.list} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const item = items[row.index];
          if (!item) return null;
          return (
            <li
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              className={classes.place}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              {draw(item)}
            </li>
          );
        })}
      </ul>
    </div>
  );

  function draw(item: ListItem) {
    switch (item.kind) {
      case 'heading':
        return (
          <h2 className={classes.heading} data-first={item.section === 'waiting' || undefined}>
            {t(`lists.${item.section}`)}
            <span className={`${classes.count} numbers`}>{item.count}</span>
          </h2>
        );
      case 'offer':
        return <OfferRow offer={item.offer} current={item.offer.session.id === sessionId} />;
      case 'active':
        return <ActiveRow session={item.session} current={item.session.id === sessionId} />;
      case 'acw':
        return <AcwRow session={item.session} current={item.session.id === sessionId} />;
      case 'empty':
        return item.section === 'waiting' ? <EmptyWaiting /> : <EmptyActive />;
    }
  }
}

/** Arrow keys move the focus from row to row. */
function walk(event: KeyboardEvent<HTMLDivElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.altKey) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')].sort(
    (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
  );
  const place = links.indexOf(document.activeElement as HTMLElement);
  const next = links[place + step];
  if (place < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
