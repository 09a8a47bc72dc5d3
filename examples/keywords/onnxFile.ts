/**
 * The trained layers as a float graph, which the engine writes as ONNX. Batch normalisation stays as it is: folding it is the
 * quantizer's decision. The division of the input by INPUT_SCALE moves into the first weights, so the file takes the front end's codes.
 */
import type { Graph, Node, Tensor } from "../../src/engine/ir/graph";
import type { Op, Window } from "../../src/engine/ir/op";
import type { Convolution, DepthwiseConvolution } from "./convolution";
import { BANDS, FRAMES } from "./features";
import type { BatchNorm, Layer } from "./layers";
import { INPUT_SCALE } from "./network";

export function graphOf(layers: readonly Layer[]): Graph {
  const builder = new GraphBuilder();
  builder.addAll(layers);
  return builder.graph();
}

class GraphBuilder {
  private readonly tensors = new Map<string, Tensor>([["input", { name: "input", shape: [1, 1, FRAMES, BANDS] }]]);
  private readonly nodes: Node[] = [];
  private current = "input";
  /** What the next batch normalisation or ReLU is named after. */
  private stage = "stem";
  private blocks = 0;

  graph(): Graph {
    return { name: "keywords", tensors: this.tensors, nodes: this.nodes, inputs: ["input"], outputs: [this.current] };
  }

  addAll(layers: readonly Layer[]): void {
    for (const layer of layers) this.add(layer);
  }

  private add(layer: Layer): void {
    switch (layer.kind) {
      case "convolution":
        this.stage = this.blocks === 0 ? "stem" : `block${this.blocks}_pointwise`;
        this.addConvolution(layer, layer.inputs, layer.outputs, 1);
        break;
      case "depthwise":
        this.stage = `block${++this.blocks}_depthwise`;
        this.addConvolution(layer, 1, layer.channels, layer.channels);
        break;
      case "batchNorm":
        this.addBatchNorm(layer);
        break;
      case "relu":
        this.addNode(`${this.stage}_relu`, reluOp, [this.current], this.shape());
        break;
      case "residual": {
        const shortcut = this.current;
        this.addAll(layer.layers);
        this.stage = `block${this.blocks}_add`;
        this.addNode(this.stage, { kind: "add" }, [this.current, shortcut], this.shape());
        break;
      }
      case "globalAverage": {
        const channels = this.shape()[1] ?? 0;
        this.addNode(
          "average",
          { kind: "reduceMean", axes: [2, 3], keepDims: true },
          [this.current],
          [1, channels, 1, 1],
        );
        this.addNode("flatten", { kind: "reshape" }, [this.current], [1, channels]);
        break;
      }
      case "dense": {
        const weights = this.constant("classifier_weight", [layer.outputs, layer.inputs], layer.weights.value);
        const bias = this.constant("classifier_bias", [layer.outputs], layer.bias.value);
        const inputs = [this.current, weights, bias];
        this.addNode("classifier", { kind: "fullyConnected" }, inputs, [1, layer.outputs], "logits");
        break;
      }
    }
  }

  private addConvolution(
    layer: Convolution | DepthwiseConvolution,
    perGroup: number,
    outputs: number,
    groups: number,
  ): void {
    const { kernel, stride, weights } = layer;
    const values = this.current === "input" ? weights.value.map((weight) => weight / INPUT_SCALE) : weights.value;
    const weight = this.constant(`${this.stage}_weight`, [outputs, perGroup, kernel, kernel], values);
    const pad = kernel >> 1;
    const window: Window = {
      kernel: [kernel, kernel],
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
      dilations: [1, 1],
    };
    const [, , height = 0, width = 0] = this.shape();
    const size = (input: number): number => Math.floor((input + 2 * pad - kernel) / stride) + 1;
    const shape = [1, outputs, size(height), size(width)];
    this.addNode(this.stage, { kind: "conv", groups, ...window }, [this.current, weight], shape);
  }

  private addBatchNorm(layer: BatchNorm): void {
    const name = `${this.stage}_bn`;
    const constants = [
      this.constant(`${name}_gamma`, [layer.channels], layer.gamma.value),
      this.constant(`${name}_beta`, [layer.channels], layer.beta.value),
      this.constant(`${name}_mean`, [layer.channels], layer.mean),
      this.constant(`${name}_variance`, [layer.channels], layer.variance),
    ];
    this.addNode(name, { kind: "batchNorm", epsilon: layer.epsilon }, [this.current, ...constants], this.shape());
  }

  private addNode(name: string, op: Op, inputs: readonly string[], shape: readonly number[], output = name): void {
    this.tensors.set(output, { name: output, shape });
    this.nodes.push({ name, op, inputs, output });
    this.current = output;
  }

  private constant(name: string, shape: readonly number[], values: Float32Array): string {
    this.tensors.set(name, { name, shape, data: values.slice() });
    return name;
  }

  private shape(): readonly number[] {
    return this.tensors.get(this.current)?.shape ?? [];
  }
}

const reluOp: Op = { kind: "activation", fn: { fn: "clamp", min: 0, max: Infinity } };
