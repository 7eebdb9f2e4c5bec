import { ActionIcon, Button, CopyButton, Group } from '@mantine/core';
import { IconCheck, IconCopy, IconMail, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Invitation, invitationsApi, invitationsQuery } from '../../api/invitations.ts';
import { useFormats } from '../../components/formats.ts';
import { useAttempt } from '../../components/problem-text.ts';
import { Tip } from '../../components/tip.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import classes from './invitations.module.css';

/** One valid invitation: its number, how long it holds, copy, mail, revoke (OP-WS-17). */
export function InvitationRow({ invitation, fresh }: { invitation: Invitation; fresh: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { number, url, once, expires, uses } = invitation;
  const until = expires ? t('invitations.until', { time: formats.dateTime(expires) }) : t('invitations.unlimited');
  const subject = t('invitations.mailSubject');
  const mail = `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(t('invitations.mailBody', { url, number }))}`;
  return (
    <li className={classes.row} data-fresh={fresh || undefined}>
      <span className={`${classes.number} numbers`}>{number}</span>
      <span className={classes.about}>
        {t(once ? 'invitations.once' : 'invitations.period')} · {until}
        {!once && ` · ${t('invitations.uses', { count: uses })}`}
      </span>
      <Group gap={2} wrap="nowrap">
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Tip label={t(copied ? 'invitations.copied' : 'invitations.copyLink')}>
              <ActionIcon aria-label={`${t('invitations.copyLink')}: ${number}`} onClick={copy}>
                {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
              </ActionIcon>
            </Tip>
          )}
        </CopyButton>
        <Tip label={t('invitations.mail')}>
          <ActionIcon component="a" href={mail} aria-label={`${t('invitations.mail')}: ${number}`}>
            <IconMail size={18} />
          </ActionIcon>
        </Tip>
        <Revoke invitation={invitation} />
      </Group>
    </li>
  );
}

/** The second click revokes: the first asks in the same place. */
function Revoke({ invitation: { id, number } }: { invitation: Invitation }) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const queries = useQueryClient();
  const attempt = useAttempt();
  const [sure, setSure] = useState(false);
  if (!sure) {
    return (
      <Tip label={t('invitations.revoke')}>
        <ActionIcon aria-label={`${t('invitations.revoke')}: ${number}`} onClick={() => setSure(true)}>
          <IconTrash size={18} />
        </ActionIcon>
      </Tip>
    );
  }
  const revoke = () =>
    attempt(async () => {
      await invitationsApi.revoke(tenant.id, id);
      await queries.invalidateQueries(invitationsQuery(tenant.id));
    });
  return (
    <Button size="compact-xs" color="red" onClick={() => void revoke()} onBlur={() => setSure(false)} autoFocus>
      {t('invitations.revokeSure', { number })}
    </Button>
  );
}
