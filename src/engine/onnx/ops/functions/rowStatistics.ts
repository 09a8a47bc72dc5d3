/**
 * Mean and inverse deviation of what LayerNormalization normalizes, which it answers beside its result where a file keeps what training asked
 * for. What is normalized together is a row of an image, so that the steps run row by row.
 */
import type { Problem } from "../../../base/outcome";
import { elementsOf } from "../../../ir/graph";
import { Chain } from "../../chain";
import type { Site } from "../../site";
import { isProblem, type Activation } from "../../value";

/** The node's outputs 1 and 2 as far as they are named, with `axis` the first of those that are normalized. */
export function emitStatistics(
  site: Site,
  x: Activation,
  axis: number,
  epsilon: number,
): readonly Activation[] | Problem {
  const chain = new Chain(site);
  const [rows, columns] = [elementsOf(x.shape.slice(0, axis)), elementsOf(x.shape.slice(axis))];
  const average = (of: Activation): Activation =>
    chain.step(
      {
        kind: "averagePool",
        kernel: [1, columns],
        strides: [1, 1],
        pads: [0, 0, 0, 0],
        dilations: [1, 1],
        ceilMode: false,
        countIncludePad: false,
      },
      [of],
    );
  const image = chain.reshape(x, [1, 1, rows, columns]);
  const mean = average(image);
  const spread = chain.step(
    {
      kind: "resize",
      sourceRows: Array.from({ length: rows }, (_, i) => i),
      sourceColumns: new Array<number>(columns).fill(0),
    },
    [mean],
  );
  const difference = chain.step({ kind: "sub" }, [image, spread]);
  const square = chain.step({ kind: "activation", fn: { fn: "pow", exponent: 2 } }, [difference]);
  const variance = chain.step({ kind: "add" }, [average(square), chain.number(epsilon)]);
  const inverse = chain.step({ kind: "activation", fn: { fn: "pow", exponent: -0.5 } }, [variance]);
  const shape = x.shape.map((size, i) => (i < axis ? size : 1));
  const results: Activation[] = [];
  for (const [index, value] of [mean, inverse].entries()) {
    // A name for what nobody reads: outputs are told apart by their position.
    const name = site.hasOutput(index + 1) ? site.outputName(index + 1) : site.between(`statistic${index}`);
    const result = new Chain(site, name).last({ kind: "reshape" }, [value], undefined, shape);
    if (isProblem(result)) return result;
    results.push(result);
  }
  return chain.problem ?? results;
}
