/**
 * memory.json of a generated project: which layer, tensor, arena range, lifetime, symbol, file and line belong together. The generator
 * writes it, the editor's hovers and `verify` read it. Deterministic. Sizes and offsets are bytes; steps are positions in execution order,
 * both ends inclusive; lines count from 1; paths are relative to the project's folder.
 */
import {
  checkText,
  complete,
  listOf,
  number,
  object,
  oneOf,
  orNull,
  text,
  whole,
  yesOrNo,
  type Check,
  type Fields,
} from "../../formats/check";
import type { Checked } from "../../formats/json";
import { WEIGHT_WIDTHS, type WeightBits } from "./report";

export interface MemoryMap {
  readonly format: 1;
  /** "bitwright" and its version. */
  readonly generator: string;
  readonly model: { readonly name: string; readonly sha256: string };
  /** Of policy.json's text: tells a stale project from a fresh one. */
  readonly policySha256: string;
  /** What every symbol of the project begins with. */
  readonly prefix: string;
  readonly rows: "memory" | "supplied";
  readonly arena: {
    readonly symbol: string;
    /** "caller": the symbol is a pointer to what the caller of `init` gives. Projects of earlier versions do not say: "static". */
    readonly owner?: "static" | "caller";
    readonly sizeBytes: number;
    readonly peakBytes: number;
    readonly peakStep: number;
  };
  readonly api: readonly MapFunction[];
  readonly tensors: readonly MapTensor[];
  readonly scratch: readonly MapRange[];
  /** In execution order: layers[i].step = i. */
  readonly layers: readonly MapLayer[];
  readonly segments: readonly MapSegment[];
  /** Absent where each run stands by itself, and in projects of earlier versions. */
  readonly states?: readonly MapState[];
  /** Every generated file but memory.json itself, kernels included. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** A tensor that one run leaves for the next. It lies at the arena's start, where nothing else ever does. */
export interface MapState {
  /** Of the tensor that holds the old value, and of the one that is the new one. */
  readonly name: string;
  readonly from: string;
  readonly offset: number;
  readonly sizeBytes: number;
  /** The new value is written over the old one, or made elsewhere and copied when the run ends. */
  readonly renewed: "inPlace" | "copied";
}

/** A function of the API that user code calls. */
export interface MapFunction {
  readonly symbol: string;
  readonly role: "init" | "reset" | "invoke" | "pushRow" | "step" | "input" | "output" | "states";
  readonly file: string;
  readonly line: number;
}

export interface MapRange {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly firstStep: number;
  readonly lastStep: number;
}

export interface MapTensor extends MapRange {
  readonly name: string;
  /** Height, width, channels. */
  readonly shape: readonly number[];
  /** 32: the float tail. */
  readonly bits: 2 | 4 | 8 | 32;
  readonly scale: number;
  readonly zeroPoint: number;
  readonly role: "input" | "output" | "state" | "inner";
  /** The macro of its offset in the arena. */
  readonly symbol: string;
  /** Only so many rows are held; null: the whole tensor. */
  readonly ring: { readonly rows: number; readonly rowBytes: number } | null;
  /** The tensor whose bytes it takes over, in place or row by row; null: none. */
  readonly over: string | null;
}

export interface MapLayer {
  readonly step: number;
  readonly name: string;
  /** As the report calls it. */
  readonly op: string;
  readonly weightBits: WeightBits | null;
  readonly macs: number;
  /** Names of tensors. */
  readonly inputs: readonly string[];
  readonly output: string;
  /** Index into segments. */
  readonly segment: number;
  /** Arena bytes alive while it runs, scratch included. */
  readonly liveBytes: number;
  /** The function that computes its rows, and the place in the run where it is called. */
  readonly symbol: string;
  readonly definition: MapLines;
  readonly call: MapLines;
  readonly data: readonly MapSymbol[];
}

export interface MapLines {
  readonly file: string;
  readonly line: number;
  readonly lastLine: number;
}

/** A constant array in FLASH. */
export interface MapSymbol {
  readonly name: string;
  readonly kind: "weights" | "constants" | "tables";
  readonly sizeBytes: number;
  readonly file: string;
  readonly line: number;
}

export interface MapSegment {
  readonly firstStep: number;
  readonly lastStep: number;
  readonly streamed: boolean;
}

const bytes = whole(0, 2 ** 40);
const count = whole(0, 2 ** 53 - 1);
const step = whole(0, 1_000_000);
const lineNumber = whole(1, 100_000_000);
const name = text("conv1");
const sha256 = text("64 hexadecimal digits");
const path = text("model.c");
const list = <T>(item: Check<T>): Check<readonly T[]> => listOf(item, 0, 1_000_000);

const lines = complete<MapLines>({ file: path, line: lineNumber, lastLine: lineNumber });
const range: Fields<MapRange> = { offset: bytes, sizeBytes: bytes, firstStep: step, lastStep: step };

const mapFields: Fields<MemoryMap> = {
  format: oneOf([1]),
  generator: text("bitwright 1.0.0"),
  model: complete({ name, sha256 }),
  policySha256: sha256,
  prefix: text("model"),
  rows: oneOf(["memory", "supplied"]),
  arena: object<MemoryMap["arena"]>(
    { symbol: name, owner: oneOf(["static", "caller"]), sizeBytes: bytes, peakBytes: bytes, peakStep: step },
    ["symbol", "sizeBytes", "peakBytes", "peakStep"],
  ),
  api: list(
    complete<MapFunction>({
      symbol: name,
      role: oneOf(["init", "reset", "invoke", "pushRow", "step", "input", "output", "states"]),
      file: path,
      line: lineNumber,
    }),
  ),
  tensors: list(
    complete<MapTensor>({
      ...range,
      name,
      shape: listOf(whole(1, 2 ** 31), 3, 3),
      bits: oneOf([2, 4, 8, 32]),
      scale: number({ zero: true }),
      zeroPoint: whole(-(2 ** 31), 2 ** 31 - 1),
      role: oneOf(["input", "output", "state", "inner"]),
      symbol: name,
      ring: orNull(complete({ rows: whole(1, 2 ** 31), rowBytes: bytes })),
      over: orNull(name),
    }),
  ),
  scratch: list(complete<MapRange>(range)),
  layers: list(
    complete<MapLayer>({
      step,
      name,
      op: text("Conv 3×3"),
      weightBits: orNull(oneOf(WEIGHT_WIDTHS)),
      macs: count,
      inputs: list(name),
      output: name,
      segment: step,
      liveBytes: bytes,
      symbol: name,
      definition: lines,
      call: lines,
      data: list(
        complete<MapSymbol>({
          name,
          kind: oneOf(["weights", "constants", "tables"]),
          sizeBytes: bytes,
          file: path,
          line: lineNumber,
        }),
      ),
    }),
  ),
  segments: list(complete<MapSegment>({ firstStep: step, lastStep: step, streamed: yesOrNo })),
  states: list(
    complete<MapState>({ name, from: name, offset: bytes, sizeBytes: bytes, renewed: oneOf(["inPlace", "copied"]) }),
  ),
  files: list(complete({ path, sha256 })),
};

const ABSENT_BEFORE: ReadonlySet<string> = new Set<keyof MemoryMap>(["states"]);
const mapCheck = object<MemoryMap>(
  mapFields,
  (Object.keys(mapFields) as (keyof MemoryMap)[]).filter((key) => !ABSENT_BEFORE.has(key)),
);

/** The text of memory.json. What it answers is consistent: steps count up, and every name and index leads somewhere. */
export function readMemoryMap(source: string): Checked<MemoryMap> {
  const checked = checkText(source, mapCheck);
  const wrong = checked.ok ? inconsistency(checked.value) : undefined;
  return wrong === undefined ? checked : { ok: false, problems: [{ code: "memoryMap.broken", message: wrong }] };
}

function inconsistency(map: MemoryMap): string | undefined {
  const { layers, tensors, segments, arena } = map;
  const strange = outsideOf(map);
  if (strange !== undefined) return strange;
  const names = new Set(tensors.map((tensor) => tensor.name));
  for (const [index, layer] of layers.entries()) {
    if (layer.step !== index) return `layer "${layer.name}" is at step ${index}, not ${layer.step}`;
    if (!segments[layer.segment]) return `layer "${layer.name}" is in segment ${layer.segment}, which there is not`;
    const missing = [...layer.inputs, layer.output].find((tensor) => !names.has(tensor));
    if (missing !== undefined) return `layer "${layer.name}" names the tensor "${missing}", which there is not`;
  }
  const { states = [] } = map;
  const strangeState = states.find(({ name, from }) => !names.has(name) || !names.has(from));
  if (strangeState) return `the state "${strangeState.name}" is a tensor that there is not`;
  if (states.some(({ offset, sizeBytes }) => offset + sizeBytes > arena.sizeBytes))
    return "a state lies outside the arena";
  const last = tensors.reduce((most, { lastStep }) => Math.max(most, lastStep), arena.peakStep);
  return last < layers.length ? undefined : `step ${last} is behind the last layer`;
}

/** The model is looked for beside the project, and where names lead elsewhere it is somebody else's file. */
function isFileName(name: string): boolean {
  return !/[/\\\0]/.test(name) && name !== "." && name !== ".." && name.length <= 255;
}

/** Readers open these paths and compile these names: they must be what generators write, whoever wrote the file. */
const FILE = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*){0,4}$/;
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const LONGEST = 200;

function outsideOf({ files, api, layers, tensors, arena, prefix, model }: MemoryMap): string | undefined {
  if (!isFileName(model.name)) return `"${model.name.slice(0, LONGEST)}" is no name of a model's file`;
  const listed = new Set(files.map((file) => file.path));
  const paths = [...api.map((one) => one.file), ...layers.flatMap(filesOf), ...listed];
  const path = paths.find((one) => !FILE.test(one) || one.length > LONGEST);
  if (path !== undefined) return `"${path.slice(0, LONGEST)}" is no path within the project`;
  const unlisted = paths.find((one) => !listed.has(one));
  if (unlisted !== undefined) return `"${unlisted}" is not among its files`;
  const symbols = [
    prefix,
    arena.symbol,
    ...api.map((one) => one.symbol),
    ...tensors.map((one) => one.symbol),
    ...layers.flatMap((layer) => [layer.symbol, ...layer.data.map((one) => one.name)]),
  ];
  const symbol = symbols.find((one) => !IDENTIFIER.test(one) || one.length > LONGEST);
  return symbol === undefined ? undefined : `"${symbol.slice(0, LONGEST)}" is no name in C`;
}

function filesOf({ definition, call, data }: MapLayer): readonly string[] {
  return [definition.file, call.file, ...data.map((one) => one.file)];
}
