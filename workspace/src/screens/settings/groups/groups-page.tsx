import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { groupsApi } from '../../../api/routing.ts';
import { ListPane } from '../parts/list-pane.tsx';
import { SplitPage } from '../parts/split-page.tsx';
import classes from '../settings.module.css';
import { useGroupFigures } from '../use-group-figures.ts';
import { useSettingsPage } from '../use-settings-page.ts';
import { GroupEditor } from './group-editor.tsx';

/** Groups with what goes on in them now (AD-GR). Those that stand for chatbots are set up with their chatbot. */
export default function GroupsPage() {
  const { t } = useTranslation();
  const { tenantId, itemId, isNew } = useSettingsPage();
  const found = useQuery({
    queryKey: ['settings', 'groups', tenantId],
    queryFn: async () => (await groupsApi.list(tenantId)).filter(({ type }) => type !== 'CHATBOT'),
  });
  const figures = useGroupFigures(tenantId);
  const open = found.data?.find(({ id }) => id === itemId);

  return (
    <SplitPage
      list={
        <ListPane
          title={t('groups.title')}
          subtitle={t('groups.subtitle')}
          found={found}
          nameOf={({ name }) => name}
          row={({ id, name }) => (
            <span className={classes.rowWords}>
              <span className={`${classes.rowName} one-line`}>{name}</span>
              <GroupLine figures={figures?.get(id)} />
            </span>
          )}
          empty={{ title: t('groups.empty'), help: t('groups.emptyHelp') }}
          addLabel={t('groups.add')}
        />
      }
    >
      {isNew && <GroupEditor key="new" group={null} />}
      {open && <GroupEditor key={open.id} group={open} />}
    </SplitPage>
  );
}

function GroupLine({ figures }: { figures: { members: number; online: number; waiting: number } | undefined }) {
  const { t } = useTranslation();
  if (!figures) return <span className={classes.small}>…</span>;
  return (
    <span className={`${classes.small} numbers`}>
      {[
        t('groups.members', { count: figures.members }),
        t('groups.online', { count: figures.online }),
        t('groups.waiting', { count: figures.waiting }),
      ].join(' · ')}
    </span>
  );
}
