import { useTranslation } from 'react-i18next';
import { PageHead } from '../../components/page-head.tsx';
import { Appearance } from '../../frame/appearance.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { NotificationForm } from '../../frame/notification-form.tsx';
import { BasicData } from './basic-data.tsx';
import { LoginList } from './login-list.tsx';
import { PasswordForm } from './password-form.tsx';
import classes from './profile.module.css';

/** The own account (OP-PR): data, password, running logins, and what this computer remembers. */
export function ProfileScreen() {
  const { t } = useTranslation();
  const { desk } = useWorkplace();
  return (
    <div className={classes.screen}>
      <div className={classes.column}>
        <PageHead title={t('profile.title')} />
        <Card title={t('profile.basic')}>
          <BasicData />
        </Card>
        <Card title={t('profile.passwordTitle')}>
          <PasswordForm />
        </Card>
        <Card title={t('profile.logins')}>
          <LoginList />
        </Card>
        {desk && (
          <Card title={t('profile.notifications')}>
            <NotificationForm />
          </Card>
        )}
        <Card title={t('profile.appearance')}>
          <Appearance />
        </Card>
      </div>
    </div>
  );
}

function Card({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className={classes.card}>
      <h2 className={classes.title}>{title}</h2>
      {children}
    </section>
  );
}
