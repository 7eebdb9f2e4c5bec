import { SegmentedControl, Stack, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isLanguage, languages, setLanguage } from '../texts/language.ts';

/** Light, dark or as the computer; English or Czech. */
export function Appearance() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Stack gap={8} px="xs" py={4}>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('frame.appearance')}
        value={colorScheme}
        onChange={(value) => setColorScheme(value as typeof colorScheme)}
        data={[
          { value: 'auto', label: t('frame.auto') },
          { value: 'light', label: t('frame.light') },
          { value: 'dark', label: t('frame.dark') },
        ]}
      />
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('frame.language')}
        value={i18n.language}
        onChange={(code) => isLanguage(code) && setLanguage(code, true)}
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
      />
    </Stack>
  );
}
