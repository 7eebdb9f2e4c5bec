import type { PackageRow } from '@hovor/protocol/packages';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '../parts/state-badge.tsx';

const kinds = { online: 'good', busy: 'warn', offline: 'off' } as const;

/** What the button of the package shows now (AD-PK-7), or that the package is switched off. */
export function PackageState({ active, state }: Pick<PackageRow, 'active' | 'state'>) {
  const { t } = useTranslation();
  if (!active) return <StateBadge kind="off" label={t('packages.inactive')} />;
  return <StateBadge kind={kinds[state]} label={t(`packageState.${state}`)} />;
}
