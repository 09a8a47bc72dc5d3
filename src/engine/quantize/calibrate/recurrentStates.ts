/**
 * What a recurrent layer of the float network sees on samples: moments of both vectors that its rows multiply, and how far an LSTM's cell state
 * goes, which is no tensor of the graph. With the hidden states at hand each step's gates follow from the vectors alone.
 */
import { constantOf, tensorOf, type Graph, type Node } from "../../ir/graph";
import type { LayerOf } from "../../ir/network";
import type { FloatTensor } from "../../ir/ports";
import { MomentAccumulator, type InputMoments } from "./moments";

type RecurrentLayer = LayerOf<"recurrent">;

/** Of one sample: vectors, hidden states, and what a run begins with that the one before left. */
interface SampleStates {
  readonly x: Float32Array;
  readonly h: Float32Array;
  readonly hidden: Float32Array | undefined;
  readonly cell: Float32Array | undefined;
}

export class RecurrentObserver {
  /** Largest magnitude of a cell state so far. */
  largestCell = 0;
  private readonly inputs: MomentAccumulator;
  private readonly states: MomentAccumulator;
  private readonly columns: number;
  private readonly weights: Float32Array;
  private readonly bias: Float32Array;

  /** What the hidden state begins with, where that is stated. */
  readonly initialHidden: Float32Array | undefined;
  /** Tensors that it looks at. */
  readonly tensors: readonly [x: string, h: string, ...before: string[]];
  /** What the hidden and the cell state begin with, where a run takes them from the one before. */
  private readonly before: readonly (string | undefined)[];

  constructor(
    readonly layer: RecurrentLayer,
    private readonly graph: Graph,
    node: Node,
  ) {
    const { perChannel } = layer.weights;
    this.before = layer.carried ? [node.inputs[3], node.inputs[4]] : [];
    this.tensors = [node.inputs[0] ?? "", node.output, ...this.before.filter((name) => name !== undefined)];
    this.columns = perChannel - layer.units;
    this.inputs = new MomentAccumulator(this.tensors[0], this.columns, 1);
    this.states = new MomentAccumulator(this.tensors[1], layer.units, 1);
    this.initialHidden = constantOf(graph, layer.initialHidden);
    this.weights = constantOf(graph, node.inputs[1]) ?? new Float32Array();
    this.bias = constantOf(graph, node.inputs[2]) ?? new Float32Array();
  }

  /** One sample. */
  add(values: ReadonlyMap<string, FloatTensor>): void {
    const [x, h] = this.tensors.map((name) => values.get(name)?.data);
    if (!x || !h) return;
    this.inputs.add(x);
    this.states.add(h);
    if (this.layer.cell !== "lstm") return;
    const [hidden, cell] = this.before.map((name) => values.get(name ?? "")?.data);
    for (let n = 0; n < this.layer.sequences; n++) this.followCells({ x, h, hidden, cell }, n);
  }

  moments(): InputMoments {
    const [x, h] = [this.inputs.moments(), this.states.moments()];
    return { mean: joined(x.mean, h.mean), square: joined(x.square, h.square) };
  }

  /** c' = f·c + i·g, along one sequence. */
  private followCells({ x, h, ...before }: SampleStates, n: number): void {
    const { units, sequences, reverse } = this.layer;
    const steps = h.length / (units * sequences);
    const own = (values: Float32Array | undefined): Float32Array | undefined =>
      values?.slice(n * units, (n + 1) * units);
    const cells = own(before.cell) ?? this.initial(this.layer.initialCell, n);
    let hidden = own(before.hidden) ?? this.initial(this.layer.initialHidden, n);
    for (const cell of cells) this.largestCell = Math.max(this.largestCell, Math.abs(cell));
    for (let t = 0; t < steps; t++) {
      const at = (reverse ? steps - 1 - t : t) * sequences + n;
      const vector = x.subarray(at * this.columns, (at + 1) * this.columns);
      for (let j = 0; j < units; j++) {
        const gate = (which: number): number => this.gate(which * units + j, vector, hidden);
        const cell = sigmoid(gate(2)) * (cells[j] as number) + sigmoid(gate(0)) * Math.tanh(gate(3));
        cells[j] = cell;
        this.largestCell = Math.max(this.largestCell, Math.abs(cell));
      }
      hidden = h.subarray(at * units, (at + 1) * units);
    }
  }

  private initial(name: string | undefined, n: number): Float32Array {
    const { units } = this.layer;
    const values = name === undefined ? undefined : tensorOf(this.graph, name).data;
    return values ? values.slice(n * units, (n + 1) * units) : new Float32Array(units);
  }

  /** What goes into the gate of a row. */
  private gate(row: number, x: Float32Array, h: Float32Array): number {
    const { outputChannels: rows } = this.layer.weights;
    const { weights, bias, columns } = this;
    const { units } = this.layer;
    let sum = (bias[row] as number) + (bias[rows + row] as number);
    for (let k = 0, at = row * columns; k < columns; k++, at++) sum += (weights[at] as number) * (x[k] as number);
    for (let k = 0, at = rows * columns + row * units; k < units; k++, at++)
      sum += (weights[at] as number) * (h[k] as number);
    return sum;
  }
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  return Float64Array.from([...a, ...b]);
}
