/** As much of a browser as a login needs: cookies, redirects followed on one origin, forms that submit themselves. */
export function createBrowser(origin: string) {
  const jar = new Map<string, { value: string; path: string }>();

  function remember(answer: Response) {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      const path = attributes.find((part) => /^path=/i.test(part))?.slice(5) ?? '/';
      const gone = value === '' || attributes.some((part) => /^expires=Thu, 01 Jan 1970/i.test(part));
      if (gone) jar.delete(`${name} ${path}`);
      else jar.set(`${name} ${path}`, { value, path });
    }
  }

  const cookies = (path: string) =>
    [...jar]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
      .join('; ');

  async function send(url: string, init: RequestInit = {}) {
    const target = new URL(url, origin);
    const headers = { accept: 'text/html', cookie: cookies(target.pathname), ...init.headers };
    const answer = await fetch(target, { ...init, headers, redirect: 'manual' });
    remember(answer);
    return answer;
  }

  return {
    setCookie(header: string) {
      const [name = '', value = ''] = header.split('=');
      jar.set(`${name} /`, { value, path: '/' });
    },
    clearLogin: () => jar.delete('hovor_login /'),
    send,
    /** Opens a page and follows redirects up to the first that leads elsewhere or to one of `stops`. */
    async open(url: string, stops: RegExp = /^$/) {
      let answer = await send(url);
      let at = new URL(url, origin).href;
      for (let step = 0; step < 10; step++) {
        const location = answer.headers.get('location');
        if (!location) break;
        at = new URL(location, at).href;
        if (!at.startsWith(`${origin}/`) || stops.test(new URL(at).pathname)) break;
        answer = await send(at);
      }
      return { answer, url: at, html: await answer.text() };
    },
  };
}
export type Browser = ReturnType<typeof createBrowser>;

/** The first form of a page: where it goes and its hidden fields. */
export function formOf(html: string) {
  const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1] ?? '';
  const fields = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']): [string, string] => [name, value.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')],
  );
  return { action, fields: Object.fromEntries(fields) as Record<string, string> };
}
