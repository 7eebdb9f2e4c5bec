/**
 * Milliseconds before attempt number `attempt` (from 0) to reconnect: doubling up to 30 s, the second half of it by
 * chance, so that thousands of pages cut at once do not come back in the same moment.
 */
export const retryDelay = (attempt: number) => Math.min(30_000, 500 * 2 ** attempt) * (0.5 + Math.random() / 2);
