import type { QueueOnBoard } from '@hovor/protocol/live';
import { Button } from '@mantine/core';
import { IconDeviceTv, IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ChannelIcon } from '../../components/channel-icon.tsx';
import { Elapsed } from '../../components/elapsed.tsx';
import { EmptyPage } from '../../components/empty-page.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { Waiting } from '../../frame/where-you-belong.tsx';
import { useNow } from '../../state/clock.ts';
import { formatDuration } from '../../state/durations.ts';
import { placePath } from '../../state/places.ts';
import classes from './live.module.css';
import { LostLine } from './lost-line.tsx';
import { Mark } from './mark.tsx';
import { SparkLine } from './spark-line.tsx';
import {
  compareLists,
  markOfShare,
  markOfState,
  markOfWait,
  queueState,
  queueTrouble,
  shareInTime,
} from './trouble.ts';
import { useBoard } from './use-board.ts';

export const byTrouble = (a: QueueOnBoard, b: QueueOnBoard) =>
  compareLists(queueTrouble(a), queueTrouble(b)) || a.groupName.localeCompare(b.groupName);

/** What waits and who serves, per group and channel, as it happens (ST-WB). */
export function QueuesScreen() {
  const { t } = useTranslation();
  const { me, tenant } = useWorkplace();
  const { rows, lostSince } = useBoard('queues');
  const queues = [...(rows?.values() ?? [])].sort(byTrouble);
  return (
    <div className={classes.screen}>
      <PageHead title={t('live.queues')} subtitle={t('live.queuesHelp')}>
        <Button
          component="a"
          href={placePath(me, tenant.id, 'wallboard')}
          target="_blank"
          variant="default"
          leftSection={<IconDeviceTv size={16} aria-hidden />}
        >
          {t('live.openWallboard')}
        </Button>
      </PageHead>
      <LostLine since={lostSince} />
      {!rows && <Waiting />}
      {rows && queues.length === 0 && (
        <EmptyPage
          icon={<IconUsersGroup size={40} stroke={1.2} aria-hidden />}
          title={t('live.noQueues')}
          help={t('live.noQueuesHelp')}
        />
      )}
      <ul className={classes.queues}>
        {queues.map((queue) => (
          <QueueCard key={queue.key} queue={queue} />
        ))}
      </ul>
    </div>
  );
}

function QueueCard({ queue }: { queue: QueueOnBoard }) {
  const { t } = useTranslation();
  const now = useNow();
  const state = queueState(queue);
  const share = shareInTime(queue);
  const mark = markOfShare(share);
  const wait = markOfWait(queue, now);
  const { today } = queue;
  return (
    <li className={classes.queue} aria-label={`${queue.groupName}, ${t(`channel.${queue.channel}`)}`}>
      <div className={classes.queueHead}>
        <ChannelIcon channel={queue.channel} size={18} />
        <h2 className={classes.name}>{queue.groupName}</h2>
        <Mark kind={markOfState[state]}>{t(`queueState.${state}`)}</Mark>
      </div>
      {queue.changes && <Changes queue={queue} />}
      <dl className={classes.figures}>
        <Figure label={t('live.waiting')} value={queue.waiting} large />
        <div className={classes.figure} data-large>
          <dt>{t('live.longest')}</dt>
          <dd>
            {queue.oldest ? (
              <Mark kind={wait}>
                <Elapsed since={queue.oldest} /> <small>{wait === 'off' ? '' : t(`waitMark.${wait}`)}</small>
              </Mark>
            ) : (
              '–'
            )}
          </dd>
        </div>
        <Figure label={t('live.offered')} value={queue.offered} />
        <Figure label={t('live.active')} value={queue.active} />
        <Figure label={t('live.acw')} value={queue.acw} />
        <Figure label={t('live.online')} value={queue.online} />
        <Figure label={t('live.busy')} value={queue.busy} />
        <Figure label={t('live.away')} value={queue.away} />
      </dl>
      <dl className={classes.today}>
        <div>
          <dt>{t('live.inTime', { seconds: today.within })}</dt>
          <dd>
            <Mark kind={mark}>
              {share === null ? t('live.noneYet') : percent(share)}
              {mark !== 'off' && <small> {t(`shareMark.${mark}`)}</small>}
            </Mark>
          </dd>
        </div>
        <div>
          <dt>{t('live.abandoned')}</dt>
          <dd className="numbers">{today.abandoned}</dd>
        </div>
        <div>
          <dt>{t('live.averageWait')}</dt>
          <dd className="numbers">{today.averageWait === null ? '–' : formatDuration(today.averageWait * 1000)}</dd>
        </div>
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

export const percent = (share: number): string => `${Math.floor(share * 100)} %`;

function Changes({ queue: { open, changes } }: { queue: QueueOnBoard }) {
  const { t, i18n } = useTranslation();
  const { me } = useWorkplace();
  if (!changes) return null;
  const time = new Intl.DateTimeFormat(i18n.language, {
    ...{ weekday: 'short', hour: 'numeric', minute: '2-digit' },
    timeZone: me.timezone,
  }).format(new Date(changes));
  return <p className={classes.small}>{t(open ? 'live.closes' : 'live.opens', { time })}</p>;
}

function Figure({ label, value, large = false }: { label: string; value: number; large?: boolean }) {
  return (
    <div className={classes.figure} data-large={large || undefined} data-zero={value === 0 || undefined}>
      <dt>{label}</dt>
      <dd className="numbers">{value}</dd>
    </div>
  );
}
