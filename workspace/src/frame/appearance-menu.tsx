import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconLanguage, IconMoon, IconSun, IconSunMoon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isLanguage, languages, setLanguage } from '../texts/language.ts';

const schemes = ['auto', 'light', 'dark'] as const;
const icons = { auto: IconSunMoon, light: IconSun, dark: IconMoon } as const;

const next = <T,>(list: readonly T[], current: T): T | undefined => list[(list.indexOf(current) + 1) % list.length];

/** The same choices within a menu: each click goes on to the next, and the menu stays open to see it. */
export function AppearanceMenuItems() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = icons[colorScheme];
  const language = isLanguage(i18n.language) ? i18n.language : 'en';
  const codes = Object.keys(languages) as (keyof typeof languages)[];
  return (
    <>
      <Menu.Item
        closeMenuOnClick={false}
        leftSection={<Icon size={16} aria-hidden />}
        onClick={() => setColorScheme(next(schemes, colorScheme) ?? 'auto')}
      >
        {t('frame.appearanceNow', { name: t(`frame.${colorScheme}`) })}
      </Menu.Item>
      <Menu.Item
        closeMenuOnClick={false}
        leftSection={<IconLanguage size={16} aria-hidden />}
        onClick={() => setLanguage(next(codes, language) ?? 'en', true)}
      >
        {t('frame.languageNow', { name: languages[language] })}
      </Menu.Item>
    </>
  );
}
