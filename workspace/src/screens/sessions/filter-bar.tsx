import { type SessionChoices, sessionFilterKinds } from '@hovor/protocol/session-table';
import { Button, CloseButton, Menu, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { IconFilterPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { conditionOf, conditionsOf, noCondition, paramFilter, withCondition } from '../../state/session-filter.ts';
import { FilterEditor } from './filter-editor.tsx';
import classes from './table.module.css';
import type { Words } from './use-words.ts';

interface FilterBarProps {
  filter: string;
  choices: SessionChoices | undefined;
  words: Words;
  /** The filter that is being edited; it may be one that is not set yet. */
  editing: string | null;
  onEdit(name: string | null): void;
  onChange(filter: string): void;
}

/** The tenant of the page is the tenant of its sessions; callbacks come with telephony. */
const notOffered = new Set<string>(['DepartmentId', 'PhoneCallbackNumber', 'GuestJoined']);

/** The filters as sentences: each can be changed and removed, and one more be added. */
export function FilterBar({ filter, choices, words, editing, onEdit, onChange }: FilterBarProps) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState('');
  const conditions = conditionsOf(filter).filter(({ name }) => name !== 'Search');
  const isNew = editing !== null && !conditions.some(({ name }) => name === editing);
  const names = [
    ...Object.keys(sessionFilterKinds).filter((name) => !notOffered.has(name)),
    ...(choices?.parameters ?? []).map(({ name }) => paramFilter(name)),
  ]
    .map((name) => ({ name, label: words.filterName(name) }))
    .filter(({ label }) => label.toLowerCase().includes(wanted.trim().toLowerCase()))
    .sort((a, b) => a.label.localeCompare(b.label));

  const editor = (name: string) => (
    <FilterEditor
      key={name}
      condition={conditionOf(filter, name)}
      choices={choices}
      words={words}
      onDone={(condition) => {
        onEdit(null);
        onChange(withCondition(filter, condition));
      }}
    />
  );

  return (
    <div className={classes.bar}>
      {conditions.map((condition) => {
        const text = words.sentence(condition);
        return (
          <Popover
            key={condition.name}
            opened={editing === condition.name}
            onChange={(opened) => onEdit(opened ? condition.name : null)}
            position="bottom-start"
            width={300}
            trapFocus
            withRoles={false}
          >
            <Popover.Target>
              <span className={classes.chip}>
                <UnstyledButton
                  className={classes.chipText}
                  aria-label={t('sessionTable.editFilter', { text })}
                  onClick={() => onEdit(editing === condition.name ? null : condition.name)}
                >
                  <span className="one-line">{text}</span>
                </UnstyledButton>
                <CloseButton
                  size="xs"
                  aria-label={t('sessionTable.removeFilter', { name: words.filterName(condition.name) })}
                  onClick={() => onChange(withCondition(filter, noCondition(condition.name)))}
                />
              </span>
            </Popover.Target>
            <Popover.Dropdown>{editing === condition.name && editor(condition.name)}</Popover.Dropdown>
          </Popover>
        );
      })}
      <Popover
        opened={isNew}
        onChange={(opened) => !opened && onEdit(null)}
        position="bottom-start"
        width={300}
        trapFocus
        withRoles={false}
      >
        <Popover.Target>
          <span>
            <Menu position="bottom-start" width={260} onOpen={() => setWanted('')}>
              <Menu.Target>
                <Button size="compact-sm" variant="subtle" leftSection={<IconFilterPlus size={16} aria-hidden />}>
                  {t('sessionTable.addFilter')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown className={classes.filterMenu}>
                <TextInput
                  type="search"
                  size="xs"
                  mb={4}
                  aria-label={t('sessionTable.findFilter')}
                  placeholder={t('sessionTable.findFilter')}
                  value={wanted}
                  onChange={(event) => setWanted(event.currentTarget.value)}
                />
                {names.map(({ name, label }) => (
                  <Menu.Item key={name} onClick={() => onEdit(name)}>
                    {label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          </span>
        </Popover.Target>
        <Popover.Dropdown>
          {isNew && (
            <>
              <p className={classes.editorTitle}>{words.filterName(editing)}</p>
              {editor(editing)}
            </>
          )}
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
