/**
 * ONNX bytes → IR graph. Nodes are lowered one by one by the table in lowerings.ts; all that cannot be lowered is collected, so that a
 * person sees every obstacle at once. A node behind a refused one is not lowered, but an operator that is unknown is named even there.
 */
import { ok, refuse, type Outcome, type Problem } from "../base/outcome";
import type { Graph } from "../ir/graph";
import { showShape } from "../ir/inferShape";
import { GraphBuilder } from "./builder";
import { decodeModel } from "./codec";
import type { ExternalFiles } from "./externalData";
import { FoldingBudget, MAX_AXES, OverLimit, shapeProblem, sizeProblem } from "./limits";
import { isAlwaysRefused, loweringOf } from "./lowerings";
import { inlineFunctions, type InlinedModel } from "./inlineFunctions";
import { findCutName, findDuplicates, nodeTitle, orderNodes } from "./order";
import {
  DataType,
  dataTypeName,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from "./proto";
import { Site, type Lowered } from "./site";
import { readTensor } from "./tensorData";
import { unsupportedHint } from "./unsupportedHint";
import { isProblem, type Activation, type Value } from "./value";

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
}

export interface ImportOptions {
  /** Contents of the files that externalDataFiles() lists, by the location written in the model. */
  readonly externalData?: ExternalFiles;
}

const OLDEST_OPSET = 7;
const NEWEST_OPSET = 25;
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
  const cut = findCutName(proto, model.functions);
  if (cut) return refuse(cut);
  const [duplicate, ...duplicates] = findDuplicates(proto);
  if (duplicate) return refuse(duplicate, ...duplicates);
  const inlined = inlineFunctions(model, proto, (domain, op) => loweringOf(domain, op) !== undefined);
  if (!inlined.ok) return inlined;
  const imported = new Importer(
    inlined.value,
    proto,
    opset,
    options.externalData ?? new Map<string, Uint8Array>(),
    bytes.length,
  ).run();
  if (!imported.ok) return imported;
  const producer = [model.producerName, model.producerVersion]
    .filter((part) => part !== undefined && part !== "")
    .join(" ");
  return ok({ ...imported.value, opset, producer });
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

/** "refused": a node was refused, and what depends on it is skipped silently. */
type Known = Value | "refused";

class Importer {
  private readonly values = new Map<string, Known>();
  private readonly initializers: ReadonlyMap<string, TensorProto>;
  private readonly builder: GraphBuilder;
  private readonly folding: FoldingBudget;

  private readonly proto: GraphProto;

  /** @param file the graph as it is in the file, calls of functions not yet inlined */
  constructor(
    private readonly inlined: InlinedModel,
    private readonly file: GraphProto,
    private readonly opset: number,
    private readonly external: ExternalFiles,
    modelBytes: number,
  ) {
    const proto = (this.proto = inlined.graph);
    const externalBytes = [...external.values()].reduce((sum, { length }) => sum + length, 0);
    this.folding = new FoldingBudget(modelBytes + externalBytes);
    this.initializers = new Map(proto.initializer.map((tensor) => [tensor.name ?? "", tensor]));
    const computed = proto.node.flatMap((node) => node.output);
    this.builder = new GraphBuilder(
      new Set([...this.initializers.keys(), ...computed, ...proto.input.map((input) => input.name ?? "")]),
    );
  }

  run(): Outcome<Omit<ImportedModel, "opset" | "producer">> {
    const { problems, notes } = this.builder;
    for (const { values } of this.proto.sparseInitializer) {
      problems.push({
        code: "onnx.dataType",
        message: `tensor "${values?.name ?? ""}" is sparse, which is not supported`,
      });
    }
    for (const input of this.proto.input) if (!this.initializers.has(input.name ?? "")) this.addInput(input);
    const known = new Set([...this.initializers.keys(), ...this.values.keys()]);
    const ordered = orderNodes(this.proto, known);
    if (!ordered.ok) return ordered;
    for (const node of ordered.value) this.lower(node);
    const outputs = this.outputs();
    const [first, ...rest] = problems;
    if (first) return refuse(first, ...rest);
    const needed = new Set(ordered.value);
    return ok({
      graph: this.builder.finish(this.proto.name ?? "", outputs),
      notes,
      computed: this.computedIn(needed),
      idleControlFlow: this.proto.node.some((node) => !needed.has(node) && node.attribute.some(({ g }) => g)),
    });
  }

  /** Names within functions are not the file's. */
  private computedIn(needed: ReadonlySet<NodeProto>): ReadonlySet<string> {
    const inFile = new Set(this.file.node.flatMap(({ output }) => output));
    return new Set([...needed].flatMap(({ output }) => output.filter((name) => name !== "" && inFile.has(name))));
  }

  private addInput(input: ValueInfoProto): void {
    const name = input.name ?? "";
    const shape = this.inputShape(name, input);
    this.values.set(name, shape ? this.builder.addInput(name, shape) : "refused");
  }

  /** The batch size becomes 1; every other size must be known. */
  private inputShape(name: string, input: ValueInfoProto): readonly number[] | undefined {
    const { problems, notes } = this.builder;
    const place = `input "${name}"`;
    const type = input.type?.tensorType;
    if (type?.elemType === undefined || !FLOATING.has(type.elemType)) {
      const message = `input "${name}" holds ${dataTypeName(type?.elemType)} values; only float inputs are supported`;
      problems.push({ code: "onnx.inputType", message, place, hint: "export the model with a float32 input" });
      return undefined;
    }
    if (!type.shape) {
      problems.push({
        code: "onnx.dynamicShape",
        message: `input "${name}" has no shape`,
        place,
        hint: "export the model with fixed input sizes",
      });
      return undefined;
    }
    const dimensions = type.shape.dim;
    const shape = dimensions.map(({ dimValue }, axis) =>
      dimValue !== undefined && dimValue > 0 ? dimValue : axis === 0 ? 1 : 0,
    );
    const batch = dimensions[0];
    if (batch && !(batch.dimValue !== undefined && batch.dimValue > 0)) {
      notes.push({ code: "onnx.batchFixed", message: `the free batch size of input "${name}" is fixed to 1`, place });
    }
    const free = dimensions.map((dimension, axis) => ({ ...dimension, axis })).filter(({ axis }) => shape[axis] === 0);
    for (const { axis, dimParam } of free) {
      const called = dimParam === undefined || dimParam === "" ? `axis ${axis}` : `axis ${axis} ("${dimParam}")`;
      const message = `input "${name}" has no fixed size along ${called}`;
      problems.push({
        code: "onnx.dynamicShape",
        message,
        place,
        hint: `export the model with a fixed size for ${called}`,
      });
    }
    if (free.length > 0) return undefined;
    if (shape.length >= 2 && (shape[0] ?? 1) > 1) {
      const message = `input "${name}" of shape ${showShape(shape)} has the batch size ${shape[0] ?? 0}; only 1 is supported`;
      problems.push({ code: "onnx.batch", message, place, hint: "export the model with batch size 1 or a free one" });
      return undefined;
    }
    const impossible = shapeProblem(place, shape, place);
    if (!impossible) return shape;
    problems.push(impossible);
    return undefined;
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
    const lowered = this.withinLimits(node, usable, () =>
      lowering(new Site(node, this.inlined.opsets.get(node) ?? this.opset, usable, this.builder, this.external)),
    );
    if (isProblem(lowered)) {
      problems.push(lowered);
      for (const name of outputs) this.values.set(name, "refused");
      return;
    }
    const results = "kind" in lowered ? [lowered] : lowered;
    for (const [i, value] of results.entries()) {
      const name = node.output[i];
      if (name !== undefined && name !== "") this.values.set(name, value);
    }
  }

  /** Outputs that are the same for every input are left out where others are not: they belong into the firmware as constants. */
  private outputs(): readonly NamedOutput[] {
    const { notes } = this.builder;
    const constant = this.proto.output.filter(({ name = "" }) => {
      const value = this.valueOf(name);
      return value !== undefined && value !== "refused" && value.kind === "constant";
    });
    if (constant.length === this.proto.output.length)
      return this.proto.output.flatMap((output) => this.output(output) ?? []);
    for (const { name = "" } of constant) {
      const message = `the output "${name}" does not depend on any input and is left out`;
      notes.push({ code: "onnx.constantOutput", message, place: `output "${name}"` });
    }
    return this.proto.output.flatMap((output) => (constant.includes(output) ? [] : (this.output(output) ?? [])));
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
      throw error;
    }
    if (isProblem(lowered)) return lowered;
    const known = new Set(inputs.map((input) => input?.kind === "constant" && input.data));
    for (const value of "kind" in lowered ? [lowered] : lowered) {
      if (value.kind !== "constant") continue;
      if (value.shape.length > MAX_AXES)
        return refusal(`would make a constant of ${value.shape.length} axes; ${MAX_AXES} are the limit`);
      if (!known.has(value.data) && !this.folding.take(value.data.length)) return refusal(this.folding.message);
    }
    return lowered;
  }

  private output(info: ValueInfoProto): NamedOutput | undefined {
    const name = info.name ?? "";
    const place = `output "${name}"`;
    const value = this.valueOf(name);
    if (value === "refused") return undefined;
    if (value?.kind === "activation") return { name, value };
    this.builder.problems.push(
      value === undefined
        ? { code: "onnx.missingTensor", message: `nothing in the file computes the output "${name}"`, place }
        : value.kind === "constant"
          ? { code: "onnx.constantOutput", message: `the output "${name}" does not depend on any input`, place }
          : {
              code: "onnx.integerOutput",
              message: `the output "${name}" is quantized`,
              place,
              hint: "end the model with a DequantizeLinear",
            },
    );
    return undefined;
  }
}

function unknownOperator(node: NodeProto): Problem {
  const domain = node.domain === undefined || node.domain === "" ? "" : ` of ${node.domain}`;
  const message = `${nodeTitle(node)} is an operator${domain} that is not supported`;
  const hint = unsupportedHint(node.domain ?? "", node.opType ?? "");
  return { code: "onnx.unsupportedOperator", message, place: nodeTitle(node), hint };
}

function noSuchOutput(node: NodeProto, name: string): Problem {
  const message = `${nodeTitle(node)} reads "${name}", an additional output of its operator that is not supported`;
  return { code: "onnx.secondOutput", message, place: nodeTitle(node) };
}
