import { useTranslation } from 'react-i18next';

/** The name the client gave, else "Visitor". Isolated, so that odd writing directions stay inside the name. */
export function GuestName({ name }: { name: string | null }) {
  const { t } = useTranslation();
  return <bdi>{name?.trim() || t('common.visitor')}</bdi>;
}

export function useGuestName(): (session: { guestName: string | null }) => string {
  const { t } = useTranslation();
  return (session) => session.guestName?.trim() || t('common.visitor');
}
