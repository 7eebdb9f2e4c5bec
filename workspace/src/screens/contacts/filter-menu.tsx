import { Button, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown, IconFilter, IconPencil, IconPlus, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contactsApi } from '../../api/contacts.ts';
import { useWorkplace } from '../../frame/desk-context.ts';
import { mayEditContacts } from '../../state/places.ts';
import { FilterDialog } from './filter-dialog.tsx';

interface FilterMenuProps {
  chosen: number | null;
  onChoose(filterId: number | null): void;
}

/** Saved filters of the department (AD-CD-6): choose one, make one, change the chosen one. */
export function FilterMenu({ chosen, onChoose }: FilterMenuProps) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const found = useQuery({ queryKey: ['contact-filters', tenant.id], queryFn: () => contactsApi.filters(tenant.id) });
  const [dialog, setDialog] = useState<'new' | 'edit' | null>(null);
  const filters = found.data ?? [];
  const current = filters.find(({ id }) => id === chosen) ?? null;
  const editable = mayEditContacts(tenant);
  if (filters.length === 0 && !editable) return null;
  return (
    <>
      <Menu position="bottom-start" width={260}>
        <Menu.Target>
          <Button
            variant="default"
            maw={220}
            leftSection={<IconFilter size={16} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
          >
            <bdi className="one-line">{current?.name ?? t('contacts.all')}</bdi>
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
          <Menu.Item
            leftSection={chosen === null ? <IconCheck size={16} aria-hidden /> : <IconUsers size={16} aria-hidden />}
            onClick={() => onChoose(null)}
          >
            {t('contacts.all')}
          </Menu.Item>
          {filters.map(({ id, name }) => (
            <Menu.Item
              key={id}
              leftSection={id === chosen ? <IconCheck size={16} aria-hidden /> : <IconFilter size={16} aria-hidden />}
              onClick={() => onChoose(id)}
            >
              <bdi>{name}</bdi>
            </Menu.Item>
          ))}
          {editable && (
            <>
              <Menu.Divider />
              {current && (
                <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setDialog('edit')}>
                  {t('contacts.filterEdit')}
                </Menu.Item>
              )}
              <Menu.Item leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setDialog('new')}>
                {t('contacts.filterNew')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog && (
        <FilterDialog
          filter={dialog === 'edit' ? current : null}
          onClose={() => setDialog(null)}
          onSaved={(id) => {
            setDialog(null);
            onChoose(id);
          }}
        />
      )}
    </>
  );
}
