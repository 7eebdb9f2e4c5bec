/** Latencies and spreads. Percentiles, never means (design/performance.md). */
export function percentile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.min(sorted.length - 1, Math.floor((p / 100) * sorted.length))] ?? Number.NaN;
}

export const median = (values: number[]) => percentile(Float64Array.from(values).sort(), 50);

/** `median (min–max)` over the runs. */
export function spread(values: number[], digits = 1): string {
  if (values.length === 0) return '–';
  const format = (value: number) => value.toLocaleString('en', { maximumFractionDigits: digits });
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? format(low) : `${format(median(values))} (${format(low)}–${format(high)})`;
}

/** Collects latencies in milliseconds without growing garbage. */
export class Latencies {
  #values = new Float64Array(1024);
  #count = 0;

  add(ms: number) {
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count++] = ms;
  }

  get count() {
    return this.#count;
  }

  summary() {
    const sorted = this.#values.slice(0, this.#count).sort();
    return {
      count: this.#count,
      p50: percentile(sorted, 50),
      p95: percentile(sorted, 95),
      p99: percentile(sorted, 99),
      max: percentile(sorted, 100),
    };
  }
}

/** Prints a table in Markdown, so that it can be put into the documents as it is. */
export function table(head: string[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
