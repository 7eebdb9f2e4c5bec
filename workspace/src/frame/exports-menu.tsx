import type { SessionExport } from '@hovor/protocol/session-table';
import { ActionIcon, Indicator, Popover, Progress } from '@mantine/core';
import { IconDownload, IconFileExport, IconTrash, IconX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionTableApi } from '../api/session-table.ts';
import { EmptyPage } from '../components/empty-page.tsx';
import { useFormats } from '../components/formats.ts';
import { useAttempt } from '../components/problem-text.ts';
import { Tip } from '../components/tip.tsx';
import { useWorkplace } from './desk-context.ts';
import classes from './exports-menu.module.css';

export const exportsKey = (tenantId: number) => ['session-exports', tenantId] as const;

const isOpen = ({ state }: SessionExport) => state === 'waiting' || state === 'running';

/** One's exports, wherever one is: how far they are, and the files. The server tells when one moves. */
export function ExportsMenu() {
  const { t } = useTranslation();
  const { tenant, watching } = useWorkplace();
  const queries = useQueryClient();
  const key = exportsKey(tenant.id);
  const found = useQuery({ queryKey: key, queryFn: () => sessionTableApi.exports(tenant.id) });
  const exports = found.data ?? [];
  const open = exports.filter(isOpen).length;

  // Listened to as long as something moves; otherwise nobody needs the line.
  useEffect(() => {
    if (open === 0) return;
    return watching.listen('exports', () => {
      void queries.invalidateQueries({ queryKey: exportsKey(tenant.id) });
    });
  }, [open, watching, queries, tenant.id]);

  const label = open > 0 ? t('sessionExports.running', { count: open }) : t('sessionExports.title');
  return (
    <Popover position="bottom-end" width={360} trapFocus onOpen={() => void found.refetch()}>
      <Popover.Target>
        <Tip label={label}>
          <Indicator disabled={open === 0} label={open} size={16} offset={6}>
            <ActionIcon aria-label={label}>
              <IconFileExport size={20} stroke={1.6} />
            </ActionIcon>
          </Indicator>
        </Tip>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label={t('sessionExports.title')}>
        <h2 className={classes.title}>{t('sessionExports.title')}</h2>
        {exports.length === 0 && <EmptyPage title={t('sessionExports.none')} help={t('sessionExports.noneHelp')} />}
        <ul className={classes.list}>
          {exports.map((each) => (
            <ExportLine key={each.id} order={each} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}

function ExportLine({ order }: { order: SessionExport }) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const attempt = useAttempt();
  const queries = useQueryClient();
  const { tenant } = useWorkplace();
  const many = (count: number) => count.toLocaleString(i18n.language);
  const name = t('sessionExports.of', { time: formats.dateTime(order.created), format: order.format.toUpperCase() });
  const change = (task: () => Promise<unknown>) =>
    void attempt(task).then(() => queries.invalidateQueries({ queryKey: exportsKey(tenant.id) }));

  const words = () => {
    switch (order.state) {
      case 'waiting':
        return t('sessionExports.waiting');
      case 'running':
        return order.total === null
          ? t('sessionExports.written', { written: many(order.written) })
          : t('sessionExports.progress', { written: many(order.written), total: many(order.total) });
      case 'done':
        return t('sessionExports.done', { written: many(order.written), size: formats.size(order.size ?? 0) });
      case 'failed':
        return t('sessionExports.failed');
      case 'cancelled':
        return t('sessionExports.cancelled');
      default:
        return t('sessionExports.expired');
    }
  };

  return (
    <li className={classes.line}>
      <div className={classes.about}>
        <span className="numbers">{name}</span>
        <span className={`${classes.state} numbers`}>
          {words()}
          {order.state === 'done' &&
            order.expires &&
            `, ${t('sessionExports.until', { time: formats.dateTime(order.expires) })}`}
        </span>
        {order.state === 'running' && (
          <Progress
            size="sm"
            aria-label={name}
            value={order.total ? (order.written / order.total) * 100 : 100}
            animated={!order.total}
          />
        )}
      </div>
      {order.state === 'done' && (
        <Tip label={t('sessionExports.download')}>
          <ActionIcon
            component="a"
            href={sessionTableApi.fileOf(tenant.id, order.id)}
            download
            aria-label={`${t('sessionExports.download')}: ${name}`}
          >
            <IconDownload size={18} />
          </ActionIcon>
        </Tip>
      )}
      {isOpen(order) ? (
        <Tip label={t('sessionExports.cancel')}>
          <ActionIcon
            aria-label={`${t('sessionExports.cancel')}: ${name}`}
            onClick={() => change(() => sessionTableApi.cancelExport(tenant.id, order.id))}
          >
            <IconX size={18} />
          </ActionIcon>
        </Tip>
      ) : (
        <Tip label={t('sessionExports.remove')}>
          <ActionIcon
            aria-label={`${t('sessionExports.remove')}: ${name}`}
            onClick={() => change(() => sessionTableApi.removeExport(tenant.id, order.id))}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </Tip>
      )}
    </li>
  );
}
