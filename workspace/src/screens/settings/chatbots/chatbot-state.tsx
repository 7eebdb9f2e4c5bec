import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Chatbot } from '../../../api/chatbots.ts';
import { Facts } from '../../../components/facts.tsx';
import { useFormats } from '../../../components/formats.ts';
import { ChatbotBadge } from './chatbot-badge.tsx';

/** How a chatbot is: on or off and why, what it does now, when it last answered and failed. */
export function ChatbotState({ chatbot }: { chatbot: Chatbot }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { state, sessions, lastSeen, lastError, lastErrorAt, disabledReason, callbackUrl } = chatbot;
  const isOff = state === 'disabled' && callbackUrl !== null;
  return (
    <section aria-label={t('chatbots.state')}>
      <Facts
        facts={[
          { name: t('chatbots.state'), value: <ChatbotBadge chatbot={chatbot} /> },
          { name: t('chatbots.sessions'), value: String(sessions) },
          { name: t('chatbots.lastSeen'), value: lastSeen ? formats.dateTime(lastSeen) : t('chatbots.never') },
          {
            name: t('chatbots.lastError'),
            value: lastError && `${lastErrorAt ? `${formats.dateTime(lastErrorAt)} · ` : ''}${lastError}`,
          },
        ]}
      />
      {isOff && (
        <Alert mt="sm" color={disabledReason ? 'red' : 'gray'} title={t('chatbots.reason')}>
          {disabledReason ?? t('chatbots.byHand')}
        </Alert>
      )}
    </section>
  );
}
