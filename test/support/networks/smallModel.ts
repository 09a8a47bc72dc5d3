/** Image classifiers of a few layers, for tests that need a whole model rather than a graph. */
import { buildOnnx, floats, node, normals, type OnnxNode } from "./onnxBuilder";

export interface SmallModel {
  readonly channels?: number;
  /** Height and width of the input. */
  readonly side?: number;
  readonly classes?: number;
  readonly blocks?: number;
  /** Whether probabilities are its answer. */
  readonly softmax?: boolean;
}

/** conv 3×3 and ReLU `blocks` times, global average pool, fully connected; input "input" is [1, 3, side, side]. */
export function smallModel({
  channels = 8,
  side = 8,
  classes = 5,
  blocks = 2,
  softmax = false,
}: SmallModel = {}): Uint8Array {
  const constants: Record<string, ReturnType<typeof floats>> = {};
  const nodes: OnnxNode[] = [];
  let last = "input";
  let inputChannels = 3;
  const weights = (shape: readonly number[], seed: number): ReturnType<typeof floats> => {
    const perOutput = shape.slice(1).reduce((product, size) => product * size, 1);
    const count = (shape[0] ?? 1) * perOutput;
    return floats(
      shape,
      normals(count, seed).map((value) => value * Math.sqrt(2 / perOutput)),
    );
  };
  for (let i = 0; i < blocks; i++) {
    constants[`w${i}`] = weights([channels, inputChannels, 3, 3], i + 1);
    constants[`b${i}`] = floats([channels], 0.1);
    nodes.push(
      node(
        "Conv",
        [last, `w${i}`, `b${i}`],
        [`c${i}`],
        { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
        { name: `conv${i}` },
      ),
    );
    nodes.push(node("Relu", [`c${i}`], [`r${i}`], {}, { name: `relu${i}` }));
    last = `r${i}`;
    inputChannels = channels;
  }
  constants["wf"] = weights([classes, channels], 99);
  constants["bf"] = floats([classes], 0);
  nodes.push(node("GlobalAveragePool", [last], ["pooled"], {}, { name: "pool" }));
  nodes.push(node("Flatten", ["pooled"], ["flat"], {}, { name: "flatten" }));
  nodes.push(node("Gemm", ["flat", "wf", "bf"], ["logits"], { transB: 1 }, { name: "fc" }));
  if (softmax) nodes.push(node("Softmax", ["logits"], ["scores"], { axis: 1 }, { name: "softmax" }));
  const outputs = [softmax ? "scores" : "logits"];
  return buildOnnx({ inputs: { input: [1, 3, side, side] }, outputs, constants, nodes });
}
