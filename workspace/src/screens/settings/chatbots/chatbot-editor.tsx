import { limits } from '@hovor/protocol/limits';
import { Switch, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Chatbot, chatbotsApi } from '../../../api/chatbots.ts';
import { isWebAddress } from '../parts/address.ts';
import { Editor } from '../parts/editor.tsx';
import { useFieldRules } from '../parts/field-text.ts';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import { useSettingsPage } from '../use-settings-page.ts';
import { ChatbotActions } from './chatbot-actions.tsx';
import { ChatbotState } from './chatbot-state.tsx';

/** One chatbot, or a new one. */
export function ChatbotEditor({ chatbot }: { chatbot: Chatbot | null }) {
  const { t } = useTranslation();
  const { tenantId, show } = useSettingsPage();
  const queries = useQueryClient();
  const { required } = useFieldRules();
  const form = useSettingsForm({
    values: {
      name: chatbot?.name ?? '',
      callbackUrl: chatbot?.callbackUrl ?? '',
      autoStart: chatbot?.autoStart ?? false,
    },
    validate: {
      name: required,
      callbackUrl: (value) => (value.trim() === '' || isWebAddress(value) ? null : t('chatbots.urlWrong')),
    },
    async save({ name, callbackUrl, autoStart }) {
      const change = { name: name.trim(), callbackUrl: callbackUrl.trim() || null, autoStart };
      const { id } = chatbot
        ? await chatbotsApi.change(tenantId, chatbot.id, change)
        : await chatbotsApi.add(tenantId, change);
      await queries.invalidateQueries({ queryKey: ['settings', 'chatbots', tenantId] });
      return id;
    },
    onSaved: (id) => chatbot === null && show(id),
  });

  return (
    <Editor
      title={chatbot ? chatbot.name : t('chatbots.newTitle')}
      form={form}
      {...(!chatbot && { saveLabel: t('settings.create') })}
      actions={chatbot && <ChatbotActions chatbot={chatbot} />}
    >
      {chatbot && <ChatbotState chatbot={chatbot} />}
      <TextInput
        label={t('settings.name')}
        description={t('chatbots.nameHelp')}
        required
        autoFocus={chatbot === null}
        maxLength={limits.nameLength}
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('chatbots.url')}
        description={t('chatbots.urlHelp')}
        dir="ltr"
        inputMode="url"
        autoComplete="off"
        maxLength={limits.urlLength}
        {...form.getInputProps('callbackUrl')}
      />
      <Switch
        label={t('chatbots.autoStart')}
        description={t('chatbots.autoStartHelp')}
        {...form.getInputProps('autoStart', { type: 'checkbox' })}
      />
    </Editor>
  );
}
