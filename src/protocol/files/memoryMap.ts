/**
 * memory.json of a generated project: which layer, tensor, arena range, lifetime, symbol, file and line belong together. The generator
 * writes it, the editor's hovers and `verify` read it. Deterministic. Sizes and offsets are bytes; steps are positions in execution order,
 * both ends inclusive; lines count from 1; paths are relative to the project's folder.
 */
import {
  about,
  checkText,
  listOf,
  matching,
  named,
  number,
  object,
  oneOf,
  optional,
  orNull,
  text,
  whole,
  yesOrNo,
  type Check,
  type Typed,
} from "../../formats/check";
import type { Checked } from "../../formats/json";
import { WEIGHT_WIDTHS } from "./bits";

const bytes = named("bytes", whole(0, 2 ** 40));
const count = named("count", whole(0, Number.MAX_SAFE_INTEGER));
const step = named("step", whole(0, 1_000_000));
const lineNumber = named("line", whole(1, 100_000_000));
const name = text("conv1");
const sha256 = named("sha256", matching(/^[0-9a-f]{64}$/, "64 hexadecimal digits"));
const path = text("model.c");
const list = <T>(item: Check<T>): Check<readonly T[]> => listOf(item, 0, 1_000_000);

const lines = named("lines", object({ file: path, line: lineNumber, lastLine: lineNumber }));
const rangeFields = { offset: bytes, sizeBytes: bytes, firstStep: step, lastStep: step };
const range = object(rangeFields);

const apiFunction = object({
  symbol: name,
  role: oneOf(["init", "reset", "invoke", "pushRow", "step", "input", "output", "states"]),
  file: path,
  line: lineNumber,
});

const tensor = object({
  name,
  shape: about("Height, width, channels.", listOf(whole(1, 2 ** 31), 3, 3)),
  bits: about("1: spikes. 32: floats.", oneOf([1, 2, 4, 8, 16, 32])),
  scale: about("real = scale·(code − zeroPoint).", number({ zero: true })),
  zeroPoint: whole(-(2 ** 31), 2 ** 31 - 1),
  role: oneOf(["input", "output", "state", "inner"]),
  ...rangeFields,
  offset: about("In the arena.", bytes),
  symbol: about("The macro of its offset.", name),
  ring: about(
    "Only so many rows are held: row y lies at (y mod rows)·rowBytes. null: the whole tensor.",
    orNull(object({ rows: whole(1, 2 ** 31), rowBytes: bytes })),
  ),
  over: about("The tensor whose bytes it takes over, in place or row by row; null: none.", orNull(name)),
});

const constantArray = object({
  name,
  kind: oneOf(["weights", "constants", "tables"]),
  sizeBytes: bytes,
  file: path,
  line: lineNumber,
});

const layer = object({
  step,
  name,
  nodes: optional(
    about(
      "Names of the model's nodes that it computes, those among them that became part of it (batch normalization, clamps); of a copy that only lays out memory the node that needs it. Absent: the one of its own name.",
      list(name),
    ),
  ),
  op: about("As the report calls it.", text("Conv 3×3")),
  weightBits: orNull(oneOf(WEIGHT_WIDTHS)),
  macs: count,
  cycles: optional(
    about(
      "Estimated for the core that the project was planned for; null where a loop of its kernel was never counted. Absent in projects of earlier versions.",
      orNull(count),
    ),
  ),
  inputs: about("Names of tensors.", list(name)),
  output: name,
  segment: about("Index into segments.", step),
  liveBytes: about("Arena bytes alive while it runs, scratch included.", bytes),
  symbol: about("The function that computes its rows.", name),
  definition: lines,
  call: about("The place in the run where it is called.", lines),
  data: about("Its constant arrays in FLASH.", list(constantArray)),
});

const state = object({
  name: about("The tensor that holds the old value.", name),
  from: about("The tensor that is the new value.", name),
  offset: about("In the arena.", bytes),
  sizeBytes: bytes,
  renewed: about(
    "The new value is written over the old one, or made elsewhere and copied when the run ends.",
    oneOf(["inPlace", "copied"]),
  ),
});

const segment = object({ firstStep: step, lastStep: step, streamed: yesOrNo });

const arena = object({
  owner: optional(
    about(
      "caller: the symbol is a pointer to the memory that init is given. Absent, as in projects of earlier versions: static.",
      oneOf(["static", "caller"]),
    ),
  ),
  symbol: name,
  sizeBytes: bytes,
  peakBytes: about("The greatest sum of bytes that are alive together.", bytes),
  peakStep: step,
});

export const memoryMapCheck = object({
  format: about("Version of this file's form.", oneOf([1])),
  generator: about('"bitwright" and its version.', text("bitwright 1.0.0")),
  model: object({ name, sha256 }),
  policySha256: about("Of policy.json's text: tells a stale project from a fresh one.", sha256),
  prefix: about("What every symbol of the project begins with.", text("model")),
  rows: about("Whether the input lies in RAM or its rows are pushed.", oneOf(["memory", "supplied"])),
  clockHz: optional(about("Of the board that the project was planned for; absent where none was named.", count)),
  arena,
  api: about("Functions that user code calls.", list(apiFunction)),
  tensors: list(named("tensor", tensor)),
  scratch: list(range),
  layers: about("In execution order: each stands at the position that its step says.", list(named("layer", layer))),
  segments: about("Layers that run together, row by row where streamed.", list(segment)),
  states: optional(
    about(
      "What one run leaves for the next, at the arena's start, where nothing else lies; absent where there is none.",
      list(state),
    ),
  ),
  files: about("Every file of the project but this one, kernels included.", list(object({ path, sha256 }))),
});

export type MemoryMap = Typed<typeof memoryMapCheck>;
export type MapState = Typed<typeof state>;
/** A function of the API that user code calls. */
export type MapFunction = Typed<typeof apiFunction>;
export type MapRange = Typed<typeof range>;
export type MapTensor = Typed<typeof tensor>;
export type MapLayer = Typed<typeof layer>;
export type MapLines = Typed<typeof lines>;
/** A constant array in FLASH. */
export type MapSymbol = Typed<typeof constantArray>;
export type MapSegment = Typed<typeof segment>;

/** The text of memory.json. What it answers is consistent: steps count up, and every name and index leads somewhere. */
export function readMemoryMap(source: string): Checked<MemoryMap> {
  const checked = checkText(source, memoryMapCheck);
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
  // A network of views alone has no layers, and its tensors live at step 0.
  return last < Math.max(layers.length, 1) ? undefined : `step ${last} is behind the last layer`;
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
