import type { FormPart, PackageTerms } from '@hovor/protocol/packages';
import { Input, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Fieldset } from '../parts/editor.tsx';
import classes from '../settings.module.css';
import type { PackageForm } from './package-editor.tsx';
import own from './packages.module.css';

const kinds = { entryForm: 'Entry', feedbackForm: 'Feedback', offlineForm: 'Offline' } as const;

/** What clients are asked before, after and instead of a conversation; each part is set here or by a form (AD-FO). */
export function FormsTab({ form, terms }: { form: PackageForm; terms: PackageTerms }) {
  const { t } = useTranslation();
  const entry = form.values.entryForm;
  return (
    <>
      <Part part="entryForm" form={form} terms={terms}>
        <Switch label={t('packages.entryEnabled')} {...form.getInputProps('entryForm.enabled', { type: 'checkbox' })} />
        {entry.enabled && (
          <>
            <Needs part="entryForm" form={form} />
            <Switch label={t('packages.consent')} {...form.getInputProps('entryForm.consent', { type: 'checkbox' })} />
            {entry.consent && (
              <TextInput
                label={t('packages.consentVersion')}
                description={t('packages.consentVersionHelp')}
                maxLength={50}
                w={220}
                {...form.getInputProps('entryForm.consentVersion')}
              />
            )}
          </>
        )}
      </Part>
      <Part part="feedbackForm" form={form} terms={terms}>
        <Switch
          label={t('packages.feedbackEnabled')}
          {...form.getInputProps('feedbackForm.enabled', { type: 'checkbox' })}
        />
        {form.values.feedbackForm.enabled && (
          <Select
            label={t('packages.stars')}
            data={Array.from({ length: 9 }, (_, index) => String(index + 2))}
            allowDeselect={false}
            w={120}
            value={String(form.values.feedbackForm.stars)}
            onChange={(stars) => form.setFieldValue('feedbackForm.stars', Number(stars))}
          />
        )}
      </Part>
      <Part part="offlineForm" form={form} terms={terms}>
        <p className={classes.help}>{t('packages.offlineHelp')}</p>
        <Needs part="offlineForm" form={form} />
      </Part>
    </>
  );
}

interface PartProps {
  part: FormPart;
  form: PackageForm;
  terms: PackageTerms;
  children: ReactNode;
}

/** One part: its own settings, or a form in their place. */
function Part({ part, form, terms, children }: PartProps) {
  const { t } = useTranslation();
  const choices = terms.forms.filter(({ kind }) => kind === kinds[part]);
  return (
    <Fieldset title={t(`packages.${part}`)}>
      <Select
        label={t('packages.form')}
        aria-label={`${t(`packages.${part}`)}: ${t('packages.form')}`}
        placeholder={t('packages.ownSettings')}
        data={choices.map(({ id, name }) => ({ value: String(id), label: name }))}
        clearable
        clearButtonProps={{ 'aria-label': t('packages.unbind') }}
        {...form.getInputProps(`forms.${part}`)}
      />
      {form.values.forms[part] === null ? children : <p className={classes.help}>{t('packages.bound')}</p>}
    </Fieldset>
  );
}

function Needs({ part, form }: { part: 'entryForm' | 'offlineForm'; form: PackageForm }) {
  const { t } = useTranslation();
  return (
    <div className={own.needs}>
      {(['name', 'email', 'phone'] as const).map((field) => (
        <Input.Wrapper key={field} label={t(`packageField.${field}`)} labelElement="div" className={own.need}>
          <SegmentedControl
            aria-label={`${t(`packages.${part}`)}: ${t(`packageField.${field}`)}`}
            size="xs"
            data={(['hidden', 'optional', 'required'] as const).map((need) => ({
              value: need,
              label: t(`packageNeed.${need}`),
            }))}
            {...form.getInputProps(`${part}.${field}`)}
          />
        </Input.Wrapper>
      ))}
    </div>
  );
}
