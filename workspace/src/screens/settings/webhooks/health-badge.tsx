import { useTranslation } from 'react-i18next';
import type { Health } from '../../../api/webhooks.ts';
import { type BadgeKind, StateBadge } from '../parts/state-badge.tsx';

const kinds: Readonly<Record<Health, BadgeKind>> = { healthy: 'good', slow: 'warn', failing: 'bad', disabled: 'off' };

export function HealthBadge({ health }: { health: Health }) {
  const { t } = useTranslation();
  return <StateBadge kind={kinds[health]} label={t(`webhooks.${health}`)} />;
}
