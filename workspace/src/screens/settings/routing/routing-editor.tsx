import { limits } from '@hovor/protocol/limits';
import type { RoutingTerms, RoutingView } from '@hovor/protocol/routing';
import { Radio, Stack, Tabs, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../api/problem.ts';
import { routingsApi } from '../../../api/routing.ts';
import { ChannelIcon } from '../../../components/channel-icon.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { DeleteButton } from '../parts/delete-button.tsx';
import { Editor, Fieldset } from '../parts/editor.tsx';
import { useFieldRules } from '../parts/field-text.ts';
import { moved, OrderedList } from '../parts/ordered-list.tsx';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import { useVersionedSave } from '../parts/use-versioned-save.ts';
import { useSettingsPage } from '../use-settings-page.ts';
import { changeOf, type Draft, draftOf, faultsOf } from './draft.ts';
import { Picture } from './picture.tsx';
import own from './routing.module.css';
import { RulesField } from './rules-field.tsx';
import { TryPanel } from './try-panel.tsx';
import { useRoutingWords } from './words.ts';

/** One routing: its rules, what would happen, and how it looks as a picture; all of the draft, saved or not. */
export function RoutingEditor({ routing, terms }: { routing: RoutingView; terms: RoutingTerms }) {
  const { t } = useTranslation();
  const { tenantId, show } = useSettingsPage();
  const queries = useQueryClient();
  const { required } = useFieldRules();
  const words = useRoutingWords(terms);
  const [deleting, setDeleting] = useState(false);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const key = ['settings', 'routing', tenantId, routing.id];
  const refresh = () => queries.invalidateQueries({ queryKey: ['settings', 'routings', tenantId] });
  const versioned = useVersionedSave(routing.version, async () => {
    await queries.invalidateQueries({ queryKey: key });
    return queries.getQueryData<RoutingView>(key)?.version ?? routing.version;
  });

  const form = useSettingsForm<Draft, RoutingView>({
    values: draftOf(routing),
    validate: { name: required },
    async save(draft) {
      setFaults({});
      try {
        const saved = await versioned.save((version) =>
          routingsApi.change(tenantId, routing.id, { ...changeOf(draft), version }),
        );
        queries.setQueryData(key, saved);
        await refresh();
        return saved;
      } catch (problem) {
        const found = problem instanceof ApiProblem ? faultsOf(problem.fields, draft.rules) : {};
        if (Object.keys(found).length === 0) throw problem;
        setFaults(found);
        throw new ApiProblem('conflict', t('routing.seeRules'));
      }
    },
  });
  if (!form.isChanged) versioned.follow();
  const { values } = form;
  const set = (change: Partial<Draft>) => form.setValues(change as Draft);

  return (
    <Editor
      title={routing.name}
      subtitle={
        routing.packages.length > 0
          ? t('routing.usedBy', { names: routing.packages.map(({ name }) => name).join(', ') })
          : t('routing.usedByNone')
      }
      form={form}
      wide
      actions={<DeleteButton onClick={() => setDeleting(true)} />}
    >
      <Tabs defaultValue="rules" keepMounted={false} className={own.tabs}>
        <Tabs.List>
          <Tabs.Tab value="rules">{t('routing.tabRules')}</Tabs.Tab>
          <Tabs.Tab value="try">{t('routing.tabTry')}</Tabs.Tab>
          <Tabs.Tab value="picture">{t('routing.tabPicture')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rules" className={own.panel}>
          <TextInput
            label={t('settings.name')}
            required
            maxLength={limits.nameLength}
            {...form.getInputProps('name')}
          />
          <Fieldset title={t('routing.rulesTitle')} help={t('routing.rulesHelp')}>
            <RulesField
              value={values.rules}
              terms={terms}
              words={words}
              faults={faults}
              onChange={(rules) => {
                setFaults({});
                set({ rules });
              }}
            />
          </Fieldset>
          <Fieldset title={t('routing.fallbackTitle')} help={t('routing.fallbackHelp')}>
            <Radio.Group
              aria-label={t('routing.fallbackTitle')}
              value={values.fallback}
              onChange={(fallback) => set({ fallback: fallback as Draft['fallback'] })}
            >
              <Stack gap={6}>
                <Radio value="first" label={t('routing.fallbackFirst')} />
                <Radio value="stay" label={t('routing.fallbackStay')} />
                <Radio value="end" label={t('routing.fallbackEnd')} />
              </Stack>
            </Radio.Group>
          </Fieldset>
          <Fieldset title={t('routing.ranksTitle')} help={t('routing.ranksHelp')}>
            <OrderedList
              label={t('routing.ranksTitle')}
              items={values.channelRanks}
              keyOf={(channel) => channel}
              nameOf={(channel) => t(`channel.${channel}`)}
              onMove={(from, to) => set({ channelRanks: moved(values.channelRanks, from, to) })}
            >
              {(channel) => (
                <span className={own.channel}>
                  <ChannelIcon channel={channel} />
                  {t(`channel.${channel}`)}
                </span>
              )}
            </OrderedList>
          </Fieldset>
        </Tabs.Panel>
        <Tabs.Panel value="try" className={own.panel}>
          <TryPanel draft={values} words={words} />
        </Tabs.Panel>
        <Tabs.Panel value="picture" className={own.panel}>
          <Picture draft={values} packages={routing.packages} words={words} />
        </Tabs.Panel>
      </Tabs>
      <ConfirmDialog
        opened={deleting}
        title={t('routing.deleteTitle', { name: routing.name })}
        action={t('settings.delete')}
        onConfirm={async () => {
          await routingsApi.remove(tenantId, routing.id);
          show(null);
          await refresh();
        }}
        onClose={() => setDeleting(false)}
      >
        {t('routing.deleteText', { count: routing.rules.length })}
      </ConfirmDialog>
    </Editor>
  );
}
