/** What moves values and computes none: their codes stay as they are. */
import { Refused } from "../refused";
import type { Site, Translator } from "../site";
import type { Order } from "../translation";

/** The output's shape is the file's: sizes that are −1 there are known from what is fed. */
const reshape: Translator = (site) => {
  site.emit("Reshape", [site.operand(0, "file"), site.ints(site.outputShape())], {}, { order: "file", moves: 0 });
};

const transpose: Translator = (site) => {
  const perm = site.wholes(1, "order of axes");
  const rank = site.shape(0).length;
  site.emit(
    "Transpose",
    [site.operand(0, "file")],
    { perm: perm.map((axis) => site.axis(axis, rank, "file")) },
    { order: "file", moves: 0 },
  );
};

const concatenation: Translator = (site) => {
  const all = [...site.operator.inputs.keys()];
  const order = site.commonOrder(all);
  const axis = site.axis(site.options?.int32(0) ?? 0, site.outputShape().length, order);
  const activation = site.options?.int8(1) ?? 0;
  site.emit(
    "Concat",
    all.map((i) => site.operand(i, order)),
    { axis },
    { order, activation },
  );
};

/** In the order that ONNX wants: all that is in front of the axes, then all behind. */
function padsOf(site: Site, order: Order): readonly number[] {
  const rank = site.shape(0).length;
  const pairs = site.wholes(1, "padding");
  if (pairs.length !== 2 * rank) throw new Refused("tflite.shape", `pads ${pairs.length / 2} axes of ${rank}`);
  const pads = Array.from({ length: 2 * rank }, () => 0);
  for (let axis = 0; axis < rank; axis++) {
    const at = site.axis(axis, rank, order);
    pads[at] = pairs[2 * axis] ?? 0;
    pads[rank + at] = pairs[2 * axis + 1] ?? 0;
  }
  return pads;
}

const pad: Translator = (site) => {
  const order = site.commonOrder([0]);
  const value = site.operator.name === "PADV2" ? [site.operand(2, "file")] : [];
  site.emit(
    "Pad",
    [site.operand(0, order), site.ints(padsOf(site, order)), ...value],
    { mode: "constant" },
    { order, moves: 0 },
  );
};

const REFLECT = 0;

const mirrorPad: Translator = (site) => {
  if ((site.options?.int8(0) ?? REFLECT) !== REFLECT)
    throw new Refused("tflite.padding", "mirrors the border itself (SYMMETRIC); REFLECT is supported");
  const order = site.commonOrder([0]);
  site.emit("Pad", [site.operand(0, order), site.ints(padsOf(site, order))], { mode: "reflect" }, { order, moves: 0 });
};

interface Span {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** @param spans for each axis of the file */
function slice(site: Site, spans: readonly Span[], order: Order): readonly string[] {
  const rank = spans.length;
  const axes = spans.map((_, axis) => site.axis(axis, rank, order));
  const along = (of: (span: Span) => number): string => site.ints(spans.map(of));
  return [
    site.operand(0, order),
    along(({ start }) => start),
    along(({ end }) => end),
    site.ints(axes),
    along(({ step }) => step),
  ];
}

/** Ends of a whole axis, from either side, as ONNX takes them. */
const FAR = 2 ** 31 - 1;

const stridedSlice: Translator = (site) => {
  const shape = site.shape(0);
  const [begins, ends, steps] = [site.wholes(1, "begin"), site.wholes(2, "end"), site.wholes(3, "steps")];
  const mask = (field: number): number => site.options?.int32(field) ?? 0;
  if (mask(2) !== 0 || mask(3) !== 0)
    throw new Refused("tflite.slice", "slices with an ellipsis or new axes, which are not supported");
  if (begins.length > shape.length)
    throw new Refused("tflite.shape", `slices ${begins.length} axes of ${shape.length}`);
  const isOffset = site.options?.bool(5) ?? false;
  const shrunk = mask(4);
  const spans = shape.map((size, axis): Span => {
    const step = steps[axis] ?? 1;
    const [begin, end] = [begins[axis], ends[axis]];
    if (begin === undefined || end === undefined) return { start: 0, end: size, step: 1 };
    if (step === 0) throw new Refused("tflite.slice", "slices with steps of 0");
    const bit = 1 << axis;
    if ((shrunk & bit) !== 0) return { start: begin, end: begin === -1 ? FAR : begin + 1, step: 1 };
    return {
      start: (mask(0) & bit) !== 0 ? (step > 0 ? 0 : FAR) : begin,
      end: (mask(1) & bit) !== 0 ? (step > 0 ? FAR : -FAR) : isOffset ? begin + end : end,
      step,
    };
  });
  if (shrunk === 0) {
    const order = site.commonOrder([0]);
    site.emit("Slice", slice(site, spans, order), {}, { order, moves: 0 });
    return;
  }
  const cut = site.between("Slice", slice(site, spans, "file"));
  site.emit("Reshape", [cut, site.ints(site.outputShape())], {}, { order: "file", moves: 0 });
};

const plainSlice: Translator = (site) => {
  const begins = site.wholes(1, "begin");
  const sizes = site.wholes(2, "sizes");
  const order = site.commonOrder([0]);
  const spans = site.shape(0).map((_, axis): Span => {
    const start = begins[axis] ?? 0;
    const size = sizes[axis] ?? -1;
    return { start, end: size < 0 ? FAR : start + size, step: 1 };
  });
  site.emit("Slice", slice(site, spans, order), {}, { order, moves: 0 });
};

/** @param value which operand is split; sizes are those of the outputs */
function splitInto(site: Site, value: number, axis: number): void {
  const { translation } = site;
  const order = site.translation.orderOf(site.input(value)) ?? "file";
  const rank = site.shape(value).length;
  const own = site.axis(axis, rank, order);
  const along = site.axis(axis, rank, "file");
  const outputs = [...site.operator.outputs.keys()];
  const sizes = outputs.map((k) => site.outputShape(k)[along] ?? 0);
  const parts = outputs.map((k) => translation.writer.fresh(`${site.name}/part_${k}`));
  translation.node("Split", [site.operand(value, order), site.ints(sizes)], parts, { axis: own }, site.name);
  for (const k of outputs) {
    const part = parts[k] ?? "";
    site.answer({ order, output: k, moves: value }, (output) =>
      translation.node("Identity", [part], output, {}, output),
    );
  }
}

const split: Translator = (site) => {
  const [axis = 0] = site.wholes(0, "axis");
  splitInto(site, 1, axis);
};

const splitV: Translator = (site) => {
  const [axis = 0] = site.wholes(2, "axis");
  splitInto(site, 0, axis);
};

const pack: Translator = (site) => {
  const shape = site.outputShape();
  const axis = site.axis(site.options?.int32(1) ?? 0, shape.length, "file");
  const one = site.ints(shape.map((size, k) => (k === axis ? 1 : size)));
  const parts = site.operator.inputs.map((_, i) => site.between("Reshape", [site.operand(i, "file"), one]));
  site.emit("Concat", parts, { axis }, { order: "file" });
};

const unpack: Translator = (site) => {
  const { translation } = site;
  const axis = site.axis(site.options?.int32(1) ?? 0, site.shape(0).length, "file");
  const outputs = [...site.operator.outputs.keys()];
  const parts = outputs.map((k) => translation.writer.fresh(`${site.name}/part_${k}`));
  translation.node("Split", [site.operand(0, "file"), site.ints(outputs.map(() => 1))], parts, { axis }, site.name);
  for (const k of outputs) {
    const inputs = [parts[k] ?? "", site.ints(site.outputShape(k))];
    site.answer({ order: "file", output: k, moves: 0 }, (output) =>
      translation.node("Reshape", inputs, output, {}, output),
    );
  }
};

const gather: Translator = (site) => {
  if ((site.options?.int32(1) ?? 0) !== 0)
    throw new Refused("tflite.gather", "gathers in batches, which is not supported");
  const axis = site.axis(site.options?.int32(0) ?? 0, site.shape(0).length, "file");
  site.emit("Gather", [site.operand(0, "file"), site.operand(1, "file")], { axis }, { order: "file", moves: 0 });
};

const tile: Translator = (site) => {
  const repeats = site.wholes(1, "repetitions");
  site.emit("Tile", [site.operand(0, "file"), site.ints(repeats)], {}, { order: "file", moves: 0 });
};

const broadcast: Translator = (site) => {
  site.emit("Expand", [site.operand(0, "file"), site.ints(site.outputShape())], {}, { order: "file", moves: 0 });
};

/** Shapes are fixed in the file. */
const shapeOf: Translator = (site) => {
  const output = site.translation.tensor(site.output());
  const data = new Uint8Array(Int32Array.from(site.shape(0)).buffer);
  site.translation.set(site.output(), {
    kind: "constant",
    tensor: { ...output, type: 2, shape: [site.shape(0).length], data },
  });
};

export const layoutOps: Readonly<Record<string, Translator>> = {
  RESHAPE: reshape,
  SQUEEZE: reshape,
  EXPAND_DIMS: reshape,
  TRANSPOSE: transpose,
  CONCATENATION: concatenation,
  PAD: pad,
  PADV2: pad,
  MIRROR_PAD: mirrorPad,
  STRIDED_SLICE: stridedSlice,
  SLICE: plainSlice,
  SPLIT: split,
  SPLIT_V: splitV,
  PACK: pack,
  UNPACK: unpack,
  GATHER: gather,
  TILE: tile,
  BROADCAST_TO: broadcast,
  SHAPE: shapeOf,
};
