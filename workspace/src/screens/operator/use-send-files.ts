import { limits } from '@hovor/protocol/limits';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../frame/desk-context.ts';

/** Sends files into a conversation and says which of them cannot go. */
export function useSendFiles(sessionId: number): (files: readonly File[]) => void {
  const { t } = useTranslation();
  const desk = useDesk();
  return (files) => {
    const { refused } = desk.uploads.add(sessionId, files);
    for (const { name, size } of refused) {
      const message =
        size === 0
          ? t('composer.empty', { name })
          : t('composer.tooLarge', { name, limit: Math.round(limits.fileSize / 1024 / 1024) });
      notifications.show({ message, color: 'red', withBorder: true });
    }
  };
}
