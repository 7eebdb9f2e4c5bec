/** A binary heap: the smallest item by `order` comes first. */
export function createHeap<T>(order: (a: T, b: T) => number, initial: readonly T[] = []) {
  const items = [...initial];
  const at = (index: number) => items[index] as T;
  for (let index = (items.length >> 1) - 1; index >= 0; index--) sink(index);

  function sink(start: number) {
    const item = at(start);
    let index = start;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && order(at(child + 1), at(child)) < 0) child++;
      if (order(item, at(child)) <= 0) break;
      items[index] = at(child);
      index = child;
    }
    items[index] = item;
  }

  return {
    get size() {
      return items.length;
    },
    push(item: T) {
      let index = items.length;
      items.push(item);
      while (index > 0) {
        const parent = (index - 1) >> 1;
        if (order(item, at(parent)) >= 0) break;
        items[index] = at(parent);
        index = parent;
      }
      items[index] = item;
    },
    pop(): T | undefined {
      const first = items[0];
      const last = items.pop();
      if (items.length > 0) {
        items[0] = last as T;
        sink(0);
      }
      return first;
    },
  };
}
