import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useWorkplace } from '../../frame/desk-context.ts';
import { placePath } from '../../state/places.ts';
import type { SettingsGroup, SettingsPage } from './registry.ts';
import classes from './settings.module.css';

const groups: SettingsGroup[] = ['company', 'tenant', 'integrations'];

/** The pages by what they concern: the whole company, the tenant one works in, other programs. */
export function SettingsTree({ pages, current }: { pages: SettingsPage[]; current: string | null }) {
  const { t } = useTranslation();
  const { me, tenant } = useWorkplace();
  const base = placePath(me, tenant.id, 'settings');
  const pathTo = (id: string): string => `${base}/${id}`;
  const names = { company: me.companyName, tenant: tenant.name, integrations: null };

  return (
    <nav className={classes.tree} aria-label={t('settings.title')}>
      <h1 className={classes.treeTitle}>{t('settings.title')}</h1>
      {groups
        .map((group) => ({ group, own: pages.filter((page) => page.group === group) }))
        .filter(({ own }) => own.length > 0)
        .map(({ group, own }) => (
          <section key={group} aria-labelledby={`settings-${group}`}>
            <h2 id={`settings-${group}`} className={classes.group}>
              {t(`settings.${group}`)}
              {names[group] && <span className={`${classes.groupName} one-line`}>{names[group]}</span>}
            </h2>
            <ul className={classes.pages}>
              {own.map(({ id, title, icon: Icon }) => (
                <li key={id}>
                  <Link
                    to={pathTo(id)}
                    className={classes.pageLink}
                    data-current={id === current || undefined}
                    aria-current={id === current ? 'page' : undefined}
                  >
                    <Icon size={18} stroke={1.6} aria-hidden />
                    <span className="one-line">{t(title) as string}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
    </nav>
  );
}
