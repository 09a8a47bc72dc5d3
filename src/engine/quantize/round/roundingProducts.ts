/**
 * Products of large matrices on the graph executor, which is a hundred times faster at them than a loop here; small ones are multiplied
 * where they are.
 */
import type { GraphExecutor, OpenGraph } from "../../ir/ports";

export interface MatrixProducts {
  /** a · bᵀ: a [rows][inner], b [columns][inner], result [rows][columns]. */
  times(a: Float32Array, b: Float32Array, rows: number, columns: number, inner: number): Promise<Float32Array>;
  close(): Promise<void>;
}

/** The same without an executor. */
export const productsHere: MatrixProducts = {
  times: (a, b, rows, columns, inner) => Promise.resolve(timesHere(a, b, rows, columns, inner)),
  close: () => Promise.resolve(),
};

/** Multiply-accumulates below which calling the executor costs more than the product. */
const SMALL = 2 ** 17;

/** Each shape is opened once and kept until close(). */
export function productsOn(executor: GraphExecutor): MatrixProducts {
  const opened = new Map<string, Promise<OpenGraph>>();
  return {
    times: async (a, b, rows, columns, inner) => {
      if (rows * columns * inner <= SMALL) return timesHere(a, b, rows, columns, inner);
      const key = `${rows}:${columns}:${inner}`;
      let open = opened.get(key);
      if (!open) opened.set(key, (open = openProduct(executor, rows, columns, inner)));
      const feeds = new Map([
        ["a", { shape: [rows, inner], data: a }],
        ["b", { shape: [columns, inner], data: b }],
      ]);
      const product = (await (await open).run(feeds)).get("product");
      if (!product) throw new Error("the executor gave no product");
      return product.data;
    },
    close: async () => {
      for (const open of opened.values()) await (await open).close();
      opened.clear();
    },
  };
}

function openProduct(executor: GraphExecutor, rows: number, columns: number, inner: number): Promise<OpenGraph> {
  const shapes = { a: [rows, inner], b: [columns, inner], product: [rows, columns] };
  return executor.open(
    {
      name: "product",
      tensors: new Map(Object.entries(shapes).map(([name, shape]) => [name, { name, shape }])),
      nodes: [{ name: "product", op: { kind: "fullyConnected" }, inputs: ["a", "b"], output: "product" }],
      inputs: ["a", "b"],
      outputs: ["product"],
    },
    ["product"],
  );
}

function timesHere(a: Float32Array, b: Float32Array, rows: number, columns: number, inner: number): Float32Array {
  const product = new Float32Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      let sum = 0;
      for (let k = 0, i = row * inner, j = column * inner; k < inner; k++, i++, j++) {
        sum += (a[i] as number) * (b[j] as number);
      }
      product[at] = sum;
    }
  }
  return product;
}
