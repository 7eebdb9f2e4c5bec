import { limits } from '@hovor/protocol/limits';
import type { Tag } from '@hovor/protocol/session';
import { Input, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tagsApi } from '../../../api/tags.ts';
import { TagPill } from '../../../components/tag-pill.tsx';
import { ColorField } from '../parts/color-field.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { DeleteButton } from '../parts/delete-button.tsx';
import { Editor } from '../parts/editor.tsx';
import { useFieldRules } from '../parts/field-text.ts';
import { swatches } from '../parts/swatches.ts';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import classes from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';

/** One tag, or a new one. */
export function TagEditor({ tag }: { tag: Tag | null }) {
  const { t } = useTranslation();
  const { tenantId, show } = useSettingsPage();
  const queries = useQueryClient();
  const { required } = useFieldRules();
  const [deleting, setDeleting] = useState(false);
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['settings', 'tags', tenantId] }),
      queries.invalidateQueries({ queryKey: ['catalogue', tenantId] }),
    ]);

  const form = useSettingsForm({
    values: {
      name: tag?.name ?? '',
      label: tag?.label ?? '',
      background: tag?.background ?? '',
      text: tag?.text ?? '',
    },
    validate: { name: required },
    async save({ name, label, background, text }) {
      const change = { label: label.trim() || null, background: background || null, text: text || null };
      const saved = tag
        ? await tagsApi.change(tenantId, tag.id, change)
        : await tagsApi.add(tenantId, { name, ...change });
      await refresh();
      return saved.id;
    },
    onSaved: (id) => tag === null && show(id),
  });
  const { name, label, background, text } = form.values;

  return (
    <Editor
      title={tag ? (tag.label ?? tag.name) : t('tags.newTitle')}
      form={form}
      {...(!tag && { saveLabel: t('settings.create') })}
      actions={tag && <DeleteButton onClick={() => setDeleting(true)} />}
    >
      <TextInput
        label={t('settings.name')}
        description={t('tags.nameHelp')}
        readOnly={tag !== null}
        variant={tag ? 'filled' : 'default'}
        required={tag === null}
        autoFocus={tag === null}
        maxLength={limits.tagNameLength}
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('tags.label')}
        description={t('tags.labelHelp')}
        maxLength={limits.nameLength}
        {...form.getInputProps('label')}
      />
      <div className={classes.pair}>
        <ColorField label={t('tags.background')} swatches={swatches} {...form.getInputProps('background')} />
        <ColorField label={t('tags.text')} swatches={['#ffffff', '#000000']} {...form.getInputProps('text')} />
      </div>
      <Input.Wrapper label={t('tags.preview')} labelElement="div">
        <div>
          <TagPill tag={{ id: 0, name: name || '…', label: label || null, background, text }} />
        </div>
      </Input.Wrapper>
      {tag && (
        <ConfirmDialog
          opened={deleting}
          title={t('tags.deleteTitle', { name: tag.label ?? tag.name })}
          action={t('settings.delete')}
          onConfirm={async () => {
            await tagsApi.remove(tenantId, tag.id);
            show(null);
            await refresh();
          }}
          onClose={() => setDeleting(false)}
        >
          {t('tags.deleteText')}
        </ConfirmDialog>
      )}
    </Editor>
  );
}
