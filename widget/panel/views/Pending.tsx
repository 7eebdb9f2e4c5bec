import type { Outgoing } from '../outbox.ts';
import type { Upload } from '../state.ts';
import { Icon } from './icons.tsx';
import { Text } from './Text.tsx';
import { usePanel } from './use.ts';

interface PendingMessageProps {
  message: Outgoing;
  /** What stands on the button that was pressed. */
  text: string | undefined;
  connected: boolean;
}

/** A message the server has not shown back yet, with what is happening to it. */
export function PendingMessage({ message, text, connected }: PendingMessageProps) {
  const panel = usePanel();
  const { say } = panel.words;
  const mark = message.state === 'sent' ? 'sent' : connected ? 'sending' : 'waitingToSend';
  return (
    <div class={`line own ${message.state}`}>
      <div class="bubble">
        <span class="aside">{say('you')}: </span>
        <Text text={text ?? message.text} />
      </div>
      {message.state === 'failed' ? (
        <p class="mark problem" role="alert">
          <Icon name="warn" /> {say('notSent')}{' '}
          <button type="button" class="link" onClick={() => panel.talk.again(message.messageId)}>
            {say('tryAgain')}
          </button>{' '}
          <button type="button" class="link" onClick={() => panel.talk.discard(message.messageId)}>
            {say('discard')}
          </button>
        </p>
      ) : (
        <p class="mark">{say(mark)}</p>
      )}
    </div>
  );
}

/** A file on its way: how far it is, and the way to stop it. */
export function PendingUpload({ upload }: { upload: Upload }) {
  const panel = usePanel();
  const { say } = panel.words;
  const { file, messageId, state } = upload;
  const percent = Math.round(upload.progress * 100);
  return (
    <div class="line own">
      <div class="bubble holds-file">
        <div class="file">
          <Icon name={file.type.startsWith('image/') ? 'image' : 'file'} />
          <span>
            <span class="file-name" dir="auto">
              {file.name}
            </span>
            {state !== 'failed' && (
              <progress max="100" value={percent} aria-label={say('uploading', { name: file.name, percent })} />
            )}
          </span>
        </div>
      </div>
      <p class={state === 'failed' ? 'mark problem' : 'mark'} role={state === 'failed' ? 'alert' : undefined}>
        {state === 'failed' ? upload.problem : `${percent} %`}{' '}
        {state === 'failed' && (
          <button type="button" class="link" onClick={() => panel.uploads.again(messageId)}>
            {say('tryAgain')}
          </button>
        )}{' '}
        {state !== 'done' && (
          <button type="button" class="link" onClick={() => panel.uploads.cancel(messageId)}>
            {say(state === 'failed' ? 'discard' : 'cancel')}
          </button>
        )}
      </p>
    </div>
  );
}
