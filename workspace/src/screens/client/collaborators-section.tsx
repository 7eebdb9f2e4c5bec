import type { Invite, SessionDetail } from '@hovor/protocol/session';
import { ActionIcon, Button } from '@mantine/core';
import { IconUserMinus, IconUserPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionActionsApi } from '../../api/session-actions.ts';
import { useAttempt } from '../../components/problem-text.ts';
import { Tip } from '../../components/tip.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { useActions } from '../../keys/use-actions.ts';
import { InviteDialog } from '../session-actions/invite-dialog.tsx';
import { hereNow } from '../session-actions/operators.ts';
import classes from './client-tab.module.css';
import own from './collaborators-section.module.css';

/** Who else is in the conversation, who is asked in, and the ways to change that (OP-CT-4). */
export function CollaboratorsSection({ detail }: { detail: SessionDetail }) {
  const { t } = useTranslation();
  const { me } = useWorkplace();
  const [inviting, setInviting] = useState(false);
  const here = hereNow(detail.operators);
  const [leader] = here;
  const amIn = here.some(({ userId }) => userId === me.userId);
  useActions({ invite: amIn ? () => setInviting(true) : undefined });

  return (
    <>
      {here.length > 1 && (
        <ul className={own.list}>
          {here.map(({ userId, name }) => (
            <li key={userId} className={own.person}>
              <span className="one-line">{name}</span>
              {userId === leader?.userId && <span className={own.role}>{t('handover.leads')}</span>}
              {leader?.userId === me.userId && userId !== me.userId && (
                <SendAway sessionId={detail.id} userId={userId} name={name} />
              )}
            </li>
          ))}
        </ul>
      )}
      {detail.invites.length > 0 && (
        <ul className={own.list}>
          {detail.invites.map((invite) => (
            <OpenInvite key={invite.inviteId} sessionId={detail.id} invite={invite} mayCancel={amIn} />
          ))}
        </ul>
      )}
      {here.length <= 1 && detail.invites.length === 0 && <p className={classes.quiet}>{t('handover.alone')}</p>}
      {amIn && (
        <Tip label={t('keys.invite')} action="invite">
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconUserPlus size={14} aria-hidden />}
            aria-keyshortcuts="Alt+I"
            onClick={() => setInviting(true)}
          >
            {t('handover.invite')}
          </Button>
        </Tip>
      )}
      {inviting && <InviteDialog session={detail} onClose={() => setInviting(false)} />}
    </>
  );
}

function SendAway({ sessionId, userId, name }: { sessionId: number; userId: number; name: string }) {
  const { t } = useTranslation();
  return (
    <Small
      label={t('handover.kick', { name })}
      icon={<IconUserMinus size={16} />}
      run={() => sessionActionsApi.kick(sessionId, userId)}
    />
  );
}

function OpenInvite({ sessionId, invite, mayCancel }: { sessionId: number; invite: Invite; mayCancel: boolean }) {
  const { t } = useTranslation();
  const name = invite.group ?? invite.operators.join(', ');
  return (
    <li className={own.person} title={t('handover.invitedBy', { name: invite.by, who: invite.operators.join(', ') })}>
      <span className="one-line">{name}</span>
      <span className={own.role}>{t('handover.asked')}</span>
      {mayCancel && (
        <Small
          label={t('handover.cancelInvite', { name })}
          icon={<IconX size={16} />}
          run={() => sessionActionsApi.cancelInvite(sessionId, invite.inviteId)}
        />
      )}
    </li>
  );
}

function Small({ label, icon, run }: { label: string; icon: React.ReactNode; run(): Promise<unknown> }) {
  const attempt = useAttempt();
  const [busy, setBusy] = useState(false);
  async function click() {
    setBusy(true);
    await attempt(run);
    setBusy(false);
  }
  return (
    <Tip label={label}>
      <ActionIcon size={24} loading={busy} aria-label={label} onClick={() => void click()}>
        {icon}
      </ActionIcon>
    </Tip>
  );
}
