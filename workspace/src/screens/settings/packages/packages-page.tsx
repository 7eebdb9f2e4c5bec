import type { PackageRow } from '@hovor/protocol/packages';
import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { packagesApi } from '../../../api/packages.ts';
import { ListPane } from '../parts/list-pane.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { SplitPage } from '../parts/split-page.tsx';
import classes from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';
import { NewPackageEditor } from './new-package.tsx';
import { PackageEditor } from './package-editor.tsx';
import { PackageState } from './package-state.tsx';
import { packageQueries } from './queries.ts';

/** How often the states are asked for while the page is open. Milliseconds. */
const statesEvery = 10_000;

/** Packages: what clients see on a site, and which routing leads them on (AD-PK). */
export default function PackagesPage() {
  const { t } = useTranslation();
  const { tenantId, itemId, isNew } = useSettingsPage();
  const found = useQuery({
    queryKey: packageQueries.list(tenantId),
    queryFn: () => packagesApi.list(tenantId),
    refetchInterval: statesEvery,
  });
  return (
    <SplitPage
      list={
        <ListPane
          title={t('packages.title')}
          subtitle={t('packages.subtitle')}
          found={found}
          nameOf={({ name, description }) => `${name} ${description ?? ''}`}
          row={(one) => <Row one={one} />}
          isQuiet={({ active }) => !active}
          empty={{ title: t('packages.empty'), help: t('packages.emptyHelp') }}
          addLabel={t('packages.add')}
        />
      }
    >
      {isNew && <NewPackageEditor key="new" />}
      {itemId !== null && <OpenPackage key={itemId} tenantId={tenantId} id={itemId} rows={found.data ?? []} />}
    </SplitPage>
  );
}

function Row({ one }: { one: PackageRow }) {
  const { t } = useTranslation();
  return (
    <>
      <span className={classes.rowWords}>
        <span className={`${classes.rowName} one-line`}>{one.name}</span>
        {one.description && <span className={`${classes.small} one-line`}>{one.description}</span>}
      </span>
      {one.isDefault && (
        <Badge size="sm" variant="default">
          {t('packages.default')}
        </Badge>
      )}
      <PackageState {...one} />
    </>
  );
}

function OpenPackage({ tenantId, id, rows }: { tenantId: number; id: number; rows: PackageRow[] }) {
  const found = useQuery({
    queryKey: packageQueries.one(tenantId, id),
    queryFn: () => packagesApi.get(tenantId, id),
  });
  const terms = useQuery({ queryKey: packageQueries.terms(tenantId), queryFn: () => packagesApi.terms(tenantId) });
  const state = rows.find((row) => row.id === id)?.state;
  return (
    <Loaded found={found}>
      {(stored) => (
        <Loaded found={terms}>
          {(known) => <PackageEditor stored={{ ...stored, state: state ?? stored.state }} terms={known} />}
        </Loaded>
      )}
    </Loaded>
  );
}
