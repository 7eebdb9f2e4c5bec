/** Takes `user:password@` out of an address and makes Basic credentials of it; the query stays as it is. */
export function splitCredentials(callbackUrl: string): { address: string; authorization?: string } {
  if (!URL.canParse(callbackUrl)) return { address: callbackUrl };
  const url = new URL(callbackUrl);
  const { username, password } = url;
  if (username === '' && password === '') return { address: url.href };
  url.username = '';
  url.password = '';
  const pair = `${decoded(username)}:${decoded(password)}`;
  return { address: url.href, authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}

function decoded(part: string) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
