import type { ReactNode } from 'react';
import classes from './empty-page.module.css';

/** What is empty, why, and what fills it. */
export function EmptyPage({ title, help, icon }: { title: string; help?: string; icon?: ReactNode }) {
  return (
    <div className={classes.empty}>
      {icon}
      <p className={classes.title}>{title}</p>
      {help && <p className={classes.help}>{help}</p>}
    </div>
  );
}
