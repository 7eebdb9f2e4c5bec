import { IconClick } from '@tabler/icons-react';
import { Children, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyPage } from '../../../components/empty-page.tsx';
import classes from '../settings.module.css';

/** A list and the open thing beside it; on a phone the thing covers the list. */
export function SplitPage({ list, children }: { list: ReactNode; children?: ReactNode }) {
  const { t } = useTranslation();
  const isOpen = Children.toArray(children).length > 0;
  return (
    <div className={classes.split} data-open={isOpen || undefined}>
      {list}
      <div className={classes.editorPlace}>
        {isOpen ? (
          children
        ) : (
          <EmptyPage icon={<IconClick size={28} stroke={1.4} aria-hidden />} title={t('settings.nothingOpen')} />
        )}
      </div>
    </div>
  );
}
