/**
 * A softmax that other operators read (attention) is written out: e^(x − max) over its sum, row by row of an image. The one at a network's
 * end stays as it is, because there a float result is what people want.
 */
import { elementsOf, type Graph, type Node, type Tensor } from "../../ir/graph";
import { rewriteGraph, type GraphView, type Rewrite } from "../rewrite";

export function spellSoftmax(graph: Graph): Graph {
  return rewriteGraph(graph, (node, view) =>
    node.op.kind === "softmax" && isComputedWith(node.output, view) ? spelled(node, node.op.axis, view) : undefined,
  );
}

/** Whether anything but views reads a tensor. */
function isComputedWith(tensor: string, view: GraphView): boolean {
  return (view.consumers.get(tensor) ?? []).some(({ op, output }) =>
    op.kind === "reshape" || op.kind === "transpose" ? isComputedWith(output, view) : true,
  );
}

function spelled(node: Node, axis: number, view: GraphView): Rewrite {
  const [x = ""] = node.inputs;
  const shape = view.shape(x);
  const nodes: Node[] = [];
  const tensors: Tensor[] = [];
  const append = (
    op: Node["op"],
    inputs: readonly string[],
    outputShape: readonly number[],
    suffix: string,
  ): string => {
    const output = view.freshName(`${node.output}.${suffix}`);
    nodes.push({ name: `${node.name}.${suffix}`, op, inputs, output });
    tensors.push({ name: output, shape: outputShape });
    return output;
  };
  const perm = [...shape.keys()].filter((other) => other !== axis).concat(axis);
  const last = perm.map((from) => shape[from] ?? 1);
  const columns = shape[axis] ?? 1;
  const rows = elementsOf(shape) / columns;
  const isLast = axis === shape.length - 1;
  const moved = isLast ? x : append({ kind: "transpose", perm }, [x], last, "last");
  const image = [1, 1, rows, columns];
  const narrow = [1, 1, rows, 1];
  const pool = { kernel: [1, columns], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
  const spread = {
    kind: "resize",
    sourceRows: Array.from({ length: rows }, (_, i) => i),
    sourceColumns: new Array<number>(columns).fill(0),
  } as const;

  const values = append({ kind: "reshape" }, [moved], image, "rows");
  const most = append({ kind: "maxPool", ...pool, ceilMode: false }, [values], narrow, "most");
  const below = append({ kind: "sub" }, [values, append(spread, [most], image, "mosts")], image, "below");
  const powers = append({ kind: "activation", fn: { fn: "exp" } }, [below], image, "exp");
  const mean = append(
    { kind: "averagePool", ...pool, ceilMode: false, countIncludePad: false },
    [powers],
    narrow,
    "mean",
  );
  const count = { name: view.freshName(`${node.output}.count`), shape: [], data: Float32Array.of(columns) };
  const sum = append({ kind: "mul" }, [mean, count.name], narrow, "sum");
  const share = append({ kind: "activation", fn: { fn: "reciprocal" } }, [sum], narrow, "share");
  const result = append({ kind: "mul" }, [powers, append(spread, [share], image, "shares")], image, "product");
  const back = append({ kind: "reshape" }, [result], last, "back");
  if (!isLast) {
    const inverse = perm.map((_, to) => perm.indexOf(to));
    append({ kind: "transpose", perm: inverse }, [back], shape, "own");
  }
  const end = nodes.at(-1) as Node;
  return {
    removed: [node],
    added: [...nodes.slice(0, -1), { ...end, name: node.name, output: node.output }],
    tensors: [...tensors.slice(0, -1), count],
  };
}
