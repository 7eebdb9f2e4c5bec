/**
 * Gathers what arrives while the work is under way and does it together next: one statement for many, without making a
 * single one wait for company. Each caller's promise follows the work that held its item, and gets what stands at the
 * item's place in the answer. At most `atOnce` are under way, so that one that takes long holds up only its own.
 */
export function batched<T, R>(
  work: (items: T[]) => Promise<readonly R[]>,
  { most = 500, atOnce = 1 }: { most?: number; atOnce?: number } = {},
) {
  type Waiting = { item: T; done: (result: R) => void; failed: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let working = 0;

  async function run() {
    working++;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        const results = await work(batch.map(({ item }) => item));
        for (const [nth, { done }] of batch.entries()) done(results[nth] as R);
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    working--;
  }

  return (item: T) =>
    new Promise<R>((done, failed) => {
      waiting.push({ item, done, failed });
      if (working < atOnce) run();
    });
}
