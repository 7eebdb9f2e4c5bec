/** The number in the tab's title and on its icon. */
export function showBadge(count: number, title: string): void {
  document.title = count > 0 ? `(${count}) ${title}` : title;
  const link = document.querySelector<HTMLLinkElement>('#favicon');
  if (link) link.href = `data:image/svg+xml,${encodeURIComponent(favicon(count))}`;
}

/** The icon as SVG: the bubble, and with something waiting a dot that carries the number (9+ from ten). */
export function favicon(count: number): string {
  const bubble =
    '<rect width="32" height="32" rx="8" fill="#4c5fd5"/><path d="M9 9.5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-6.5L12 25.5v-4H9a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2z" fill="#fff"/>';
  const label = count > 9 ? '9+' : String(count);
  const dot =
    count > 0
      ? `<circle cx="22" cy="10" r="10" fill="#e03131"/><text x="22" y="15" font-family="sans-serif" font-size="${label.length > 1 ? 11 : 14}" font-weight="700" text-anchor="middle" fill="#fff">${label}</text>`
      : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${bubble}${dot}</svg>`;
}
