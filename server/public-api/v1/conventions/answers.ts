import type { Readable } from 'node:stream';

/** What an operation answers. Without a body nothing is sent (204). */
export interface Answer {
  status: number;
  /** JSON value, or a stream of JSON text. */
  body?: unknown;
  headers?: Record<string, string>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
/** JSON text made elsewhere, in portions. */
export const streamed = (body: Readable): Answer => ({ status: 200, body });
/** 201 with the bare id (API-WHK-2). */
export const created = (id: number): Answer => ({ status: 201, body: id });
/** 409 with the bare id of what stands in the way (API-WHK-3, API-CMP-6). */
export const conflict = (id: number): Answer => ({ status: 409, body: id });
export const noContent: Answer = { status: 204 };
