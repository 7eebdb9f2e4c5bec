import { type Cell as CellValue, kindOf, type SessionChoices } from '@hovor/protocol/session-table';
import { IconStarFilled } from '@tabler/icons-react';
import { useFormats } from '../../components/formats.ts';
import { GuestName } from '../../components/guest-name.tsx';
import { TagPill } from '../../components/tag-pill.tsx';
import classes from './table.module.css';
import type { Words } from './use-words.ts';

interface CellProps {
  column: string;
  value: CellValue;
  words: Words;
  choices: SessionChoices | undefined;
}

/** One value of the table, shown by its kind. */
export function Cell({ column, value, words, choices }: CellProps) {
  const formats = useFormats();
  const kind = kindOf(column);
  if (column === 'client') {
    return (
      <span className="one-line" title={value === null ? undefined : String(value)}>
        <GuestName name={value as string | null} />
      </span>
    );
  }
  if (value === null || value === '') return null;
  const text = words.value(column, value);
  if (kind === 'tags' && Array.isArray(value)) {
    return (
      <span className={classes.pills} title={text}>
        {value.map((name) => {
          const look = choices?.tags.find((tag) => tag.name === name);
          const colours = { background: look?.background ?? null, text: look?.text ?? null };
          return <TagPill key={name} tag={{ id: 0, name, label: null, ...colours }} />;
        })}
      </span>
    );
  }
  if (column === 'guestFeedbackStars') {
    return (
      <span className={classes.stars}>
        <IconStarFilled size={12} aria-hidden /> {text}
      </span>
    );
  }
  const title = kind === 'time' ? formats.full(String(value)) : text;
  return (
    <span className="one-line" dir={kind === 'text' ? 'auto' : undefined} title={title}>
      {text}
    </span>
  );
}
