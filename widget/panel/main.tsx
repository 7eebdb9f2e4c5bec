import { render } from 'preact';
import { readable } from '../../protocol/colour.ts';
import type { PagePicture } from '../shared/bridge.ts';
import { accentOn } from '../shared/contrast.ts';
import frameCss from './frame.css?inline';
import { joinPage } from './page.ts';
import { createPanel, type Panel } from './panel.ts';
import './panel.css';
import './conversation.css';
import { createMemory } from './shelf.ts';
import { App } from './views/App.tsx';
import { PanelContext } from './views/use.ts';

/** Grounds of the light and the dark panel; the same as in panel.css. */
const grounds = { light: '#ffffff', dark: '#171b22' };
/** Over everything of the page when the panel is the page. */
const fullPageCss =
  'iframe{inset:0;z-index:2147483647;width:100%;height:100%;max-width:none;max-height:none;border-radius:0}';

let panel: Panel | undefined;

const page = joinPage(frameCss, (picture) => {
  if (panel) panel.onPicture(picture);
  else panel = begin(picture);
});

function begin(picture: PagePicture): Panel {
  const { config, fullPage } = picture;
  if (fullPage) page.send({ css: frameCss + fullPageCss });
  const created = createPanel(picture, {
    memory: createMemory(picture.kept, (kept) => page.send({ kept })),
    send: page.send,
    socketUrl: `${location.origin.replace('http', 'ws')}/widget/socket`,
    bots: () => import('./bots/index.ts'),
    ring: () => import('./sound.ts').then(({ ring }) => ring()),
  });
  const root = document.documentElement;
  root.lang = created.words.language;
  document.title = config.window.title;
  const { fill, ink } = readable(config.window.color);
  root.style.setProperty('--fill', fill);
  root.style.setProperty('--ink', ink);
  root.style.setProperty('--accent-light', accentOn(grounds.light, config.window.color));
  root.style.setProperty('--accent-dark', accentOn(grounds.dark, config.window.color));
  const home = document.getElementById('panel');
  if (home) {
    render(
      <PanelContext.Provider value={created}>
        <App />
      </PanelContext.Provider>,
      home,
    );
  }
  return created;
}
