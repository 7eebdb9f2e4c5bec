/**
 * A reason not to start that a person can do something about: one line that says what is wrong and what to do. Main
 * prints it without a stack trace and ends with exit code 1.
 */
export class Refusal extends Error {}

/** The system's own word for a failure (`EACCES`, `ENOSPC`, …), or its message when it has none. */
export const reasonOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error as Error).message ?? String(error);
