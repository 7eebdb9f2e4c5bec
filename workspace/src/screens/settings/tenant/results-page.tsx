import { limits } from '@hovor/protocol/limits';
import { Badge, Switch, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type SessionResult, settingsApi } from '../../../api/settings.ts';
import { Editor } from '../parts/editor.tsx';
import { useFieldRules } from '../parts/field-text.ts';
import { ListPane } from '../parts/list-pane.tsx';
import { SplitPage } from '../parts/split-page.tsx';
import { useOrder } from '../parts/use-order.ts';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import { useSettingsPage } from '../use-settings-page.ts';

const keyOf = (tenantId: number) => ['settings', 'results', tenantId];

/** What a conversation led to, chosen at its end (AD-AP-13). */
export default function ResultsPage() {
  const { t } = useTranslation();
  const { tenantId, itemId, isNew } = useSettingsPage();
  const found = useQuery({ queryKey: keyOf(tenantId), queryFn: () => settingsApi.results(tenantId) });
  const move = useOrder<SessionResult>(keyOf(tenantId), (ids) => settingsApi.orderResults(tenantId, ids));
  const open = found.data?.find(({ id }) => id === itemId);
  return (
    <SplitPage
      list={
        <ListPane
          title={t('results.title')}
          subtitle={t('results.subtitle')}
          found={found}
          nameOf={({ name }) => name}
          row={({ name, active }) => (
            <>
              <span className="one-line" style={{ flex: 1 }}>
                {name}
              </span>
              {!active && (
                <Badge variant="default" size="sm">
                  {t('settings.off')}
                </Badge>
              )}
            </>
          )}
          isQuiet={({ active }) => !active}
          empty={{ title: t('results.empty'), help: t('results.emptyHelp') }}
          addLabel={t('results.add')}
          onMove={move}
        />
      }
    >
      {isNew && <ResultEditor key="new" result={null} />}
      {open && <ResultEditor key={open.id} result={open} />}
    </SplitPage>
  );
}

function ResultEditor({ result }: { result: SessionResult | null }) {
  const { t } = useTranslation();
  const { tenantId, show } = useSettingsPage();
  const queries = useQueryClient();
  const { required } = useFieldRules();
  const form = useSettingsForm({
    values: { name: result?.name ?? '', active: result?.active ?? true },
    validate: { name: required },
    async save(values) {
      const made = result ? null : await settingsApi.addResult(tenantId, values.name);
      if (result) await settingsApi.changeResult(tenantId, result.id, values);
      await queries.invalidateQueries({ queryKey: keyOf(tenantId) });
      await queries.invalidateQueries({ queryKey: ['catalogue', tenantId] });
      return made?.id ?? null;
    },
    onSaved: (id) => id !== null && show(id),
  });
  return (
    <Editor
      title={result?.name ?? t('results.newTitle')}
      form={form}
      {...(!result && { saveLabel: t('settings.create') })}
    >
      <TextInput
        label={t('settings.name')}
        description={result ? t('results.renameHelp') : undefined}
        required
        autoFocus={!result}
        maxLength={limits.nameLength}
        {...form.getInputProps('name')}
      />
      {result && (
        <Switch
          label={t('results.active')}
          description={t('results.activeHelp')}
          {...form.getInputProps('active', { type: 'checkbox' })}
        />
      )}
    </Editor>
  );
}
