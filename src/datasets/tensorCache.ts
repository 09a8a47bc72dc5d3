/**
 * Decoded samples kept up to a number of bytes. Work scans the same samples over and over in the same order, where evicting the
 * least recently used would evict exactly what is needed next; so what was kept first stays, and the rest is decoded again.
 */
import type { FloatTensor } from "../engine";

export const DEFAULT_CACHE_BYTES = 256 * 1024 * 1024;

/** @returns a reader that decodes each index once at a time, even when calls overlap. Tensors are shared: callers must not write to them. */
export function cachedReader(
  decode: (index: number) => Promise<FloatTensor>,
  maxBytes: number,
): (index: number) => Promise<FloatTensor> {
  const kept = new Map<number, FloatTensor>();
  const underWay = new Map<number, Promise<FloatTensor>>();
  let keptBytes = 0;

  const read = async (index: number): Promise<FloatTensor> => {
    try {
      const tensor = await decode(index);
      if (keptBytes + tensor.data.byteLength <= maxBytes) {
        kept.set(index, tensor);
        keptBytes += tensor.data.byteLength;
      }
      return tensor;
    } finally {
      underWay.delete(index);
    }
  };

  return (index) => {
    const known = kept.get(index);
    if (known) return Promise.resolve(known);
    const pending = underWay.get(index);
    if (pending) return pending;
    const started = read(index);
    underWay.set(index, started);
    return started;
  };
}
