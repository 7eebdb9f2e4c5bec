import { createOwidget } from './owidget.ts';

/** The script a page embeds (WG-SN): makes one widget object, names it, and calls the hook of its own element. */
type OwnElement = HTMLScriptElement & { $owidgetOnLoad?: (owidget: object) => void };

const script = document.currentScript as OwnElement;
const owidget = createOwidget(new URL(script.src).origin);
(window as { $owidget?: object }).$owidget = owidget;
try {
  script.$owidgetOnLoad?.(owidget);
} catch (error) {
  console.warn(error);
}
