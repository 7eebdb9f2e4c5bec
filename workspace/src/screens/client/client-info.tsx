import { limits } from '@hovor/protocol/limits';
import type { SessionDetail } from '@hovor/protocol/session';
import { useTranslation } from 'react-i18next';
import { deskApi } from '../../api/desk.ts';
import { deviceText, languageName } from '../../components/device.ts';
import { Facts } from '../../components/facts.tsx';
import classes from './client-tab.module.css';
import { InlineField } from './inline-field.tsx';
import { PageLink } from './page-link.tsx';
import { guestParams } from './param-names.ts';
import { useSessionEditing } from './use-session-editing.ts';

/** Name, e-mail and phone, editable at any time (OP-CT-2), and where the client is. */
export function ClientInfo({ detail }: { detail: SessionDetail }) {
  const { t, i18n } = useTranslation();
  const edit = useSessionEditing(detail.id);
  const save = (name: string) => (value: string) => edit(() => deskApi.setParams(detail.id, { [name]: value }));
  return (
    <>
      <div className={classes.fields}>
        <InlineField
          label={t('client.name')}
          value={detail.guestName ?? ''}
          maxLength={limits.nameLength}
          save={save(guestParams.name)}
        />
        <InlineField
          label={t('client.email')}
          type="email"
          value={detail.guestEmail ?? ''}
          maxLength={limits.emailLength}
          save={save(guestParams.email)}
        />
        <InlineField
          label={t('client.phone')}
          type="tel"
          value={detail.guestPhone ?? ''}
          maxLength={limits.phoneLength}
          save={save(guestParams.phone)}
        />
      </div>
      <Facts
        facts={[
          { name: t('client.page'), value: detail.url && <PageLink url={detail.url} /> },
          { name: t('client.package'), value: detail.preset },
          { name: t('client.language'), value: languageName(detail.language, i18n.language) },
          { name: t('client.device'), value: deviceText(detail) },
          { name: t('client.address'), value: detail.ip && <span className="numbers">{detail.ip}</span> },
        ]}
      />
    </>
  );
}
