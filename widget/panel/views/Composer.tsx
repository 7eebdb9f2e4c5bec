import type { FunctionComponent } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { limits } from '../../../protocol/limits.ts';
import type { Turn } from '../bots/turn.ts';
import type { PanelState } from '../state.ts';
import { Icon } from './icons.tsx';
import { useDraft, usePanel } from './use.ts';

interface PickerProps {
  onPick(emoji: string): void;
  onClose(): void;
}

interface ComposerProps {
  state: PanelState;
  turn: Pick<Turn, 'writes' | 'attaches'>;
  onSend(text: string): void;
}

/** The field, its functions beside it (OP-WC-2), and how much still fits (OP-WC-11). */
export function Composer({ state, turn: { writes, attaches: canAttach }, onSend }: ComposerProps) {
  const panel = usePanel();
  const { say } = panel.words;
  const { window: look, acceptedFileTypes } = state.picture.config;
  const [text, setText] = useDraft(`message.${state.session?.id ?? 'new'}`);
  const [Picker, setPicker] = useState<FunctionComponent<PickerProps> | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const smile = useRef<HTMLButtonElement>(null);
  const left = limits.messageLength - text.length;
  const counts = text.length >= limits.messageCountdownFrom;

  // As tall as its text, up to the limit of the style sheet.
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [text]);

  const send = () => {
    const message = text.trim();
    if (!writes || !message || message.length > limits.messageLength) return field.current?.focus();
    onSend(message);
    setText('');
    field.current?.focus();
  };

  const insert = (emoji: string) => {
    const area = field.current;
    if (!area) return;
    area.setRangeText(emoji, area.selectionStart, area.selectionEnd, 'end');
    setText(area.value);
  };

  const togglePicker = async () => {
    if (Picker) return setPicker(null);
    const { Emoji } = await import('./Emoji.tsx');
    setPicker(() => Emoji);
  };

  return (
    <footer class="foot">
      {Picker && (
        <Picker
          onPick={insert}
          onClose={() => {
            setPicker(null);
            smile.current?.focus();
          }}
        />
      )}
      {state.fileProblem && (
        <p class="problem" role="alert">
          {state.fileProblem}
        </p>
      )}
      <form
        class="compose"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          ref={field}
          rows={1}
          data-first
          dir="auto"
          value={text}
          // Read only rather than disabled: who was in it goes on there.
          readOnly={!writes}
          placeholder={say(writes ? 'message' : 'inputOff')}
          aria-label={say('message')}
          aria-describedby={counts ? 'countdown' : undefined}
          aria-invalid={left < 0 || undefined}
          enterkeyhint="send"
          onInput={(event) => {
            setText(event.currentTarget.value);
            panel.talk.typing(event.currentTarget.value !== '');
          }}
          onBlur={() => panel.talk.typing(false)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
          onPaste={(event) => {
            const files = event.clipboardData?.files;
            if (!files?.length || !canAttach) return;
            event.preventDefault();
            panel.uploads.send(files);
          }}
        />
        <div class="tools">
          {look.emoji && writes && (
            <button
              type="button"
              class="tool"
              ref={smile}
              aria-expanded={!!Picker}
              aria-label={say(Picker ? 'emojiClose' : 'emoji')}
              title={say('emoji')}
              onClick={togglePicker}
            >
              <Icon name="smile" />
            </button>
          )}
          {canAttach && (
            <>
              <button
                type="button"
                class="tool"
                aria-label={say('attach')}
                title={say('attach')}
                onClick={() => chooser.current?.click()}
              >
                <Icon name="clip" />
              </button>
              <input
                ref={chooser}
                type="file"
                multiple
                hidden
                accept={acceptedFileTypes.join(',')}
                onChange={(event) => {
                  const input = event.currentTarget;
                  if (input.files) panel.uploads.send([...input.files]);
                  input.value = '';
                }}
              />
            </>
          )}
          <span class="count" id="countdown" role={counts ? 'status' : undefined}>
            {counts &&
              (left < 0 ? <span class="problem">{say('over', { count: -left })}</span> : say('left1', { count: left }))}
          </span>
          <button
            type="submit"
            class="tool send"
            aria-label={say('send')}
            title={say('send')}
            aria-disabled={!writes || !text.trim() || left < 0 || undefined}
          >
            <Icon name="send" />
          </button>
        </div>
      </form>
    </footer>
  );
}
