import type { Cell } from '@hovor/protocol/session-table';
import { stringify } from 'csv-stringify/sync';
import { csvCell, defused, wallClock } from './cells.ts';

export interface FileColumn {
  id: string;
  title: string;
}

/** Rows as they come out of the database, some at a time. */
export type Batches = AsyncIterable<readonly { cells: Cell[] }[]>;

/** RFC 4180 with a byte order mark, by which Excel knows that it is UTF-8. */
export async function* csvOf(
  columns: readonly FileColumn[],
  batches: Batches,
  { zone, delimiter }: { zone: string; delimiter: string },
): AsyncGenerator<string> {
  const local = wallClock(zone);
  const form = { delimiter, record_delimiter: '\r\n' };
  yield `\uFEFF${stringify([columns.map(({ title }) => defused(title))], form)}`;
  for await (const rows of batches) {
    yield stringify(
      rows.map(({ cells }) => columns.map(({ id }, at) => csvCell(id, cells[at] ?? null, local))),
      form,
    );
  }
}
