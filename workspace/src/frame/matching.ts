/** Lower case without accents, so that "prijmout" finds "Přijmout". */
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Every word of the search occurs in the name. */
export function matches(name: string, search: string): boolean {
  const target = plain(name);
  return plain(search)
    .split(/\s+/)
    .every((word) => target.includes(word));
}
