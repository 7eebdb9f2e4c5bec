import { Anchor } from '@mantine/core';
import { IconPointer } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../components/formats.ts';
import { LinkedText } from '../../components/linked-text.tsx';
import { useProblemText } from '../../components/problem-text.ts';
import type { Outbox, OutboxEntry } from '../../socket/outbox.ts';
import type { ReceiptMarks } from '../../state/conversation.ts';
import bots from './bot-body.module.css';
import { BotBody } from './bot-body.tsx';
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
    message.author ?? (from === 'bot' ? t(activity?.client === 'Chatbot' ? 'common.chatbot' : 'common.system') : null);
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
        <Body message={message} large={large} />
        <span className={`${classes.meta} numbers`} title={formats.full(message.at)}>
          {formats.time(message.at)}
          {from === 'me' && failed === null && <DeliveryMark seq={message.seq} receipts={receipts} />}
        </span>
      </div>
      {failed !== null && message.entry && outbox && <NotSent entry={message.entry} why={failed} outbox={outbox} />}
    </div>
  );
}

function Body({ message: { text, chosen, pressed, activity }, large }: { message: Message; large: boolean }) {
  const { t } = useTranslation();
  if (activity?.chatbot?.message) return <BotBody message={activity.chatbot.message} pressed={pressed} />;
  if (chosen !== null) {
    return (
      <span className={bots.pressed} title={t('bots.pressed', { value: text })}>
        <IconPointer size={14} stroke={1.8} aria-hidden />
        <bdi>{chosen}</bdi>
      </span>
    );
  }
  if (activity?.type === 'Location' && text) {
    const [latitude, longitude] = text.split(', ');
    const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=15/${latitude}/${longitude}`;
    return (
      <span className={classes.text}>
        {t('bots.location', { position: text })}{' '}
        <a href={map} target="_blank" rel="noopener noreferrer nofollow">
          {t('bots.map')}
        </a>
      </span>
    );
  }
  const said = activity?.type === 'LocationRequest' ? (text ?? t('bots.asksLocation')) : text;
  if (!said) return null;
  return (
    <span className={classes.text} data-large={large || undefined} dir="auto">
      <LinkedText text={said} />
    </span>
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
