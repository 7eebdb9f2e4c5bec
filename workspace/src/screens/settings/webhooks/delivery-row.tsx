import { Checkbox, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Delivery } from '../../../api/webhooks.ts';
import { useFormats } from '../../../components/formats.ts';
import { type BadgeKind, StateBadge } from '../parts/state-badge.tsx';
import { DeliveryDetails } from './delivery-details.tsx';
import classes from './webhooks.module.css';

interface DeliveryRowProps {
  webhookId: number;
  delivery: Delivery;
  chosen: boolean;
  onChoose(on: boolean): void;
}

const kinds: Readonly<Record<Delivery['state'], BadgeKind>> = { delivered: 'good', pending: 'warn', failed: 'bad' };

/** One delivery; opened it shows what was sent and every attempt. */
export function DeliveryRow({ webhookId, delivery, chosen, onChoose }: DeliveryRowProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [isOpen, setOpen] = useState(false);
  const { id, eventType, subject, state, created, attempts, lastStatus, lastError, lastTook } = delivery;
  const outcome = attempts > 0 && (lastStatus ?? t('deliveries.noAnswer'));
  const facts = [
    subject.replace(':', ' '),
    attempts > 0 && t('deliveries.attempts', { count: attempts }),
    outcome && (lastTook === null ? outcome : `${outcome} · ${lastTook} ms`),
    delivery.nextAttempt && attempts > 0 && t('deliveries.next', { at: formats.dateTime(delivery.nextAttempt) }),
    delivery.replayed && t('deliveries.replayed', { at: formats.dateTime(delivery.replayed) }),
  ].filter(Boolean);

  return (
    <li className={classes.delivery}>
      <div className={classes.deliveryHead}>
        <Checkbox
          size="xs"
          aria-label={t('deliveries.select', { name: `${eventType} ${formats.dateTime(created)}` })}
          checked={chosen}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
        <UnstyledButton className={classes.deliveryButton} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
          <span className={classes.deliveryWords}>
            <span className={classes.deliveryLine}>
              <span className={`${classes.eventName} one-line`}>{eventType}</span>
              <StateBadge kind={kinds[state]} label={t(`deliveries.${state}`)} />
              <time className={`${classes.when} numbers`} dateTime={created} title={formats.full(created)}>
                {formats.dateTime(created)}
              </time>
            </span>
            <span className={`${classes.quiet} numbers`}>{facts.join(' · ')}</span>
            {lastError && state !== 'delivered' && <span className={classes.fault}>{lastError}</span>}
          </span>
        </UnstyledButton>
      </div>
      {isOpen && <DeliveryDetails webhookId={webhookId} deliveryId={id} />}
    </li>
  );
}
