/**
 * What a generated project must compute, kept with it in `check/`, so that it can be verified without the model and the data set that it
 * came from. The generator makes it from the interpreter's run of a few samples; `verify` holds it against what the C code computes.
 *
 *   check/expected.json  samples, shapes and, for every layer and sample, the FNV-1a checksum of each output row; for people and for diffs
 *   check/inputs.bin     the samples: codes of every network input, one a byte (of 16 bits as they lie in memory), NHWC, sample after sample
 *   check/outputs.bin    the final outputs likewise: codes one a byte, or float32 in little-endian order behind a softmax; then the states that
 *                        the sample leaves, of a network that has some: its samples are steps of sequences, each of which begins with a reset
 *   check/codes.bin      every layer's output codes of the first sample, packed to their width, each layer from a byte on; left out where
 *                        they would take more than a MiB. With them the first wrong element is named with the code that it should be;
 *                        without them `verify` finds that code by running the same project with its own copy of the kernels.
 *
 * Everything follows from the program and the samples; nothing is dated, compressed or random.
 */
import {
  activationOf,
  answeredOutputs,
  clearedStates,
  packCodes,
  packedBytes,
  runProgram,
  statesAfter,
  stopIfCancelled,
  suppliedInputs,
  unwatched,
  type ActivationId,
  type CodeBits,
  type Codes,
  type CodeCore,
  type CodeNeeds,
  type MemoryItem,
  type Optimization,
  type Program,
  type ProgramRun,
  type Shape3,
  type Watch,
} from "../../engine";
import { turn } from "../turn";

/** A tensor of the program as the check files hold it. 32 bits: floats. */
export interface ExpectedTensor {
  readonly name: string;
  readonly shape: Shape3;
  readonly bits: CodeBits | 32;
}

export interface ExpectedLayer {
  readonly name: string;
  readonly output: ExpectedTensor;
  /** By sample: the checksum of each output row's codes, one code a byte. Empty for floats, which only outputs.bin holds. */
  readonly rows: readonly Uint32Array[];
}

export interface Expectations {
  readonly inputs: readonly ExpectedTensor[];
  readonly outputs: readonly ExpectedTensor[];
  /** Of a network with states: those, by the names of their inputs, and how many samples make a sequence. */
  readonly sequence?: { readonly steps: number; readonly states: readonly ExpectedTensor[] };
  /** In the order of the network's layers. */
  readonly layers: readonly ExpectedLayer[];
  /** By sample: codes of all inputs, one after the other. */
  readonly inputCodes: readonly Uint8Array[];
  /** By sample: bytes of all outputs and states, one after the other. */
  readonly outputBytes: readonly Uint8Array[];
  /** By layer: unpacked output codes of the first sample; null where check/codes.bin is left out. */
  readonly codes: readonly Codes[] | null;
  readonly project: ProjectFigures;
}

/** What the generator knew about memory: what `verify` links against and compares the ELF with. */
export interface ProjectFigures {
  /** The items of the linked account for the project's plan; empty where they are not known. */
  readonly estimate: readonly MemoryItem[];
  /** The board or the sizes that the project was generated for; null: none were given. */
  readonly board: StatedBoard | null;
  /** The compiler's level that the estimate speaks of; absent in projects that know no other than 3. */
  readonly optimize?: Optimization;
  /** The core that the estimate speaks of; absent in projects of earlier versions. */
  readonly core?: CodeCore;
  /** What an estimate for another core or level follows from; absent in projects of earlier versions. */
  readonly code?: CodeNeeds;
}

export interface StatedBoard {
  readonly name: string | null;
  /** As targets name it, "cortex-m4f"; null where only sizes were given. */
  readonly core: string | null;
  readonly flashBytes: number;
  readonly ramBytes: number;
}

const UNKNOWN_FIGURES: ProjectFigures = { estimate: [], board: null };

/** How many samples a project carries unless its generator is told otherwise. */
export const CHECK_SAMPLES = 2;
/** Of a network with states, how many steps of each of so many sequences. */
export const CHECK_STEPS = 8;
/** More than this of codes is left out. */
export const MOST_CODE_BYTES = 1 << 20;

/**
 * Interprets every sample. Takes about a second for 600 million multiply-accumulates.
 * @param samples one or more; codes by network input, as runProgram takes them; those of states are made here
 * @param steps samples that make a sequence, where the network has states
 */
export async function expectationsOf(
  program: Program,
  samples: readonly ReadonlyMap<ActivationId, Codes>[],
  project: ProjectFigures = UNKNOWN_FIGURES,
  watch: Watch = unwatched,
  steps = 1,
): Promise<Expectations> {
  const { network } = program;
  const inputs = suppliedInputs(network);
  const answers = answeredOutputs(network);
  const states = network.states ?? [];
  let left = clearedStates(program);
  const rows = network.layers.map((): Uint32Array[] => []);
  const inputCodes: Uint8Array[] = [];
  const outputBytes: Uint8Array[] = [];
  let codes: readonly Codes[] | null = null;
  const outputs = network.layers.map(({ output }) => tensorOf(program, output));
  for (const [index, sample] of samples.entries()) {
    stopIfCancelled(watch);
    await turn();
    if (index % steps === 0) left = clearedStates(program);
    const run = runProgram(program, new Map([...sample, ...left]), { keep: "all" });
    left = statesAfter(program, run);
    network.layers.forEach((layer, i) => {
      const found = run.codes.get(layer.output);
      if (found) rows[i]?.push(rowChecksums(found, activationOf(network, layer.output).shape));
    });
    inputCodes.push(joined(inputs.map((id) => looseOf(codesOf(run, id)))));
    outputBytes.push(joined([...answers, ...states.map(({ output }) => output)].map((id) => bytesOf(run, id))));
    if (index === 0 && packedTotal(outputs) <= MOST_CODE_BYTES) {
      codes = network.layers.map(({ output }) => run.codes.get(output) ?? new Uint8Array());
    }
    watch.progress("computing what the firmware must answer", index + 1, samples.length);
  }
  return {
    inputs: inputs.map((id) => tensorOf(program, id)),
    outputs: answers.map((id) => tensorOf(program, id)),
    ...(states.length > 0 && { sequence: { steps, states: states.map(({ input }) => tensorOf(program, input)) } }),
    layers: network.layers.map(({ name }, i) => ({ name, output: at(outputs, i), rows: at(rows, i) })),
    inputCodes,
    outputBytes,
    codes,
    project,
  };
}

/** FNV-1a over the codes, one a byte; of 16 bits over the bytes in which they lie in memory. */
export function checksum(codes: Codes): number {
  let hash = 0x811c9dc5;
  for (const byte of looseOf(codes)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** What the project answers, and what it leaves for the next step: all that outputs.bin holds. */
export function heldBehind({
  outputs,
  sequence,
}: Pick<Expectations, "outputs" | "sequence">): readonly ExpectedTensor[] {
  return [...outputs, ...(sequence?.states ?? [])];
}

/** Bytes that a tensor's elements take in inputs.bin and outputs.bin. */
export function looseBytes({ shape, bits }: ExpectedTensor): number {
  return elementsOf(shape) * (bits === 32 ? 4 : bits === 16 ? 2 : 1);
}

/** One code a byte, or, of 16 bits, int16. */
export function looseOf(codes: Codes): Uint8Array {
  return codes instanceof Uint16Array ? packCodes(codes, 16) : codes;
}

export function elementsOf([height, width, channels]: Shape3): number {
  return height * width * channels;
}

/** Packed bytes in codes.bin; nothing for floats. */
export function packedSize({ shape, bits }: ExpectedTensor): number {
  return bits === 32 ? 0 : packedBytes(elementsOf(shape), bits);
}

function packedTotal(tensors: readonly ExpectedTensor[]): number {
  return tensors.reduce((sum, tensor) => sum + packedSize(tensor), 0);
}

function rowChecksums(codes: Codes, [height, width, channels]: Shape3): Uint32Array {
  const length = width * channels;
  return Uint32Array.from({ length: height }, (_, y) => checksum(codes.subarray(y * length, (y + 1) * length)));
}

function tensorOf(program: Program, id: ActivationId): ExpectedTensor {
  const { name, shape, fixed } = activationOf(program.network, id);
  const format = program.formats[id];
  if (!format) throw new Error(`activation "${name}" has no format`);
  return { name, shape, bits: fixed === "float" ? 32 : format.bits };
}

function codesOf(run: ProgramRun, id: ActivationId): Codes {
  const codes = run.codes.get(id);
  if (!codes) throw new Error(`the run did not keep activation ${id}`);
  return codes;
}

function bytesOf(run: ProgramRun, id: ActivationId): Uint8Array {
  const floats = run.floats.get(id);
  if (!floats) return looseOf(codesOf(run, id));
  const view = new DataView(new ArrayBuffer(4 * floats.length));
  floats.forEach((value, i) => view.setFloat32(4 * i, value, true));
  return new Uint8Array(view.buffer);
}

/** The codes of every layer as codes.bin holds them. */
export function packAll(codes: readonly Codes[], tensors: readonly ExpectedTensor[]): Uint8Array {
  return joined(tensors.map(({ bits }, i) => (bits === 32 ? new Uint8Array() : packCodes(at(codes, i), bits))));
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error(`a list of ${list.length} has no entry ${index}`);
  return value;
}
