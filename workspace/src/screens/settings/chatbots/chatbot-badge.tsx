import { useTranslation } from 'react-i18next';
import type { Chatbot } from '../../../api/chatbots.ts';
import { StateBadge } from '../parts/state-badge.tsx';

/** Whether a chatbot takes conversations, and if not, why. */
export function ChatbotBadge({ chatbot: { state, callbackUrl, failingSince } }: { chatbot: Chatbot }) {
  const { t } = useTranslation();
  if (callbackUrl === null) return <StateBadge kind="warn" label={t('chatbots.noAddress')} />;
  if (state === 'disabled') return <StateBadge kind="off" label={t('chatbots.off')} />;
  if (failingSince) return <StateBadge kind="bad" label={t('chatbots.failing')} />;
  return <StateBadge kind="good" label={t('chatbots.on')} />;
}
