import { limits } from '@hovor/protocol/limits';
import { Input, NumberInput, SegmentedControl, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ColorField } from '../parts/color-field.tsx';
import { swatches } from '../parts/swatches.ts';
import classes from '../settings.module.css';
import type { PackageForm } from './package-editor.tsx';

/** Look, place and behaviour of the button (AD-PK-4, AD-PK-5). */
export function ButtonTab({ form }: { form: PackageForm }) {
  const { t } = useTranslation();
  return (
    <>
      <Switch
        label={t('packages.visible')}
        description={t('packages.visibleHelp')}
        {...form.getInputProps('buttonVisible', { type: 'checkbox' })}
      />
      <Switch
        label={t('packages.hideWhenOffline')}
        description={t('packages.hideWhenOfflineHelp')}
        {...form.getInputProps('button.hideWhenOffline', { type: 'checkbox' })}
      />
      <ColorField
        label={t('packages.color')}
        description={t('packages.buttonColorHelp')}
        swatches={swatches}
        {...form.getInputProps('button.color')}
      />
      <Input.Wrapper label={t('packages.position')} labelElement="div">
        <div>
          <SegmentedControl
            aria-label={t('packages.position')}
            data={[
              { value: 'left', label: t('packages.left') },
              { value: 'right', label: t('packages.right') },
            ]}
            {...form.getInputProps('button.position')}
          />
        </div>
      </Input.Wrapper>
      <div className={classes.pair}>
        <NumberInput
          label={t('packages.offsetX')}
          min={0}
          max={limits.buttonOffset}
          allowDecimal={false}
          suffix=" px"
          {...form.getInputProps('button.offsetX')}
        />
        <NumberInput
          label={t('packages.offsetY')}
          min={0}
          max={limits.buttonOffset}
          allowDecimal={false}
          suffix=" px"
          {...form.getInputProps('button.offsetY')}
        />
      </div>
      <NumberInput
        label={t('packages.zIndex')}
        description={t('packages.zIndexHelp')}
        min={0}
        max={2 ** 31 - 1}
        allowDecimal={false}
        {...form.getInputProps('button.zIndex')}
      />
    </>
  );
}
