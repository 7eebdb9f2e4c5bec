/** Drawn for this panel on a 24 grid; always beside a label. */
const paths = {
  close: 'M6 6l12 12M18 6 6 18',
  down: 'M6 9.5l6 6 6-6',
  send: 'M4.5 12 20 4.5 16 20l-4.5-6.5zM11.5 13.5 20 4.5',
  clip: 'M19.5 11.5l-7.8 7.8a5 5 0 0 1-7.1-7.1l8.2-8.2a3.4 3.4 0 0 1 4.8 4.8l-8.2 8.2a1.7 1.7 0 0 1-2.4-2.4l7.3-7.3',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.2a4.2 4.2 0 0 0 7 0M9 9.6v.1M15 9.6v.1',
  file: 'M13.5 3H7a1.5 1.5 0 0 0-1.5 1.5v15A1.5 1.5 0 0 0 7 21h10a1.5 1.5 0 0 0 1.5-1.5V8zM13.5 3v5h5',
  image: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4L15 13l5 4M15.5 9v.1',
  bell: 'M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.5H5zM10.5 20.5h3',
  bellOff: 'M6.5 16.5V11a5.5 5.5 0 0 1 8.5-4.6M17.5 11v5.5l1.5 1.5H5M10.5 20.5h3M4 4l16 16',
  leave: 'M10 4H5.5v16H10M14 8l4 4-4 4M18 12H9.5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2',
  warn: 'M12 4 2.8 19.5h18.4zM12 10v4M12 16.8v.1',
  play: 'M8 5.5v13l10.5-6.5z',
  mail: 'M3.5 6h17v12h-17zM4 6.5l8 6.5 8-6.5',
} as const;

export const Icon = ({ name }: { name: keyof typeof paths }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);

const starPath = 'M12 3.2l2.7 5.6 6.1.8-4.5 4.3 1.1 6.1-5.4-3-5.4 3 1.1-6.1-4.5-4.3 6.1-.8z';
export const Star = ({ on }: { on: boolean }) => (
  <svg class={on ? 'star on' : 'star'} viewBox="0 0 24 24" aria-hidden="true">
    <path d={starPath} />
  </svg>
);
