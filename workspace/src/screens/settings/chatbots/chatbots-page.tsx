import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Chatbot, chatbotsApi } from '../../../api/chatbots.ts';
import { ListPane } from '../parts/list-pane.tsx';
import { SplitPage } from '../parts/split-page.tsx';
import settings from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';
import { ChatbotBadge } from './chatbot-badge.tsx';
import { ChatbotEditor } from './chatbot-editor.tsx';

/** State and conversations of the list are read again this often. Milliseconds. */
const refreshEvery = 30_000;

/** API chatbots of the tenant (AD-CB). */
export default function ChatbotsPage() {
  const { t } = useTranslation();
  const { tenantId, itemId, isNew } = useSettingsPage();
  const found = useQuery({
    queryKey: ['settings', 'chatbots', tenantId],
    queryFn: () => chatbotsApi.list(tenantId),
    refetchInterval: refreshEvery,
    staleTime: 0,
  });
  const open = found.data?.find(({ id }) => id === itemId);
  return (
    <SplitPage
      list={
        <ListPane
          title={t('chatbots.title')}
          subtitle={t('chatbots.subtitle')}
          found={found}
          nameOf={({ name }) => name}
          row={(chatbot) => <ChatbotRow chatbot={chatbot} />}
          isQuiet={({ state }) => state === 'disabled'}
          empty={{ title: t('chatbots.empty'), help: t('chatbots.emptyHelp') }}
          addLabel={t('chatbots.add')}
        />
      }
    >
      {isNew && <ChatbotEditor key="new" chatbot={null} />}
      {open && <ChatbotEditor key={open.id} chatbot={open} />}
    </SplitPage>
  );
}

const ChatbotRow = ({ chatbot }: { chatbot: Chatbot }) => (
  <span className={settings.rowWords}>
    <span className={`${settings.rowName} one-line`}>{chatbot.name}</span>
    <ChatbotBadge chatbot={chatbot} />
  </span>
);
