import { ActionIcon, Divider, Loader, Modal, Stack, Title } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { invitationsQuery } from '../../api/invitations.ts';
import { ProblemView } from '../../components/problem-view.tsx';
import { Tip } from '../../components/tip.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { InvitationForm } from './invitation-form.tsx';
import { InvitationRow } from './invitation-row.tsx';
import classes from './invitations.module.css';

/** Invitations are made before any conversation is open (OP-WS-1), so they stand in the corner of every page. */
export function InvitationsButton() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Tip label={t('invitations.title')}>
        <ActionIcon aria-label={t('invitations.title')} onClick={() => setOpened(true)}>
          <IconTicket size={20} stroke={1.6} />
        </ActionIcon>
      </Tip>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('invitations.title')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Invitations />
      </Modal>
    </>
  );
}

function Invitations() {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const { data, error, refetch } = useQuery(invitationsQuery(tenant.id));
  const [fresh, setFresh] = useState<number | null>(null);
  return (
    <Stack gap="md">
      <InvitationForm onMade={({ id }) => setFresh(id)} />
      <Divider />
      <Title order={3} size="h5">
        {t('invitations.valid')}
      </Title>
      {error && !data && <ProblemView problem={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loader size="sm" role="status" aria-label={t('common.loading')} />}
      {data?.length === 0 && <p className={classes.none}>{t('invitations.none')}</p>}
      {data && data.length > 0 && (
        <ul className={classes.list}>
          {data.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} fresh={invitation.id === fresh} />
          ))}
        </ul>
      )}
    </Stack>
  );
}
