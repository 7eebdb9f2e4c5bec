import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../components/formats.ts';
import { LinkedText } from '../../components/linked-text.tsx';
import { useProblemText } from '../../components/problem-text.ts';
import type { Outbox, OutboxEntry } from '../../socket/outbox.ts';
import type { ReceiptMarks } from '../../state/conversation.ts';
import { DeliveryMark } from './delivery-mark.tsx';
import { FileBody } from './file-body.tsx';
import type { Message } from './lines.ts';
import classes from './transcript.module.css';

interface MessageBubbleProps {
  message: Message;
  receipts: ReceiptMarks;
  outbox: Outbox | null;
}

const onlyEmoji = /^(?:\p{Extended_Pictographic}|\p{Emoji_Component}|\s){1,12}$/u;

/** One message; text is shown as text, whatever it contains. */
export function MessageBubble({ message, receipts, outbox }: MessageBubbleProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { from, text, activity } = message;
  const failed = message.entry?.failed ?? null;
  const author =
    from === 'bot' ? t(activity?.client === 'Chatbot' ? 'common.chatbot' : 'common.system') : message.author;
  const large = text !== null && !/^[\d\s#*]+$/.test(text) && onlyEmoji.test(text);
  return (
    <div className={classes.message} data-from={from} data-first={message.first || undefined}>
      {message.first && author && from !== 'me' && (
        <span className={classes.author}>
          <bdi>{author}</bdi>
        </span>
      )}
      <div className={classes.bubble} data-last={message.last || undefined} data-failed={failed !== null || undefined}>
        {activity?.file && <FileBody file={activity.file} />}
        {text && (
          <span className={classes.text} data-large={large || undefined} dir="auto">
            <LinkedText text={text} />
          </span>
        )}
        <span className={`${classes.meta} numbers`} title={formats.full(message.at)}>
          {formats.time(message.at)}
          {from === 'me' && failed === null && <DeliveryMark seq={message.seq} receipts={receipts} />}
        </span>
      </div>
      {failed !== null && message.entry && outbox && <NotSent entry={message.entry} why={failed} outbox={outbox} />}
    </div>
  );
}

function NotSent({ entry, why, outbox }: { entry: OutboxEntry; why: string; outbox: Outbox }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  return (
    <span className={classes.failed} role="alert">
      {t('conversation.notSent', { why: textOf(why) })}
      <Anchor component="button" size="xs" onClick={() => outbox.retry(entry.messageId)}>
        {t('common.retry')}
      </Anchor>
      <Anchor component="button" size="xs" onClick={() => outbox.discard(entry.messageId)}>
        {t('common.discard')}
      </Anchor>
    </span>
  );
}
