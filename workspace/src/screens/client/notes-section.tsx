import { limits } from '@hovor/protocol/limits';
import type { SessionDetail } from '@hovor/protocol/session';
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deskApi } from '../../api/desk.ts';
import { useFormats } from '../../components/formats.ts';
import { useAttempt } from '../../components/problem-text.ts';
import { useWorkplace } from '../../frame/desk-context.ts';
import { createDrafts } from '../../socket/drafts.ts';
import classes from './client-tab.module.css';
import { useSessionEditing } from './use-session-editing.ts';

/** All notes of the session in time order with their authors (OP-CT-7, OP-ES-11). */
export function NotesSection({ detail }: { detail: SessionDetail }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { me } = useWorkplace();
  const attempt = useAttempt();
  const edit = useSessionEditing(detail.id);
  const [drafts] = useState(() => createDrafts(localStorage, me.userId));
  const [text, setText] = useState(() => drafts.get('note', detail.id));
  const [busy, setBusy] = useState(false);
  // A note of somebody who did not serve the client is a review (AD-SE-8).
  const served = new Set(detail.operators.map(({ userId }) => userId));

  function keep(next: string) {
    setText(next);
    drafts.set('note', detail.id, next);
  }

  async function save() {
    setBusy(true);
    if (await attempt(() => edit(() => deskApi.addNote(detail.id, { text: text.trim() })))) keep('');
    setBusy(false);
  }

  return (
    <>
      {detail.notes.map((note) => (
        <div key={note.id} className={classes.note} dir="auto">
          <div className={classes.noteHead}>
            <span className="one-line">{note.userName}</span>
            {!served.has(note.userId) && <span>{t('sessionTable.reviewed')}</span>}
            <time className="numbers" dateTime={note.at} title={formats.full(note.at)}>
              {formats.dateTime(note.at)}
            </time>
          </div>
          {note.text}
        </div>
      ))}
      <Textarea
        size="xs"
        aria-label={t('client.noteAdd')}
        placeholder={t('client.notePlaceholder')}
        autosize
        minRows={2}
        maxRows={8}
        dir="auto"
        maxLength={limits.noteLength}
        value={text}
        onChange={(event) => keep(event.currentTarget.value)}
      />
      {text.trim() !== '' && (
        <Button size="compact-xs" mt={6} loading={busy} onClick={() => void save()}>
          {t('client.noteSave')}
        </Button>
      )}
    </>
  );
}
