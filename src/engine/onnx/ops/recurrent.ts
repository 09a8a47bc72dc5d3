/**
 * LSTM, GRU and RNN. Each direction is an operator of its own on [T, N, I]; the results lie beside each other along the last axis until ONNX's own
 * order of axes is made of them, so that what exporters put behind (a transpose and a reshape) undoes it for nothing.
 */
import type { Problem } from "../../base/outcome";
import { GATES, type Recurrence } from "../../ir/op";
import { sameShape, showShape } from "../../ir/shapes";
import { Chain, type Operand } from "../chain";
import type { Lowering, Site } from "../site";
import { isProblem, type Activation, type Constant, type Value } from "../value";

type CellKind = Recurrence["cell"];

/** The activations of one direction that ONNX prescribes where a file names none. */
const ACTIVATIONS: Readonly<Record<CellKind, readonly string[]>> = {
  lstm: ["sigmoid", "tanh", "tanh"],
  gru: ["sigmoid", "tanh"],
  rnn: ["tanh"],
};

/** Inputs by position. */
const W = 1;
const R = 2;
const B = 3;
const SEQUENCE_LENGTHS = 4;
const INITIAL_H = 5;
const INITIAL_C = 6;
const PEEPHOLES = 7;

/** Where the sizes of the operands come from, and which way each direction goes. */
interface Sizes {
  readonly steps: number;
  readonly sequences: number;
  readonly columns: number;
  readonly units: number;
  /** Whether each direction runs from the end. */
  readonly reverse: readonly boolean[];
  /** Whether the first two axes are [N, T] instead of [T, N]. */
  readonly batchFirst: boolean;
}

function lowerRecurrent(cell: CellKind): Lowering {
  return (site) => {
    const x = site.activation(0);
    if (isProblem(x)) return x;
    const sizes = sizesOf(site, cell, x);
    if (isProblem(sizes)) return sizes;
    const problem = unusualAttribute(site, cell, sizes) ?? unusualInput(site, cell, sizes);
    if (problem) return problem;
    const parameters = parametersOf(site, cell, sizes);
    if (isProblem(parameters)) return parameters;
    return emitDirections(site, x, cell, sizes, parameters);
  };
}

function sizesOf(site: Site, cell: CellKind, { shape }: Activation): Sizes | Problem {
  const weights = site.floatConstant(W, "weights");
  if (isProblem(weights)) return weights;
  const batchFirst = site.flag("layout", false);
  const [first = 0, second = 0, columns = 0] = shape;
  const [steps, sequences] = batchFirst ? [second, first] : [first, second];
  const [directions = 0, rows = 0] = weights.shape;
  const units = rows / GATES[cell];
  const direction = site.string("direction", "forward").toLowerCase();
  const reverse = { forward: [false], reverse: [true], bidirectional: [false, true] }[direction];
  if (!reverse) return site.refuse("onnx.attribute", `${site.place} runs in the unknown direction "${direction}"`);
  const isFit =
    shape.length === 3 &&
    sameShape(weights.shape, [reverse.length, rows, columns]) &&
    Number.isInteger(units) &&
    units > 0 &&
    site.int("hidden_size", units) === units;
  if (isFit) return { steps, sequences, columns, units, reverse, batchFirst };
  return site.refuse(
    "onnx.shape",
    `${site.place} has weights ${showShape(weights.shape)} for an input ${showShape(shape)} in ${directions} directions`,
  );
}

/** Attributes that change what is computed, beyond what is understood. */
function unusualAttribute(site: Site, cell: CellKind, { reverse }: Sizes): Problem | undefined {
  const given = site.strings("activations");
  const usual = reverse.flatMap(() => ACTIVATIONS[cell]);
  const names = given?.map((name) => name.toLowerCase()) ?? [];
  if (names.length > 0 && !(names.length === usual.length && names.every((name, i) => name === usual[i]))) {
    return site.refuse(
      "onnx.recurrent",
      `${site.place} has the activations ${given?.join(", ") ?? ""}, which are not supported`,
      `only ${ACTIVATIONS[cell].map((name) => (name === "tanh" ? "Tanh" : "Sigmoid")).join(", ")}`,
    );
  }
  if (site.has("clip") && Number.isFinite(site.float("clip", Infinity))) {
    return site.refuse(
      "onnx.recurrent",
      `${site.place} clips what goes into its gates, which is not supported`,
      "export it without clip: gates are flat beyond ±16 anyway",
    );
  }
  if (cell !== "lstm" || !site.flag("input_forget", false)) return undefined;
  return site.refuse(
    "onnx.recurrent",
    `${site.place} couples input and forget gate, which is not supported`,
    "export it with input_forget = 0",
  );
}

/** Inputs that change what is computed; such that hold what has no effect are none. */
function unusualInput(site: Site, cell: CellKind, { steps }: Sizes): Problem | undefined {
  const lengths = site.constant(SEQUENCE_LENGTHS, "sequence lengths");
  if (isProblem(lengths)) return lengths;
  if (lengths?.data.some((length) => length !== steps) === true) {
    return site.refuse(
      "onnx.recurrent",
      `${site.place} ends some sequences early (sequence_lens), which is not supported`,
      `export it without sequence_lens, or with ${steps} for each sequence`,
    );
  }
  const peepholes = cell === "lstm" ? site.constant(PEEPHOLES, "peepholes") : undefined;
  if (isProblem(peepholes)) return peepholes;
  if (peepholes?.data.some((value) => value !== 0) !== true) return undefined;
  return site.refuse(
    "onnx.recurrent",
    `${site.place} has peepholes, which are not supported`,
    "train it without weights from the cell state to the gates",
  );
}

/** Constants of all directions, each with its first axis for them. */
interface Parameters {
  readonly weights: Constant;
  readonly recurrent: Constant;
  readonly bias?: Constant;
  readonly hidden?: Operand;
  readonly cell?: Operand;
}

function parametersOf(site: Site, cell: CellKind, sizes: Sizes): Parameters | Problem {
  const { units, reverse, sequences, batchFirst } = sizes;
  const directions = reverse.length;
  const rows = GATES[cell] * units;
  const weights = site.floatConstant(W, "weights");
  if (isProblem(weights)) return weights;
  const recurrent = shaped(site, R, "recurrent weights", [directions, rows, units]);
  if (isProblem(recurrent)) return recurrent;
  if (!recurrent) return site.refuse("onnx.missingInput", `${site.place} lacks its recurrent weights`);
  const bias = shaped(site, B, "bias", [directions, 2 * rows]);
  if (isProblem(bias)) return bias;
  const stateShape = batchFirst ? [sequences, directions, units] : [directions, sequences, units];
  const hidden = stateOf(site, INITIAL_H, "initial hidden state", stateShape);
  if (isProblem(hidden)) return hidden;
  const state = cell === "lstm" ? stateOf(site, INITIAL_C, "initial cell state", stateShape) : undefined;
  if (isProblem(state)) return state;
  return { weights, recurrent, ...(bias && { bias }), ...(hidden && { hidden }), ...(state && { cell: state }) };
}

/** What a state begins with, computed or constant. */
function stateOf(site: Site, index: number, what: string, shape: readonly number[]): Operand | Problem | undefined {
  if (site.value(index)?.kind !== "activation") return shaped(site, index, what, shape);
  const state = site.activation(index);
  if (isProblem(state) || sameShape(state.shape, shape)) return state;
  return site.refuse(
    "onnx.shape",
    `${site.place} has ${what} of shape ${showShape(state.shape)} instead of ${showShape(shape)}`,
  );
}

/** A constant of that shape; undefined where it is not given. */
function shaped(site: Site, index: number, what: string, shape: readonly number[]): Constant | Problem | undefined {
  const value = site.value(index);
  if (value === undefined) return undefined;
  const constant = site.floatConstant(index, what);
  if (isProblem(constant) || sameShape(constant.shape, shape)) return constant;
  return site.refuse(
    "onnx.shape",
    `${site.place} has ${what} of shape ${showShape(constant.shape)} instead of ${showShape(shape)}`,
  );
}

function emitDirections(
  site: Site,
  x: Activation,
  cell: CellKind,
  sizes: Sizes,
  parameters: Parameters,
): Problem | readonly Value[] {
  const { steps, sequences, units, reverse, batchFirst } = sizes;
  const chain = new Chain(site);
  const along = batchFirst ? chain.transpose(x, [1, 0, 2]) : x;
  if (chain.problem) return chain.problem;
  const resetAfter = cell === "gru" && site.flag("linear_before_reset", false);
  const results: Activation[] = [];
  const cells: Activation[] = [];
  for (const [direction, isReverse] of reverse.entries()) {
    const way = isReverse ? "backward" : "forward";
    const own = parametersFor(chain, parameters, { cell, direction, sizes });
    if (isProblem(own)) return own;
    const inputs = [along, ...own];
    const op = { kind: "recurrent", cell, units, reverse: isReverse, resetAfter } as const;
    // The layer is called what the node is; where there are two, what each direction is.
    const suffix = reverse.length > 1 && { suffix: way };
    const states = site.emit({ ...op, gives: "states" }, inputs, { output: site.between(way), ...suffix });
    if (isProblem(states)) return states;
    results.push(states);
    if (cell === "lstm" && site.hasOutput(2)) cells.push(chain.step({ ...op, gives: "lastCell" }, inputs));
  }
  // Each direction ends with its own last step.
  const ends = results.map((states, direction) => {
    const at = reverse[direction] === true ? 0 : steps - 1;
    const last = { starts: [at, 0, 0], ends: [at + 1, sequences, units], steps: [1, 1, 1] };
    return steps === 1 ? states : chain.step({ kind: "slice", ...last }, [states]);
  });
  const values: Value[] = [];
  for (const [output, directions] of [results, ends, ...(cells.length > 0 ? [cells] : [])].entries()) {
    const value = arranged(site, chain, directions, { output, sizes, shape: [output === 0 ? steps : 1, sequences] });
    if (isProblem(value)) return value;
    values.push(value);
  }
  return values;
}

/** One direction's parameters as the operator takes them. */
function parametersFor(
  chain: Chain,
  { weights, recurrent, bias, hidden, cell: state }: Parameters,
  place: { readonly cell: CellKind; readonly direction: number; readonly sizes: Sizes },
): readonly Operand[] | Problem {
  const { direction, sizes } = place;
  const { units, reverse, sequences, batchFirst } = sizes;
  const rows = GATES[place.cell] * units;
  const of = (constant: Constant | undefined, count: number): Float32Array => {
    const each = (constant?.data.length ?? 0) / reverse.length;
    return constant
      ? Float32Array.from(constant.data.subarray(direction * each, (direction + 1) * each))
      : new Float32Array(count);
  };
  const matrices = [...of(weights, 0), ...of(recurrent, 0)];
  const initial = (constant: Operand | undefined): Operand => {
    if (constant?.kind === "activation") {
      const axis = batchFirst ? 1 : 0;
      const starts = [0, 0, 0].map((_, i) => (i === axis ? direction : 0));
      const ends = constant.shape.map((size, i) => (i === axis ? direction + 1 : size));
      const own =
        reverse.length === 1 ? constant : chain.step({ kind: "slice", starts, ends, steps: [1, 1, 1] }, [constant]);
      return chain.reshape(own, [sequences, units]);
    }
    const data = new Float32Array(sequences * units);
    for (let n = 0; n < sequences; n++) {
      const from = (batchFirst ? n * reverse.length + direction : direction * sequences + n) * units;
      if (constant) data.set(constant.data.subarray(from, from + units), n * units);
    }
    return chain.constant([sequences, units], data);
  };
  const isGiven = [hidden, state].some(
    (one) => one?.kind === "activation" || one?.data.some((value) => value !== 0) === true,
  );
  const states = isGiven ? [initial(hidden), ...(place.cell === "lstm" ? [initial(state)] : [])] : [];
  if (chain.problem) return chain.problem;
  return [chain.constant([matrices.length], matrices), chain.constant([2 * rows], of(bias, 2 * rows)), ...states];
}

/** All directions in ONNX's order of axes: [T, D, N, H] or [N, T, D, H] for all steps, [D, N, H] or [N, D, H] for the last. */
function arranged(
  site: Site,
  chain: Chain,
  directions: readonly Activation[],
  {
    output,
    sizes,
    shape: [steps, sequences],
  }: { readonly output: number; readonly sizes: Sizes; readonly shape: readonly [number, number] },
): Activation | Problem {
  const { units, batchFirst } = sizes;
  const [only] = directions;
  const count = directions.length;
  const beside = count === 1 && only ? only : chain.step({ kind: "concat", axis: 2 }, directions);
  const split = chain.reshape(beside, [steps, sequences, count, units]);
  const moved = chain.transpose(split, batchFirst ? [1, 0, 2, 3] : [0, 2, 1, 3]);
  const shape = batchFirst ? [sequences, steps, count, units] : [steps, count, sequences, units];
  const wanted = output === 0 ? shape : shape.filter((_, axis) => axis !== (batchFirst ? 1 : 0));
  if (chain.problem) return chain.problem;
  const name = site.hasOutput(output) ? site.outputName(output) : site.between(`unused${output}`);
  return site.emit({ kind: "reshape" }, [moved], { output: name, suffix: `output${output}`, shape: wanted });
}

export const recurrentOps: Readonly<Record<string, Lowering>> = {
  LSTM: lowerRecurrent("lstm"),
  GRU: lowerRecurrent("gru"),
  RNN: lowerRecurrent("rnn"),
};
