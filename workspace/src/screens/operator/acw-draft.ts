import type { ConcludeForm } from '../../api/desk.ts';

/** The form as it was last typed on this computer; null when there is none. */
export function parseAcwDraft(text: string): ConcludeForm | null {
  if (text === '') return null;
  try {
    const value = JSON.parse(text) as Partial<Record<keyof ConcludeForm, unknown>>;
    const word = (part: unknown) => (typeof part === 'string' && part !== '' ? part : null);
    return { result: word(value.result), note: word(value.note) };
  } catch {
    return null;
  }
}
