import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { storageKeys } from '../../state/storage-keys.ts';
import classes from './pane-handle.module.css';

const narrowest = 232;
const widest = 480;
const usual = 304;

const clamp = (value: number) => Math.min(widest, Math.max(narrowest, Math.round(value)));

/** Width of the list in pixels, kept on this computer. */
export function usePaneWidth() {
  const [value, setValue] = useState(() => clamp(Number(localStorage.getItem(storageKeys.paneWidth)) || usual));
  return {
    value,
    set(next: number) {
      setValue(clamp(next));
      localStorage.setItem(storageKeys.paneWidth, String(clamp(next)));
    },
  };
}

/** The handle at the left edge of the chat: drag, double-click or arrow keys widen the chat (OP-WC-4). */
export function PaneHandle({ width }: { width: ReturnType<typeof usePaneWidth> }) {
  const { t } = useTranslation();

  function onPointerDown(event: PointerEvent<HTMLDivElement>) {
    const start = event.clientX - width.value;
    const target = event.currentTarget;
    target.setPointerCapture(event.pointerId);
    const move = (next: globalThis.PointerEvent) => width.set(next.clientX - start);
    target.addEventListener('pointermove', move);
    target.addEventListener('pointerup', () => target.removeEventListener('pointermove', move), { once: true });
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    width.set(width.value + step);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves cannot be an <hr>
    <div
      className={classes.handle}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('lists.width')}
      aria-valuenow={width.value}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      onPointerDown={onPointerDown}
      onDoubleClick={() => width.set(width.value > narrowest ? narrowest : usual)}
      onKeyDown={onKeyDown}
    />
  );
}
