import type { QueueOnBoard } from '@hovor/protocol/live';
import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMaximize, IconMoon, IconSun } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Elapsed } from '../../components/elapsed.tsx';
import { EmptyPage } from '../../components/empty-page.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { Waiting } from '../../frame/where-you-belong.tsx';
import { useNow } from '../../state/clock.ts';
import { LostLine } from './lost-line.tsx';
import { Mark } from './mark.tsx';
import { idsOf, type WallboardSearch } from './operators-search.ts';
import { byTrouble, percent } from './queues-screen.tsx';
import { SparkLine } from './spark-line.tsx';
import { markOfShare, markOfState, markOfWait, queueState, shareInTime } from './trouble.ts';
import { useBoard } from './use-board.ts';
import { useWakeLock } from './use-wake-lock.ts';
import classes from './wallboard.module.css';

/** The queues for a television: large figures, nothing to touch (ST-WB). Groups stand in the address. */
export function WallboardScreen() {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const { groups }: WallboardSearch = useSearch({ strict: false });
  const { rows, lostSince } = useBoard('queues');
  useWakeLock();
  const chosen = idsOf(groups);
  const queues = [...(rows?.values() ?? [])]
    .filter(({ groupId }) => !chosen || chosen.includes(groupId))
    .sort(byTrouble);
  return (
    <main className={classes.board} data-lost={lostSince !== null || undefined}>
      <header className={classes.head}>
        <h1>{tenant.name}</h1>
        <BoardClock />
        <BoardTools />
      </header>
      <LostLine since={lostSince} />
      {!rows && <Waiting />}
      {rows && queues.length === 0 && (
        <EmptyPage icon={null} title={t('live.noQueues')} help={t(chosen ? 'live.noChosen' : 'live.noQueuesHelp')} />
      )}
      <ul className={classes.tiles} data-few={queues.length <= 2 || undefined}>
        {queues.map((queue) => (
          <Tile key={queue.key} queue={queue} />
        ))}
      </ul>
    </main>
  );
}

function BoardClock() {
  const { i18n } = useTranslation();
  const { me } = useWorkplace();
  const now = useNow();
  const time = new Intl.DateTimeFormat(i18n.language, { hour: 'numeric', minute: '2-digit', timeZone: me.timezone });
  return <time className={`numbers ${classes.clock}`}>{time.format(now)}</time>;
}

function BoardTools() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme();
  return (
    <span className={classes.tools}>
      <ActionIcon
        aria-label={t(scheme === 'dark' ? 'frame.light' : 'frame.dark')}
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
      >
        {scheme === 'dark' ? <IconSun size={20} aria-hidden /> : <IconMoon size={20} aria-hidden />}
      </ActionIcon>
      {document.fullscreenEnabled && (
        <ActionIcon
          aria-label={t('live.fullScreen')}
          onClick={() =>
            void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())
          }
        >
          <IconMaximize size={20} aria-hidden />
        </ActionIcon>
      )}
    </span>
  );
}

function Tile({ queue }: { queue: QueueOnBoard }) {
  const { t } = useTranslation();
  const now = useNow();
  const state = queueState(queue);
  const share = shareInTime(queue);
  const wait = markOfWait(queue, now);
  return (
    <li className={classes.tile} data-kind={wait} aria-label={`${queue.groupName}, ${t(`channel.${queue.channel}`)}`}>
      <div className={classes.tileHead}>
        <h2>{queue.groupName}</h2>
        <span>{t(`channel.${queue.channel}`)}</span>
        <Mark kind={markOfState[state]}>{t(`queueState.${state}`)}</Mark>
      </div>
      <dl className={classes.large}>
        <div>
          <dt>{t('live.waiting')}</dt>
          <dd className="numbers">{queue.waiting}</dd>
        </div>
        <div>
          <dt>
            {t('live.longest')} {wait !== 'off' && wait !== 'good' && <strong>{t(`waitMark.${wait}`)}</strong>}
          </dt>
          <dd className="numbers">
            {queue.oldest ? (
              <Mark kind={wait}>
                <Elapsed since={queue.oldest} />
              </Mark>
            ) : (
              '–'
            )}
          </dd>
        </div>
        <div>
          <dt>{t('live.inTime', { seconds: queue.today.within })}</dt>
          <dd className="numbers">{share === null ? '–' : <Mark kind={markOfShare(share)}>{percent(share)}</Mark>}</dd>
        </div>
      </dl>
      <dl className={classes.lesser}>
        {(
          [
            ['active', queue.active],
            ['acw', queue.acw],
            ['online', queue.online],
            ['busy', queue.busy],
            ['away', queue.away],
            ['abandoned', queue.today.abandoned],
          ] as const
        ).map(([name, value]) => (
          <div key={name}>
            <dt>{t(`live.${name}`)}</dt>
            <dd className="numbers">{value}</dd>
          </div>
        ))}
        <div>
          <dt>{t('live.course')}</dt>
          <dd>
            <SparkLine hours={queue.lastHours} />
          </dd>
        </div>
      </dl>
    </li>
  );
}
