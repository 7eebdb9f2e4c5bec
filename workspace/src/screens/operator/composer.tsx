import { limits } from '@hovor/protocol/limits';
import { ActionIcon, FileButton, Textarea } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconPaperclip, IconSend2 } from '@tabler/icons-react';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../../components/tip.tsx';
import { useDesk } from '../../frame/desk-context.ts';
import { useActions } from '../../keys/use-actions.ts';
import classes from './composer.module.css';
import { EmojiPicker } from './emoji-picker.tsx';
import { UploadList } from './upload-list.tsx';
import { useDraft } from './use-draft.ts';
import { useTypingSignal } from './use-typing-signal.ts';

interface ComposerProps {
  sessionId: number;
  name: string;
  onFiles(files: readonly File[]): void;
}

/** The message field. Enter sends, Shift+Enter breaks the line; what is typed is kept with every key. */
export function Composer({ sessionId, name, onFiles }: ComposerProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useDraft('message', sessionId, field);
  const signal = useTypingSignal(sessionId);
  const narrow = useMediaQuery('(max-width: 62em)');
  const left = limits.messageLength - text.length;
  const over = left < 0;

  useEffect(() => {
    // On a phone the keyboard would cover the conversation before it is read.
    if (matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true });
  }, []);
  useActions({ writeMessage: () => field.current?.focus() });

  function type(next: string) {
    setText(next);
    signal.typed(next !== '');
  }

  function send() {
    if (text.trim() === '' || over) return;
    try {
      desk.send(sessionId, text);
    } catch {
      notifications.show({ message: t('composer.full'), color: 'red', withBorder: true });
      return;
    }
    setText('');
    signal.stopped();
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }

  function onPaste(event: ClipboardEvent) {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  }

  function insert(piece: string) {
    const at = field.current?.selectionStart ?? text.length;
    const end = field.current?.selectionEnd ?? at;
    type(text.slice(0, at) + piece + text.slice(end));
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(at + piece.length, at + piece.length);
    });
  }

  return (
    <div className={classes.composer}>
      <UploadList sessionId={sessionId} />
      <div className={classes.row}>
        <FileButton multiple onChange={onFiles}>
          {(props) => (
            <Tip label={t('composer.file')}>
              <ActionIcon {...props} aria-label={t('composer.file')}>
                <IconPaperclip size={20} stroke={1.6} />
              </ActionIcon>
            </Tip>
          )}
        </FileButton>
        <EmojiPicker onPick={insert} />
        <Textarea
          ref={field}
          className={classes.field}
          aria-label={t('composer.label', { name })}
          placeholder={t(narrow ? 'composer.placeholderShort' : 'composer.placeholder')}
          autosize
          minRows={1}
          maxRows={8}
          dir="auto"
          value={text}
          error={over}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={signal.stopped}
        />
        <Tip label={t('composer.send')}>
          <ActionIcon
            variant="filled"
            color="indigo"
            aria-label={t('composer.send')}
            disabled={text.trim() === '' || over}
            onClick={send}
          >
            <IconSend2 size={18} />
          </ActionIcon>
        </Tip>
      </div>
      {text.length >= limits.messageCountdownFrom && (
        <div className={`${classes.left} numbers`} data-over={over || undefined} role="status">
          {over ? t('composer.over', { count: -left }) : t('composer.left', { count: left })}
        </div>
      )}
    </div>
  );
}
