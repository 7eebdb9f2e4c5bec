import { IconPlugConnectedX, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Tip } from '../components/tip.tsx';
import classes from './corner.module.css';
import { useDeskState } from './desk-context.ts';

/** The line to the server: a quiet dot when it is up, words when it is not. */
export function ConnectionMark() {
  const { t } = useTranslation();
  const kind = useDeskState((state) => state.connection.kind);
  if (kind === 'ready') {
    return (
      <Tip label={t('status.connected')}>
        <span className={classes.mark} role="img" aria-label={t('status.connected')}>
          <span className={classes.dot} data-kind="good" />
        </span>
      </Tip>
    );
  }
  const connecting = kind === 'connecting';
  const Icon = connecting ? IconRefresh : IconPlugConnectedX;
  return (
    <span className={classes.mark} data-kind={connecting ? undefined : 'bad'}>
      <Icon size={16} aria-hidden />
      <span className={classes.wide}>{t(connecting ? 'status.connecting' : 'status.disconnected')}</span>
    </span>
  );
}
