import { Badge, Button, SegmentedControl } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PasswordLink, type User, usersApi } from '../../../api/users.ts';
import { ListPane } from '../parts/list-pane.tsx';
import { SplitPage } from '../parts/split-page.tsx';
import classes from '../settings.module.css';
import { useSettingsPage } from '../use-settings-page.ts';
import { NewUserEditor } from './new-user-editor.tsx';
import { SetUpLink } from './set-up-link.tsx';
import { UserEditor } from './user-editor.tsx';

/** As many as the server gives at once. */
const pageLength = 100;

/** All users of the company (AD-US-1), by default those who can log in (AD-US-2). */
export default function UsersPage() {
  const { t } = useTranslation();
  const { itemId, isNew, show } = useSettingsPage();
  const [text, setText] = useState('');
  const [enabled, setEnabled] = useState('true');
  const [link, setLink] = useState<PasswordLink | null>(null);
  const [search] = useDebouncedValue(text.trim(), 300);
  const found = useInfiniteQuery({
    queryKey: ['settings', 'users', enabled, search],
    queryFn: ({ pageParam }) => usersApi.list({ enabled, search, after: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length < pageLength ? undefined : page.at(-1)?.id),
  });

  async function made(id: number) {
    show(id);
    setLink(await usersApi.passwordLink(id));
  }

  return (
    <SplitPage
      list={
        <ListPane
          title={t('users.title')}
          found={{ data: found.data?.pages.flat(), error: found.error, refetch: found.refetch }}
          nameOf={({ firstName, lastName }) => `${firstName} ${lastName}`}
          row={(user) => <UserRow user={user} />}
          isQuiet={(user) => !user.enabled}
          empty={
            enabled === 'true'
              ? { title: t('users.empty'), help: t('users.emptyHelp') }
              : { title: t('users.noneOff'), help: t('users.noneOffHelp') }
          }
          addLabel={t('users.add')}
          search={{ text, onChange: setText }}
          foot={
            found.hasNextPage && (
              <div className={classes.more}>
                <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                  {t('common.loadMore')}
                </Button>
              </div>
            )
          }
        >
          <SegmentedControl
            size="xs"
            aria-label={t('users.filter')}
            data={[
              { value: 'true', label: t('users.activated') },
              { value: 'false', label: t('users.deactivated') },
            ]}
            value={enabled}
            onChange={setEnabled}
          />
        </ListPane>
      }
    >
      {isNew && <NewUserEditor key="new" onMade={(id) => void made(id)} />}
      {itemId !== null && <UserEditor key={itemId} userId={itemId} onLink={setLink} />}
      {link && <SetUpLink link={link} onClose={() => setLink(null)} />}
    </SplitPage>
  );
}

function UserRow({ user }: { user: User }) {
  const { t } = useTranslation();
  return (
    <>
      <span className={classes.rowWords}>
        <span className="one-line">
          {user.firstName} {user.lastName}
        </span>
        <span className={`${classes.small} one-line`}>{user.email}</span>
      </span>
      {user.globalRoles.includes('CompanyAdmin') && (
        <Badge variant="default" size="sm">
          {t('users.adminShort')}
        </Badge>
      )}
      {user.enabled && !user.hasPassword && (
        <Badge variant="default" size="sm">
          {t('users.invited')}
        </Badge>
      )}
    </>
  );
}
