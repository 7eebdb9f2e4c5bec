import type { MySession } from '@hovor/protocol/desk';
import { limits } from '@hovor/protocol/limits';
import { Button, Group, Select, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConcludeForm } from '../../api/desk.ts';
import { useCatalogue, useDesk, useRefreshCatalogue } from '../../frame/desk-context.ts';
import { TagField } from '../client/tag-field.tsx';
import { parseAcwDraft } from './acw-draft.ts';
import classes from './acw-form.module.css';
import { AcwRing, useAcwTime } from './acw-ring.tsx';
import { useAutosave } from './use-autosave.ts';
import { useSessionActions } from './use-session-actions.ts';

/** After the end: result, note and tags, kept as they are typed; when the time runs out nothing is lost (OP-ES-9). */
export function AcwForm({ session }: { session: MySession }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { results, resultRequired } = useCatalogue();
  const refresh = useRefreshCatalogue();
  const { conclude } = useSessionActions();
  const time = useAcwTime(session);
  const autosave = useAutosave(session.id);
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const noteField = useRef<HTMLTextAreaElement>(null);
  const [form, setForm] = useState<ConcludeForm>(
    () =>
      parseAcwDraft(desk.drafts.get('acw', session.id)) ?? session.acwDraft ?? { result: session.result, note: null },
  );

  useEffect(() => void refresh(), [refresh]);

  function change(part: Partial<ConcludeForm>) {
    const next = { ...form, ...part };
    setForm(next);
    desk.drafts.set('acw', session.id, JSON.stringify(next));
    autosave.later(next);
  }

  async function finish() {
    if (resultRequired && results.length > 0 && form.result === null && session.result === null) {
      setMissing(true);
      return;
    }
    setBusy(true);
    autosave.forget();
    // Refused, perhaps because the tenant wants a result since a moment ago.
    if (!(await conclude(session.id, form))) await refresh();
    setBusy(false);
  }

  const known = results.map((result) => result.name);
  const choices = form.result && !known.includes(form.result) ? [form.result, ...known] : known;
  return (
    <section className={classes.form} aria-label={t('acw.title')}>
      <header className={classes.head}>
        <AcwRing time={time} size={24} />
        <h3 className={classes.title}>{t('acw.title')}</h3>
        <span className={`${classes.left} numbers`}>
          {time && !time.over ? t('acw.left', { time: time.left }) : t('acw.over')}
        </span>
        <Button size="xs" loading={busy} onClick={() => void finish()}>
          {t('acw.finish')}
        </Button>
      </header>
      <div className={classes.fields}>
        <Select
          label={t('acw.result')}
          placeholder={t('acw.resultNone')}
          data={choices}
          value={form.result}
          onChange={(result) => {
            change({ result });
            setMissing(false);
          }}
          required={resultRequired}
          error={missing && t('acw.resultMissing')}
          clearable={!resultRequired}
          searchable={choices.length > 8}
          autoFocus
          openOnFocus={false}
        />
        <div>
          <TagField sessionId={session.id} tags={session.tags} label={t('client.tags')} />
        </div>
        <Textarea
          ref={noteField}
          className={classes.note}
          label={t('acw.note')}
          placeholder={t('acw.notePlaceholder')}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={limits.noteLength}
          value={form.note ?? ''}
          onChange={(event) => change({ note: event.currentTarget.value || null })}
        />
      </div>
      <Group className={classes.kept}>{t('acw.kept')}</Group>
    </section>
  );
}
