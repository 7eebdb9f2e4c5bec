import { readable } from '@hovor/protocol/colour';
import { limits } from '@hovor/protocol/limits';
import { Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ColorField } from '../parts/color-field.tsx';
import { Fieldset } from '../parts/editor.tsx';
import { swatches } from '../parts/swatches.ts';
import classes from '../settings.module.css';
import type { PackageForm } from './package-editor.tsx';
import own from './packages.module.css';

/** Head of the window, and what the chat allows (AD-PK-6). */
export function WindowTab({ form }: { form: PackageForm }) {
  const { t } = useTranslation();
  const { color } = form.values.window;
  const { fill } = readable(color);
  return (
    <>
      <TextInput
        label={t('packages.windowTitle')}
        description={t('packages.windowTitleHelp')}
        maxLength={limits.nameLength}
        {...form.getInputProps('window.title')}
      />
      <div>
        <ColorField label={t('packages.color')} swatches={swatches} {...form.getInputProps('window.color')} />
        {fill !== color.toLowerCase() && (
          <p className={`${classes.help} ${own.note}`} role="status">
            <span className={classes.dot} style={{ background: fill }} aria-hidden />
            {t('packages.corrected', { color: fill })}
          </p>
        )}
      </div>
      <TextInput
        label={t('packages.logo')}
        description={t('packages.logoHelp')}
        placeholder="https://"
        inputMode="url"
        maxLength={limits.urlLength}
        {...form.getInputProps('window.logoUrl')}
      />
      <Fieldset title={t('packages.allows')}>
        {(['fileUpload', 'emoji', 'sound'] as const).map((name) => (
          <Switch
            key={name}
            label={t(`packages.${name}`)}
            description={t(`packages.${name}Help`)}
            {...form.getInputProps(`window.${name}`, { type: 'checkbox' })}
          />
        ))}
      </Fieldset>
    </>
  );
}
