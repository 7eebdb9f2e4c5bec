import type { ReactNode } from 'react';
import classes from './ring.module.css';

interface RingProps {
  /** How much of the time is gone, 0 to 1. */
  share: number;
  late?: boolean;
  size?: number;
  children?: ReactNode;
}

/** The one sign of time pressure: a thin ring that fills. Words beside it say the same to those who do not see it. */
export function Ring({ share, late = false, size = 36, children }: RingProps) {
  const radius = (size - 3) / 2;
  const length = 2 * Math.PI * radius;
  const middle = size / 2;
  return (
    <span className={classes.ring} style={{ width: size, height: size }}>
      <svg width={size} height={size} viewBox={`0 0 ${size} ${size}`} aria-hidden="true">
        <circle className={classes.track} cx={middle} cy={middle} r={radius} />
        <circle
          className={classes.fill}
          data-late={late || undefined}
          cx={middle}
          cy={middle}
          r={radius}
          strokeDasharray={length}
          strokeDashoffset={length * (1 - Math.min(1, Math.max(0, share)))}
          transform={`rotate(-90 ${middle} ${middle})`}
        />
      </svg>
      <span className={classes.inside}>{children}</span>
    </span>
  );
}
