import { pino } from 'pino';

/**
 * The structured log. It never holds personal data: rooms log ids, counts, codes and durations; the paths below are
 * blanked in case something slips in with an error object.
 */
export function createLog(level: string, destination?: { write(line: string): void }) {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          '*.password',
          '*.secret',
          '*.token',
          '*.authorization',
          '*.cookie',
          '*.text',
          '*.email',
          '*.phone',
          'err.parameters',
          'err.detail',
        ],
        censor: '[removed]',
      },
    },
    destination ?? pino.destination({ sync: false }),
  );
}
export type Log = ReturnType<typeof createLog>;
