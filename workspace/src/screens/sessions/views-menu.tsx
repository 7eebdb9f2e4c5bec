import { limits } from '@hovor/protocol/limits';
import type { SavedView, SaveView } from '@hovor/protocol/session-table';
import { Button, Checkbox, Group, Menu, Modal, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBookmark, IconCheck, IconChevronDown, IconDeviceFloppy, IconPencil, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionTableApi } from '../../api/session-table.ts';
import { useAttempt } from '../../components/problem-text.ts';
import { useWorkplace } from '../../frame/desk-context.ts';
import type { Table } from './use-table.ts';

const sameView = (saved: SavedView, { view, filter, sort, columns }: Table) =>
  saved.view === view && saved.filter === filter && saved.sort === sort && saved.columns.join() === columns.join();

/** Saved views: one's own, and those an administrator shares with the tenant. */
export function ViewsMenu({ table }: { table: Table }) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const queries = useQueryClient();
  const attempt = useAttempt();
  const key = ['session-views', tenant.id];
  const views = useQuery({ queryKey: key, queryFn: () => sessionTableApi.views(tenant.id) }).data ?? [];
  const [dialog, setDialog] = useState<'new' | 'edit' | 'remove' | null>(null);
  const current = views.find(({ id }) => id === table.saved) ?? null;
  const shares = tenant.roles.includes('TenantAdmin');
  const mayChange = current !== null && (current.mine || shares);
  const changed = current !== null && !sameView(current, table);
  const own = views.filter((view) => !view.shared);
  const shared = views.filter((view) => view.shared);
  const shown: Omit<SaveView, 'name' | 'shared'> = {
    view: table.view,
    filter: table.filter,
    sort: table.sort,
    columns: [...table.columns],
  };

  async function save(name: string, isShared: boolean, id: number | null) {
    const body: SaveView = { ...shown, name, shared: isShared };
    await attempt(async () => {
      const saved =
        id === null
          ? await sessionTableApi.addView(tenant.id, body)
          : await sessionTableApi.changeView(tenant.id, id, body);
      await queries.invalidateQueries({ queryKey: key });
      table.remember(saved);
      setDialog(null);
      notifications.show({ message: t('sessionTable.viewSaved') });
    });
  }

  const item = (view: SavedView) => (
    <Menu.Item
      key={view.id}
      leftSection={
        view.id === table.saved ? <IconCheck size={16} aria-hidden /> : <IconBookmark size={16} aria-hidden />
      }
      onClick={() => table.open(view)}
    >
      <bdi>{view.name}</bdi>
    </Menu.Item>
  );

  return (
    <>
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <Button
            variant="default"
            maw={220}
            leftSection={<IconBookmark size={16} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
          >
            <bdi className="one-line">
              {current?.name ?? t('sessionTable.allSessions')}
              {changed && ' *'}
            </bdi>
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          <Menu.Item
            leftSection={table.saved === null ? <IconCheck size={16} aria-hidden /> : <span style={{ width: 16 }} />}
            onClick={() => table.open(null)}
          >
            {t('sessionTable.allSessions')}
          </Menu.Item>
          {own.length > 0 && <Menu.Label>{t('sessionTable.savedViews')}</Menu.Label>}
          {own.map(item)}
          {shared.length > 0 && <Menu.Label>{t('sessionTable.sharedViews')}</Menu.Label>}
          {shared.map(item)}
          <Menu.Divider />
          {mayChange && changed && (
            <Menu.Item
              leftSection={<IconDeviceFloppy size={16} aria-hidden />}
              onClick={() => void save(current.name, current.shared, current.id)}
            >
              {t('sessionTable.saveChanges', { name: current.name })}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconDeviceFloppy size={16} aria-hidden />} onClick={() => setDialog('new')}>
            {t('sessionTable.saveAs')}
          </Menu.Item>
          {mayChange && (
            <>
              <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setDialog('edit')}>
                {t('sessionTable.rename')}
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setDialog('remove')}>
                {t('sessionTable.removeView')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {(dialog === 'new' || (dialog === 'edit' && current)) && (
        <ViewDialog
          view={dialog === 'edit' ? current : null}
          shares={shares}
          onClose={() => setDialog(null)}
          onSave={(name, isShared) => save(name, isShared, dialog === 'edit' && current ? current.id : null)}
        />
      )}
      {dialog === 'remove' && current && (
        <Modal
          opened
          onClose={() => setDialog(null)}
          title={t('sessionTable.removeTitle', { name: current.name })}
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          <Stack>
            <Text size="sm">{t(current.shared ? 'sessionTable.removeTextShared' : 'sessionTable.removeText')}</Text>
            <Group justify="end" gap="xs">
              <Button variant="default" data-autofocus onClick={() => setDialog(null)}>
                {t('common.cancel')}
              </Button>
              <Button
                color="red"
                onClick={() =>
                  void attempt(async () => {
                    await sessionTableApi.removeView(tenant.id, current.id);
                    await queries.invalidateQueries({ queryKey: key });
                    setDialog(null);
                    table.forget();
                  })
                }
              >
                {t('sessionTable.removeView')}
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </>
  );
}

interface ViewDialogProps {
  view: SavedView | null;
  shares: boolean;
  onClose(): void;
  onSave(name: string, shared: boolean): Promise<void>;
}

function ViewDialog({ view, shares, onClose, onSave }: ViewDialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const [busy, setBusy] = useState(false);
  const changed = name.trim() !== (view?.name ?? '') || shared !== (view?.shared ?? false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    await onSave(name.trim(), shared);
    setBusy(false);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={view ? t('sessionTable.viewEdit', { name: view.name }) : t('sessionTable.viewNew')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            data-autofocus
            label={t('sessionTable.viewName')}
            description={t('sessionTable.viewHelp')}
            maxLength={limits.nameLength}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {shares && (
            <Checkbox
              label={t('sessionTable.viewShare')}
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          )}
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={busy} disabled={name.trim() === '' || !changed}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
