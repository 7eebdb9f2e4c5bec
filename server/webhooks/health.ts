import { slow } from './rules.ts';

/**
 * How an endpoint is (the one place that says so):
 *
 * - *disabled*: switched off, by a person or after three days without a success;
 * - *failing*: every attempt since the last success failed, or at least half of those of this and the last hour;
 * - *slow*: its answers took as long on average as those that narrow its lane;
 * - *healthy*: all else, also one that was never sent anything.
 */
export type Health = 'healthy' | 'slow' | 'failing' | 'disabled';
export const healths = ['healthy', 'slow', 'failing', 'disabled'] as const satisfies readonly Health[];

export interface HealthFacts {
  state: 'enabled' | 'disabled';
  failingSince: Date | null;
  /** Attempts of this hour and the one before. */
  delivered: number;
  failed: number;
  /** Milliseconds of all of them together. */
  took: number;
}

export function healthOf({ state, failingSince, delivered, failed, took }: HealthFacts): Health {
  if (state === 'disabled') return 'disabled';
  if (failingSince !== null || (failed > 0 && failed >= delivered)) return 'failing';
  const attempts = delivered + failed;
  return attempts > 0 && took / attempts >= slow ? 'slow' : 'healthy';
}
