import { Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actions } from '../keys/actions.ts';
import { useActionRegistry } from '../keys/use-actions.ts';
import { settingsPagesFor } from '../screens/settings/registry.ts';
import { activeList, acwList, waitingList } from '../state/lists.ts';
import { placePath, placesOf } from '../state/places.ts';
import { useWorkplace } from './desk-context.ts';
import { matches } from './matching.ts';
import classes from './palette.module.css';

interface Entry {
  id: string;
  group: string;
  name: string;
  hint: string;
  run(): void;
}

/** Ctrl+K: everything by its name. Arrow keys choose, Enter goes. */
export function Palette({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={onClose} yOffset="12vh" padding={0} size={560}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('keys.paletteLabel')}>
        <Modal.Body>
          <PaletteList onClose={onClose} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function PaletteList({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const entries = useEntries().filter((entry) => matches(entry.name, text));
  const current = entries[Math.min(chosen, entries.length - 1)];

  useEffect(() => {
    if (current) document.getElementById(`${id}-${current.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [current, id]);

  function run(entry: Entry) {
    onClose();
    // The dialog gives the focus back first; what runs may move it on.
    setTimeout(entry.run, 0);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setChosen((now) => (Math.min(now, entries.length - 1) + step + entries.length) % (entries.length || 1));
    else if (event.key === 'Enter' && current) run(current);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <TextInput
        data-autofocus
        size="md"
        variant="unstyled"
        className={classes.field}
        leftSection={<IconSearch size={18} aria-hidden />}
        placeholder={t('keys.palettePlaceholder')}
        aria-label={t('keys.paletteLabel')}
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={current ? `${id}-${current.id}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className={classes.list} role="listbox" id={`${id}-list`} aria-label={t('keys.paletteLabel')}>
        {entries.length === 0 && <p className={classes.empty}>{t('keys.paletteEmpty')}</p>}
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles the keys of the whole list
          <div
            key={entry.id}
            id={`${id}-${entry.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={entry === current}
            className={classes.option}
            onClick={() => run(entry)}
            onMouseMove={() => setChosen(index)}
          >
            <span className="one-line">{entry.name}</span>
            <span className={classes.hint}>{entry.hint || entry.group}</span>
          </div>
        ))}
      </div>
    </>
  );
}

function useEntries(): Entry[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const registry = useActionRegistry();
  const { me, tenant, desk } = useWorkplace();
  const state = desk?.store.get();
  const operator = placePath(me, tenant.id, 'operator');
  const rows = state
    ? [
        ...waitingList(state.offers).map((offer) => ({ row: offer.session, section: t('lists.waiting') })),
        ...activeList(state.sessions).map((row) => ({ row, section: t('lists.active') })),
        ...acwList(state.sessions).map((row) => ({ row, section: t('lists.acw') })),
      ]
    : [];
  return [
    ...rows.map(({ row, section }) => ({
      id: `session-${row.id}`,
      group: t('keys.paletteSessions'),
      name: `${row.guestName ?? t('common.visitor')} · ${row.id}`,
      hint: section,
      run: () => void navigate({ to: `${operator}/${row.id}` }),
    })),
    ...placesOf(tenant).map((place) => ({
      id: `place-${place}`,
      group: t('keys.palettePages'),
      name: t(`frame.${place}`),
      hint: '',
      run: () => void navigate({ to: placePath(me, tenant.id, place) }),
    })),
    ...settingsPagesFor(me, tenant).map(({ id, title }) => ({
      id: `settings-${id}`,
      group: t('frame.settings'),
      name: t(title) as string,
      hint: '',
      run: () => void navigate({ to: `${placePath(me, tenant.id, 'settings')}/${id}` }),
    })),
    ...registry
      .available()
      .filter((name) => name !== 'palette')
      .map((name) => ({
        id: `action-${name}`,
        group: t('keys.paletteActions'),
        name: t(`keys.${name}`),
        hint: actions[name].shown,
        run: () => void registry.run(name),
      })),
  ];
}
