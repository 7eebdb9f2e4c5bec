import { Tooltip, type TooltipProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { type ActionName, actions } from '../keys/actions.ts';
import classes from './tip.module.css';

interface TipProps {
  label: ReactNode;
  action?: ActionName;
  position?: TooltipProps['position'];
  children: TooltipProps['children'];
}

/** A tooltip that names the key of its action, so that keys are learned by the way. */
export function Tip({ label, action, position, children }: TipProps) {
  const text = action ? (
    <>
      {label} <kbd className={classes.key}>{actions[action].shown}</kbd>
    </>
  ) : (
    label
  );
  return (
    <Tooltip label={text} {...(position && { position })}>
      {children}
    </Tooltip>
  );
}
