/**
 * Everything a key can do, in the order of the help page (OP-HE-2). `code` is the physical key, so that Alt+A works on
 * every layout and where Alt types letters.
 */
export const actions = {
  accept: { code: 'KeyA', alt: true, shown: 'Alt+A' },
  nextUnanswered: { code: 'KeyN', alt: true, shown: 'Alt+N' },
  previousSession: { code: 'ArrowUp', alt: true, shown: 'Alt+↑' },
  nextSession: { code: 'ArrowDown', alt: true, shown: 'Alt+↓' },
  forward: { code: 'KeyR', alt: true, shown: 'Alt+R' },
  invite: { code: 'KeyI', alt: true, shown: 'Alt+I' },
  end: { code: 'KeyE', alt: true, shown: 'Alt+E' },
  writeMessage: { code: 'KeyM', alt: true, shown: 'Alt+M' },
  goToList: { code: 'KeyL', alt: true, shown: 'Alt+L' },
  goToClient: { code: 'KeyC', alt: true, shown: 'Alt+C' },
  goOnline: { code: 'KeyO', alt: true, shown: 'Alt+O' },
  goAway: { code: 'KeyW', alt: true, shown: 'Alt+W' },
  palette: { code: 'KeyK', ctrl: true, shown: 'Ctrl+K' },
  help: { key: '?', shown: '?' },
} as const satisfies Record<string, ActionKeys>;

export interface ActionKeys {
  code?: string;
  /** The character typed, where the key differs between layouts. */
  key?: string;
  alt?: boolean;
  /** Ctrl, or Command on a Mac. */
  ctrl?: boolean;
  shown: string;
}

export type ActionName = keyof typeof actions;

export interface KeyPress {
  code: string;
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  /** The focus is in a field where characters are text. */
  typing: boolean;
}

/** The action of a key press; null when the key means nothing to us. */
export function actionOf(press: KeyPress): ActionName | null {
  for (const [name, keys] of Object.entries(actions) as [ActionName, ActionKeys][]) {
    const ctrl = press.ctrlKey || press.metaKey;
    if (ctrl !== Boolean(keys.ctrl) || press.altKey !== Boolean(keys.alt)) continue;
    if (keys.key !== undefined ? press.key === keys.key && !press.typing : press.code === keys.code) return name;
  }
  return null;
}
