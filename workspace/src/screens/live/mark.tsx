import type { ReactNode } from 'react';
import classes from './live.module.css';
import type { Mark as Kind } from './trouble.ts';

const shapes: Record<Kind, string> = { good: '●', warn: '▲', bad: '■', off: '○' };

/** A figure with its threshold by shape and colour; the word beside it says which. */
export function Mark({ kind, children }: { kind: Kind; children: ReactNode }) {
  return (
    <span className={classes.mark} data-kind={kind}>
      <span aria-hidden>{shapes[kind]}</span>
      <span>{children}</span>
    </span>
  );
}
