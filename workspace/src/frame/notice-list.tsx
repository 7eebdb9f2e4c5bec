import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Notice } from '../api/notices.ts';
import { useFormats } from '../components/formats.ts';
import { placePath } from '../state/places.ts';
import { useWorkplace } from './desk-context.ts';
import classes from './notices.module.css';

const words = { 'webhook.disabled': 'notices.webhookDisabled', 'chatbot.disabled': 'notices.chatbotDisabled' } as const;
const pages = { 'webhook.disabled': 'webhooks', 'chatbot.disabled': 'chatbots' } as const;

/** What administrators have to look after, each with the way there. */
export function NoticeList({ notices, onFollow }: { notices: readonly Notice[]; onFollow(): void }) {
  const { t } = useTranslation();
  const { me, tenant } = useWorkplace();
  const pathTo = ({ kind, tenantId, about }: Notice): string =>
    `${placePath(me, tenantId ?? tenant.id, 'settings')}/${pages[kind]}/${about}`;
  return (
    <section aria-label={t('notices.title')}>
      <h2 className={classes.title}>{t('notices.title')}</h2>
      {notices.length === 0 && <p className={classes.quiet}>{t('notices.none')}</p>}
      <ul className={classes.list}>
        {notices.map((notice) => (
          <li key={notice.id}>
            <NoticeLink notice={notice} to={pathTo(notice)} onFollow={onFollow} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface NoticeLinkProps {
  notice: Notice;
  to: string;
  onFollow(): void;
}

function NoticeLink({ notice, to, onFollow }: NoticeLinkProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { kind, name, reason, created, resolved, seen } = notice;
  return (
    <Link
      to={to}
      className={classes.notice}
      data-open={resolved === null || undefined}
      data-new={!seen || undefined}
      onClick={onFollow}
    >
      <span className={classes.words}>{t(words[kind], { name })}</span>
      {reason && <span className={classes.quiet}>{reason}</span>}
      <span className={`${classes.quiet} numbers`} title={formats.full(resolved ?? created)}>
        {resolved ? t('notices.resolved', { at: formats.dateTime(resolved) }) : formats.dateTime(created)}
      </span>
    </Link>
  );
}
