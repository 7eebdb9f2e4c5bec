/** A refusal of the server (RFC 9457 problem document) or of the network, as screens show it. */
export class ApiProblem extends Error {
  /** Stable code of the server's catalogue; `offline` when no answer came. */
  readonly code: string;
  readonly status: number;
  /** Field name → what is wrong with it. */
  readonly fields: Readonly<Record<string, string>>;
  /** Milliseconds after which trying again makes sense. */
  readonly retryAfter: number | null;

  constructor(code: string, message: string, about: ProblemAbout = {}) {
    super(message);
    this.code = code;
    this.status = about.status ?? 0;
    this.fields = about.fields ?? {};
    this.retryAfter = about.retryAfter ?? null;
  }
}

interface ProblemAbout {
  status?: number;
  fields?: Record<string, string>;
  retryAfter?: number | null;
}

export const offlineProblem = () => new ApiProblem('offline', 'No answer from the server.');

/** Makes a problem of whatever an unsuccessful answer carried; a proxy's HTML page becomes a plain `http-502`. */
export function problemOf(status: number, body: unknown, retryAfterSeconds: string | null): ApiProblem {
  const document = isRecord(body) ? body : {};
  const code = typeof document.code === 'string' ? document.code : `http-${status}`;
  const text = [document.detail, document.title].find((value) => typeof value === 'string');
  const seconds = retryAfterSeconds === null ? Number.NaN : Number(retryAfterSeconds);
  return new ApiProblem(code, typeof text === 'string' ? text : `HTTP ${status}`, {
    status,
    fields: textRecord(document.errors),
    retryAfter: Number.isFinite(seconds) ? seconds * 1000 : null,
  });
}

function textRecord(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
