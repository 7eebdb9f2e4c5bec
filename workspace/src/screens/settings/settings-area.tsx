import { IconAdjustments } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyPage } from '../../components/empty-page.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { NotFound } from '../../frame/not-found.tsx';
import { Waiting } from '../../frame/where-you-belong.tsx';
import { settingsPagesFor } from './registry.ts';
import classes from './settings.module.css';
import { SettingsTree } from './settings-tree.tsx';

/**
 * The administration area: tree, list, editor side by side; on a phone one after the other. Every page and every thing
 * in it has its address, /app/{companyId}/{tenantId}/settings/{page}/{id?}.
 */
export function SettingsArea() {
  const { t } = useTranslation();
  const { me, tenant } = useWorkplace();
  const { page: pageId } = useParams({ strict: false });
  const pages = settingsPagesFor(me, tenant);
  const page = pages.find(({ id }) => id === pageId);
  const Page = page?.component;

  return (
    <div className={classes.area} data-page={pageId !== undefined || undefined}>
      <SettingsTree pages={pages} current={pageId ?? null} />
      <div className={classes.page}>
        {Page && (
          <Suspense key={page.id} fallback={<Waiting />}>
            <Page />
          </Suspense>
        )}
        {!page && pageId !== undefined && <NotFound />}
        {pageId === undefined && (
          <EmptyPage
            icon={<IconAdjustments size={32} stroke={1.4} aria-hidden />}
            title={t('settings.choose')}
            help={t('settings.chooseHelp')}
          />
        )}
      </div>
    </div>
  );
}
