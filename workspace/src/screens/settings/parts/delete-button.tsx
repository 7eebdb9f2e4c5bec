import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../../../components/tip.tsx';

/** Beside an editor's title: the way to the question whether its thing shall go. */
export function DeleteButton({ onClick }: { onClick(): void }) {
  const { t } = useTranslation();
  return (
    <Tip label={t('settings.delete')}>
      <ActionIcon aria-label={t('settings.delete')} onClick={onClick}>
        <IconTrash size={18} />
      </ActionIcon>
    </Tip>
  );
}
