/** True for a whole http(s) address; the server says more when it disagrees. */
export function isWebAddress(text: string): boolean {
  const trimmed = text.trim();
  return URL.canParse(trimmed) && /^https?:\/\/./i.test(trimmed);
}

/** An address as it may be seen in passing: without password, query and scheme. */
export function shortAddress(text: string): string {
  if (!URL.canParse(text)) return text;
  const { host, pathname } = new URL(text);
  return `${host}${pathname === '/' ? '' : pathname}`;
}
