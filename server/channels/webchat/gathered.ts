/** A waiting lookup. */
interface Waiting<K, V> {
  key: K;
  resolve(value: V): void;
  reject(error: unknown): void;
}

/** Most keys of one statement; more wait for the next. */
const maxKeys = 500;

/**
 * Lookups that come while one is under way join the next statement, so ten thousand visitors who come back at once
 * cost a few statements, and a single one does not wait for company.
 */
export function gathered<K, V>(load: (keys: K[]) => Promise<(key: K) => V>): (key: K) => Promise<V> {
  let queue: Waiting<K, V>[] = [];
  let running = 0;

  async function run() {
    running++;
    while (queue.length > 0) {
      const batch = queue.slice(0, maxKeys);
      queue = queue.slice(maxKeys);
      try {
        const answer = await load(batch.map(({ key }) => key));
        for (const { key, resolve } of batch) resolve(answer(key));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running--;
  }

  return (key) =>
    new Promise<V>((resolve, reject) => {
      queue.push({ key, resolve, reject });
      // Two statements in flight: while the database works on one, the next one gathers and travels.
      if (running < 2) void run();
    });
}
