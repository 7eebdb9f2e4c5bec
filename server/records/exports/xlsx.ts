import { Readable } from 'node:stream';
import { limits } from '@hovor/protocol/limits';
import { type Cell, kindOf } from '@hovor/protocol/session-table';
import { ZipFile } from 'yazl';
import { fitted, looksLikeFormula, wallClock } from './cells.ts';
import type { Batches, FileColumn } from './csv.ts';

/**
 * An Excel workbook as a stream: each sheet is one entry of the archive, written while its rows are read, so that memory
 * does not grow with them. Text is typed as text and never executed; text that looks like a formula also carries Excel's
 * own mark for text, which stays when somebody edits the cell.
 */

/** Styles by their place in styles.xml. */
const style = { plain: 0, time: 1, span: 2, text: 3, title: 4 } as const;

const stylesXml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="5"><xf xfId="0"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" numFmtId="165" applyNumberFormat="1"/>
<xf xfId="0" quotePrefix="1"/><xf xfId="0" fontId="1" applyFont="1" quotePrefix="1"/></cellXfs>
</styleSheet>`;

const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const contentTypes = (sheets: number) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>
<Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>
${each(sheets, (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${types}.worksheet+xml"/>`)}
</Types>`;

const rootRelations = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

const workbookXml = (sheets: number) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relations}"><sheets>
${each(sheets, (n) => `<sheet name="Sessions${n === 1 ? '' : ` ${n}`}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`;

const workbookRelations = (sheets: number) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
${each(sheets, (n) => `<Relationship Id="rId${n}" Type="${relations}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}
<Relationship Id="rIdS" Type="${relations}/styles" Target="styles.xml"/></Relationships>`;

function each(count: number, line: (n: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index + 1)).join('\n');
}

/** XML knows no control characters but three, and no half characters. */
const notXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };
const escaped = (text: string) => text.replace(notXml, '').replace(/[&<>"\r]/g, (found) => entities[found] ?? '');

const textCell = (text: string, look: number) =>
  `<c${look === style.plain ? '' : ` s="${look}"`} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;

/** Days since the beginning of 1900 as spreadsheets count them. */
const serial = (ms: number) => ms / 86_400_000 + 25_569;

function cellXml(column: string, cell: Cell, local: (iso: string) => number): string {
  if (cell === null || cell === '') return '<c/>';
  if (typeof cell === 'boolean') return `<c t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === 'number') {
    return kindOf(column) === 'span' ? `<c s="${style.span}"><v>${cell / 86_400}</v></c>` : `<c><v>${cell}</v></c>`;
  }
  if (kindOf(column) === 'time') return `<c s="${style.time}"><v>${serial(local(String(cell)))}</v></c>`;
  const text = fitted(Array.isArray(cell) ? cell.join(', ') : cell);
  return textCell(text, looksLikeFormula(text) ? style.text : style.plain);
}

export function xlsxOf(columns: readonly FileColumn[], batches: Batches, zone: string): Readable {
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  const local = wallClock(zone);
  const source = batches[Symbol.asyncIterator]();
  const head = `<row>${columns.map(({ title }) => textCell(title, style.title)).join('')}</row>`;
  /** Rows that came with a batch but belong to the next sheet. */
  let rest: readonly { cells: Cell[] }[] = [];
  let over = false;
  let sheets = 0;

  async function* sheet() {
    yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>${head}`;
    let room: number = limits.exportSheetRows;
    while (room > 0) {
      if (rest.length === 0) {
        const next = await source.next();
        if (next.done) {
          over = true;
          break;
        }
        rest = next.value;
      }
      const rows = rest.slice(0, room);
      rest = rest.slice(rows.length);
      room -= rows.length;
      yield rows
        .map(({ cells }) => `<row>${columns.map(({ id }, at) => cellXml(id, cells[at] ?? null, local)).join('')}</row>`)
        .join('');
    }
    yield '</sheetData></worksheet>';
  }

  function addSheet() {
    sheets++;
    const stream = Readable.from(sheet(), { objectMode: false });
    stream.once('error', (error) => out.destroy(error));
    stream.once('end', () => (over ? finish() : addSheet()));
    out.once('close', () => stream.destroy());
    zip.addReadStream(stream, `xl/worksheets/sheet${sheets}.xml`, { compressionLevel: 3 });
  }

  function finish() {
    const parts = {
      '[Content_Types].xml': contentTypes(sheets),
      '_rels/.rels': rootRelations,
      'xl/workbook.xml': workbookXml(sheets),
      'xl/_rels/workbook.xml.rels': workbookRelations(sheets),
      'xl/styles.xml': stylesXml,
    };
    for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name);
    zip.end();
  }

  addSheet();
  return out;
}
