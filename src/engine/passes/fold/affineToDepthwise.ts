/**
 * Turns a batch normalisation, or a sum or product with constants by channel, that could not be folded into a depthwise 1×1
 * convolution, so that the integer program needs no affine operator. Axes other than the second are brought there by transposes,
 * which lowering sees through wherever the data already lies channels-last.
 */
import type { Graph, Node, Tensor } from "../../ir/graph";
import { affineOf } from "./affine";
import { rewriteGraph } from "../rewrite";

export function affineToDepthwise(graph: Graph): Graph {
  return rewriteGraph(graph, (node, view) => {
    const affine = affineOf(node, view);
    if (!affine) return undefined;
    const shape = view.shape(affine.x);
    if (shape.length > 4 || shape.length === 0 || (shape.length > 1 && shape[0] !== 1)) return undefined;
    // Units are put behind the batch: [1,C,T] becomes [1,1,C,T]. A plain vector [C] becomes [1,1,1,C].
    const added = 4 - shape.length;
    const wide = shape.length === 1 ? [1, ...shape] : [...shape];
    while (wide.length < 4) wide.splice(1, 0, 1);
    const axis = affine.axis + added;
    if (axis === 0) return undefined;

    const nodes: Node[] = [];
    const tensors: Tensor[] = [];
    let current = affine.x;
    const append = (
      op: Node["op"],
      suffix: string,
      outputShape: readonly number[],
      ...constants: readonly string[]
    ): void => {
      const output = view.freshName(`${node.output}.${suffix}`);
      nodes.push({ name: `${node.name}.${suffix}`, op, inputs: [current, ...constants], output });
      tensors.push({ name: output, shape: outputShape });
      current = output;
    };
    const perm = [0, axis, ...[1, 2, 3].filter((other) => other !== axis)];
    const across = perm.map((from) => wide[from] ?? 1);
    if (added > 0) append({ kind: "reshape" }, "wide", wide);
    if (axis !== 1) append({ kind: "transpose", perm }, "channelsFirst", across);

    const channels = affine.scale.length;
    const scale = {
      name: view.freshName(`${node.name}.scale`),
      shape: [channels, 1, 1, 1],
      data: Float32Array.from(affine.scale),
    };
    const shift = {
      name: view.freshName(`${node.name}.shift`),
      shape: [channels],
      data: Float32Array.from(affine.shift),
    };
    if (!scale.data.every(Number.isFinite) || !shift.data.every(Number.isFinite)) return undefined;
    append(
      {
        kind: "conv",
        kernel: [1, 1],
        strides: [1, 1],
        pads: [0, 0, 0, 0],
        dilations: [1, 1],
        groups: channels,
        ...(affine.clamp ? { clamp: affine.clamp } : {}),
      },
      "depthwise",
      across,
      scale.name,
      shift.name,
    );
    if (axis !== 1) append({ kind: "transpose", perm: perm.map((_, to) => perm.indexOf(to)) }, "back", wide);
    if (added > 0) append({ kind: "reshape" }, "narrow", shape);

    // The last node makes the tensor that the graph knows, and the convolution keeps the name that people know.
    const last = nodes.at(-1);
    if (!last) return undefined;
    const renamed = [...nodes.slice(0, -1), { ...last, output: node.output }].map((each) =>
      each.op.kind === "conv" ? { ...each, name: node.name } : each,
    );
    return { removed: [node], added: renamed, tensors: [...tensors.slice(0, -1), scale, shift] };
  });
}
