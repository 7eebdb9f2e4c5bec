import {
  type Cell,
  columnInfo,
  kindOf,
  paramOf,
  type SessionChoices,
  type SessionColumnName,
  sessionColumnNames,
} from '@hovor/protocol/session-table';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../components/formats.ts';
import { formatDuration } from '../../state/durations.ts';
import { type Condition, kindOfFilter, paramOfFilter, spanShown } from '../../state/session-filter.ts';
import { en } from '../../texts/en/index.ts';

/** Names that are the same in every language. */
const plainNames: Record<string, string> = {
  OTHER: '–',
  IE_LOW: 'Internet Explorer 7–',
  IE_8: 'Internet Explorer 8',
  IE_9: 'Internet Explorer 9',
  IE_10: 'Internet Explorer 10',
  IE_11: 'Internet Explorer 11',
  IE_HI: 'Internet Explorer 12+',
  CHROME: 'Chrome',
  OPERA: 'Opera',
  FF: 'Firefox',
  SAFARI: 'Safari',
  EDGE: 'Edge (old)',
  CHROMIUM_EDGE: 'Edge',
  WINDOWS: 'Windows',
  OSX: 'macOS',
  LINUX: 'Linux',
  ANDROID: 'Android',
  IOS: 'iOS',
  WEB_RTC: 'WebRTC',
  NONE: '–',
};

/** Columns and filters whose words stand under a topic of the texts. */
const topics = {
  status: 'sessionStatus',
  Status: 'sessionStatus',
  channel: 'sessionChannel',
  Channel: 'sessionChannel',
  source: 'source',
  Source: 'source',
  terminationReason: 'termination',
  TerminationReason: 'termination',
  guestLeftSession: 'guestLeft',
  GuestLeftSession: 'guestLeft',
} as const;

const columnOfFilter = new Map<string, SessionColumnName>(
  sessionColumnNames.flatMap((column) => {
    const { filter } = columnInfo(column);
    return filter ? [[filter, column] as const] : [];
  }),
);

export type Words = ReturnType<typeof useWords>;

/** Columns, values and filters in the reader's language. */
export function useWords(choices: SessionChoices | undefined) {
  const { t } = useTranslation();
  const formats = useFormats();

  const parameter = (name: string) => {
    const label = choices?.parameters.find((each) => each.name === name)?.label;
    return t('sessionTable.columnParam', { name: label ?? name });
  };

  const column = (id: string): string => {
    const param = paramOf(id);
    if (param !== null) return parameter(param);
    return t(`sessionColumn.${id as SessionColumnName}`);
  };

  const filterName = (name: string): string => {
    const param = paramOfFilter(name);
    if (param !== null) return parameter(param);
    const of = columnOfFilter.get(name);
    if (of) return column(of);
    return Object.hasOwn(en.sessionFilter, name) ? t(`sessionFilter.${name as 'Search'}`) : name;
  };

  /** A word of an enumeration, by the column or filter it belongs to. */
  const word = (of: string, value: string): string => {
    const topic = topics[of as keyof typeof topics];
    if (topic && Object.hasOwn(en[topic], value)) return t(`${topic}.${value}` as 'sessionStatus.ACTIVE');
    return plainNames[value] ?? value;
  };

  /** A value of a filter that is picked from a list. */
  const choice = (name: string, value: string): string => {
    if (value === '') return t('sessionTable.noValue');
    const people =
      name === 'OperatorUserId' ? choices?.operators : name === 'ChatbotId' ? choices?.chatbots : undefined;
    if (people) return people.find(({ id }) => String(id) === value)?.name ?? value;
    const kind = kindOfFilter(name);
    if (kind === 'flag') return value === 'true' ? t('sessionTable.yes') : t('sessionTable.no');
    return kind === 'enum' ? word(name, value) : value;
  };

  const bound = (name: string, value: string): string =>
    kindOfFilter(name) === 'spans'
      ? spanShown(value)
      : Number.isNaN(Date.parse(value))
        ? value
        : formats.dateTime(value);

  /** A condition as a sentence. */
  const sentence = (condition: Condition): string => {
    const { name: id, values, text, exact, empty } = condition;
    const name = filterName(id);
    if (id === 'Search') return t('sessionTable.saysSearch', { text });
    if (values.length > 0) {
      const or = ` ${t('sessionTable.or')} `;
      return t('sessionTable.saysIs', { name, values: values.map((value) => choice(id, value)).join(or) });
    }
    if (text !== '') return t(exact ? 'sessionTable.saysExactly' : 'sessionTable.saysContains', { name, text });
    const [min, max] = [bound(id, condition.min), bound(id, condition.max)];
    const isSpan = kindOfFilter(id) === 'spans';
    if (min !== '' && max !== '') return t('sessionTable.saysBetween', { name, min, max });
    if (min !== '') return t(isSpan ? 'sessionTable.saysAtLeast' : 'sessionTable.saysFrom', { name, min });
    if (max !== '') return t(isSpan ? 'sessionTable.saysAtMost' : 'sessionTable.saysTo', { name, max });
    return t(empty ? 'sessionTable.saysEmpty' : 'sessionTable.saysFilled', { name });
  };

  /** A value as text. */
  const value = (id: string, cell: Cell): string => {
    if (cell === null) return '';
    if (Array.isArray(cell)) return cell.join(', ');
    switch (kindOf(id)) {
      case 'time':
        return formats.dateTime(String(cell));
      case 'span':
        return formatDuration(Number(cell) * 1000);
      case 'flag':
        return cell ? t('sessionTable.yes') : '';
      case 'enum':
        return word(id, String(cell));
      default:
        return String(cell);
    }
  };

  return { column, filterName, word, choice, sentence, value };
}
