import { limits } from '@hovor/protocol/limits';
import {
  columnInfo,
  firstColumns,
  paramColumn,
  paramOf,
  type SessionChoices,
  sessionColumnNames,
} from '@hovor/protocol/session-table';
import { Button, Checkbox, Popover, Stack, TextInput } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './table.module.css';
import type { Table } from './use-table.ts';
import type { Words } from './use-words.ts';

/** Which columns are on the table (AD-SE-2): those of the system, defined parameters, and any other parameter by name. */
export function ColumnChooser({
  table,
  words,
  choices,
}: {
  table: Table;
  words: Words;
  choices: SessionChoices | undefined;
}) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState('');
  const [param, setParam] = useState('');
  const { columns, setColumns, view } = table;
  const defined = (choices?.parameters ?? []).map(({ name }) => paramColumn(name));
  const strange = columns.filter((id) => paramOf(id) !== null && !defined.includes(id));
  const offered = [...sessionColumnNames.filter((name) => !columnInfo(name).exportOnly), ...defined, ...strange].filter(
    (id) => words.column(id).toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  const full = columns.length >= limits.sessionColumnsShown;

  const toggle = (id: string) =>
    setColumns(columns.includes(id) ? columns.filter((each) => each !== id) : [...columns, id]);

  function addParam(event: FormEvent) {
    event.preventDefault();
    const id = paramColumn(param.trim());
    if (param.trim() && !columns.includes(id) && !full) setColumns([...columns, id]);
    setParam('');
  }

  return (
    <Popover position="bottom-end" width={280} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
          {t('sessionTable.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <TextInput
            type="search"
            size="xs"
            aria-label={t('sessionTable.columnsFind')}
            placeholder={t('sessionTable.columnsFind')}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
          <div className={classes.choices}>
            {offered.map((id) => (
              <Checkbox
                key={id}
                size="xs"
                label={words.column(id)}
                checked={columns.includes(id)}
                disabled={columns.includes(id) ? columns.length === 1 : full}
                onChange={() => toggle(id)}
              />
            ))}
          </div>
          <form onSubmit={addParam} className={classes.addParam}>
            <TextInput
              size="xs"
              flex={1}
              label={t('sessionTable.addParam')}
              description={t('sessionTable.addParamHelp')}
              maxLength={limits.paramNameLength}
              value={param}
              onChange={(event) => setParam(event.currentTarget.value)}
            />
            <Button size="xs" variant="default" type="submit" disabled={param.trim() === '' || full}>
              {t('sessionTable.add')}
            </Button>
          </form>
          <Button size="compact-xs" variant="subtle" onClick={() => setColumns(firstColumns[view])}>
            {t('sessionTable.columnsReset')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
