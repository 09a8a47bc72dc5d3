/**
 * The IR graph under construction. Output shapes are always inferred here, never taken from the file, so every tensor of an imported
 * graph has a shape that its operator implies. Problems and notes are collected: an import reports all of them at once.
 */
import type { Problem } from "../../base/outcome";
import { type GivenQuantization, type Graph, type Node, type Tensor } from "../../ir/graph";
import { inferShape, sameShape } from "../../ir/inferShape";
import type { Clamp, Op } from "../../ir/op";
import { shapeProblem } from "../limits";
import { nonFiniteIn } from "../nonFinite";
import type { WholeRange } from "../rewrite/statedInputs";
import { isFloat, isProblem, type Activation, type Constant } from "../value";

export class GraphBuilder {
  readonly problems: Problem[] = [];
  readonly notes: Problem[] = [];
  /** Inputs that are indices of tables. */
  readonly indexRanges = new Map<string, WholeRange>();
  private readonly tensors = new Map<string, Tensor>();
  private readonly nodes: Node[] = [];
  private readonly inputs: string[] = [];
  private readonly nodeNames = new Set<string>();
  private readonly lastNumbers = new Map<string, number>();
  private readonly checked = new Map<Constant["data"], Problem | undefined>();
  private readonly constants = new Map<Constant["data"], Tensor[]>();
  /** The result of each QuantizeLinear/DequantizeLinear pair, by what it reads and its numbers. */
  private readonly pairs = new Map<string, Activation>();

  /** @param reserved every value name of the ONNX graph: made-up names avoid them */
  constructor(private readonly reserved: ReadonlySet<string>) {}

  /** @param codes of an input of whole numbers: where they have 8 bits at most, they are what the network takes */
  addInput(name: string, shape: readonly number[], codes?: WholeRange): Activation {
    const given: GivenQuantization | undefined =
      codes && codes.most - codes.least <= 255 ? { bits: 8, scales: [1], zeroPoints: [0 - codes.least] } : undefined;
    this.tensors.set(name, { name, shape, ...(given && { given }) });
    this.inputs.push(name);
    return { kind: "activation", tensor: name, shape };
  }

  /** An input of indices 0 … rows − 1, which are its codes; what else its type holds is not taken. */
  takeIndices({ tensor }: Activation, rows: number): void {
    const known = this.tensors.get(tensor);
    if (known && !known.given) this.tensors.set(tensor, { ...known, given: { bits: 8, scales: [1], zeroPoints: [0] } });
    const most = Math.min(rows - 1, this.indexRanges.get(tensor)?.most ?? Infinity);
    this.indexRanges.set(tensor, { least: 0, most });
  }

  /** Adds a node; its place in problems is `place`. */
  emit(
    op: Op,
    inputs: readonly string[],
    output: string,
    name: string,
    place: string,
    reshapeTo?: readonly number[],
  ): Activation | Problem {
    const shapes = inputs.map((input) => this.tensors.get(input)?.shape ?? []);
    const shape = inferShape(op, shapes, reshapeTo ?? []);
    if (typeof shape === "string") return { code: "onnx.shape", message: `${place} ${shape}`, place };
    const impossible = shapeProblem(`the output of ${place}`, shape, place);
    if (impossible) return impossible;
    this.tensors.set(output, { name: output, shape });
    this.nodes.push({ name: this.unusedNodeName(name), op, inputs: [...inputs], output });
    return { kind: "activation", tensor: output, shape };
  }

  /** To go back to with `forgetSince`. */
  get nodeCount(): number {
    return this.nodes.length;
  }

  /** Takes back the nodes that were added since: what is refused in its middle must leave nothing that others would read. */
  forgetSince(nodeCount: number): void {
    const gone = new Set(this.nodes.splice(nodeCount).map(({ output }) => output));
    for (const [key, { tensor }] of this.pairs) if (gone.has(tensor)) this.pairs.delete(key);
    for (const output of gone) this.tensors.delete(output);
  }

  /** The problem with a constant's values, the same one for all who read them. */
  problemOf(constant: Constant): Problem | undefined {
    if (!this.checked.has(constant.data)) this.checked.set(constant.data, nonFiniteIn(constant));
    return this.checked.get(constant.data);
  }

  /** The IR tensor of a finite float constant; the same values in the same shape are one tensor. */
  constantTensor(constant: Constant): string {
    const known = this.constants.get(constant.data) ?? [];
    const same = known.find((tensor) => sameShape(tensor.shape, constant.shape));
    if (same) return same.name;
    const name =
      constant.name !== "" && !this.tensors.has(constant.name)
        ? constant.name
        : this.fresh(constant.name || "constant");
    const data = constant.data instanceof Float32Array ? constant.data : Float32Array.from(constant.data);
    const given = this.givenOf(name, constant);
    const tensor = { name, shape: constant.shape, data, ...(given ? { given } : {}) };
    this.tensors.set(name, tensor);
    this.constants.set(constant.data, [...known, tensor]);
    return name;
  }

  /**
   * A QuantizeLinear/DequantizeLinear pair: a clamp to the values of its codes, whose output carries the pair's scale. Equal pairs on one
   * tensor, as each reader may have its own, are one clamp.
   * @param ends where the codes in use end before the type does
   */
  emitPair(
    source: Activation,
    given: GivenQuantization,
    output: string,
    name: string,
    place: string,
    ends?: Clamp,
  ): Activation | Problem {
    const [scale = 1] = given.scales;
    const [zeroPoint = 0] = given.zeroPoints;
    if (!ends && sameGiven(this.tensors.get(source.tensor)?.given, given)) return source;
    const min = ends?.min ?? (-zeroPoint * scale || 0);
    const max = ends?.max ?? (2 ** given.bits - 1 - zeroPoint) * scale;
    const key = JSON.stringify([source.tensor, given.bits, scale, zeroPoint, min, max]);
    const known = this.pairs.get(key);
    if (known) return known;
    const clamped = this.emit(
      { kind: "activation", fn: { fn: "clamp", min, max } },
      [source.tensor],
      output,
      name,
      place,
    );
    if (isProblem(clamped)) return clamped;
    this.tensors.set(output, { name: output, shape: source.shape, given });
    this.pairs.set(key, clamped);
    return clamped;
  }

  isInput(tensor: string): boolean {
    return this.inputs.includes(tensor);
  }

  /** States the codes of what an operator makes. */
  give({ tensor }: Activation, given: GivenQuantization): void {
    const known = this.tensors.get(tensor);
    if (known) this.tensors.set(tensor, { ...known, given });
  }

  /** A tensor name that nothing else has. */
  fresh(base: string): string {
    return this.unused(base, (name) => this.tensors.has(name) || this.reserved.has(name));
  }

  /** The finished graph without what no output needs. Outputs that merely alias another tensor get a reshape of their own. */
  finish(name: string, outputs: readonly { readonly name: string; readonly value: Activation }[]): Graph {
    const outputNames = outputs.map((output) => this.nameOutput(output.name, output.value));
    const needed = new Set(outputNames);
    const nodes = [...this.nodes].reverse().filter((node) => {
      if (!needed.has(node.output)) return false;
      for (const input of node.inputs) needed.add(input);
      return true;
    });
    const kept = [...this.tensors].filter(([tensor]) => needed.has(tensor));
    const inputs = this.inputs.filter((input) => needed.has(input));
    return { name, tensors: new Map(kept), nodes: nodes.reverse(), inputs, outputs: outputNames };
  }

  /** What there is of a graph that cannot be finished: what nothing reads are its outputs. */
  finishPart(name: string): Graph {
    const read = new Set(this.nodes.flatMap(({ inputs }) => inputs));
    const outputs = this.nodes.map(({ output }) => output).filter((output) => !read.has(output));
    return { name, tensors: this.tensors, nodes: this.nodes, inputs: this.inputs, outputs };
  }

  private nameOutput(name: string, value: Activation): string {
    if (value.tensor === name) return name;
    this.emit({ kind: "reshape" }, [value.tensor], name, `output_${name}`, `output "${name}"`, value.shape);
    return name;
  }

  private unusedNodeName(base: string): string {
    const name = this.unused(base, (candidate) => this.nodeNames.has(candidate));
    this.nodeNames.add(name);
    return name;
  }

  /** Numbers go on where the last search for the same base ended: thousands of nodes may have one name. */
  private unused(base: string, isTaken: (name: string) => boolean): string {
    if (!isTaken(base)) return base;
    let number = this.lastNumbers.get(base) ?? 1;
    while (isTaken(`${base}_${number}`)) number++;
    this.lastNumbers.set(base, number);
    return `${base}_${number}`;
  }

  /** The IR knows one range a tensor or one an output channel, which is axis 0 of every weight tensor. */
  private givenOf(name: string, constant: Constant): GivenQuantization | undefined {
    if (!constant.given || !isFloat(constant)) return undefined;
    const { bits, scales, zeroPoints, axis } = constant.given;
    if (axis <= 0) return { bits, scales, zeroPoints };
    const message = `the scales of tensor "${name}" run along axis ${axis}, not along output channels, and are not used`;
    this.notes.push({ code: "onnx.givenAxis", message, place: `tensor "${name}"` });
    return undefined;
  }
}

function sameGiven(a: GivenQuantization | undefined, b: GivenQuantization): boolean {
  return a !== undefined && a.bits === b.bits && a.scales[0] === b.scales[0] && a.zeroPoints[0] === b.zeroPoints[0];
}
