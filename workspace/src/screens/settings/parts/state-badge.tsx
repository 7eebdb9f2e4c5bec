import classes from './state-badge.module.css';

export type BadgeKind = 'good' | 'warn' | 'bad' | 'off';

/** A state by colour, shape and word. */
export function StateBadge({ kind, label }: { kind: BadgeKind; label: string }) {
  return (
    <span className={classes.badge} data-kind={kind}>
      <span className={classes.dot} aria-hidden />
      {label}
    </span>
  );
}
