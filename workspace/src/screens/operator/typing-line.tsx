import { useTranslation } from 'react-i18next';
import { useDeskState } from '../../frame/desk-context.ts';
import { useNow } from '../../state/clock.ts';
import { emptyConversation } from '../../state/conversation.ts';
import classes from './conversation-pane.module.css';

/** Who types; the line keeps its place when nobody does, so that nothing jumps. */
export function TypingLine({ sessionId, name }: { sessionId: number; name: string }) {
  const { t } = useTranslation();
  useNow();
  const typing = useDeskState((state) => (state.conversations.get(sessionId) ?? emptyConversation).typing);
  const operators = useDeskState((state) => state.sessions.get(sessionId)?.operators);
  const names = Object.entries(typing)
    .filter(([, until]) => until > Date.now())
    .map(([who]) => (who === 'guest' ? name : operators?.find(({ userId }) => String(userId) === who)?.name))
    .filter((each) => each !== undefined);
  return (
    <div className={`${classes.typing} one-line`} role="status">
      {names.length > 0 && t('conversation.typing', { name: names.join(', ') })}
    </div>
  );
}
