import { noteServerTime } from '../state/server-time.ts';
import { ApiProblem, offlineProblem, problemOf } from './problem.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const lostLoginListeners = new Set<() => void>();

/** Called when a request that needs a login is answered 401: the login ran out or was ended elsewhere. */
export function onLostLogin(listener: () => void): () => void {
  lostLoginListeners.add(listener);
  return () => lostLoginListeners.delete(listener);
}

/**
 * One request below /app-api. Resolves with the parsed body (undefined when empty), rejects with `ApiProblem` only.
 * Times out after 20 s so that no button waits for ever.
 */
export async function request<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const started = Date.now();
  let response: Response;
  try {
    response = await fetch(`/app-api${path}`, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
  } catch {
    throw offlineProblem();
  }
  noteServerTime(response.headers.get('date'), started, Date.now());
  const parsed = await bodyOf(response);
  if (response.ok) return parsed as T;
  const problem = problemOf(response.status, parsed, response.headers.get('retry-after'));
  if (problem.code === 'not-logged-in') for (const listener of lostLoginListeners) listener();
  throw problem;
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => '');
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Query string of the members that have a value. */
export function query(members: Record<string, string | number | null | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(members)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

/**
 * Uploads one file with progress (0 to 1); fetch cannot report it. The message id makes a retry store the file once.
 */
export function upload<T>(
  path: string,
  messageId: string,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', `/app-api${path}`);
    call.responseType = 'json';
    call.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    call.onload = () => {
      if (call.status >= 200 && call.status < 300) resolve(call.response as T);
      else reject(problemOf(call.status, call.response, call.getResponseHeader('retry-after')));
    };
    call.onerror = () => reject(offlineProblem());
    call.onabort = () => reject(new ApiProblem('aborted', 'Cancelled.'));
    signal.addEventListener('abort', () => call.abort());
    const form = new FormData();
    form.set('messageId', messageId);
    form.set('file', file, file.name);
    call.send(form);
  });
}
