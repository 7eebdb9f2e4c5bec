import { Tooltip, type TooltipProps } from '@mantine/core';
import { type ActionName, actions } from '../keys/actions.ts';
import classes from './tip.module.css';

interface TipProps extends TooltipProps {
  action?: ActionName;
}

/**
 * A tooltip that names the key of its action, so that keys are learned by the way. All else it is given goes on to the
 * control inside, so that it can stand inside the target of a menu or popover.
 */
export function Tip({ label, action, ...rest }: TipProps) {
  const text = action ? (
    <>
      {label} <kbd className={classes.key}>{actions[action].shown}</kbd>
    </>
  ) : (
    label
  );
  return <Tooltip label={text} {...rest} />;
}
