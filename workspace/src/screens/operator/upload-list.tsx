import { ActionIcon, Button, Progress } from '@mantine/core';
import { IconAlertCircle, IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../components/problem-text.ts';
import { useDesk } from '../../frame/desk-context.ts';
import { useStore } from '../../state/store.ts';
import classes from './composer.module.css';

/** Files of this conversation on their way, each with its progress; leaving the page while one runs asks first. */
export function UploadList({ sessionId }: { sessionId: number }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { uploads } = useDesk();
  const all = useStore(uploads.store, (state) => state);
  const mine = all.filter((upload) => upload.sessionId === sessionId);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => uploads.running() && event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [uploads]);

  if (mine.length === 0) return null;
  return (
    <div className={classes.uploads}>
      {mine.map(({ messageId, file, share, failed }) => (
        <div key={messageId} className={classes.upload} role={failed ? 'alert' : undefined}>
          {failed && <IconAlertCircle size={16} color="var(--hv-late)" aria-hidden />}
          <span className="one-line">{file.name}</span>
          {failed ? (
            <span className={classes.bar}>{textOf(failed)}</span>
          ) : (
            <Progress
              className={classes.bar}
              value={share * 100}
              size="sm"
              aria-label={t('composer.uploading', { name: file.name })}
            />
          )}
          {failed && (
            <Button size="compact-xs" variant="default" onClick={() => uploads.retry(messageId)}>
              {t('common.retry')}
            </Button>
          )}
          <ActionIcon
            size="sm"
            aria-label={t('composer.stopUpload', { name: file.name })}
            onClick={() => uploads.cancel(messageId)}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
    </div>
  );
}
