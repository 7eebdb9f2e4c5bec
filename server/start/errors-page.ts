import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const source = join(import.meta.dirname, '..', '..', 'docs', 'integrators', 'errors.md');

const style = `body{max-width:46rem;margin:3rem auto;padding:0 1.5rem;font:16px/1.6 system-ui,sans-serif;color-scheme:light dark}
h2{margin-top:2.2rem;scroll-margin-top:1rem}code{font-size:.95em}h2:target{text-decoration:underline}`;

/** The page every problem document points to (`type`): docs/integrators/errors.md, a heading for each code. */
export async function errorsPage(): Promise<string> {
  const text = await readFile(source, 'utf8');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Errors of Hovor</title><style>${style}</style></head><body>${render(text)}</body></html>`;
}

/** The few forms that page uses: headings, paragraphs, lists, `code`. */
function render(markdown: string): string {
  const blocks = markdown.split(/\n{2,}/).map((block) => block.trim());
  return blocks.filter(Boolean).map(block).join('\n');
}

function block(text: string): string {
  const heading = text.match(/^(#{1,3}) (.+)$/);
  if (heading) {
    const level = heading[1]?.length ?? 1;
    const title = heading[2] ?? '';
    return `<h${level} id="${escaped(title.replaceAll('`', ''))}">${inline(title)}</h${level}>`;
  }
  if (text.startsWith('- ')) {
    const items = text.split(/\n- /).map((item) => `<li>${inline(item.replace(/^- /, ''))}</li>`);
    return `<ul>${items.join('')}</ul>`;
  }
  return `<p>${inline(text)}</p>`;
}

const inline = (text: string) => escaped(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
