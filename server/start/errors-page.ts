import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const source = join(import.meta.dirname, '..', '..', 'docs', 'integrators', 'errors.md');

const style = `body{max-width:62rem;margin:3rem auto;padding:0 1.5rem;font:16px/1.6 system-ui,sans-serif;color-scheme:light dark}
table{border-collapse:collapse}td,th{text-align:left;vertical-align:top;padding:.5rem .9rem .5rem 0;border-bottom:1px solid #8884}
tr:has(:target){background:#fc06}pre{overflow:auto;padding:1rem;background:#8882;border-radius:8px}`;

/** The page every problem document points to (`type`): docs/integrators/errors.md, an anchor for each code. */
export async function errorsPage(): Promise<string> {
  const text = await readFile(source, 'utf8');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Errors of Hovor</title><style>${style}</style></head><body>${render(text)}</body></html>`;
}

/** The few forms that page uses: headings, paragraphs, tables, fenced code, `code`, anchors; links become their text. */
function render(markdown: string): string {
  const parts = markdown.split(/^```\w*\n([\s\S]*?)^```$/m);
  return parts.map((part, index) => (index % 2 ? `<pre>${escaped(part)}</pre>` : blocks(part))).join('\n');
}

function blocks(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter(Boolean)
    .map((block) => (block.startsWith('|') ? table(block) : headingOr(block)))
    .join('\n');
}

function headingOr(text: string): string {
  const heading = text.match(/^(#{1,3}) (.+)$/);
  const level = heading?.[1]?.length;
  return level ? `<h${level}>${inline(heading?.[2] ?? '')}</h${level}>` : `<p>${inline(text)}</p>`;
}

function table(text: string): string {
  const rows = text.split('\n').filter((row) => !/^\|[-|: ]+\|$/.test(row));
  const cells = (row: string, tag: string) =>
    row
      .slice(1, -1)
      .split(' | ')
      .map((cell) => `<${tag}>${inline(cell.trim())}</${tag}>`)
      .join('');
  return `<table>${rows.map((row, index) => `<tr>${cells(row, index ? 'td' : 'th')}</tr>`).join('')}</table>`;
}

const inline = (text: string) =>
  escaped(text)
    .replaceAll(/&lt;a id=&quot;([a-z-]+)&quot;>&lt;\/a>/g, '<span id="$1"></span>')
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll(/\*\*([^*]+)\*\*/g, '<b>$1</b>')
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1');
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
