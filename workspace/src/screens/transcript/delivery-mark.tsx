import { IconCheck, IconChecks, IconClock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ReceiptMarks } from '../../state/conversation.ts';
import classes from './transcript.module.css';

export type Delivery = 'sending' | 'sent' | 'delivered' | 'read';

/** How far my line has come; seq 0 = not stored yet. */
export function deliveryOf(seq: number, receipts: ReceiptMarks): Delivery {
  if (seq === 0) return 'sending';
  if (receipts.guestRead >= seq) return 'read';
  return receipts.guestDelivered >= seq ? 'delivered' : 'sent';
}

const icons = { sending: IconClock, sent: IconCheck, delivered: IconChecks, read: IconChecks } as const;

/** Shape and word, not colour alone. */
export function DeliveryMark({ seq, receipts }: { seq: number; receipts: ReceiptMarks }) {
  const { t } = useTranslation();
  const delivery = deliveryOf(seq, receipts);
  const Icon = icons[delivery];
  const words = t(`conversation.${delivery}`);
  return (
    <span className={classes.mark} data-delivery={delivery} role="img" aria-label={words} title={words}>
      <Icon size={14} stroke={2} aria-hidden />
    </span>
  );
}
