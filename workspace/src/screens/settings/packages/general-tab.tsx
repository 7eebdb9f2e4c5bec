import { limits } from '@hovor/protocol/limits';
import type { PackageTerms, PackageView } from '@hovor/protocol/packages';
import { Anchor, Button, CopyButton, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconExternalLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Fieldset } from '../parts/editor.tsx';
import classes from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';
import type { PackageForm } from './package-editor.tsx';
import own from './packages.module.css';
import { siteOf } from './values.ts';

interface GeneralTabProps {
  form: PackageForm;
  stored: PackageView;
  terms: PackageTerms;
}

/** What the package is, where it leads and how it gets onto a page (AD-PK-3). */
export function GeneralTab({ form, stored, terms }: GeneralTabProps) {
  const { t } = useTranslation();
  const { tree } = useSettingsPage();
  const { routingId } = form.values;
  const domains = form.getInputProps('domains');
  return (
    <>
      <TextInput
        label={t('settings.name')}
        description={t('packages.nameHelp')}
        required
        maxLength={limits.nameLength}
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('packages.description')}
        description={t('packages.descriptionHelp')}
        maxLength={limits.urlLength}
        {...form.getInputProps('description')}
      />
      <div>
        <Select
          label={t('packages.routing')}
          description={t('packages.routingHelp')}
          placeholder={t('packages.noRoutingChosen')}
          nothingFoundMessage={t('packages.noRouting')}
          data={terms.routings.map(({ id, name }) => ({ value: String(id), label: name }))}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('packages.clearRouting') }}
          {...form.getInputProps('routingId')}
        />
        {routingId && (
          <Anchor component={Link} to={`${tree}/routing/${routingId}`} size="sm">
            {t('packages.openRouting')}
          </Anchor>
        )}
      </div>
      <Switch
        label={t('packages.isDefault')}
        description={t(stored.isDefault ? 'packages.isDefaultNow' : 'packages.isDefaultHelp')}
        disabled={stored.isDefault}
        {...form.getInputProps('isDefault', { type: 'checkbox' })}
      />
      <TagsInput
        label={t('packages.domains')}
        description={t('packages.domainsHelp')}
        placeholder={form.values.domains.length === 0 ? t('packages.domainsAny') : ''}
        maxTags={limits.packageDomains}
        splitChars={[',', ' ', ';']}
        acceptValueOnBlur
        {...domains}
        onChange={(sites: string[]) => domains.onChange([...new Set(sites.map(siteOf).filter(Boolean))])}
      />
      <Fieldset title={t('packages.snippet')} help={t('packages.snippetHelp')}>
        <Textarea
          aria-label={t('packages.snippet')}
          value={stored.snippet}
          readOnly
          rows={8}
          dir="ltr"
          spellCheck={false}
          classNames={{ input: `${classes.code} ${own.snippet}` }}
        />
        <div className={own.line}>
          <CopyButton value={stored.snippet}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                onClick={copy}
              >
                {t(copied ? 'settings.copied' : 'packages.copyCode')}
              </Button>
            )}
          </CopyButton>
          {stored.active ? (
            <Button
              component="a"
              href={stored.testingUrl}
              target="_blank"
              rel="noopener"
              variant="subtle"
              rightSection={<IconExternalLink size={16} aria-hidden />}
            >
              {t('packages.testingPage')}
            </Button>
          ) : (
            <span className={classes.help}>{t('packages.testingOff')}</span>
          )}
        </div>
      </Fieldset>
    </>
  );
}
