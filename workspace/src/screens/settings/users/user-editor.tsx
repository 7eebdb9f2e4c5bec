import { ActionIcon, Badge, Menu, Tabs } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconKey, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../../api/queries.ts';
import { type GroupOfTenant, type PasswordLink, type User, usersApi } from '../../../api/users.ts';
import { useAttempt } from '../../../components/problem-text.ts';
import { useWorkplace } from '../../../frame/desk-context.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { Editor } from '../parts/editor.tsx';
import { useFieldRules } from '../parts/field-text.ts';
import { Loaded } from '../parts/loaded.tsx';
import { useSettingsForm } from '../parts/use-settings-form.ts';
import classes from '../settings.module.css';
import { LoginsTab } from './logins-tab.tsx';
import { PersonTab } from './person-tab.tsx';
import { RightsTab } from './rights-tab.tsx';
import { saveUser, valuesOf } from './user-form.ts';
import { WorkTab } from './work-tab.tsx';

interface UserEditorProps {
  userId: number;
  /** A link to set a password with was made. */
  onLink(link: PasswordLink): void;
}

/** One user: person, rights per tenant, work, logins; one Save for all of it. */
export function UserEditor({ userId, onLink }: UserEditorProps) {
  const { me } = useWorkplace();
  const found = useQuery({ queryKey: ['settings', 'user', userId], queryFn: () => usersApi.get(userId) });
  const groups = useQueries({
    queries: me.tenants.map(({ id }) => ({
      queryKey: ['settings', 'groups-of', id],
      queryFn: () => usersApi.groups(id),
    })),
  });
  const byTenant = new Map(me.tenants.map(({ id }, index) => [id, groups[index]?.data]));
  const error = found.error ?? groups.find((one) => one.error)?.error ?? null;
  const ready = found.data && groups.every((one) => one.data) ? found.data : undefined;
  return (
    <Loaded found={{ data: ready, error, refetch: found.refetch }}>
      {(user) => <UserForm user={user} groups={byTenant as Map<number, GroupOfTenant[]>} onLink={onLink} />}
    </Loaded>
  );
}

interface UserFormProps {
  user: User;
  groups: ReadonlyMap<number, GroupOfTenant[]>;
  onLink(link: PasswordLink): void;
}

export type UserFormApi = ReturnType<typeof useUserForm>;

function useUserForm(user: User, groups: ReadonlyMap<number, GroupOfTenant[]>) {
  const queries = useQueryClient();
  const { required, email } = useFieldRules();
  const values = useMemo(() => {
    const chosen = ({ type }: GroupOfTenant) => type === 'NORMAL';
    return valuesOf(user, new Map([...groups].map(([id, all]) => [id, all.filter(chosen).map((one) => one.id)])));
  }, [user, groups]);
  return useSettingsForm({
    values,
    validate: { firstName: required, lastName: required, email, username: required },
    async save(typed) {
      try {
        await saveUser(user.id, values, typed);
      } finally {
        await refreshUser(queries, user.id);
      }
      await queries.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
}

const refreshUser = (queries: ReturnType<typeof useQueryClient>, userId: number) =>
  Promise.all([
    queries.invalidateQueries({ queryKey: ['settings', 'user', userId] }),
    queries.invalidateQueries({ queryKey: ['settings', 'users'] }),
  ]);

function UserForm({ user, groups, onLink }: UserFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const form = useUserForm(user, groups);
  const name = `${user.firstName} ${user.lastName}`;
  const refresh = () => refreshUser(queries, user.id);
  return (
    <Editor
      title={name}
      subtitle={
        user.enabled ? (
          user.email
        ) : (
          <Badge variant="default" size="sm">
            {t('users.deactivatedOne')}
          </Badge>
        )
      }
      form={form}
      actions={<UserMenu user={user} name={name} onLink={onLink} onChanged={refresh} />}
    >
      <Tabs defaultValue="person" className={classes.tabs} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="person">{t('users.person')}</Tabs.Tab>
          <Tabs.Tab value="rights">{t('users.rights')}</Tabs.Tab>
          <Tabs.Tab value="work">{t('users.work')}</Tabs.Tab>
          <Tabs.Tab value="logins">{t('users.logins')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="person" pt="md" className={classes.fields}>
          <PersonTab form={form} />
        </Tabs.Panel>
        <Tabs.Panel value="rights" pt="md" className={classes.fields}>
          <RightsTab form={form} user={user} groups={groups} onPhoto={refresh} />
        </Tabs.Panel>
        <Tabs.Panel value="work" pt="md" className={classes.fields}>
          <WorkTab form={form} />
        </Tabs.Panel>
        <Tabs.Panel value="logins" pt="md" className={classes.fields}>
          <LoginsTab userId={user.id} name={name} />
        </Tabs.Panel>
      </Tabs>
    </Editor>
  );
}

interface UserMenuProps {
  user: User;
  name: string;
  onLink(link: PasswordLink): void;
  onChanged(): Promise<unknown>;
}

function UserMenu({ user, name, onLink, onChanged }: UserMenuProps) {
  const { t } = useTranslation();
  const attempt = useAttempt();
  const [dialog, setDialog] = useState<'link' | 'off' | null>(null);
  const enable = () =>
    attempt(async () => {
      await usersApi.enable(user.id);
      await onChanged();
      notifications.show({ message: t('users.activatedNow', { name }) });
    });
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon aria-label={t('users.options')}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {user.enabled && (
            <Menu.Item leftSection={<IconKey size={16} aria-hidden />} onClick={() => setDialog('link')}>
              {t(user.hasPassword ? 'users.newLink' : 'users.newSetUpLink')}
            </Menu.Item>
          )}
          {user.enabled ? (
            <Menu.Item color="red" leftSection={<IconUserOff size={16} aria-hidden />} onClick={() => setDialog('off')}>
              {t('users.deactivate')}
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<IconUserCheck size={16} aria-hidden />} onClick={() => void enable()}>
              {t('users.activate')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={dialog === 'link'}
        title={t('users.newLinkTitle', { name })}
        action={t('users.newLinkAction')}
        color="indigo"
        onConfirm={async () => onLink(await usersApi.passwordLink(user.id))}
        onClose={() => setDialog(null)}
      >
        {t('users.newLinkText')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={dialog === 'off'}
        title={t('users.deactivateTitle', { name })}
        action={t('users.deactivate')}
        onConfirm={async () => {
          await usersApi.disable(user.id);
          await onChanged();
        }}
        onClose={() => setDialog(null)}
      >
        {t('users.deactivateText')}
      </ConfirmDialog>
    </>
  );
}
