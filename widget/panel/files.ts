import { limits } from '../../protocol/limits.ts';
import type { WordKey } from '../../protocol/panel-words/en.ts';

/** `25 MB`, `1,4 MB`, `12 kB` */
export function sizeText(bytes: number, locale: string): string {
  const [unit, value] =
    bytes >= 1024 * 1024 ? ['megabyte', bytes / 1024 / 1024] : ['kilobyte', Math.max(1, bytes / 1024)];
  const digits = (value as number) < 10 && unit === 'megabyte' ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit: `${unit}`, maximumFractionDigits: digits }).format(
    value as number,
  );
}

/** Whether a file of this name and type is among the accepted (`.pdf`, `image/*`, `image/png`); an empty list accepts all. */
export function isAccepted(file: { name: string; type: string }, accepted: readonly string[]): boolean {
  if (accepted.length === 0) return true;
  const name = file.name.toLowerCase();
  const type = file.type.toLowerCase();
  return accepted.some((entry) => {
    const wanted = entry.trim().toLowerCase();
    if (wanted.endsWith('/*')) return type.startsWith(wanted.slice(0, -1));
    return wanted.includes('/') ? type === wanted : name.endsWith(wanted.startsWith('.') ? wanted : `.${wanted}`);
  });
}

/** Types people know, named first when there are too many to name. */
const known = ['.pdf', '.docx', '.xlsx', '.pptx', '.txt', '.jpg', '.png', '.gif', '.mp4', '.mp3'];

/** The accepted types in words short enough to be read. */
export function typesText(accepted: readonly string[]): string {
  if (accepted.length <= known.length) return accepted.join(', ');
  const named = known.filter((type) => accepted.includes(type));
  return `${(named.length > 3 ? named : accepted.slice(0, known.length)).join(', ')}…`;
}

/** Why a file cannot be sent, or null. The server decides in the end; this saves the client the wait. */
export function refusal(
  file: { name: string; type: string; size: number },
  accepted: readonly string[],
  locale: string,
): { key: WordKey; values: Record<string, string> } | null {
  const { name } = file;
  if (file.size === 0) return { key: 'fileEmpty', values: { name } };
  if (file.size > limits.fileSize)
    return { key: 'fileTooLarge', values: { name, max: sizeText(limits.fileSize, locale) } };
  if (!isAccepted(file, accepted)) return { key: 'fileType', values: { name, types: typesText(accepted) } };
  return null;
}
