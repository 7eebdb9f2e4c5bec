import { writeFile } from 'node:fs/promises';
import { settingsPage } from './settings-page.ts';

/** Writes the parts of the documents that are made from the code. */
const { path, text } = await settingsPage();
await writeFile(path, text);
