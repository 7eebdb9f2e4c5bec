import type { TakenAway } from '@hovor/protocol/desk';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from './desk-context.ts';

const words = {
  takenOver: 'handover.takenOver',
  rerouted: 'handover.rerouted',
  kicked: 'handover.kicked',
} as const satisfies Record<TakenAway['why'], string>;

/** Long enough to be read by somebody who was looking elsewhere. Milliseconds. */
const shownFor = 20_000;

/** Says who took a conversation away, because it vanishes from the list. Draws nothing itself. */
export function TakenNotices() {
  const { t } = useTranslation();
  const desk = useDesk();
  useEffect(() => {
    let before = desk.store.get().sessions;
    const stop = desk.onEvent((event) => {
      const known = before;
      before = desk.store.get().sessions;
      if (event.type !== 'push' || event.name !== 'sessionGone' || !event.data.taken) return;
      const { why, by } = event.data.taken;
      const name = known.get(event.data.sessionId)?.guestName ?? t('common.visitor');
      const message = t(words[why], { by: by ?? t('handover.integration'), name });
      notifications.show({ message, color: 'orange', autoClose: shownFor, withBorder: true });
    });
    return () => void stop();
  }, [desk, t]);
  return null;
}
