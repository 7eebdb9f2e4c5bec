import { open } from 'node:fs/promises';
import { limits } from '@hovor/protocol/limits';
import { fileTypeFromFile } from 'file-type';
import { Problem } from '../errors.ts';
import { cleanName } from './text.ts';

/**
 * What a file may be called and what it may be (invariant 6, IT-FI). The sender's name is for people to read; it never
 * becomes a path. The type follows from the content; ending and header of the sender are only claims.
 */

/** The last part of a path in any notation, without what disguises an ending. Never empty. */
export function cleanFileName(name: string): string {
  const last = name.replaceAll('\0', '').split(/[/\\]/).at(-1) ?? '';
  const cleaned = cleanName(last.replaceAll(/[<>:"|?*]/g, '_'), 10_000).replace(/^[.\s]+/, '');
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(cleaned)?.[0] ?? '';
  const stem = cleanName(cleaned.slice(0, cleaned.length - ending.length), limits.fileNameLength - ending.length);
  return `${stem || 'file'}${ending}`;
}

/** The ending in lower case with its dot; '' when there is none. */
export const endingOf = (name: string): string => /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0].toLowerCase() ?? '';

interface Kind {
  contentType: string;
  /** Endings `file-type` gives to such content; 'text' = nothing known and readable as text, 'any' = nothing known. */
  content: readonly string[];
}

const jpeg: Kind = { contentType: 'image/jpeg', content: ['jpg'] };
const zipped = (contentType: string, ending: string): Kind => ({ contentType, content: [ending] });
const ooxml = 'application/vnd.openxmlformats-officedocument';

/** Endings the product knows (IT-FI-1, IT-FI-2) and what their content must be. Linked media are no files. */
const kinds: Record<string, Kind> = {
  '.doc': { contentType: 'application/msword', content: ['cfb'] },
  '.xls': { contentType: 'application/vnd.ms-excel', content: ['cfb'] },
  '.ppt': { contentType: 'application/vnd.ms-powerpoint', content: ['cfb'] },
  '.docx': zipped(`${ooxml}.wordprocessingml.document`, 'docx'),
  '.xlsx': zipped(`${ooxml}.spreadsheetml.sheet`, 'xlsx'),
  '.pptx': zipped(`${ooxml}.presentationml.presentation`, 'pptx'),
  '.ppsx': { contentType: `${ooxml}.presentationml.slideshow`, content: ['ppsx', 'pptx'] },
  '.sldx': { contentType: `${ooxml}.presentationml.slide`, content: ['sldx', 'pptx'] },
  '.odt': zipped('application/vnd.oasis.opendocument.text', 'odt'),
  '.ods': zipped('application/vnd.oasis.opendocument.spreadsheet', 'ods'),
  '.odp': zipped('application/vnd.oasis.opendocument.presentation', 'odp'),
  '.txt': { contentType: 'text/plain', content: ['text'] },
  '.png': { contentType: 'image/png', content: ['png', 'apng'] },
  '.gif': { contentType: 'image/gif', content: ['gif'] },
  '.bmp': { contentType: 'image/bmp', content: ['bmp'] },
  '.jpg': jpeg,
  '.jpeg': jpeg,
  '.jpe': jpeg,
  '.jif': jpeg,
  '.jfif': jpeg,
  '.jfi': jpeg,
  '.jf': jpeg,
  '.pdf': { contentType: 'application/pdf', content: ['pdf'] },
  '.mp4': { contentType: 'video/mp4', content: ['mp4', 'm4v', 'mov'] },
  '.mp3': { contentType: 'audio/mpeg', content: ['mp3', 'mp2', 'mp1'] },
  '.m4a': { contentType: 'audio/mp4', content: ['m4a', 'mp4'] },
  '.aac': { contentType: 'audio/aac', content: ['aac'] },
  '.oga': { contentType: 'audio/ogg', content: ['ogg', 'oga', 'opus', 'spx'] },
  '.flac': { contentType: 'audio/flac', content: ['flac'] },
  '.wav': { contentType: 'audio/wav', content: ['wav'] },
  // Raw samples have no mark of their own; they are only ever downloaded.
  '.pcm': { contentType: 'application/octet-stream', content: ['any'] },
  '.aiff': { contentType: 'audio/aiff', content: ['aif'] },
};

/** Endings a company can accept; those of others are refused whatever it says. */
export const knownEndings: string[] = Object.keys(kinds);

/** Refuses an ending that is not on the company's list, before anything is read. @throws file-type */
export function refuseEnding(name: string, accepted: readonly string[]): void {
  const ending = endingOf(name);
  if (accepted.includes(ending) && Object.hasOwn(kinds, ending)) return;
  const detail = ending ? `Files ending in ${ending} are not accepted.` : 'Files without an ending are not accepted.';
  throw new Problem('file-type', { detail });
}

/** The type a file is served as, after a look at its content. @throws file-type when it is not what its name says */
export async function checkedContentType(path: string, name: string): Promise<string> {
  const ending = endingOf(name);
  const kind = Object.hasOwn(kinds, ending) ? kinds[ending] : undefined;
  if (!kind) throw new Problem('file-type');
  const found = (await fileTypeFromFile(path).catch(() => undefined))?.ext;
  const content: string[] = found ? [found] : ['any', ...((await looksLikeText(path)) ? ['text'] : [])];
  if (content.some((one) => kind.content.includes(one))) return kind.contentType;
  throw new Problem('file-type', { detail: `The content of this file is not what its ending ${ending} says.` });
}

/** How much of a text is looked at; binary content shows itself earlier. */
const textSample = 64 * 1024;

/** No NUL and no control characters but white space and escape: UTF-8 or one of the older code pages. */
async function looksLikeText(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(textSample), 0, textSample, 0);
    return buffer.subarray(0, bytesRead).every((byte) => byte >= 32 || (byte >= 7 && byte <= 13) || byte === 27);
  } finally {
    await file.close();
  }
}

/** Pictures a browser draws without running anything. */
const inlineImages: readonly string[] = ['image/png', 'image/gif', 'image/jpeg', 'image/bmp'];
export const isInlineImage = (contentType: string): boolean => inlineImages.includes(contentType);

/** Headers of every file people uploaded: whatever it contains, it can do nothing in our origin. */
export function downloadHeaders(file: { name: string; contentType: string; size: number }): Record<string, string> {
  const inline = isInlineImage(file.contentType);
  return {
    'content-type': file.contentType === 'text/plain' ? 'text/plain; charset=utf-8' : file.contentType,
    'content-length': String(file.size),
    'content-disposition': contentDisposition(inline ? 'inline' : 'attachment', file.name),
    'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=86400, immutable',
  };
}

/** RFC 6266: a plain name for old readers and the real one in UTF-8. */
function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
