import { type UseFormInput, useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../../api/problem.ts';
import { useProblemText } from '../../../components/problem-text.ts';
import { useFieldText } from './field-text.ts';

interface SettingsForm<T extends Record<string, unknown>, R> {
  /** As stored. When they change, the form follows unless somebody is editing. */
  values: T;
  validate?: UseFormInput<T>['validate'];
  /** Stores what was typed; an `ApiProblem` with fields puts its words beside them. */
  save(values: T): Promise<R>;
  /** After it was stored, such as to open what was just made. */
  onSaved?(result: R): void;
}

/** One form of the settings: its values, what of them is changed, and the server's refusals beside their fields. */
export function useSettingsForm<T extends Record<string, unknown>, R>(options: SettingsForm<T, R>) {
  const { values, validate, save, onSaved } = options;
  const { t } = useTranslation();
  const problemText = useProblemText();
  const fieldText = useFieldText();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<T>({ initialValues: values, validateInputOnBlur: true, ...(validate && { validate }) });
  const isChanged = form.isDirty();

  const stored = JSON.stringify(values);
  const known = useRef(stored);
  useEffect(() => {
    if (known.current === stored || isChanged) return;
    known.current = stored;
    const fresh = JSON.parse(stored) as T;
    form.setInitialValues(fresh);
    form.setValues(fresh);
  }, [stored, isChanged, form.setInitialValues, form.setValues]);

  async function store(typed: T) {
    setBusy(true);
    setProblem(null);
    try {
      const result = await save(typed);
      form.setInitialValues(typed);
      form.resetDirty(typed);
      notifications.show({ message: t('common.saved') });
      onSaved?.(result);
    } catch (error) {
      refuse(error);
    }
    setBusy(false);
  }

  function refuse(error: unknown) {
    if (error instanceof ApiProblem && error.code === 'not-logged-in') return;
    const fields = error instanceof ApiProblem ? Object.entries(error.fields) : [];
    const beside = fields.filter(([field]) => field in values);
    form.setErrors(Object.fromEntries(beside.map(([field, text]) => [field, fieldText(text)])));
    // What no field here stands for is said above the buttons, with the server's own words where they say more.
    const rest = fields.filter(([field]) => !(field in values)).map(([field, text]) => `${field}: ${fieldText(text)}`);
    if (beside.length === 0) setProblem(rest.length > 0 ? rest.join(' ') : sayWhy(error));
  }

  function sayWhy(error: unknown): string {
    const words = problemText(error);
    const isRefusal = error instanceof ApiProblem && error.code === 'conflict';
    return isRefusal && error.message ? fieldText(error.message) : words;
  }

  return {
    ...form,
    isChanged,
    busy,
    problem,
    submit: form.onSubmit((typed) => void store(typed)) as () => void,
    undo() {
      setProblem(null);
      form.reset();
    },
  };
}
