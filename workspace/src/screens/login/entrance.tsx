import { Select, Title } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isLanguage, languages, setLanguage } from '../../texts/language.ts';
import classes from './entrance.module.css';

/** The frame of the pages before login: one card, the name of the product, the choice of language. */
export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <img src="/app/favicon.svg" alt="" width={32} height={32} />
          <span>{t('common.product')}</span>
        </div>
        <Title order={1} size="h4" mb="md">
          {title}
        </Title>
        {children}
      </div>
      <Select
        aria-label={t('login.language')}
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
        value={i18n.language}
        onChange={(code) => isLanguage(code) && setLanguage(code, true)}
        allowDeselect={false}
        leftSection={<IconLanguage size={16} aria-hidden />}
        size="xs"
        w={140}
        variant="unstyled"
      />
    </main>
  );
}
