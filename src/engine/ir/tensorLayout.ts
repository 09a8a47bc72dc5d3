/** Between the order of a float graph's tensor and the memory of the activation that holds it. */
import { elementsOf } from "./graph";
import type { Network, TensorLayout } from "./network";

/** positions[i]: the row-major index in the graph's tensor of memory element i. */
export function memoryPositions({ factors, order }: TensorLayout): Int32Array {
  const strides = factors.map((_, i) => elementsOf(factors.slice(i + 1)));
  let positions = Int32Array.of(0);
  for (const factor of order) {
    const size = factors[factor] ?? 1;
    const stride = strides[factor] ?? 0;
    const inner = new Int32Array(positions.length * size);
    positions.forEach((base, at) => {
      for (let i = 0; i < size; i++) inner[at * size + i] = base + i * stride;
    });
    positions = inner;
  }
  return positions;
}

export function layoutOf(network: Network, tensor: string): TensorLayout {
  const layout = network.layouts?.get(tensor);
  if (!layout) throw new Error(`tensor "${tensor}" of network ${network.name} lies nowhere`);
  return layout;
}

/** A graph tensor's values in memory order. */
export function toMemory(values: Float32Array, layout: TensorLayout): Float32Array {
  return Float32Array.from(memoryPositions(layout), (position) => values[position] as number);
}

/** Memory back in the order of the graph's tensor. */
export function fromMemory(memory: Float32Array, layout: TensorLayout): Float32Array {
  const values = new Float32Array(memory.length);
  memoryPositions(layout).forEach((position, i) => (values[position] = memory[i] as number));
  return values;
}
