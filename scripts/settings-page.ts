import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Setting, settings } from '../server/config.ts';
import { root } from './steps.ts';

const page = 'docs/running/settings.md';
const begin = '<!-- The table is made from server/config.ts: node scripts/write-pages.ts -->';

/** The table of docs/running/settings.md. */
export function settingsTable(): string {
  const rows = Object.entries(settings).map(([name, setting]: [string, Setting]) => {
    const standard = setting.defaultMeaning ?? `\`${setting.default}\``;
    return `| \`${name}\` | ${standard} | ${setting.meaning} | ${setting.accepts} | ${setting.reason} |`;
  });
  return [begin, '| setting | default | meaning | accepts | why so |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** The page as it should be: the text around the table stays, the table is replaced. */
export async function settingsPage(): Promise<{ path: string; text: string; present: string }> {
  const path = join(root, page);
  const present = await readFile(path, 'utf8');
  const from = present.indexOf(begin);
  if (from < 0) throw new Error(`${page} has lost the line ${begin}`);
  const end = present.indexOf('\n\n', from);
  return { path, present, text: present.slice(0, from) + settingsTable() + (end < 0 ? '\n' : present.slice(end)) };
}

export async function checkSettingsPage(): Promise<string[]> {
  const { text, present } = await settingsPage();
  return text === present ? [] : [`${page} does not fit server/config.ts. Run: node scripts/write-pages.ts`];
}
