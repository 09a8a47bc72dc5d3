/** Operators that pick, join or surround values: Concat, Split, Slice, Gather, Pad, Expand, Tile. Long as there are many. */
import type { Problem } from "../../../base/outcome";
import { elementsOf } from "../../../ir/graph";
import { broadcastShapes, inferShape, showShape } from "../../../ir/inferShape";
import { Chain } from "../../chain";
import { concatConstants, expandConstant, pickConstant, sliceConstant } from "../../rewrite/fold";
import { foldedElements, positionsAlong } from "../../limits";
import type { EmitOptions, Lowered, Lowering, Site } from "../../site";
import { embedding } from "./embedding";
import { broadcastTo, pickAlong, pickAlongAxes } from "./picking";
import { isFloat, isProblem, typed, wholeNumbers, type Activation, type Constant, type Value } from "../../value";
import { notFoldable } from "../functions/arithmetic";

/** The input that is moved: a constant of any type or an activation. */
function subject(site: Site): Activation | Constant | Problem {
  const value = site.value(0);
  return value?.kind === "constant" ? value : site.activation(0);
}

function lowerConcat(site: Site): Lowered {
  const values = Array.from({ length: site.inputCount }, (_, index) => site.value(index));
  const [first, ...rest] = values.filter((value) => value?.kind === "constant");
  if (first && rest.length + 1 === values.length) return concatenated(site, [first, ...rest]);
  const operands: (Activation | Constant)[] = [];
  for (const [index, value] of values.entries()) {
    if (value?.kind === "constant" && value.data.length === 0) continue; // exporters leave them behind
    const operand = site.moved(index);
    if (value?.kind === "constant") operands.push(value);
    else if (isProblem(operand)) return operand;
    else operands.push(operand);
  }
  const axis = site.axis(site.int("axis", 1), operands[0]?.shape.length ?? 0);
  if (typeof axis !== "number") return axis;
  const types = new Set(operands.flatMap((operand) => (operand.kind === "activation" ? [operand.integer] : [])));
  if (types.size > 1) return site.refuse("onnx.integerArithmetic", `${site.place} joins values of different types`);
  const [only] = operands;
  if (only && operands.length === 1) return only;
  const shape = inferShape(
    { kind: "concat", axis },
    operands.map((operand) => operand.shape),
    [],
  );
  if (typeof shape === "string") return site.refuse("onnx.shape", `${site.place} ${shape}`);
  return typed([...types][0], joined(site, computedOperands(site, operands, axis), axis, shape));
}

/** Constants among computed tensors are computed as well: any of their values times 0, plus the constant. */
function computedOperands(
  site: Site,
  operands: readonly (Activation | Constant)[],
  axis: number,
): readonly Activation[] | Problem {
  const model = operands.find((operand) => operand.kind === "activation");
  const computed: Activation[] = [];
  for (const [i, operand] of operands.entries()) {
    if (operand.kind === "activation") {
      computed.push(operand);
      continue;
    }
    if (!model) return site.refuse("onnx.constantInput", `${site.place} joins constants alone`);
    const count = operand.shape[axis] ?? 1;
    const like = pickAlong(site, model, axis, new Array<number>(count).fill(0), site.between(`like${i}`));
    if (isProblem(like)) return like;
    const chain = new Chain(site, site.between(`joined${i}`));
    const nothing = chain.step({ kind: "mul" }, [like, chain.number(0)]);
    const value = chain.last({ kind: "add" }, [nothing, chain.constant(operand.shape, operand.data)]);
    if (isProblem(value)) return value;
    computed.push(value);
  }
  return computed;
}

function joined(
  site: Site,
  operands: readonly Activation[] | Problem,
  axis: number,
  shape: readonly number[],
): Activation | Problem {
  if (isProblem(operands)) return operands;
  if (shape.length <= 4) return site.emit({ kind: "concat", axis }, operands);
  const chain = new Chain(site);
  const before = elementsOf(shape.slice(0, axis));
  const after = elementsOf(shape.slice(axis + 1));
  const flat = operands.map((operand) => chain.reshape(operand, [1, before, operand.shape[axis] ?? 1, after]));
  return chain.last({ kind: "reshape" }, [chain.step({ kind: "concat", axis: 2 }, flat)], undefined, shape);
}

function concatenated(site: Site, constants: readonly [Constant, ...Constant[]]): Lowered {
  const axis = site.axis(site.int("axis", 1), constants[0].shape.length);
  if (typeof axis !== "number") return axis;
  const shapes = constants.map((constant) => constant.shape);
  const shape = inferShape({ kind: "concat", axis }, shapes, []);
  if (typeof shape === "string") return site.refuse("onnx.shape", `${site.place} ${shape}`);
  return concatConstants(constants, axis, shape);
}

/** Ranges along every axis: `counts` elements from `starts` on, `steps` apart. */
interface Ranges {
  readonly starts: number[];
  readonly counts: number[];
  readonly steps: number[];
}

function wholeRanges(shape: readonly number[]): Ranges {
  return { starts: shape.map(() => 0), counts: [...shape], steps: shape.map(() => 1) };
}

/** Cuts a piece out of a constant or an activation. */
function cut(
  site: Site,
  from: Activation | Constant,
  ranges: Ranges,
  options: EmitOptions = {},
): Activation | Constant | Problem {
  const { starts, counts, steps } = ranges;
  if (counts.some((count) => count < 0))
    return site.refuse("onnx.shape", `${site.place} cuts beyond its input of shape ${showShape(from.shape)}`);
  if (from.kind === "constant") return sliceConstant(from, starts, counts, steps);
  if (counts.some((count) => count === 0))
    return site.refuse("onnx.shape", `${site.place} cuts nothing out of its input of shape ${showShape(from.shape)}`);
  if (steps.some((step) => step < 1)) {
    const positions = steps.map((step, axis) =>
      step === 1 && counts[axis] === from.shape[axis]
        ? undefined
        : positionsAlong(counts[axis] ?? 0, (i) => (starts[axis] ?? 0) + i * step),
    );
    return pickAlongAxes(site, from, positions);
  }
  const ends = starts.map((start, axis) => start + ((counts[axis] ?? 0) - 1) * (steps[axis] ?? 1) + 1);
  if (counts.every((count, axis) => count === from.shape[axis])) return from;
  if (from.shape.length > 4) return cutAlongOne(site, from, ranges, options);
  return site.emit({ kind: "slice", starts, ends, steps }, [from], options);
}

/** More than four axes: the axes before and behind the one that is cut count as one each. */
function cutAlongOne(
  site: Site,
  from: Activation,
  { starts, counts, steps }: Ranges,
  options: EmitOptions,
): Activation | Problem {
  const { shape } = from;
  const [axis = 0, ...others] = shape.flatMap((size, i) => (counts[i] === size ? [] : [i]));
  if (others.length > 0)
    return site.refuse(
      "onnx.rank",
      `${site.place} cuts ${others.length + 1} of ${shape.length} axes, which is not supported`,
      "cut one axis after the other",
    );
  const [start = 0, count = 1, step = 1] = [starts[axis], counts[axis], steps[axis]];
  const before = elementsOf(shape.slice(0, axis));
  const after = elementsOf(shape.slice(axis + 1));
  const chain = new Chain(site, options.output);
  const flat = chain.reshape(from, [1, before, shape[axis] ?? 1, after]);
  const cutOut = chain.step(
    {
      kind: "slice",
      starts: [0, 0, start, 0],
      ends: [1, before, start + (count - 1) * step + 1, after],
      steps: [1, 1, step, 1],
    },
    [flat],
  );
  return chain.last({ kind: "reshape" }, [cutOut], undefined, counts);
}

function lowerSlice(site: Site): Lowered {
  const from = subject(site);
  if (isProblem(from)) return from;
  const starts = site.attributeOrInput("starts", 1, 10);
  if (isProblem(starts)) return starts;
  const ends = site.attributeOrInput("ends", 2, 10);
  if (isProblem(ends)) return ends;
  const axes = site.attributeOrInput("axes", 3, 10) ?? starts?.map((_, axis) => axis);
  if (isProblem(axes)) return axes;
  const steps = site.opset < 10 ? undefined : site.attributeOrInput("steps", 4, 10);
  if (isProblem(steps)) return steps;
  if (!starts || !ends || !axes) return site.refuse("onnx.missingInput", `${site.place} lacks its starts or ends`);
  const ranges = wholeRanges(from.shape);
  for (const [i, given] of axes.entries()) {
    const axis = site.axis(given, from.shape.length);
    if (typeof axis !== "number") return axis;
    const size = from.shape[axis] ?? 0;
    const step = steps?.[i] ?? 1;
    if (step === 0) return site.refuse("onnx.attribute", `${site.place} has a step of 0`);
    const start = bounded(starts[i] ?? 0, size, step);
    const end = bounded(ends[i] ?? 0, size, step);
    const first = Math.min(start, size - 1);
    ranges.starts[axis] = step > 0 ? start : first;
    ranges.counts[axis] = Math.max(0, Math.ceil((end - (step > 0 ? start : first)) / step));
    ranges.steps[axis] = step;
  }
  return cut(site, from, ranges);
}

/** Negative positions count from the end; then inside the axis, where −1 means "before the first" for backward steps. */
function bounded(position: number, size: number, step: number): number {
  const fromStart = position < 0 ? position + size : position;
  return Math.min(Math.max(fromStart, step > 0 ? 0 : -1), size);
}

function lowerSplit(site: Site): Lowered {
  const from = subject(site);
  if (isProblem(from)) return from;
  const axis = site.axis(site.int("axis", 0), from.shape.length);
  if (typeof axis !== "number") return axis;
  const given = site.attributeOrInput("split", 1, 13);
  if (isProblem(given)) return given;
  const outputs = site.node.output;
  const told = site.opset >= 18 && given === undefined ? site.int("num_outputs", outputs.length) : outputs.length;
  if (told !== outputs.length)
    return site.refuse("onnx.attribute", `${site.place} has ${outputs.length} outputs and num_outputs = ${told}`);
  const size = from.shape[axis] ?? 0;
  const each = Math.ceil(size / outputs.length);
  const sizes = given ?? outputs.map((_, i) => Math.min(each, size - i * each));
  if (
    sizes.length !== outputs.length ||
    sizes.some((part) => part < 1) ||
    sizes.reduce((sum, part) => sum + part, 0) !== size
  ) {
    return site.refuse(
      "onnx.attribute",
      `${site.place} splits ${size} elements into ${outputs.length} parts of ${showShape(sizes)}`,
    );
  }
  const parts: Value[] = [];
  let start = 0;
  for (const [i, count] of sizes.entries()) {
    const ranges = wholeRanges(from.shape);
    ranges.starts[axis] = start;
    ranges.counts[axis] = count;
    start += count;
    const output = site.outputName(i) === "" ? site.between(`unused${i}`) : site.outputName(i);
    const part = cut(site, from, ranges, { output, suffix: String(i) });
    if (isProblem(part)) return part;
    parts.push(part);
  }
  return parts;
}

/** Picks by constant indices: of activations one position, which is a slice without its axis, or rows and columns of an image. */
function lowerGather(site: Site): Lowered {
  const from = subject(site);
  if (isProblem(from)) return from;
  const computed = site.value(1);
  if (
    from.kind === "constant" &&
    isFloat(from) &&
    from.shape.length === 2 &&
    site.int("axis", 0) === 0 &&
    computed?.kind === "activation" &&
    computed.integer !== undefined &&
    site.builder.isInput(computed.tensor)
  )
    return embedding(site, from, computed);
  const indices = site.constant(1, "indices");
  if (indices === undefined) return site.refuse("onnx.missingInput", `${site.place} lacks its indices`);
  if (isProblem(indices)) return indices;
  const axis = site.axis(site.int("axis", 0), from.shape.length);
  if (typeof axis !== "number") return axis;
  const size = from.shape[axis] ?? 0;
  const positions = wholeNumbers(indices).map((index) => (index < 0 ? index + size : index));
  const wrong = positions.find((position) => !Number.isInteger(position) || position < 0 || position >= size);
  if (wrong !== undefined) return site.refuse("onnx.shape", `${site.place} picks element ${wrong} of ${size}`);
  const shape = [...from.shape.slice(0, axis), ...indices.shape, ...from.shape.slice(axis + 1)];
  if (from.kind === "constant") return pickConstant(from, axis, positions, shape);
  if (positions.length !== 1) {
    if (indices.shape.length === 1) return pickAlong(site, from, axis, positions);
    const all = pickAlong(site, from, axis, positions, site.between("picked"));
    return isProblem(all) ? all : site.emit({ kind: "reshape" }, [all], { suffix: "reshape", shape });
  }
  const ranges = wholeRanges(from.shape);
  ranges.starts[axis] = positions[0] ?? 0;
  ranges.counts[axis] = 1;
  const picked = cut(site, from, ranges, { output: site.between("picked") });
  if (isProblem(picked) || picked.kind === "constant") return picked;
  return site.emit({ kind: "reshape" }, [picked], { suffix: "reshape", shape });
}

/** Constant padding; pads and value are attributes before operator set 11. Negative pads, which crop, become a slice. */
function lowerPad(site: Site): Lowered {
  const x = site.activation(0);
  if (isProblem(x)) return x;
  const mode = site.string("mode", "constant");
  const pads = site.attributeOrInput("pads", 1, 11);
  if (isProblem(pads)) return pads;
  const value = site.opset < 11 ? site.float("value", 0) : padValue(site);
  if (typeof value !== "number") return value;
  const given = site.opset < 18 ? undefined : site.attributeOrInput("axes", 3, 18);
  if (isProblem(given)) return given;
  const axes = given ?? x.shape.map((_, axis) => axis);
  if (pads?.length !== 2 * axes.length || pads.some((pad) => !Number.isSafeInteger(pad))) {
    return site.refuse("onnx.attribute", `${site.place} has pads ${showShape(pads ?? [])} for ${axes.length} axes`);
  }
  const before = x.shape.map(() => 0);
  const after = x.shape.map(() => 0);
  for (const [i, name] of axes.entries()) {
    const axis = site.axis(name, x.shape.length);
    if (typeof axis !== "number") return axis;
    before[axis] = pads[i] ?? 0;
    after[axis] = pads[i + axes.length] ?? 0;
  }
  return mode === "constant" ? padOrCrop(site, x, before, after, value) : padByCopies(site, x, before, after, mode);
}

/** Positions beyond the ends repeat the last one, go back from there, or go on from the other end. */
const COPIED = new Map<string, (position: number, size: number) => number>(
  Object.entries({
    edge: (position, size) => Math.min(Math.max(position, 0), size - 1),
    reflect: (position, size) => {
      if (size === 1) return 0;
      const around = ((position % (2 * size - 2)) + 2 * size - 2) % (2 * size - 2);
      return around < size ? around : 2 * size - 2 - around;
    },
    wrap: (position, size) => ((position % size) + size) % size,
  }),
);

function padByCopies(
  site: Site,
  x: Activation,
  before: readonly number[],
  after: readonly number[],
  mode: string,
): Lowered {
  const copied = COPIED.get(mode);
  if (!copied) return site.refuse("onnx.padMode", `${site.place} pads by "${mode}", which is not supported`);
  const axes = x.shape.map((size, axis) => {
    const [first, last] = [before[axis] ?? 0, after[axis] ?? 0];
    if (first === 0 && last === 0) return undefined;
    return positionsAlong(Math.max(0, first + size + last), (i) => copied(i - first, size));
  });
  return pickAlongAxes(site, x, axes);
}

function padOrCrop(
  site: Site,
  x: Activation,
  before: readonly number[],
  after: readonly number[],
  value: number,
): Lowered {
  const positive = (pads: readonly number[]): number[] => pads.map((pad) => Math.max(pad, 0));
  const crops = [...before, ...after].some((pad) => pad < 0);
  const ranges = wholeRanges(x.shape);
  x.shape.forEach((size, axis) => {
    ranges.starts[axis] = Math.max(0, -(before[axis] ?? 0));
    ranges.counts[axis] = size + Math.min(0, before[axis] ?? 0) + Math.min(0, after[axis] ?? 0);
  });
  const pads = [...before, ...after].some((pad) => pad > 0);
  const cropped = crops ? cut(site, x, ranges, pads ? { output: site.between("cropped"), suffix: "crop" } : {}) : x;
  if (isProblem(cropped) || !pads) return cropped;
  return site.emit({ kind: "pad", before: positive(before), after: positive(after), value }, [cropped]);
}

function padValue(site: Site): number | Problem {
  const constant = site.constant(2, "padding value");
  if (constant === undefined) return 0;
  return isProblem(constant) ? constant : (constant.data[0] ?? 0);
}

function lowerExpand(site: Site): Lowered {
  const from = subject(site);
  if (isProblem(from)) return from;
  const wanted = site.constant(1, "shape");
  if (wanted === undefined || isProblem(wanted)) return wanted ?? notFoldable(site);
  const shape = broadcastShapes(from.shape, wholeNumbers(wanted));
  if (!shape?.every((size) => size >= 0))
    return site.refuse(
      "onnx.shape",
      `${site.place} cannot repeat ${showShape(from.shape)} to ${showShape(wholeNumbers(wanted))}`,
    );
  if (from.kind === "constant") return expandConstant(from, shape);
  return broadcastTo(site, from, shape);
}

function lowerTile(site: Site): Lowered {
  const from = subject(site);
  if (isProblem(from)) return from;
  const repeats = site.constant(1, "repeats");
  if (repeats === undefined || isProblem(repeats)) return repeats ?? notFoldable(site);
  const counts = wholeNumbers(repeats);
  if (from.kind === "activation") {
    if (counts.length !== from.shape.length || !counts.every((count) => count >= 1))
      return site.refuse(
        "onnx.attribute",
        `${site.place} has repeats ${showShape(counts)} for ${showShape(from.shape)}`,
      );
    const axes = from.shape.map((size, axis) =>
      counts[axis] === 1 ? undefined : positionsAlong(size * (counts[axis] ?? 1), (i) => i % size),
    );
    return pickAlongAxes(site, from, axes);
  }
  const wanted = from.shape.map((size, axis) => size * (counts[axis] ?? 1));
  foldedElements(wanted, from.data.length);
  if (!counts.every((count) => count >= 1)) {
    return site.refuse("onnx.shape", `${site.place} would make a tensor of shape ${showShape(wanted)}`);
  }
  let tiled = from;
  for (const [axis, count] of counts.entries()) {
    const size = tiled.shape[axis] ?? 1;
    const shape = tiled.shape.map((length, other) => (other === axis ? length * count : length));
    tiled = pickConstant(
      tiled,
      axis,
      positionsAlong(size * count, (i) => i % size),
      shape,
    );
  }
  return tiled;
}

export const movementOps: Readonly<Record<string, Lowering>> = {
  Concat: lowerConcat,
  Split: lowerSplit,
  Slice: lowerSlice,
  Gather: lowerGather,
  Pad: lowerPad,
  Expand: lowerExpand,
  Tile: lowerTile,
};
