/**
 * What a person states about a file's inputs that the file leaves open: sizes, and values that never change. The graph comes back with those
 * sizes, and without the inputs that have become constants. What contradicts the file is refused.
 */
import { ok, refuse, type Outcome, type Problem } from "../../base/outcome";
import { elementsOf, type StatePair } from "../../ir/graph";
import { showShape } from "../../ir/inferShape";
import { MAX_FOLDED_ELEMENTS } from "../limits";
import { DataType, dataTypeName, type GraphProto, type TensorTypeProto, type ValueInfoProto } from "../wire/proto";
import { integerType } from "../wire/tensorData";
import { floatConstant, type Constant } from "../value";

export interface StatedInputs {
  /** Every size of an input, batch included, by its name. */
  readonly shape?: Readonly<Record<string, readonly number[]>>;
  /** What an input always holds, by its name: one number for all of its elements, or one for each in row-major order. */
  readonly fix?: Readonly<Record<string, number | readonly number[]>>;
  /** Which inputs and outputs are states; empty: none; absent: those that names and use tell. */
  readonly states?: readonly StatePair[];
}

export interface StatedGraph {
  readonly graph: GraphProto;
  /** Constants by the name of the input that they stand for. */
  readonly fixed: ReadonlyMap<string, Constant>;
}

const FLOATING: ReadonlySet<number> = new Set([DataType.float, DataType.float16, DataType.bfloat16, DataType.double]);

export function applyStated(graph: GraphProto, stated: StatedInputs): Outcome<StatedGraph> {
  const names = graph.input.map(({ name = "" }) => name);
  const problems: Problem[] = [];
  const known = (name: string, what: "sizes" | "a value"): boolean => {
    if (names.includes(name)) return true;
    const hint = names.length === 0 ? "the model has no inputs" : `its inputs are ${names.join(", ")}`;
    problems.push({
      code: "onnx.noSuchInput",
      message: `${what} are given for the input "${name}", which the model does not have`.replace(
        "a value are",
        "a value is",
      ),
      hint,
    });
    return false;
  };
  const shapes = new Map(Object.entries(stated.shape ?? {}).filter(([name]) => known(name, "sizes")));
  const values = new Map(Object.entries(stated.fix ?? {}).filter(([name]) => known(name, "a value")));

  const fixed = new Map<string, Constant>();
  const inputs = graph.input.flatMap((input): readonly ValueInfoProto[] => {
    const name = input.name ?? "";
    const sizes = shapes.get(name);
    const sized = sizes ? withSizes(name, input, sizes) : input;
    if ("code" in sized) {
      problems.push(sized);
      return [input];
    }
    const value = values.get(name);
    if (value === undefined) return [sized];
    const constant = constantOf(name, sized.type?.tensorType, value);
    if ("code" in constant) problems.push(constant);
    else fixed.set(name, constant);
    return [];
  });
  const [first, ...others] = problems;
  if (first) return refuse(first, ...others);
  return ok({
    graph: { ...graph, input: inputs, initializer: graph.initializer.filter(({ name = "" }) => !fixed.has(name)) },
    fixed,
  });
}

function withSizes(name: string, input: ValueInfoProto, sizes: readonly number[]): ValueInfoProto | Problem {
  const place = `input "${name}"`;
  const type = input.type?.tensorType;
  const own = type?.shape?.dim;
  const contradicts =
    own !== undefined &&
    (own.length !== sizes.length ||
      own.some(({ dimValue = 0 }, axis) => dimValue > 0 && dimValue !== (sizes[axis] ?? 0)));
  if (contradicts) {
    const given = own.map(({ dimValue = 0, dimParam = "" }) =>
      dimValue > 0 ? dimValue : dimParam === "" ? "?" : dimParam,
    );
    const message = `${place} is ${showShape(sizes)} as stated, and [${given.join(",")}] in the file`;
    return {
      code: "onnx.statedShape",
      message,
      place,
      hint: "state the sizes that the file leaves open, and the others as they are",
    };
  }
  const tensorType = { ...type, shape: { dim: sizes.map((dimValue) => ({ dimValue })) } };
  return { ...input, type: { ...input.type, tensorType } };
}

/** Sizes that stay open are 1: a state or a rate that is given as one number. */
function constantOf(
  name: string,
  type: TensorTypeProto | undefined,
  value: number | readonly number[],
): Constant | Problem {
  const place = `input "${name}"`;
  const shape = (type?.shape?.dim ?? []).map(({ dimValue = 0 }) => (dimValue > 0 ? dimValue : 1));
  const refusal = (message: string, hint?: string): Problem => ({
    code: "onnx.statedValue",
    message: `${place} ${message}`,
    place,
    ...(hint !== undefined && { hint }),
  });
  const count = elementsOf(shape);
  if (count > MAX_FOLDED_ELEMENTS) return refusal(`of shape ${showShape(shape)} is too large to be a constant`);
  const list = typeof value === "number" ? [value] : value;
  if (list.length !== 1 && list.length !== count) {
    return refusal(`of shape ${showShape(shape)} has ${count} elements, and ${list.length} values are given`);
  }
  const dataType = type?.elemType ?? 0;
  const at = (i: number): number => (list.length === 1 ? list[0] : list[i]) ?? 0;
  if (FLOATING.has(dataType))
    return floatConstant(
      name,
      shape,
      Float32Array.from({ length: count }, (_, i) => at(i)),
    );
  const range = rangeOf(dataType);
  if (!range) return refusal(`holds ${dataTypeName(dataType)} values, which cannot be given`);
  const wrong = list.find((each) => !Number.isInteger(each) || each < range.least || each > range.most);
  if (wrong !== undefined) return refusal(`holds ${dataTypeName(dataType)} values, and ${wrong} is none`);
  return { kind: "constant", name, shape, dataType, data: Float64Array.from({ length: count }, (_, i) => at(i)) };
}

export interface WholeRange {
  readonly least: number;
  readonly most: number;
}

/** What a whole-number type or bool holds, within what float32 tells apart; undefined for other types. */
export function rangeOf(dataType: number): WholeRange | undefined {
  if (dataType === DataType.bool) return { least: 0, most: 1 };
  const type = integerType(dataType);
  if (!type) return undefined;
  const bits = type.bits - (type.signed ? 1 : 0);
  const most = Math.min(2 ** bits - 1, LARGEST_EXACT);
  return { least: type.signed ? -Math.min(2 ** bits, LARGEST_EXACT) : 0, most };
}

const LARGEST_EXACT = 2 ** 24;
