import { limits } from '@hovor/protocol/limits';
import { type SessionChoices, type SessionFilterName, sessionFilterKinds } from '@hovor/protocol/session-table';
import { Button, Checkbox, Group, Select, Stack, TagsInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asksNothing, type Condition, kindOfFilter, spanOf, spanShown } from '../../state/session-filter.ts';
import classes from './table.module.css';
import type { Words } from './use-words.ts';

interface EditorProps {
  condition: Condition;
  choices: SessionChoices | undefined;
  words: Words;
  onDone(condition: Condition): void;
}

/** One condition, with the input that fits what it is about. */
export function FilterEditor({ condition, choices, words, onDone }: EditorProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(condition);
  const [problem, setProblem] = useState<{ min?: string; max?: string; values?: string }>({});
  const kind = kindOfFilter(draft.name);
  const change = (part: Partial<Condition>) => {
    setProblem({});
    setDraft((before) => ({ ...before, ...part }));
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    const next = { ...draft };
    if (kind === 'spans') {
      const [min, max] = [draft.min && spanOf(draft.min), draft.max && spanOf(draft.max)];
      if (min === null) return setProblem({ min: t('sessionTable.spanWrong') });
      if (max === null) return setProblem({ max: t('sessionTable.spanWrong') });
      if (min && max && max < min) return setProblem({ max: t('sessionTable.rangeWrong') });
      Object.assign(next, { min, max });
    }
    if (kind === 'dates' && draft.min && draft.max && draft.max < draft.min) {
      return setProblem({ max: t('sessionTable.rangeWrong') });
    }
    if (kind === 'numbers' && draft.values.some((value) => !/^\d{0,15}$/.test(value))) {
      return setProblem({ values: t('sessionTable.numberWrong') });
    }
    onDone(next);
  }

  const options = optionsOf(draft.name, choices);
  return (
    <form onSubmit={submit} aria-label={t('sessionTable.filterTitle', { name: words.filterName(draft.name) })}>
      <Stack gap="xs">
        {kind === 'dates' && <Dates draft={draft} change={change} error={problem.max} />}
        {kind === 'spans' && <Spans draft={draft} change={change} problem={problem} />}
        {(kind === 'text' || kind === 'contains') && <TextPart draft={draft} change={change} />}
        {options && (
          <div className={classes.choices}>
            {options.map((value, index) => (
              <Checkbox
                key={value}
                size="xs"
                data-autofocus={index === 0 || undefined}
                label={words.choice(draft.name, value)}
                checked={draft.values.includes(value)}
                onChange={() =>
                  change({
                    values: draft.values.includes(value)
                      ? draft.values.filter((each) => each !== value)
                      : [...draft.values, value],
                  })
                }
              />
            ))}
          </div>
        )}
        {!options && (kind === 'numbers' || kind === 'strings') && (
          <TagsInput
            size="xs"
            data-autofocus
            label={t('sessionTable.valueOr')}
            description={t('sessionTable.valueOrHelp')}
            error={problem.values}
            acceptValueOnBlur
            maxLength={limits.nameLength}
            value={draft.values}
            onChange={(values) => change({ values })}
          />
        )}
        <Group justify="end" gap="xs">
          {!asksNothing(condition) && (
            <Button
              size="xs"
              variant="subtle"
              onClick={() => onDone({ ...condition, values: [], min: '', max: '', text: '', empty: null })}
            >
              {t('sessionTable.remove')}
            </Button>
          )}
          <Button size="xs" type="submit">
            {t('sessionTable.apply')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface PartProps {
  draft: Condition;
  change(part: Partial<Condition>): void;
}

function TextPart({ draft, change }: PartProps) {
  const { t } = useTranslation();
  const onlyContains = kindOfFilter(draft.name) === 'contains';
  const comparison = draft.empty === null ? (draft.exact ? 'exact' : 'contains') : draft.empty ? 'empty' : 'filled';
  return (
    <>
      {!onlyContains && (
        <Select
          size="xs"
          label={t('sessionTable.comparison')}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={[
            { value: 'contains', label: t('sessionTable.contains') },
            { value: 'exact', label: t('sessionTable.isExactly') },
            { value: 'empty', label: t('sessionTable.isEmpty') },
            { value: 'filled', label: t('sessionTable.isFilled') },
          ]}
          value={comparison}
          onChange={(next) => {
            const empty = next === 'empty' ? true : next === 'filled' ? false : null;
            change({ exact: next === 'exact', empty, ...(empty !== null && { text: '' }) });
          }}
        />
      )}
      {draft.empty === null && (
        <TextInput
          size="xs"
          data-autofocus
          label={t('sessionTable.value')}
          maxLength={limits.nameLength}
          value={draft.text}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
      )}
    </>
  );
}

function Spans({ draft, change, problem }: PartProps & { problem: { min?: string; max?: string } }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" align="start" grow>
      <TextInput
        size="xs"
        data-autofocus
        label={t('sessionTable.atLeast')}
        description={t('sessionTable.spanHelp')}
        error={problem.min}
        value={spanShown(draft.min)}
        onChange={(event) => change({ min: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        label={t('sessionTable.atMost')}
        error={problem.max}
        value={spanShown(draft.max)}
        onChange={(event) => change({ max: event.currentTarget.value })}
      />
    </Group>
  );
}

const pad = (value: number) => String(value).padStart(2, '0');
/** ISO 8601 → what a field for date and time takes, in the reader's zone. */
function toField(iso: string): string {
  const at = new Date(iso);
  if (iso === '' || Number.isNaN(at.getTime())) return '';
  const date = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${date}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}
const fromField = (text: string): string => (text === '' ? '' : new Date(text).toISOString());

function Dates({ draft, change, error }: PartProps & { error: string | undefined }) {
  const { t } = useTranslation();
  const dayStart = (daysBack: number) => {
    const day = new Date();
    day.setHours(0, 0, 0, 0);
    day.setDate(day.getDate() - daysBack);
    return day.toISOString();
  };
  const ranges = [
    { label: t('sessionTable.today'), min: dayStart(0), max: '' },
    { label: t('sessionTable.yesterday'), min: dayStart(1), max: dayStart(0) },
    { label: t('sessionTable.last7'), min: dayStart(7), max: '' },
    { label: t('sessionTable.last30'), min: dayStart(30), max: '' },
  ];
  return (
    <>
      <Group gap={4}>
        {ranges.map(({ label, min, max }) => (
          <Button key={label} size="compact-xs" variant="default" onClick={() => change({ min, max, empty: null })}>
            {label}
          </Button>
        ))}
      </Group>
      <TextInput
        size="xs"
        type="datetime-local"
        data-autofocus
        label={t('sessionTable.from')}
        value={toField(draft.min)}
        onChange={(event) => change({ min: fromField(event.currentTarget.value), empty: null })}
      />
      <TextInput
        size="xs"
        type="datetime-local"
        label={t('sessionTable.to')}
        error={error}
        value={toField(draft.max)}
        onChange={(event) => change({ max: fromField(event.currentTarget.value), empty: null })}
      />
    </>
  );
}

/** Values to tick; null = they are typed. An empty value means "has none". */
function optionsOf(name: string, choices: SessionChoices | undefined): string[] | null {
  const kind = kindOfFilter(name);
  if (kind === 'flag') return ['true', 'false'];
  if (kind === 'enum') {
    const { values = [] } = sessionFilterKinds[name as SessionFilterName] as { values?: readonly string[] };
    return [...values];
  }
  const ids = (named: readonly { id: number }[] | undefined) => [...(named ?? []).map(({ id }) => String(id)), ''];
  switch (name) {
    case 'OperatorUserId':
      return ids(choices?.operators);
    case 'ChatbotId':
      return ids(choices?.chatbots);
    case 'Result':
      return [...(choices?.results ?? []), ''];
    case 'Widget':
      return [...(choices?.packages ?? []), ''];
    case 'Tags':
      return [...(choices?.tags ?? []).map((tag) => tag.name), ''];
    case 'ClientStars':
      return ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', ''];
    default:
      return null;
  }
}
