import type {
  GuestCredentials,
  GuestSession,
  OfflineMessage,
  PackageAddress,
  StartSession,
  WidgetConfig,
} from '../../protocol/guest.ts';
import type { Activity } from '../../protocol/session.ts';

/** The server's answer was no; `code` is the one of its error catalogue. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string>;
  constructor(status: number, body: { code?: string; detail?: string; errors?: Record<string, string> }) {
    super(body.detail ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? '';
    this.fields = body.errors ?? {};
  }
}

async function answer<T>(response: Response): Promise<T> {
  const body = response.status === 204 ? null : await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, body ?? {});
  return body;
}

/** The guest's HTTP doors (protocol/guest.ts), all on our own origin. */
export function createApi(token: () => string | null) {
  const headers = () => ({ authorization: `Bearer ${token()}` });
  const get = async <T>(path: string) => answer<T>(await fetch(`/widget/${path}`, { headers: headers() }));
  const post = async <T>(path: string, body?: object, extra: object = headers()) =>
    answer<T>(
      await fetch(`/widget/${path}`, {
        method: 'POST',
        headers: { ...(body && { 'content-type': 'application/json' }), ...extra },
        body: body && JSON.stringify(body),
      }),
    );

  return {
    config: (query: URLSearchParams) => get<WidgetConfig>(`config?${query}`),
    guest: (address: PackageAddress, known: string | null) =>
      post<GuestCredentials>('guest', { ...address, token: known }, {}),
    start: (session: StartSession) => post<GuestSession>('sessions', session),
    end: (sessionId: number) => post<null>(`sessions/${sessionId}/end`),
    feedback: (sessionId: number, stars: number | null, text: string | null) =>
      post<null>(`sessions/${sessionId}/feedback`, { stars, text }),
    leaveMessage: (message: OfflineMessage) => post<null>('offline-messages', message),
    sessions: (scope: string) => get<GuestSession[]>(`sessions?${new URLSearchParams({ scope })}`),
    activities: (sessionId: number, where: { after: number } | { before: number }) =>
      get<Activity[]>(`sessions/${sessionId}/activities?${new URLSearchParams(where as never)}`),
    /** A file of the conversation; addresses of files answer only with the guest's token. */
    async file(url: string): Promise<Blob> {
      const response = await fetch(url, { headers: headers() });
      if (!response.ok) throw new ApiError(response.status, {});
      return response.blob();
    },
    /** Sends a file; reports the part done from 0 to 1. The returned function stops it. */
    upload(
      sessionId: number,
      messageId: string,
      file: File,
      on: { progress(part: number): void; done(seq: number): void; failed(error: ApiError | null): void },
    ): () => void {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append('messageId', messageId);
      form.append('file', file, file.name);
      request.open('POST', `/widget/sessions/${sessionId}/files`);
      request.setRequestHeader('authorization', headers().authorization);
      request.responseType = 'json';
      request.upload.onprogress = (event) => event.lengthComputable && on.progress(event.loaded / event.total);
      request.onload = () => {
        if (request.status < 300) on.done(request.response?.seq ?? 0);
        else on.failed(new ApiError(request.status, request.response ?? {}));
      };
      request.onerror = request.ontimeout = () => on.failed(null);
      request.send(form);
      return () => request.abort();
    },
  };
}

export type Api = ReturnType<typeof createApi>;
