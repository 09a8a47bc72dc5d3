/** A binary heap: the least item first, by a strict order that the caller gives. */
export class PriorityQueue<T> {
  private readonly heap: T[] = [];

  /** @param precedes a strict weak order; make it total where the order of equals must not depend on history */
  constructor(private readonly precedes: (a: T, b: T) => boolean) {}

  get size(): number {
    return this.heap.length;
  }

  peek(): T | undefined {
    return this.heap[0];
  }

  push(item: T): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(item);
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt] as T;
      if (!this.precedes(item, parent)) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = item;
  }

  pop(): T | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let childAt = 2 * at + 1;
      if (childAt >= heap.length) break;
      if (childAt + 1 < heap.length && this.precedes(heap[childAt + 1] as T, heap[childAt] as T)) childAt += 1;
      const child = heap[childAt] as T;
      if (!this.precedes(child, last)) break;
      heap[at] = child;
      at = childAt;
    }
    heap[at] = last;
    return first;
  }
}
