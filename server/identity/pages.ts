const style = `body{max-width:34rem;margin:15vh auto;padding:0 1.5rem;font:16px/1.6 system-ui,sans-serif;color-scheme:light dark}
code{display:block;padding:1rem;margin:1rem 0;background:#8882;border-radius:8px;overflow-wrap:anywhere;user-select:all}
button{font:inherit;padding:.5rem 1.25rem;margin-right:.5rem}`;

/** No script, no picture, nobody may frame it. Forms go to ourselves only. */
export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${style}</style></head><body><h1>${title}</h1>${body}</body></html>`;

/** The code of a program without a browser of its own (API-AUT-2), for the person to carry over. */
export const codePage = (code: string) =>
  page(
    'Your code',
    `<p>Copy this code into the program that sent you here. It works once, and for one minute.</p><code id="code">${escaped(code)}</code><p>Whoever has it can work with your rights: give it only to a program you started yourself.</p>`,
  );

export const refusalPage = (error: string, description: string) =>
  page('This did not work', `<p>${escaped(description || error)}</p><code>${escaped(error)}</code>`);

/** Asks before a program logs the person out. `form` is made by the library. */
export const logoutPage = (form: string) =>
  page(
    'Log out?',
    `${form}<p>This ends your login here and in the programs you opened with it.</p><button autofocus type="submit" form="op.logoutForm" value="yes" name="logout">Log out</button><button type="submit" form="op.logoutForm">Stay logged in</button>`,
  );

export const loggedOutPage = () => page('Logged out', '<p>You can close this page.</p>');
