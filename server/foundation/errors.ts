/**
 * The one catalogue of errors (design §6). A code is stable; its cause and cure stand in docs/integrators/errors.md.
 * `alarm` says whether somebody should be woken: only then the log line is of level error.
 */
interface Kind {
  status: number;
  title: string;
  alarm?: boolean;
}

const kinds = {
  'invalid-input': { status: 400, title: 'Something in the request is not as it should be.' },
  'not-logged-in': { status: 401, title: 'Log in first.' },
  'wrong-login': { status: 401, title: 'User name or password is wrong.' },
  'not-permitted': { status: 403, title: 'You are not allowed to do this.' },
  'wrong-origin': { status: 403, title: 'Requests from this site are not accepted.' },
  'not-found': { status: 404, title: 'There is no such thing, or not for you.' },
  conflict: { status: 409, title: 'This does not fit the present state.' },
  'offer-gone': { status: 409, title: 'Somebody else was faster, or the client left.' },
  'session-ended': { status: 409, title: 'This conversation has ended.' },
  'no-free-slot': { status: 409, title: 'All your slots are taken. End a conversation first.' },
  'package-offline': { status: 409, title: 'Nobody is here right now. Leave a message instead.' },
  'idempotency-mismatch': { status: 422, title: 'This Idempotency-Key was used for another request.' },
  'too-broad': { status: 422, title: 'This search takes too long. Narrow it, for example to a time range.' },
  'too-large': { status: 413, title: 'This is larger than allowed.' },
  'file-type': { status: 415, title: 'Files of this type are not accepted.' },
  'too-many-requests': { status: 429, title: 'Too many requests. Wait a moment and try again.' },
  'account-locked': { status: 429, title: 'Too many wrong passwords. Try again later.' },
  internal: { status: 500, title: 'Something went wrong here. It has been recorded.', alarm: true },
  'not-built': { status: 501, title: 'This is not available in this version.' },
  unavailable: { status: 503, title: 'Not ready at the moment. Try again shortly.', alarm: true },
} as const satisfies Record<string, Kind>;

export type ErrorCode = keyof typeof kinds;
export const errorCodes = Object.keys(kinds) as ErrorCode[];

/** Code → HTTP status, for the page that explains each. */
export const errorStatuses = Object.fromEntries(Object.entries(kinds).map(([code, { status }]) => [code, status]));

export interface ProblemDetail {
  /** What exactly is wrong and what to do, in words for people. */
  detail?: string;
  /** Field name → what is wrong with it. */
  fields?: Record<string, string>;
  retryAfterMs?: number;
  cause?: unknown;
}

/** An expected refusal. Everything else that is thrown is a defect and answered as `internal`. */
export class Problem extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly fields: Record<string, string> | undefined;
  readonly retryAfterMs: number | undefined;
  readonly alarm: boolean;

  constructor(code: ErrorCode, about: ProblemDetail = {}) {
    const kind: Kind = kinds[code];
    super(about.detail ?? kind.title, { cause: about.cause });
    this.code = code;
    this.status = kind.status;
    this.fields = about.fields;
    this.retryAfterMs = about.retryAfterMs;
    this.alarm = kind.alarm ?? false;
  }

  /** RFC 9457 body. */
  body() {
    return {
      type: `/docs/errors#${this.code}`,
      title: kinds[this.code].title,
      status: this.status,
      code: this.code,
      detail: this.message,
      ...(this.fields && { errors: this.fields }),
    };
  }
}

export const invalid = (field: string, why: string) =>
  new Problem('invalid-input', { detail: `${field}: ${why}`, fields: { [field]: why } });
/** Runs `work`; the fields of its refusals get the names its caller knows them by. */
export async function fieldsNamed<T>(name: (field: string) => string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || !error.fields) throw error;
    const fields = Object.fromEntries(Object.entries(error.fields).map(([field, why]) => [name(field), why]));
    const detail = Object.entries(fields).map((entry) => entry.join(': '));
    throw new Problem(error.code, { detail: detail.join('; '), fields, cause: error });
  }
}

export const notFound = () => new Problem('not-found');

/**
 * The problem behind what PostgreSQL refuses to take in: a number beyond a column's range can be nobody's id, and text
 * with NUL or broken characters cannot be stored. Undefined for every other error.
 */
export function refusedByDatabase(error: unknown): Problem | undefined {
  switch ((error as { code?: unknown } | undefined)?.code) {
    case '22003':
      return new Problem('not-found', { cause: error });
    case '22021':
    case '22P05':
      return new Problem('invalid-input', { detail: 'Text must not contain the character NUL.', cause: error });
    default:
      return undefined;
  }
}
