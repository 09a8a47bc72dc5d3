/** Builds small graphs by hand: shapes are inferred, names are given in order, constants come from a seed. */
import { seededRandom } from "../../../src/engine/base/random";
import { elementsOf, tensorOf, type Graph, type Node, type Tensor } from "../../../src/engine/ir/graph";
import { inferShape } from "../../../src/engine/ir/inferShape";
import type { Clamp, Op, Pads, Pair } from "../../../src/engine/ir/op";
import type { FloatTensor } from "../../../src/engine/ir/ports";

export interface ConvOptions {
  readonly kernel?: Pair;
  readonly strides?: Pair;
  readonly pads?: Pads;
  readonly groups?: number;
  readonly clamp?: Clamp;
  readonly bias?: boolean;
}

export class GraphBuilder {
  private readonly tensors = new Map<string, Tensor>();
  private readonly nodes: Node[] = [];
  private readonly inputs: string[] = [];
  private readonly random = seededRandom(7);

  constructor(private readonly name = "test") {}

  input(name: string, shape: readonly number[]): string {
    this.tensors.set(name, { name, shape });
    this.inputs.push(name);
    return name;
  }

  constant(name: string, shape: readonly number[], data?: readonly number[]): string {
    const values = data ?? Array.from({ length: elementsOf(shape) }, () => this.random.normal() / 2);
    this.tensors.set(name, { name, shape, data: Float32Array.from(values) });
    return name;
  }

  /** @param shape the output's, needed for reshape alone */
  node(op: Op, inputs: readonly string[], shape: readonly number[] = []): string {
    const name = `${op.kind}${this.nodes.filter((node) => node.op.kind === op.kind).length + 1}`;
    const shapes = inputs.map((input) => this.shapeOf(input));
    const inferred = inferShape(op, shapes, shape);
    if (typeof inferred === "string") throw new Error(`${name} ${inferred}`);
    const output = `${name}_out`;
    this.tensors.set(output, { name: output, shape: inferred });
    this.nodes.push({ name, op, inputs, output });
    return output;
  }

  conv(x: string, outputs: number, options: ConvOptions = {}): string {
    const { kernel = [1, 1], strides = [1, 1], pads = [0, 0, 0, 0], groups = 1, clamp, bias = true } = options;
    const stem = `conv${this.nodes.filter((node) => node.op.kind === "conv").length + 1}`;
    const weights = this.constant(`${stem}_w`, [outputs, (this.shapeOf(x)[1] ?? 0) / groups, ...kernel]);
    const op: Op = { kind: "conv", kernel, strides, pads, dilations: [1, 1], groups, ...(clamp ? { clamp } : {}) };
    return this.node(op, bias ? [x, weights, this.constant(`${stem}_b`, [outputs])] : [x, weights]);
  }

  fullyConnected(x: string, outputs: number): string {
    const stem = `fc${this.nodes.filter((node) => node.op.kind === "fullyConnected").length + 1}`;
    const weights = this.constant(`${stem}_w`, [outputs, this.shapeOf(x).at(-1) ?? 0]);
    return this.node({ kind: "fullyConnected" }, [x, weights, this.constant(`${stem}_b`, [outputs])]);
  }

  batchNorm(x: string): string {
    const channels = this.shapeOf(x)[1] ?? 0;
    const stem = `bn${this.nodes.filter((node) => node.op.kind === "batchNorm").length + 1}`;
    const variance = Array.from({ length: channels }, () => 0.2 + this.random.uniform());
    const parameters = ["gamma", "beta", "mean"].map((name) => this.constant(`${stem}_${name}`, [channels]));
    return this.node({ kind: "batchNorm", epsilon: 1e-5 }, [
      x,
      ...parameters,
      this.constant(`${stem}_variance`, [channels], variance),
    ]);
  }

  clamp(x: string, min = 0, max = Infinity): string {
    return this.node({ kind: "activation", fn: { fn: "clamp", min, max } }, [x]);
  }

  reshape(x: string, shape: readonly number[]): string {
    return this.node({ kind: "reshape" }, [x], shape);
  }

  transpose(x: string, perm: readonly number[]): string {
    return this.node({ kind: "transpose", perm }, [x]);
  }

  shapeOf(tensor: string): readonly number[] {
    const known = this.tensors.get(tensor);
    if (!known) throw new Error(`no tensor "${tensor}"`);
    return known.shape;
  }

  graph(...outputs: readonly string[]): Graph {
    return { name: this.name, tensors: this.tensors, nodes: this.nodes, inputs: this.inputs, outputs };
  }
}

/** Standard normal values for every input. */
export function randomFeeds(graph: Graph, seed = 1): ReadonlyMap<string, FloatTensor> {
  const random = seededRandom(seed);
  return new Map(
    graph.inputs.map((name) => {
      const { shape } = tensorOf(graph, name);
      return [name, { shape, data: Float32Array.from({ length: elementsOf(shape) }, () => random.normal()) }];
    }),
  );
}
