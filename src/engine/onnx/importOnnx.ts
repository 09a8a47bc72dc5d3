/**
 * ONNX bytes → IR graph. Nodes are lowered one by one by the table in lowerings.ts; all that cannot be lowered is collected, so that a
 * person sees every obstacle at once. A node behind a refused one is not lowered, but an operator that is unknown is named even there.
 *
 * Longer than other files because folding, refusing and naming share what one walk over the nodes knows.
 */
import { ok, refuse, type Outcome, type Problem } from "../base/outcome";
import { elementsOf, tensorOf, type GivenQuantization, type Graph } from "../ir/graph";
import type { FloatTensor } from "../ir/ports";
import { GraphBuilder } from "./encode/builder";
import { decodeModel } from "./wire/codec";
import type { ExternalFiles } from "./wire/externalData";
import { FoldingBudget, MAX_AXES, OverLimit, shapeProblem, sizeProblem } from "./limits";
import { nonFiniteAttribute, nonFiniteIn, notNumbersIn } from "./nonFinite";
import { isAlwaysRefused, loweringOf } from "./lowerings";
import { batchAxes, isFree } from "./rewrite/batchAxis";
import { inlineFunctions } from "./rewrite/inlineFunctions";
import { lowerMoved } from "./rewrite/movedCodes";
import { singleSample } from "./rewrite/singleSample";
import { applyStated, rangeOf, type StatedInputs, type WholeRange } from "./rewrite/statedInputs";
import { isTooDeep, withBranches, type InlinedModel } from "./rewrite/subgraphs";
import { findUnusableName, findDuplicates, neededNames, nodeTitle, orderNodes } from "./rewrite/order";
import { unstackStates, type StackedState, type Unstacked } from "./rewrite/stackedStates";
import { withStates } from "./rewrite/statePairs";
import {
  DataType,
  dataTypeName,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from "./wire/proto";
import { Site, type Lowered, UnclearFlag } from "./site";
import { readTensor } from "./wire/tensorData";
import { unsupportedHint } from "./unsupportedHint";
import { isProblem, type Activation, type Constant, type LeftOut, type Value } from "./value";

export interface ImportedModel {
  readonly graph: Graph;
  /** What was changed or left out on the way, such as a free batch size that became 1. */
  readonly notes: readonly Problem[];
  readonly opset: number;
  /** The tool that wrote the file, as it calls itself; may be empty. */
  readonly producer: string;
  /** Tensors that the file's own nodes compute for its outputs: what a runtime can be asked for beside them (withOutputs.ts). */
  readonly computed: ReadonlySet<string>;
  /** The file holds loops or branches that no output needs: not read here, but a runtime would run them. */
  readonly idleControlFlow: boolean;
  readonly feeding: Feeding;
}

/** How a runtime is fed the file itself with what the graph takes. */
export interface Feeding {
  /** Samples that the file takes at once, along axis 0 of the inputs below; 1 where the graph's sizes are the file's. */
  readonly samples: number;
  readonly batched: ReadonlySet<string>;
  /** What the file's inputs always hold that are constants of the graph or left out of it, by name. */
  readonly fixed: ReadonlyMap<string, FloatTensor>;
  /** Inputs of whole numbers, with what their type holds. */
  readonly integers: ReadonlyMap<string, WholeRange>;
  /** States that lie stacked in the file's own tensors. */
  readonly stacked: readonly StackedState[];
  /** What the file itself answers. */
  readonly outputs: ReadonlySet<string>;
  /** Outputs of whole numbers in the file, which are real numbers here. */
  readonly codes: ReadonlyMap<string, OutputCodes>;
}

/** real = scale·(code − zeroPoint), with codes of the file's own type. */
export interface OutputCodes {
  readonly scale: number;
  readonly zeroPoint: number;
}

export interface ImportOptions {
  /** Contents of the files that externalDataFiles() lists, by the location written in the model. */
  readonly externalData?: ExternalFiles;
  /** Sizes and values that the file leaves open. */
  readonly stated?: StatedInputs;
  /** Called where single nodes are refused, with the others: what nothing there reads are its outputs. */
  readonly onPart?: (part: Graph) => void;
}

const OLDEST_OPSET = 7;
const NEWEST_OPSET = 28;
const FLOATING: ReadonlySet<number> = new Set([DataType.float, DataType.float16, DataType.bfloat16, DataType.double]);

export function importOnnx(bytes: Uint8Array, options: ImportOptions = {}): Outcome<ImportedModel> {
  const decoded = decodeModel(bytes);
  if (!decoded.ok) return decoded;
  const model = decoded.value;
  const opset = opsetOf(model);
  if (typeof opset !== "number") return refuse(opset);
  const proto = model.graph;
  if (!proto || proto.node.length === 0)
    return refuse({ code: "onnx.noNodes", message: "the model holds no operators" });
  const tooLarge = sizeProblem(proto.node, (index) => nodeTitle(proto.node[index] as NodeProto));
  if (tooLarge) return refuse(tooLarge);
  if (proto.output.length === 0) return refuse({ code: "onnx.noOutputs", message: "the model has no outputs" });
  const cut = findUnusableName(proto, model.functions);
  if (cut) return refuse(cut);
  const [duplicate, ...duplicates] = findDuplicates(proto);
  if (duplicate) return refuse(duplicate, ...duplicates);
  if (isTooDeep(proto)) {
    return refuse({
      code: "onnx.tooLarge",
      message: "the model holds branches within branches, too deep to be looked at",
    });
  }
  const imported = importStated(model, proto, opset, bytes.length, options);
  if (!imported.ok) return imported;
  const producer = [model.producerName, model.producerVersion]
    .filter((part) => part !== undefined && part !== "")
    .join(" ");
  return ok({ ...imported.value, opset, producer });
}

/** Imports again as long as branches take the place of If nodes whose conditions turned out to be constant. */
function importStated(
  model: ModelProto,
  file: GraphProto,
  opset: number,
  modelBytes: number,
  options: ImportOptions,
): Outcome<Imported> {
  const stated = applyStated(file, options.stated ?? {});
  if (!stated.ok) return stated;
  const { fixed } = stated.value;
  let inlined: InlinedModel = { graph: stated.value.graph, opsets: new Map() };
  for (;;) {
    const next = inlineFunctions(model, inlined, (domain, op) => loweringOf(domain, op) !== undefined);
    if (!next.ok) return next;
    inlined = next.value;
    const importer = new Importer(inlined, file, opset, fixed, modelBytes, options);
    const imported = importer.run();
    if (importer.taken.size === 0) return imported;
    inlined = withBranches(inlined, importer.taken);
  }
}

function opsetOf(model: ModelProto): number | Problem {
  const entry = model.opsetImport.find(({ domain }) => domain === undefined || domain === "" || domain === "ai.onnx");
  const version = entry?.version;
  if (version === undefined) {
    const hint = "the file may have been cut: export or copy it again";
    return { code: "onnx.opset", message: "the model does not say which version of ONNX's operators it uses", hint };
  }
  if (version >= OLDEST_OPSET && version <= NEWEST_OPSET) return version;
  const message = `the model uses operator set ${version}; ${OLDEST_OPSET} to ${NEWEST_OPSET} are supported`;
  return { code: "onnx.opset", message, hint: "export it with operator set 13" };
}

interface NamedOutput {
  readonly name: string;
  readonly value: Activation;
}

type Imported = Omit<ImportedModel, "opset" | "producer">;

/** "refused": a node was refused, and what depends on it is skipped silently. */
type Known = Value | "refused";

class Importer {
  /** If nodes whose condition is a constant, with the attribute that holds the branch. */
  readonly taken = new Map<NodeProto, string>();
  private readonly values = new Map<string, Known>();
  /** Inputs that state more than one sample, with how many. */
  private readonly batches = new Map<string, number>();
  private readonly integers = new Map<string, WholeRange>();
  private readonly codes = new Map<string, OutputCodes>();
  /** Tensors that are outputs because an operator behind them is left out. */
  private readonly answered = new Set<string>();
  private readonly external: ExternalFiles;
  private readonly initializers: ReadonlyMap<string, TensorProto>;
  private readonly builder: GraphBuilder;
  private readonly folding: FoldingBudget;

  private readonly proto: GraphProto;
  private readonly batchAxes: ReturnType<typeof batchAxes>;

  /** @param file the graph as it is in the file, calls of functions not yet inlined */
  constructor(
    private readonly inlined: InlinedModel,
    private readonly file: GraphProto,
    private readonly opset: number,
    private readonly fixed: ReadonlyMap<string, Constant>,
    modelBytes: number,
    private readonly options: ImportOptions,
  ) {
    const proto = (this.proto = inlined.graph);
    this.external = options.externalData ?? new Map<string, Uint8Array>();
    for (const [name, constant] of fixed) this.values.set(name, constant);
    const externalBytes = [...this.external.values()].reduce((sum, { length }) => sum + length, 0);
    this.folding = new FoldingBudget(modelBytes + externalBytes);
    this.initializers = new Map(proto.initializer.map((tensor) => [tensor.name ?? "", tensor]));
    const computed = proto.node.flatMap((node) => node.output);
    this.batchAxes = batchAxes(proto);
    this.builder = new GraphBuilder(
      new Set([...this.initializers.keys(), ...computed, ...proto.input.map((input) => input.name ?? "")]),
    );
  }

  run(): Outcome<Imported> {
    const { problems, notes } = this.builder;
    for (const { values } of this.proto.sparseInitializer) {
      problems.push({
        code: "onnx.dataType",
        message: `tensor "${values?.name ?? ""}" is sparse, which is not supported`,
      });
    }
    const needed = neededNames(this.proto);
    const given = this.proto.input.filter(({ name = "" }) => !this.initializers.has(name));
    for (const input of given) if (needed.has(input.name ?? "")) this.addInput(input);
    const known = new Set([...this.initializers.keys(), ...this.values.keys(), ...given.map(({ name = "" }) => name)]);
    const ordered = orderNodes(this.proto, known);
    if (!ordered.ok) return ordered;
    for (const node of ordered.value) this.lower(node);
    const outputs = this.outputs();
    const name = this.proto.name ?? "";
    const [first, ...rest] = problems;
    if (first) {
      if (this.taken.size > 0) return refuse(first, ...rest);
      const part = this.forOneSample(this.builder.finishPart(name));
      if (isProblem(part)) return refuse(first, ...rest, part);
      this.options.onPart?.(part);
      return refuse(first, ...rest);
    }
    const whole = this.builder.finish(name, outputs);
    const unread = given.filter((input) => !whole.inputs.includes(input.name ?? ""));
    for (const { name: input = "" } of unread) {
      this.batches.delete(input);
      this.integers.delete(input);
      const message = `no output depends on the values of input "${input}", which is left out`;
      notes.push({ code: "onnx.unreadInput", message, place: `input "${input}"` });
    }
    const found = withStates(whole, this.options.stated?.states);
    if (isProblem(found)) return refuse(found);
    notes.push(...found.notes);
    const { graph: apart, stacked } = this.withoutStacks(found.graph);
    const graph = this.forOneSample(apart);
    if (isProblem(graph)) return refuse(graph);
    const run = new Set(ordered.value);
    return ok({
      graph,
      notes,
      computed: this.computedIn(run),
      idleControlFlow: this.proto.node.some((node) => !run.has(node) && node.attribute.some(({ g }) => g)),
      feeding: {
        samples: Math.max(1, ...this.batches.values()),
        batched: new Set(this.batches.keys()),
        fixed: new Map([
          ...unread.map((input) => [input.name ?? "", zerosFor(input)] as const),
          ...[...this.fixed].map(
            ([input, { shape, data }]) => [input, { shape, data: Float32Array.from(data) }] as const,
          ),
        ]),
        integers: new Map(
          [...this.integers].map(([input, range]) => [input, this.builder.indexRanges.get(input) ?? range]),
        ),
        stacked,
        codes: this.codes,
        outputs: new Set(this.file.output.map(({ name: output = "" }) => output)),
      },
    });
  }

  /** The first axis of states counts no samples where the other inputs have one: what is stacked along it is taken apart. */
  private withoutStacks(graph: Graph): Unstacked {
    const isState = (name: string): boolean => graph.states?.some(({ input }) => input === name) === true;
    if ([...this.batches.keys()].some((name) => !isState(name))) return { graph, stacked: [] };
    this.batches.clear();
    return unstackStates(graph);
  }

  /** A batch that the file fixes is that of whoever exported it: a microcontroller takes one sample. */
  private forOneSample(graph: Graph): Graph | Problem {
    const [batch, ...others] = new Set(this.batches.values());
    if (batch === undefined) return graph;
    const [[input = ""] = []] = this.batches;
    if (others.length > 0) {
      const all = [...this.batches].map(([name, size]) => `"${name}" ${size}`).join(", ");
      const message = `the inputs differ in their first size, which is the number of samples (${all}); only 1 is supported`;
      return {
        code: "onnx.batch",
        message,
        place: `input "${input}"`,
        hint: "export the model with batch size 1 or a free one",
      };
    }
    const single = singleSample(graph, new Set(this.batches.keys()), batch);
    if (isProblem(single)) {
      // [T, 1, …]: steps of one sample, sequence first, are what an operator may well run over.
      const isSequence = [...this.batches.keys()].every((name) => {
        const { shape } = tensorOf(graph, name);
        return shape.length >= 3 && shape[1] === 1;
      });
      if (!isSequence) return single;
      this.batches.clear();
      return graph;
    }
    for (const name of this.batches.keys()) {
      const message = `input "${name}" holds ${batch} samples in the file, which nothing mixes: the network here takes one`;
      this.builder.notes.push({ code: "onnx.batchFixed", message, place: `input "${name}"` });
    }
    return single;
  }

  /** Names within functions are not the file's. */
  private computedIn(needed: ReadonlySet<NodeProto>): ReadonlySet<string> {
    const inFile = new Set(this.file.node.flatMap(({ output }) => output));
    return new Set([...needed].flatMap(({ output }) => output.filter((name) => name !== "" && inFile.has(name))));
  }

  private addInput(input: ValueInfoProto): void {
    const name = input.name ?? "";
    const shape = this.inputShape(name, input);
    if (!shape) {
      this.values.set(name, "refused");
      return;
    }
    const range = rangeOf(input.type?.tensorType?.elemType ?? 0);
    if (range) this.integers.set(name, range);
    const integer = range && input.type?.tensorType?.elemType;
    this.values.set(name, { ...this.builder.addInput(name, shape, range), ...(integer !== undefined && { integer }) });
  }

  /** The batch size becomes 1, on whichever axis it lies; every other size must be known. */
  private inputShape(name: string, input: ValueInfoProto): readonly number[] | undefined {
    const { problems, notes } = this.builder;
    const place = `input "${name}"`;
    const type = input.type?.tensorType;
    if (type?.elemType === undefined || (!FLOATING.has(type.elemType) && !rangeOf(type.elemType))) {
      const message = `input "${name}" holds ${dataTypeName(type?.elemType)} values; only floats and whole numbers are supported`;
      const hint = "export the model with a float32 input";
      problems.push({ code: "onnx.inputType", message, place, hint });
      return undefined;
    }
    if (!type.shape) {
      problems.push({
        code: "onnx.dynamicShape",
        message: `input "${name}" has no shape`,
        place,
        hint: `give its sizes with {{shape}}, such as ${name}=1,3,224,224`,
      });
      return undefined;
    }
    const dimensions = type.shape.dim;
    const batch = this.batchAxes.get(name) ?? new Set();
    const shape = dimensions.map((dimension, axis) =>
      isFree(dimension) ? (batch.has(axis) ? 1 : 0) : (dimension.dimValue ?? 0),
    );
    if (batch.size > 0) {
      const where = batch.has(0) ? "" : ` (axis ${[...batch].join(" and ")})`;
      notes.push({
        code: "onnx.batchFixed",
        message: `the free batch size of input "${name}"${where} is fixed to 1`,
        place,
      });
    }
    const free = dimensions.map((dimension, axis) => ({ ...dimension, axis })).filter(({ axis }) => shape[axis] === 0);
    if (free.length > 0) {
      const called = free.map(({ axis, dimParam }) =>
        dimParam === undefined || dimParam === "" ? `axis ${axis}` : `axis ${axis} ("${dimParam}")`,
      );
      const example = shape.map((size, axis) => (size === 0 ? `<${dimensions[axis]?.dimParam || "size"}>` : size));
      problems.push({
        code: "onnx.dynamicShape",
        message: `input "${name}" has no fixed size along ${called.join(" and ")}`,
        place,
        hint: `give its sizes with {{shape}}: ${name}=${example.join(",")}`,
      });
      return undefined;
    }
    const impossible = shapeProblem(place, shape, place);
    if (impossible) {
      problems.push(impossible);
      return undefined;
    }
    // Where the samples lie on another axis or are one already, the first one counts something else.
    if (batch.size === 0 && shape.length >= 2 && (shape[0] ?? 1) > 1) this.batches.set(name, shape[0] ?? 1);
    return shape;
  }

  /** Initializers are read when a node first needs them: what no output needs is never looked at. */
  private valueOf(name: string): Known | undefined {
    const known = this.values.get(name);
    if (known !== undefined) return known;
    const tensor = this.initializers.get(name);
    if (!tensor) return undefined;
    const constant = readTensor(tensor, name, this.external);
    const value = isProblem(constant) ? "refused" : constant;
    if (isProblem(constant)) this.builder.problems.push(constant);
    this.values.set(name, value);
    return value;
  }

  private lower(node: NodeProto): void {
    if (this.takeBranch(node)) return;
    const lowering = loweringOf(node.domain ?? "", node.opType ?? "");
    const inputs = node.input.map((name) => (name === "" ? undefined : this.valueOf(name)));
    const { problems } = this.builder;
    const outputs = node.output.filter((name) => name !== "");
    if (!lowering) problems.push(unknownOperator(node));
    const lacking = node.input.find((name, i) => name !== "" && inputs[i] === undefined);
    if (lacking !== undefined) problems.push(noSuchOutput(node, lacking));
    const usable = inputs.filter((value) => value !== "refused");
    const hidden = usable.length < inputs.length && !isAlwaysRefused(node.opType ?? "");
    if (!lowering || lacking !== undefined || hidden) {
      for (const name of outputs) this.values.set(name, "refused");
      return;
    }
    const before = this.builder.nodeCount;
    const lowered =
      nonFiniteAttribute(node, nodeTitle(node)) ??
      this.withinLimits(node, usable, () =>
        lowerMoved(node, usable, this.builder, (values) =>
          lowering(new Site(node, this.inlined.opsets.get(node) ?? this.opset, values, this.builder, this.external)),
        ),
      );
    if (isProblem(lowered)) {
      this.builder.forgetSince(before);
      if (!problems.includes(lowered)) problems.push(lowered);
      for (const name of outputs) this.values.set(name, "refused");
      return;
    }
    const results = "kind" in lowered ? [lowered] : lowered;
    for (const [i, value] of results.entries()) {
      const name = node.output[i];
      if (name !== undefined && name !== "") this.values.set(name, this.namedByItself(value, name));
    }
  }

  /** Folded constants keep the name of what they were made of; what is wrong with one is told with its own. */
  private namedByItself(value: Value, name: string): Value {
    return value.kind === "constant" && value.name !== name && nonFiniteIn(value) ? { ...value, name } : value;
  }

  /** Notes which branch of an If counts, where that is known. What depends on it is read once the branch has taken its place. */
  private takeBranch(node: NodeProto): boolean {
    if (node.opType !== "If" || (node.domain ?? "") !== "") return false;
    const condition = this.valueOf(node.input[0] ?? "");
    // Behind an obstacle nobody knows whether the condition is constant.
    if (condition === "refused") {
      for (const name of node.output) if (name !== "") this.values.set(name, "refused");
      return true;
    }
    if (condition?.kind !== "constant") return false;
    const wanted = (condition.data[0] ?? 0) !== 0 ? "then_branch" : "else_branch";
    if (condition.data.length !== 1 || !node.attribute.some(({ name, g }) => name === wanted && g)) return false;
    this.taken.set(node, wanted);
    for (const name of node.output) if (name !== "") this.values.set(name, "refused");
    return true;
  }

  /**
   * Outputs that are the same for every input are left out where others are not: they belong into the firmware as constants. One that is listed
   * twice is answered once, as onnxruntime does.
   */
  private outputs(): readonly NamedOutput[] {
    const { notes } = this.builder;
    const listed = [...new Map(this.proto.output.map((output) => [output.name, output])).values()];
    const constant = listed.filter(({ name = "" }) => {
      const value = this.valueOf(name);
      return value !== undefined && value !== "refused" && value.kind === "constant";
    });
    if (constant.length === listed.length) return listed.flatMap((output) => this.output(output) ?? []);
    for (const { name = "" } of constant) {
      const message = `the output "${name}" does not depend on any input and is left out`;
      notes.push({ code: "onnx.constantOutput", message, place: `output "${name}"` });
    }
    return listed.flatMap((output) => (constant.includes(output) ? [] : (this.output(output) ?? [])));
  }

  /** Refuses what folding would make too large, and what it has made too much of. */
  private withinLimits(node: NodeProto, inputs: readonly (Value | undefined)[], lower: () => Lowered): Lowered {
    const place = nodeTitle(node);
    const refusal = (message: string): Problem => ({ code: "onnx.tooLarge", message: `${place} ${message}`, place });
    let lowered: Lowered;
    try {
      lowered = lower();
    } catch (error) {
      if (error instanceof OverLimit) return refusal(error.message);
      if (error instanceof UnclearFlag) return { code: "onnx.attribute", message: `${place} ${error.message}`, place };
      throw error;
    }
    if (isProblem(lowered)) return lowered;
    const known = new Set(inputs.map((input) => input?.kind === "constant" && input.data));
    for (const value of "kind" in lowered ? [lowered] : lowered) {
      if (value.kind !== "constant") continue;
      if (value.shape.length > MAX_AXES)
        return refusal(`would make a constant of ${value.shape.length} axes; ${MAX_AXES} are the limit`);
      if (!known.has(value.data) && notNumbersIn(value)) return notANumber(place);
      if (!known.has(value.data) && !this.folding.take(value.data.length)) return refusal(this.folding.message);
    }
    return lowered;
  }

  private output(info: ValueInfoProto): NamedOutput | undefined {
    const name = info.name ?? "";
    const place = `output "${name}"`;
    const value = this.valueOf(name);
    if (value === "refused") return undefined;
    if (value?.kind === "leftOut") return this.scores(name, value);
    if (value?.kind === "activation") {
      if (value.integer !== undefined) this.codes.set(name, { scale: 1, zeroPoint: 0 });
      return { name, value };
    }
    if (value?.kind === "quantized" && value.given)
      return this.codesOf(name, value.source, value.given, value.shift ?? 0);
    this.builder.problems.push(
      value === undefined
        ? { code: "onnx.missingTensor", message: `nothing in the file computes the output "${name}"`, place }
        : value.kind === "constant"
          ? { code: "onnx.constantOutput", message: `the output "${name}" does not depend on any input`, place }
          : {
              code: "onnx.integerOutput",
              message: `the output "${name}" holds whole numbers`,
              place,
              hint: "end the model with a DequantizeLinear, or with a Cast to float",
            },
    );
    return undefined;
  }

  /** The real numbers behind codes: the firmware answers codes by itself. */
  private codesOf(name: string, source: Activation, given: GivenQuantization, shift: number): NamedOutput | undefined {
    const place = `output "${name}"`;
    // What only moved codes lies on their grid already, under the very name.
    const isMoved = source.tensor === name;
    if (isMoved) this.builder.give(source, given);
    const real = this.builder.fresh(`${name}/real`);
    const pair = isMoved ? source : this.builder.emitPair(source, given, real, `output_${name}/real`, place);
    if (isProblem(pair)) {
      this.builder.problems.push(pair);
      return undefined;
    }
    const [scale = 1] = given.scales;
    const [zeroPoint = 0] = given.zeroPoints;
    this.codes.set(name, { scale, zeroPoint: zeroPoint - shift });
    const message = `${place} holds codes in the file: here it is the real numbers that they stand for, and the firmware's codes are the file's`;
    this.builder.notes.push({ code: "onnx.codesOutput", message, place });
    return { name, value: pair };
  }

  /** What the last operator reads, in the place of what it makes of it; undefined where that is an output already. */
  private scores(name: string, { source, op, shape, place }: LeftOut): NamedOutput | undefined {
    const output = `output "${name}"`;
    if (this.proto.input.some((input) => input.name === source.tensor)) {
      const message = `nothing is left of the model without ${place}, which its ${output} comes from`;
      this.builder.problems.push({
        code: "onnx.lastOnly",
        message,
        place: output,
        hint: "the firmware can do that by itself",
      });
      return undefined;
    }
    const whole = elementsOf(shape) === 1;
    const message =
      op === "LogSoftmax"
        ? `${place} is left out: ${output} is the logits that it reads, in the same order`
        : `${place} is left out: ${output} is the scores that it reads${whole ? ", and <name>_argmax of the C project gives the index" : ""}`;
    this.builder.notes.push({ code: "onnx.leftOut", message, place: output });
    const others = this.proto.output.filter((one) => one.name !== name).map((one) => this.valueOf(one.name ?? ""));
    const twin = others.some(
      (value) =>
        value !== undefined && value !== "refused" && value.kind === "activation" && value.tensor === source.tensor,
    );
    if (twin || this.answered.has(source.tensor)) return undefined;
    this.answered.add(source.tensor);
    return { name: source.tensor, value: source };
  }
}

/** What an input is fed with whose values make no difference. */
function zerosFor({ type }: ValueInfoProto): FloatTensor {
  const dimensions = type?.tensorType?.shape?.dim ?? [];
  const shape = dimensions.map(({ dimValue = 0 }) => Math.max(1, dimValue));
  return { shape, data: new Float32Array(elementsOf(shape)) };
}

function unknownOperator(node: NodeProto): Problem {
  const domain = node.domain === undefined || node.domain === "" ? "" : ` of ${node.domain}`;
  const message = `${nodeTitle(node)} is an operator${domain} that is not supported`;
  const hint = unsupportedHint(node.domain ?? "", node.opType ?? "");
  return { code: "onnx.unsupportedOperator", message, place: nodeTitle(node), hint };
}

function notANumber(place: string): Problem {
  const message = `${place} makes of its constants a value that is not a number`;
  return { code: "onnx.nonFinite", message, place, hint: "train or export the network again" };
}

function noSuchOutput(node: NodeProto, name: string): Problem {
  const message = `${nodeTitle(node)} reads "${name}", an additional output of its operator that is not supported`;
  return { code: "onnx.secondOutput", message, place: nodeTitle(node) };
}
