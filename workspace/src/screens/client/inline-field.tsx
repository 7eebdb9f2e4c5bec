import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../components/problem-text.ts';
import classes from './client-tab.module.css';

interface InlineFieldProps {
  label: string;
  value: string;
  /** Where the value comes from, for hovering. */
  hint?: string | undefined;
  maxLength: number;
  readOnly?: boolean;
  type?: 'text' | 'email' | 'tel';
  save(value: string): Promise<void>;
}

/** A value that is edited where it stands: leaving the field or Enter saves, Escape takes it back. */
export function InlineField({
  label,
  value,
  hint,
  maxLength,
  readOnly = false,
  type = 'text',
  save,
}: InlineFieldProps) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const id = useId();
  const [text, setText] = useState(value);
  const [busy, setBusy] = useState(false);
  const [editing, setEditing] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  // What somebody else changed shows at once, except under the fingers of the one who types.
  useEffect(() => {
    if (!editing) setText(value);
  }, [value, editing]);

  async function leave() {
    setEditing(false);
    const next = text.trim();
    if (next === value) return setText(value);
    setBusy(true);
    setProblem(null);
    try {
      await save(next);
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    setText(value);
  }

  return (
    <div className={classes.field}>
      <label htmlFor={id} title={hint}>
        <bdi>{label}</bdi>
      </label>
      <input
        id={id}
        type={type}
        className={classes.input}
        dir="auto"
        autoComplete="off"
        placeholder={readOnly ? '' : t('client.edit')}
        title={hint ?? text}
        maxLength={maxLength}
        readOnly={readOnly || busy}
        data-busy={busy || undefined}
        value={text}
        onFocus={() => setEditing(true)}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => void leave()}
        onKeyDown={onKeyDown}
      />
      {problem !== null && (
        <span className={classes.problem} role="alert">
          {t('client.unsaved', { why: textOf(problem) })}
        </span>
      )}
    </div>
  );
}
