import type { ForwardTargets } from '@hovor/protocol/desk';
import { ActionIcon, Radio } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconRobot } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './target-table.module.css';
import { keyOf, type Target, waitingForOperators } from './targets.ts';

interface TargetTableProps {
  targets: ForwardTargets;
  /** All groups stand open, because what was typed may be an operator's name. */
  open: boolean;
  value: Target | null;
  onChange(target: Target): void;
}

/** Groups with somebody logged in and who of them is free, each to be opened to choose one operator (OP-ES-3, OP-ES-4). */
export function TargetTable({ targets, open, value, onChange }: TargetTableProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const chosen = value && keyOf(value);

  function toggle(id: number) {
    const next = new Set(opened);
    if (!next.delete(id)) next.add(id);
    setOpened(next);
  }

  const radio = (target: Target, label: React.ReactNode) => (
    <Radio
      size="sm"
      name="target"
      value={keyOf(target)}
      checked={chosen === keyOf(target)}
      onChange={() => onChange(target)}
      label={label}
      classNames={{ labelWrapper: classes.label }}
    />
  );

  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('handover.group')}</th>
          <th scope="col" className={classes.count}>
            {t('handover.online')}
          </th>
          <th scope="col" className={classes.count}>
            {t('handover.busy')}
          </th>
          <th scope="col" className={classes.count}>
            {t('handover.away')}
          </th>
          <th scope="col" className={classes.count} title={t('handover.waitOperatorsHelp')}>
            {t('handover.waitOperators')}
          </th>
          <th scope="col" className={classes.count} title={t('handover.waitGroupHelp')}>
            {t('handover.waitGroup')}
          </th>
        </tr>
      </thead>
      <tbody>
        {targets.groups.map((group) => {
          const isOpen = open || opened.has(group.id);
          return (
            <Fragment key={group.id}>
              <tr>
                <td>
                  <span className={classes.group}>
                    <ActionIcon
                      size={24}
                      aria-expanded={isOpen}
                      aria-label={t('handover.openGroup', { name: group.name })}
                      disabled={open || group.operators.length === 0}
                      onClick={() => toggle(group.id)}
                    >
                      {isOpen ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
                    </ActionIcon>
                    {radio(
                      { kind: 'group', id: group.id, name: group.name },
                      <>
                        {group.name}
                        <span className={classes.narrow}>
                          {t('handover.counts', { online: group.online, busy: group.busy, away: group.away })}
                        </span>
                      </>,
                    )}
                  </span>
                </td>
                <td className={`${classes.count} numbers`}>{group.online}</td>
                <td className={`${classes.count} numbers`}>{group.busy}</td>
                <td className={`${classes.count} numbers`}>{group.away}</td>
                <td className={`${classes.count} numbers`}>{waitingForOperators(group)}</td>
                <td className={`${classes.count} numbers`}>{group.waiting}</td>
              </tr>
              {isOpen &&
                group.operators.map(({ userId, name, state, waiting }) => (
                  <tr key={userId}>
                    <td className={classes.operator} colSpan={6}>
                      {radio(
                        { kind: 'operator', id: userId, name },
                        <>
                          {name}
                          <span className={classes.state} data-state={state}>
                            {t(`handover.${state}`)}
                          </span>
                          {waiting > 0 && (
                            <span className={classes.waits}>{t('handover.waitsForOne', { count: waiting })}</span>
                          )}
                        </>,
                      )}
                    </td>
                  </tr>
                ))}
            </Fragment>
          );
        })}
        {targets.chatbots.map(({ id, name }) => (
          <tr key={`chatbot-${id}`}>
            <td colSpan={6}>
              <span className={classes.group}>
                <IconRobot size={16} className={classes.robot} aria-hidden />
                {radio(
                  { kind: 'chatbot', id, name },
                  <>
                    {name}
                    <span className={classes.state}>{t('common.chatbot')}</span>
                  </>,
                )}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
