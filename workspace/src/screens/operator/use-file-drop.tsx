import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './file-drop.module.css';

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');

/** Dropping files anywhere on the conversation sends them. `onFiles` null: nothing can be sent now. */
export function useFileDrop(onFiles: ((files: readonly File[]) => void) | null) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  // Entering a child fires before leaving the parent; only the count tells when the pointer is really out.
  const depth = useRef(0);
  const leave = () => {
    depth.current = 0;
    setOver(false);
  };
  const handlers = {
    onDragEnter(event: DragEvent) {
      if (!onFiles || !hasFiles(event)) return;
      depth.current++;
      setOver(true);
    },
    onDragOver(event: DragEvent) {
      if (hasFiles(event)) event.preventDefault();
    },
    onDragLeave() {
      if (--depth.current <= 0) leave();
    },
    onDrop(event: DragEvent) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      leave();
      onFiles?.([...event.dataTransfer.files]);
    },
  };
  return { handlers, overlay: over && <div className={classes.overlay}>{t('composer.drop')}</div> };
}
