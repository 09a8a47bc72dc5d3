/**
 * A TensorFlow Lite model as an ONNX model: one walk over its operators in their order. What cannot be taken over is collected, and stands in the
 * result as a node that no reader of ONNX knows, so that whoever imports it sees all other obstacles too.
 */
import { ok, refuse, type Outcome, type Problem } from "../base/outcome";
import type { StatePair } from "../ir/graph";
import { irVersionOf } from "../onnx/encode/encode";
import { shapeProblem } from "../onnx/limits";
import { encodeModel, type Sparse } from "../onnx/wire/codec";
import { DataType, type ValueInfoProto } from "../onnx/wire/proto";
import { NUMBER_TYPES } from "./constants";
import { elementwiseOps } from "./ops/elementwise";
import { layoutOps } from "./ops/layout";
import { productOps } from "./ops/products";
import { windowOps } from "./ops/windows";
import { Refused } from "./refused";
import { Site, type Translator } from "./site";
import { OPSET, Translation } from "./translation";
import { initialValues, variableOf, Variables } from "./variables";
import { Damaged } from "./wire/reader";
import { damaged, readModel } from "./wire/readModel";
import { TensorType, typeName, type OperatorInfo, type Subgraph, type TfliteModel } from "./wire/schema";

export interface Converted {
  readonly onnx: Uint8Array;
  /** The file's variables. */
  readonly states: readonly StatePair[];
  /** Of operators that are not in the result. */
  readonly problems: readonly Problem[];
  /** The shapes that the file states, by the tensors' names in the result. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
}

/** What stands in the result for operators that are not taken over. */
export const FOREIGN = "TensorFlow Lite";

export function convertTflite(bytes: Uint8Array): Outcome<Converted> {
  const read = readModel(bytes);
  if (!read.ok) return read;
  const [main] = read.value.subgraphs;
  if (!main) return refuse(damaged("it holds no network"));
  if (main.operators.length === 0) return refuse({ code: "tflite.noNodes", message: "the model holds no operators" });
  if (main.outputs.length === 0) return refuse({ code: "tflite.noOutputs", message: "the model has no outputs" });
  try {
    return new Converter(read.value, main, bytes.length).run();
  } catch (error) {
    // Options of operators are read where they are needed.
    if (error instanceof Damaged) return refuse(damaged(error.message));
    throw error;
  }
}

const OPERATORS: ReadonlyMap<string, Translator> = new Map(
  [windowOps, productOps, elementwiseOps, layoutOps].flatMap((family) => Object.entries(family)),
);

class Converter {
  private readonly translation: Translation;
  private readonly variables: Variables;
  private readonly problems: Problem[] = [];

  constructor(
    private readonly model: TfliteModel,
    private readonly main: Subgraph,
    fileBytes: number,
  ) {
    this.translation = new Translation(main, fileBytes);
    this.variables = new Variables(initialValues(model, main));
  }

  run(): Outcome<Converted> {
    const { translation, main } = this;
    const inputs = main.inputs.flatMap((index) => this.addInput(index));
    const needed = neededOperators(main);
    for (const operator of main.operators) if (needed.has(operator)) this.translate(operator);
    const outputs = main.outputs.flatMap((index) => this.addOutput(index));
    const states =
      this.guarded(
        () => "the model",
        () => this.variables.pairs(translation),
      ) ?? [];
    const [first, ...others] = this.problems;
    if (first && (inputs.length === 0 || outputs.length === 0)) return refuse(first, ...others);
    const carried = this.variables.inputs.map(({ name, shape }) => valueInfo(name, DataType.float, shape));
    const onnx = encodeModel({
      irVersion: irVersionOf(OPSET),
      producerName: FOREIGN,
      ...(this.model.description !== "" && { producerVersion: `(${this.model.description})` }),
      opsetImport: [
        { domain: "", version: OPSET },
        { domain: FOREIGN, version: 1 },
      ],
      graph: {
        name: main.name || "main",
        node: translation.writer.nodes,
        initializer: translation.writer.initializers,
        input: [...inputs, ...carried],
        output: [...outputs, ...states.map(({ output }) => ({ name: output, type: floats() }))],
      },
    });
    return ok({ onnx, states, problems: this.problems, shapes: translation.shapes });
  }

  private addInput(index: number): readonly Sparse<ValueInfoProto>[] {
    const { translation } = this;
    const tensor = translation.tensor(index);
    const name = translation.label(index);
    const place = `input "${name}"`;
    const dataType = translation.isQuantized(index) ? DataType.float : NUMBER_TYPES.get(tensor.type);
    const free = tensor.signature.findIndex((size, axis) => size < 0 && axis > 0);
    const impossible = shapeProblem(place, tensor.shape, place);
    if (impossible) this.problems.push(impossible);
    else if (dataType === undefined) {
      const message = `${place} holds ${typeName(tensor.type)} values; only numbers are supported`;
      this.problems.push({ code: "tflite.inputType", message, place });
    } else if (free > 0) {
      this.problems.push({
        code: "tflite.dynamicShape",
        message: `${place} has no fixed size along axis ${free}`,
        place,
        hint: "convert the model with fixed input sizes",
      });
    }
    translation.set(index, { kind: "activation", names: new Map([["file", name]]) });
    if (translation.isQuantized(index)) {
      const real = translation.writer.fresh(`${name}/real`);
      const paired = (): boolean => {
        translation.pair(index, name, real);
        return true;
      };
      const done = this.guarded(() => place, paired);
      if (done) translation.set(index, { kind: "activation", names: new Map([["file", real]]) });
    }
    return [valueInfo(name, dataType ?? DataType.float, tensor.shape)];
  }

  /** Outputs that only are another tensor get a node of their own. */
  private addOutput(index: number): readonly Sparse<ValueInfoProto>[] {
    const { translation } = this;
    return (
      this.guarded(
        () => `output "${translation.tensor(index).name}"`,
        () => {
          const held = translation.operand(index, "file");
          const name = translation.label(index);
          const isInput = this.main.inputs.includes(index);
          const output = isInput ? translation.writer.fresh(`${name}/output`) : name;
          if (held !== output) translation.node("Identity", [held], output, {}, output);
          const { type } = translation.tensor(index);
          const isWhole = !translation.isQuantized(index) && (type === TensorType.int32 || type === TensorType.int64);
          return [{ name: output, type: isWhole ? wholes() : floats() }];
        },
      ) ?? []
    );
  }

  private translate(operator: OperatorInfo): void {
    const site = new Site(this.translation, operator);
    const translator = OPERATORS.get(operator.name) ?? this.variables.operators[operator.name];
    // Results have the first right to their names: weights are often called after what they make.
    if (operator.name !== "VAR_HANDLE") for (const index of operator.outputs) this.translation.label(index);
    const isKnown = translator !== undefined && !operator.isCustom;
    const done =
      isKnown &&
      this.guarded(
        () => site.place,
        () => {
          translator(site);
          return true;
        },
      );
    if (!done) this.standIn(operator, site.name);
  }

  /** A node that stands for the operator, so that what reads it is looked at. */
  private standIn(operator: OperatorInfo, name: string): void {
    const { translation } = this;
    const known = (index: number): readonly string[] => {
      if (index < 0) return [];
      try {
        return [translation.operand(index, "file")];
      } catch (error) {
        if (error instanceof Refused) return [];
        throw error;
      }
    };
    const outputs = operator.outputs.map((index) => translation.label(index));
    translation.writer.foreign(FOREIGN, operator.name, operator.inputs.flatMap(known), outputs, name);
    operator.outputs.forEach((index, k) =>
      translation.set(index, { kind: "activation", names: new Map([["file", outputs[k] ?? ""]]) }),
    );
  }

  /** @param placeOf asked for only where there is a problem: labels go to whom they are first given */
  private guarded<T>(placeOf: () => string, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { code, message, hint } = error;
      const place = placeOf();
      const said = message.startsWith("tensor ") ? message : `${place} ${message}`;
      this.problems.push({ code, message: said, place, ...(hint !== undefined && { hint }) });
      return undefined;
    }
  }
}

/** Those that an output or a variable that is read depends on. */
function neededOperators(main: Subgraph): ReadonlySet<OperatorInfo> {
  const tensors = new Set(main.outputs);
  const variables = new Set<string>();
  const handles = new Map(
    main.operators.flatMap((operator) =>
      operator.name === "VAR_HANDLE" ? [[operator.outputs[0] ?? -1, variableOf(operator, main)] as const] : [],
    ),
  );
  const needed = new Set<OperatorInfo>();
  for (let before = -1; before !== needed.size;) {
    before = needed.size;
    for (const operator of [...main.operators].reverse()) {
      if (needed.has(operator)) continue;
      const variable = handles.get(operator.inputs[0] ?? -1);
      const isAssigned = operator.name === "ASSIGN_VARIABLE" && variable !== undefined && variables.has(variable);
      if (!isAssigned && !operator.outputs.some((index) => tensors.has(index))) continue;
      needed.add(operator);
      for (const index of operator.inputs) tensors.add(index);
      if (operator.name === "READ_VARIABLE" && variable !== undefined) variables.add(variable);
    }
  }
  return needed;
}

function floats(): NonNullable<ValueInfoProto["type"]> {
  return { tensorType: { elemType: DataType.float } };
}

function wholes(): NonNullable<ValueInfoProto["type"]> {
  return { tensorType: { elemType: DataType.int64 } };
}

function valueInfo(name: string, elemType: number, shape: readonly number[]): Sparse<ValueInfoProto> {
  return { name, type: { tensorType: { elemType, shape: { dim: shape.map((dimValue) => ({ dimValue })) } } } };
}
