import type { PackageTerms, PackageView } from '@hovor/protocol/packages';
import { Button, Tabs } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { packagesApi } from '../../../api/packages.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { Editor } from '../parts/editor.tsx';
import { useFieldRules } from '../parts/field-text.ts';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import { useSettingsPage } from '../use-settings-page.ts';
import { ButtonTab } from './button-tab.tsx';
import { FormsTab } from './forms-tab.tsx';
import { GeneralTab } from './general-tab.tsx';
import { PackageState } from './package-state.tsx';
import own from './packages.module.css';
import { Preview } from './preview.tsx';
import { packageQueries, useRefreshPackages } from './queries.ts';
import { changeOf, type PackageValues, valuesOf } from './values.ts';
import { WindowTab } from './window-tab.tsx';
import { TextsTab } from './wording-tab.tsx';

export type PackageForm = ReturnType<typeof usePackageForm>;

function usePackageForm(stored: PackageView) {
  const { t } = useTranslation();
  const { tenantId } = useSettingsPage();
  const queries = useQueryClient();
  const refresh = useRefreshPackages(tenantId);
  const { required } = useFieldRules();
  const values = valuesOf(stored);
  return useSettingsForm<PackageValues, void>({
    values,
    validate: {
      name: required,
      window: {
        logoUrl: (url) => (/^(https:\/\/\S+)?$/.test(url.trim()) ? null : t('packages.logoWrong')),
      },
    },
    async save(typed) {
      const saved = await packagesApi.change(tenantId, stored.id, changeOf(values, typed));
      queries.setQueryData(packageQueries.one(tenantId, stored.id), saved);
      await refresh();
    },
  });
}

const tabs = ['general', 'button', 'window', 'forms', 'texts'] as const;
type Tab = (typeof tabs)[number];

/** One package: one Save for all tabs, and beside them how button and window will look. */
export function PackageEditor({ stored, terms }: { stored: PackageView; terms: PackageTerms }) {
  const { t } = useTranslation();
  const form = usePackageForm(stored);
  const [tab, setTab] = useState<Tab>('general');
  return (
    <Editor
      title={stored.name}
      subtitle={<PackageState {...stored} />}
      form={form}
      actions={<ActiveSwitch stored={stored} />}
      wide
    >
      <Tabs value={tab} onChange={(next) => setTab(next as Tab)} keepMounted={false} className={own.tabs}>
        <Tabs.List>
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`packageTab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <div className={own.sides}>
          <div className={own.fields}>
            <Tabs.Panel value="general" className={own.panel}>
              <GeneralTab form={form} stored={stored} terms={terms} />
            </Tabs.Panel>
            <Tabs.Panel value="button" className={own.panel}>
              <ButtonTab form={form} />
            </Tabs.Panel>
            <Tabs.Panel value="window" className={own.panel}>
              <WindowTab form={form} />
            </Tabs.Panel>
            <Tabs.Panel value="forms" className={own.panel}>
              <FormsTab form={form} terms={terms} />
            </Tabs.Panel>
            <Tabs.Panel value="texts" className={own.panel}>
              <TextsTab form={form} />
            </Tabs.Panel>
          </div>
          {tab !== 'general' && <Preview values={form.values} shows={tab} />}
        </div>
      </Tabs>
    </Editor>
  );
}

/** Packages are switched off, never deleted: conversations refer to them. Switching off asks by name. */
function ActiveSwitch({ stored }: { stored: PackageView }) {
  const { t } = useTranslation();
  const { tenantId } = useSettingsPage();
  const queries = useQueryClient();
  const refresh = useRefreshPackages(tenantId);
  const [asking, setAsking] = useState(false);
  const set = async (active: boolean) => {
    queries.setQueryData(
      packageQueries.one(tenantId, stored.id),
      await packagesApi.change(tenantId, stored.id, { active }),
    );
    await refresh();
  };
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={() => setAsking(true)}>
        {t(stored.active ? 'packages.deactivate' : 'packages.activate')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t(stored.active ? 'packages.deactivateTitle' : 'packages.activateTitle', { name: stored.name })}
        action={t(stored.active ? 'packages.deactivate' : 'packages.activate')}
        color={stored.active ? 'red' : 'indigo'}
        onConfirm={() => set(!stored.active)}
        onClose={() => setAsking(false)}
      >
        {t(stored.active ? 'packages.deactivateText' : 'packages.activateText')}
        {stored.active && stored.isDefault && ` ${t('packages.deactivateDefault')}`}
      </ConfirmDialog>
    </>
  );
}
