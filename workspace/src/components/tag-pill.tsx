import type { Tag } from '@hovor/protocol/session';
import { IconX } from '@tabler/icons-react';
import { readableOn, safeColor } from './colors.ts';
import classes from './tag-pill.module.css';

interface TagPillProps {
  tag: Tag;
  removeLabel?: string;
  onRemove?: () => void;
}

/** A tag in the colours an administrator chose; the text colour is corrected when it could not be read. */
export function TagPill({ tag, removeLabel, onRemove }: TagPillProps) {
  const background = safeColor(tag.background);
  const style = background ? { background, color: readableOn(background, safeColor(tag.text)) } : undefined;
  return (
    <span className={classes.pill} style={style}>
      <bdi className="one-line">{tag.label ?? tag.name}</bdi>
      {onRemove && (
        <button type="button" className={classes.remove} aria-label={removeLabel} onClick={onRemove}>
          <IconX size={12} stroke={2.4} />
        </button>
      )}
    </span>
  );
}
