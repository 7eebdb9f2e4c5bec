import { ColorInput, type ColorInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A colour from the swatches, typed, or picked from the screen; the picking button has a name. */
export function ColorField(props: ColorInputProps) {
  const { t } = useTranslation();
  return (
    <ColorInput eyeDropperButtonProps={{ 'aria-label': `${t('settings.pickColor')}: ${props.label}` }} {...props} />
  );
}
