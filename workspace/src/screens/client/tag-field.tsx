import { limits } from '@hovor/protocol/limits';
import type { Tag } from '@hovor/protocol/session';
import { Combobox, Input, InputBase, useCombobox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deskApi } from '../../api/desk.ts';
import { useAttempt } from '../../components/problem-text.ts';
import { TagPill } from '../../components/tag-pill.tsx';
import { useCatalogue } from '../../frame/desk-context.ts';
import { matches, plain } from '../../frame/matching.ts';
import classes from './client-tab.module.css';
import { useSessionEditing } from './use-session-editing.ts';

interface TagFieldProps {
  sessionId: number;
  tags: readonly Tag[];
  label?: string;
}

/** Options shown at once; typing narrows the list. */
const mostShown = 50;

/** Tags of the session: pick a known one, or type a new one and press Enter (OP-CT-6). */
export function TagField({ sessionId, tags, label }: TagFieldProps) {
  const { t } = useTranslation();
  const { tags: known, operatorsMayCreateTags: mayCreate } = useCatalogue();
  const edit = useSessionEditing(sessionId);
  const attempt = useAttempt();
  const [text, setText] = useState('');
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });

  const name = text.trim();
  const nameOf = (tag: Pick<Tag, 'label' | 'name'>) => tag.label ?? tag.name;
  const used = new Set(tags.map((tag) => tag.id));
  const options = known.filter((tag) => !used.has(tag.id) && matches(nameOf(tag), name)).slice(0, mostShown);
  const exists = [...known, ...tags].some(
    (tag) => plain(nameOf(tag)) === plain(name) || plain(tag.name) === plain(name),
  );
  const offersNew = mayCreate && name !== '' && !exists;

  async function pick(value: string) {
    combobox.closeDropdown();
    setText('');
    const task =
      value === '+' ? () => deskApi.createTag(sessionId, name) : () => deskApi.addTag(sessionId, Number(value));
    await attempt(() => edit(task));
  }

  return (
    <Combobox store={combobox} onOptionSubmit={(value) => void pick(value)} transitionProps={{ duration: 100 }}>
      {label && <Input.Label>{label}</Input.Label>}
      {tags.length > 0 && (
        <div className={classes.pills}>
          {tags.map((tag) => (
            <TagPill
              key={tag.id}
              tag={tag}
              removeLabel={t('client.tagRemove', { name: nameOf(tag) })}
              onRemove={() => void attempt(() => edit(() => deskApi.removeTag(sessionId, tag.id)))}
            />
          ))}
        </div>
      )}
      <Combobox.Target>
        <InputBase
          size={label ? 'sm' : 'xs'}
          aria-label={t('client.tagAdd')}
          placeholder={t('client.tagAdd')}
          maxLength={limits.tagNameLength}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.selectFirstOption();
          }}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={options.length === 0 && !offersNew && name === ''}>
        <Combobox.Options mah={240} style={{ overflowY: 'auto' }} aria-label={t('client.tags')}>
          {options.map((tag) => (
            <Combobox.Option key={tag.id} value={String(tag.id)}>
              <TagPill tag={tag} />
            </Combobox.Option>
          ))}
          {offersNew && <Combobox.Option value="+">{t('client.tagCreate', { name })}</Combobox.Option>}
          {options.length === 0 && !offersNew && (
            <Combobox.Empty>{t(mayCreate ? 'client.tagsNone' : 'client.tagsOnlyKnown')}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
