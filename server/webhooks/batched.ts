/**
 * Gathers what arrives while a write is under way and writes it together next: one statement for many, without making
 * a single one wait for company. Each caller's promise follows the write that held its item.
 */
export function batched<T>(write: (items: T[]) => Promise<unknown>, most = 500) {
  type Waiting = { item: T; done: () => void; failed: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let writing = false;

  async function run() {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        await write(batch.map(({ item }) => item));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    writing = false;
  }

  return (item: T) =>
    new Promise<void>((done, failed) => {
      waiting.push({ item, done, failed });
      if (!writing) run();
    });
}
