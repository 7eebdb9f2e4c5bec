import { ActionIcon, CopyButton, Textarea, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../../../components/tip.tsx';
import classes from '../settings.module.css';

interface CopyFieldProps {
  label: string;
  value: string;
  /** Such as that a secret is shown only once. */
  description?: string;
  /** Several lines, such as code for a page. */
  rows?: number;
}

/** A link, secret or piece of code to take away: selected by a click, copied by a button. */
export function CopyField({ label, value, description, rows }: CopyFieldProps) {
  const { t } = useTranslation();
  const shared = {
    label,
    description,
    value,
    readOnly: true,
    dir: 'ltr',
    classNames: { input: classes.code },
    rightSectionWidth: 40,
    rightSection: (
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tip label={copied ? t('settings.copied') : t('settings.copy')}>
            <ActionIcon aria-label={`${t('settings.copy')}: ${label}`} onClick={copy}>
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tip>
        )}
      </CopyButton>
    ),
  };
  return rows === undefined ? (
    <TextInput {...shared} onFocus={(event) => event.currentTarget.select()} />
  ) : (
    <Textarea {...shared} rows={rows} onFocus={(event) => event.currentTarget.select()} />
  );
}
