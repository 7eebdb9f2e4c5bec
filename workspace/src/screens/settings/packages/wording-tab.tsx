import { limits } from '@hovor/protocol/limits';
import { packageTextKeys } from '@hovor/protocol/panel-texts';
import { botWords } from '@hovor/protocol/panel-words/bots';
import { cs } from '@hovor/protocol/panel-words/cs';
import { en } from '@hovor/protocol/panel-words/en';
import { ActionIcon, Button, Select, Switch, TextInput } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { ParseKeys } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../../../components/tip.tsx';
import { matches } from '../../../frame/matching.ts';
import classes from '../settings.module.css';
import type { PackageForm } from './package-editor.tsx';
import own from './packages.module.css';
import { withText } from './values.ts';

const known: Record<'cs' | 'en', Record<string, string>> = {
  cs: { ...cs, ...botWords.cs },
  en: { ...en, ...botWords.en },
};

/** What stands for texts that have no words by default. */
const ownWords: Record<string, ParseKeys> = {
  'window.title': 'packageText.title',
  'button.online': 'packageText.online',
  'button.busy': 'packageText.busy',
  'button.offline': 'packageText.offline',
};

/** Languages that can be chosen at once; others show once they have texts. */
const usual = ['cs', 'de', 'en', 'es', 'fr', 'hu', 'it', 'pl', 'sk', 'uk'];

/** Every text clients see, by language, each with the one it has by default (AD-PK-6). */
export function TextsTab({ form }: { form: PackageForm }) {
  const { t, i18n } = useTranslation();
  const { texts } = form.values;
  const [language, setLanguage] = useState(i18n.language.slice(0, 2) === 'cs' ? 'cs' : 'en');
  const [search, setSearch] = useState('');
  const [onlyChanged, setOnlyChanged] = useState(false);
  const names = new Intl.DisplayNames([i18n.language], { type: 'language' });
  const languages = [...new Set([...usual, ...Object.keys(texts)])].sort();
  // The panel speaks Czech to Czech and Slovak readers, English to all others.
  const defaults = known[/^(cs|sk)/.test(language) ? 'cs' : 'en'];
  const inLanguage = texts[language] ?? {};
  const defaultOf = (key: string) => defaults[key] ?? t(ownWords[key] ?? 'packageText.title');
  const shown = packageTextKeys.filter(
    (key) =>
      (!onlyChanged || inLanguage[key] !== undefined) && matches(`${defaultOf(key)} ${inLanguage[key] ?? ''}`, search),
  );
  const set = (key: string, text: string) => form.setFieldValue('texts', withText(texts, language, key, text));
  return (
    <>
      <div className={own.line}>
        <Select
          aria-label={t('packages.language')}
          data={languages.map((code) => ({ value: code, label: names.of(code) ?? code }))}
          value={language}
          onChange={(code) => code && setLanguage(code)}
          allowDeselect={false}
          searchable
        />
        <TextInput
          type="search"
          className={classes.grow}
          aria-label={t('packages.findText')}
          placeholder={t('packages.findText')}
          value={search}
          maxLength={100}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      <Switch
        label={t('packages.onlyChanged')}
        checked={onlyChanged}
        onChange={(event) => setOnlyChanged(event.currentTarget.checked)}
      />
      <p className={classes.help}>{t('packages.textsHelp')}</p>
      {shown.length === 0 && (
        <p className={classes.help} role="status">
          {t('packages.noTexts')}{' '}
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => {
              setSearch('');
              setOnlyChanged(false);
            }}
          >
            {t('packages.showAll')}
          </Button>
        </p>
      )}
      {shown.map((key) => (
        <TextInput
          key={`${language} ${key}`}
          label={defaultOf(key)}
          placeholder={defaults[key] ?? ''}
          maxLength={limits.packageTextLength}
          value={inLanguage[key] ?? ''}
          error={missing(defaults[key] ?? '', inLanguage[key], (names) => t('packages.missingPlace', { names }))}
          onChange={(event) => set(key, event.currentTarget.value)}
          rightSection={
            inLanguage[key] !== undefined && (
              <Tip label={t('packages.backToDefault')}>
                <ActionIcon
                  size="sm"
                  aria-label={`${t('packages.backToDefault')}: ${defaultOf(key)}`}
                  onClick={() => set(key, '')}
                >
                  <IconArrowBackUp size={16} />
                </ActionIcon>
              </Tip>
            )
          }
        />
      ))}
    </>
  );
}

/** Says which `{…}` of the default a text lost: it can be saved, but clients will not read what stood there. */
function missing(standard: string, text: string | undefined, say: (names: string) => string): string | null {
  if (text === undefined) return null;
  const lost = [...standard.matchAll(/\{\w+\}/g)].map(([hole]) => hole).filter((hole) => !text.includes(hole));
  return lost.length > 0 ? say(lost.join(', ')) : null;
}
