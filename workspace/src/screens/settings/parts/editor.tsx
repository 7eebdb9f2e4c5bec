import { ActionIcon, Alert, Button } from '@mantine/core';
import { IconArrowLeft, IconX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LeaveGuard } from '../../../components/leave-guard.tsx';
import { Tip } from '../../../components/tip.tsx';
import classes from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';

interface EditorProps {
  title: string;
  subtitle?: ReactNode;
  /** What `useSettingsForm` made; without it the editor has nothing to save. */
  form?: { isChanged: boolean; busy: boolean; problem: string | null; submit(): void; undo(): void };
  /** In place of "Save", for something that is just being made. */
  saveLabel?: string;
  /** More to do with the thing, right in the head. */
  actions?: ReactNode;
  /** A page of a single form: the way back leads to the tree. */
  alone?: boolean;
  /** Lines that need more width than a column of fields, such as rules or a week. */
  wide?: boolean;
  children: ReactNode;
}

/** The thing being edited: head, fields in one column, Save and Undo as soon as something is changed. */
export function Editor({
  title,
  subtitle,
  form,
  saveLabel,
  actions,
  alone = false,
  wide = false,
  children,
}: EditorProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tree, base } = useSettingsPage();
  const close = () => void navigate({ to: alone ? tree : base });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (form?.isChanged) form.submit();
  }

  return (
    <section className={classes.editor} aria-label={title}>
      <header className={classes.editorHead}>
        <ActionIcon className={classes.phoneOnly} aria-label={t('settings.back')} onClick={close}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        <div className={classes.words}>
          <h2 className={`${classes.title} one-line`}>{title}</h2>
          {subtitle && <div className={classes.subtitle}>{subtitle}</div>}
        </div>
        {actions}
        {!alone && (
          <Tip label={t('common.close')}>
            <ActionIcon className={classes.wideOnly} aria-label={t('common.close')} onClick={close}>
              <IconX size={18} />
            </ActionIcon>
          </Tip>
        )}
      </header>
      <form className={classes.form} onSubmit={submit} noValidate>
        <div className={classes.formBody}>
          <div className={classes.fields} data-wide={wide || undefined}>
            {children}
          </div>
        </div>
        {form && (
          <footer className={classes.foot}>
            {form.problem && (
              <Alert color="red" className={classes.problem} role="alert">
                {form.problem}
              </Alert>
            )}
            <Button variant="default" disabled={!form.isChanged || form.busy} onClick={form.undo}>
              {t('settings.undo')}
            </Button>
            <Button type="submit" disabled={!form.isChanged} loading={form.busy}>
              {saveLabel ?? t('common.save')}
            </Button>
            <LeaveGuard active={form.isChanged} />
          </footer>
        )}
      </form>
    </section>
  );
}

/** A part of a longer form under its own heading. */
export function Fieldset({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>{title}</legend>
      {help && <p className={classes.help}>{help}</p>}
      {children}
    </fieldset>
  );
}
