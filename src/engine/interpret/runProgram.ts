/**
 * The reference execution of an integer program (docs/numerics.md): what this computes is what the program means, and the generated
 * C must agree with it bit for bit. Unpacked codes, one array a tensor, NHWC, batch 1.
 */
import { maxCode, type Codes } from "../base/bits";
import { MAX_SHIFT, MIN_SHIFT } from "../base/fixedPoint";
import { assertNever, invariant } from "../base/outcome";
import { activationOf, cellOf, type ActivationId, type Layer } from "../ir/network";
import type { ActivationFormat, Program, Step } from "../ir/program";
import type { LayerResult } from "../layers/call";
import { roomOf } from "../layers/rooms";
import { dequantize } from "./quantizeInput";

export interface RunOptions {
  /** "outputs" (the default) lets go of every tensor after its last reader; "all" keeps inputs and intermediate tensors too. */
  readonly keep?: "outputs" | "all";
}

/** What a run leaves behind. Every network output is in exactly one of the two maps. */
export interface ProgramRun {
  readonly codes: ReadonlyMap<ActivationId, Codes>;
  /** Outputs of the softmax tail. */
  readonly floats: ReadonlyMap<ActivationId, Float32Array>;
}

/**
 * @param inputs codes of every network input in NHWC order, as quantizeInput makes them; never written to
 * @throws only on our own bugs: codes that do not match their activation, or a program whose numbers do not belong to its network
 */
export function runProgram(
  program: Program,
  inputs: ReadonlyMap<ActivationId, Codes>,
  options: RunOptions = {},
): ProgramRun {
  const { network } = program;
  const codes = new Map(network.inputs.map((id) => [id, checkedInput(program, inputs.get(id), id)]));
  const floats = new Map<ActivationId, Float32Array>();
  const lastReader = new Map(network.layers.flatMap((layer) => layer.inputs.map((id) => [id, layer.index])));
  const lasting = new Set(network.outputs);
  for (const layer of network.layers) {
    // Renewed in place: the caller's own codes are never written to.
    const cell = cellOf(layer);
    if (cell !== undefined) codes.set(cell, (codes.get(cell) ?? new Uint8Array()).slice());
    const result = runLayer(program, layer, codes);
    if (result instanceof Float32Array) floats.set(layer.output, result);
    else codes.set(layer.output, result);
    if (options.keep === "all") continue;
    for (const id of [...layer.inputs, layer.output]) {
      if (!lasting.has(id) && (lastReader.get(id) ?? -1) <= layer.index) codes.delete(id);
    }
  }
  return options.keep === "all"
    ? { codes, floats }
    : { codes: keepOnly(codes, lasting), floats: keepOnly(floats, lasting) };
}

/** The reals of an activation that the run kept, in NHWC order. */
export function realsOf(program: Program, run: ProgramRun, id: ActivationId): Float32Array {
  const floats = run.floats.get(id);
  if (floats) return floats;
  const codes = run.codes.get(id);
  invariant(codes !== undefined, `the run did not keep activation ${id}`);
  return dequantize(codes, formatOf(program, id));
}

function runLayer(program: Program, layer: Layer, codes: ReadonlyMap<ActivationId, Codes>): LayerResult {
  const room = roomOf(layer);
  const step = program.steps[layer.index];
  invariant(step?.kind === room.step, `"${layer.name}" (${layer.kind}) has the numbers of a ${step?.kind} step`);
  invariant(hasValidShifts(step), `"${layer.name}" has a shift outside ${MIN_SHIFT} … ${MAX_SHIFT}`);
  const inputs = layer.inputs.map((id) => {
    const known = codes.get(id);
    invariant(known !== undefined, `"${layer.name}" reads activation ${id} before it is made`);
    return { codes: known, shape: activationOf(program.network, id).shape, format: formatOf(program, id) };
  });
  const { shape, elements } = activationOf(program.network, layer.output);
  return room.run({
    layer,
    step,
    inputs,
    output: { shape, elements, format: formatOf(program, layer.output) },
  });
}

function hasValidShifts(step: Step): boolean {
  switch (step.kind) {
    case "product":
    case "multiply":
    case "requantize":
      return isShift(step.requantizer.shift, MIN_SHIFT);
    case "normalize":
    case "slopes":
    case "average":
      return isShift(step.shift, MIN_SHIFT);
    case "recurrent":
      return isShift(step.shift, MIN_SHIFT) && isShift(step.requantizer.shift, MIN_SHIFT);
    case "sum":
      return isShift(step.shift, 1); // operands of a few bits leave room: requantizeSum
    case "join":
      return step.inputs.every(({ multiplier, shift }) => multiplier === 0 || isShift(shift, MIN_SHIFT));
    case "fire":
    case "spiking":
    case "table":
    case "move":
    case "softmax":
      return true;
    default:
      return assertNever(step);
  }
}

function isShift(shift: number, least: number): boolean {
  return Number.isInteger(shift) && shift >= least && shift <= MAX_SHIFT;
}

function checkedInput(program: Program, codes: Codes | undefined, id: ActivationId): Codes {
  const { name, elements } = activationOf(program.network, id);
  invariant(codes?.length === elements, `input "${name}" needs ${elements} codes, not ${codes?.length ?? "none"}`);
  const limit = maxCode(formatOf(program, id).bits);
  invariant(
    codes.every((code) => code <= limit),
    `input "${name}" has codes above ${limit}`,
  );
  return codes;
}

function formatOf(program: Program, id: ActivationId): ActivationFormat {
  const format = program.formats[id];
  invariant(format !== undefined, `the program has no format for activation ${id}`);
  return format;
}

function keepOnly<T>(
  values: ReadonlyMap<ActivationId, T>,
  ids: ReadonlySet<ActivationId>,
): ReadonlyMap<ActivationId, T> {
  return new Map([...values].filter(([id]) => ids.has(id)));
}
