import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { tagsApi } from '../../../api/tags.ts';
import { TagPill } from '../../../components/tag-pill.tsx';
import { ListPane } from '../parts/list-pane.tsx';
import { SplitPage } from '../parts/split-page.tsx';
import { useSettingsPage } from '../use-settings-page.ts';
import { TagEditor } from './tag-editor.tsx';

/** Tags: name, label, colours (AD-AP-15). */
export default function TagsPage() {
  const { t } = useTranslation();
  const { tenantId, itemId, isNew } = useSettingsPage();
  const found = useQuery({ queryKey: ['settings', 'tags', tenantId], queryFn: () => tagsApi.list(tenantId) });
  const open = found.data?.find(({ id }) => id === itemId);

  return (
    <SplitPage
      list={
        <ListPane
          title={t('tags.title')}
          subtitle={t('tags.subtitle')}
          found={found}
          nameOf={({ name, label }) => label ?? name}
          row={(tag) => <TagPill tag={tag} />}
          empty={{ title: t('tags.empty'), help: t('tags.emptyHelp') }}
          addLabel={t('tags.add')}
        />
      }
    >
      {isNew && <TagEditor key="new" tag={null} />}
      {open && <TagEditor key={open.id} tag={open} />}
    </SplitPage>
  );
}
