/**
 * Milliseconds to wait before connection attempt `attempt` (from 0). Full jitter, so that a thousand workspaces do not
 * come back in one instant after a restart; the first attempt is quick, the slowest still every 15 s.
 */
export function backoff(attempt: number, random: () => number): number {
  const ceiling = Math.min(15_000, 600 * 2 ** Math.min(attempt, 10));
  return Math.round(150 + random() * ceiling);
}
