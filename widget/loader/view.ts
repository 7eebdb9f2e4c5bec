import type { WidgetConfig } from '../../protocol/guest.ts';
import { iconInk } from '../shared/ink.ts';
import css from './button.css?inline';
import type { PackageNews } from './package.ts';

/** Words for screen readers where they differ from the states' names. An administrator's `button.online` … wins. */
const words: Record<string, Record<string, string>> = { cs: { busy: 'obsazeno', unread: 'nepřečtené' } };

/** Codes of setStatusUpdateCallback (WG-JS-5) by their place. */
export const states = ['offline', 'online', 'busy'];

/** The button, and the place of the iframe, inside a shadow root the page's styles do not reach. */
export function createView(config: WidgetConfig & PackageNews, language: string, onPress: () => void) {
  const { button: look, texts } = config;
  const inLanguage = words[language.slice(0, 2)];
  const host = document.createElement('hovor-chat');
  const root = host.attachShadow({ mode: 'open', delegatesFocus: true });
  const sheet = new CSSStyleSheet();
  const add = (parent: ParentNode, tag: string) => {
    const element = document.createElement(tag);
    parent.append(element);
    return element;
  };
  const style = (more: string) => sheet.replaceSync(css + more);

  style('');
  root.adoptedStyleSheets = [sheet];
  host.style.cssText = `--${look.position}:${look.offsetX}px;--y:${look.offsetY}px;--z:${look.zIndex};--fill:${look.color};--ink:${iconInk(look.color)}`;
  const button = add(root, 'button');
  add(button, 'i');
  add(button, 'u');
  const badge = add(button, 'b');
  button.onclick = onPress;

  // With a phone's keyboard open only the visual viewport is left for the window.
  window.visualViewport?.addEventListener('resize', () =>
    host.style.setProperty('--height', `${window.visualViewport?.height}px`),
  );
  const attach = () => document.body.append(host);
  if (document.body) attach();
  else addEventListener('DOMContentLoaded', attach);

  return {
    config,
    host,
    root,
    /** Adds the panel's styles of its iframe. */
    style,
    draw(unread: number, hidden: boolean | undefined, busy: boolean) {
      const { state } = config;
      const label = texts[`button.${state}`] ?? `Chat (${inLanguage?.[state] ?? state})`;
      button.hidden =
        hidden || !(config.buttonVisible ?? look.visible) || (look.hideWhenOffline && state === 'offline');
      button.className = state;
      button.style.opacity = (busy ? 0.6 : 1) as never;
      badge.textContent = (unread || '') as string;
      button.ariaLabel = unread ? `${label}, ${inLanguage?.unread ?? 'unread'}: ${unread}` : label;
    },
  };
}
