/** Expectations as the files of a project's `check/` folder, and back. The forms are told in expectations.ts. */
import {
  CODE_CORES,
  OPTIMIZATIONS,
  isActivationBits,
  ok,
  refuse,
  unpackCodes,
  type Codes,
  type CodeBits,
  type MemoryItem,
  type Outcome,
  type Refused,
  type Shape3,
} from "../../engine";
import { jsonText } from "../../formats/jsonText";
import { isCodeNeeds } from "./codeNeeds";
import {
  elementsOf,
  heldBehind,
  joined,
  looseBytes,
  packAll,
  packedSize,
  type StatedBoard,
  type ExpectedLayer,
  type ExpectedTensor,
  type Expectations,
  type ProjectFigures,
} from "./expectations";

export interface CheckFile {
  /** Relative to the project's folder, with "/". */
  readonly path: string;
  readonly bytes: Uint8Array;
}

const PATHS = {
  expected: "check/expected.json",
  inputs: "check/inputs.bin",
  outputs: "check/outputs.bin",
  codes: "check/codes.bin",
} as const;

interface ExpectedJson {
  readonly format: 1;
  readonly samples: number;
  readonly checksum: "fnv-1a-32";
  readonly inputs: readonly ExpectedTensor[];
  readonly outputs: readonly ExpectedTensor[];
  readonly sequence?: NonNullable<Expectations["sequence"]>;
  readonly layers: readonly {
    readonly name: string;
    readonly output: ExpectedTensor;
    readonly rows: readonly string[];
  }[];
  readonly codes: boolean;
  readonly project: ProjectFigures;
}

/** What the generator writes beside the C files. */
export function checkFiles(expectations: Expectations): readonly CheckFile[] {
  const { inputs, outputs, sequence, layers, inputCodes, outputBytes, codes, project } = expectations;
  const json: ExpectedJson = {
    format: 1,
    samples: inputCodes.length,
    checksum: "fnv-1a-32",
    inputs,
    outputs,
    ...(sequence && { sequence }),
    layers: layers.map(({ name, output, rows }) => ({ name, output, rows: rows.map(hexOf) })),
    codes: codes !== null,
    project,
  };
  const tensors = layers.map(({ output }) => output);
  return [
    { path: PATHS.expected, bytes: new TextEncoder().encode(jsonText(json)) },
    { path: PATHS.inputs, bytes: joined(inputCodes) },
    { path: PATHS.outputs, bytes: joined(outputBytes) },
    ...(codes ? [{ path: PATHS.codes, bytes: packAll(codes, tensors) }] : []),
  ];
}

/** @param read the bytes of a file of the project; undefined where there is none */
export async function readCheckFiles(
  read: (path: string) => Promise<Uint8Array | undefined>,
): Promise<Outcome<Expectations>> {
  const text = await read(PATHS.expected);
  if (!text) return broken(PATHS.expected, "the project does not say what it must compute");
  const json = parse(text);
  if (!json) return broken(PATHS.expected, "this is not what the generator writes");
  const { samples, inputs, outputs, sequence } = json;
  const parts = async (path: string, sizes: readonly number[]): Promise<Outcome<readonly Uint8Array[]>> => {
    const bytes = await read(path);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (bytes?.length !== total) return broken(path, `this file must have ${total} bytes`);
    return ok(split(bytes, sizes));
  };
  const perSample = (tensors: readonly ExpectedTensor[]): number[] =>
    new Array<number>(samples).fill(tensors.reduce((sum, tensor) => sum + looseBytes(tensor), 0));
  const inputCodes = await parts(PATHS.inputs, perSample(inputs));
  if (!inputCodes.ok) return inputCodes;
  const outputBytes = await parts(PATHS.outputs, perSample(heldBehind(json)));
  if (!outputBytes.ok) return outputBytes;
  const layers = json.layers.map((layer): ExpectedLayer => ({ ...layer, rows: layer.rows.map(numbersOf) }));
  const packed = json.codes
    ? await parts(
        PATHS.codes,
        layers.map(({ output }) => packedSize(output)),
      )
    : undefined;
  if (packed && !packed.ok) return packed;
  const codes = packed?.value.map((bytes, i) => unpackedOf(layers[i]?.output, bytes)) ?? null;
  return ok({
    inputs,
    outputs,
    ...(sequence && { sequence }),
    layers,
    inputCodes: inputCodes.value,
    outputBytes: outputBytes.value,
    codes,
    project: json.project,
  });
}

function unpackedOf(tensor: ExpectedTensor | undefined, bytes: Uint8Array): Codes {
  return tensor && tensor.bits !== 32 ? unpackCodes(bytes, tensor.bits, elementsOf(tensor.shape)) : new Uint8Array();
}

function split(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  let offset = 0;
  return sizes.map((size) => bytes.subarray(offset, (offset += size)));
}

function hexOf(rows: Uint32Array): string {
  return Array.from(rows, (row) => row.toString(16).padStart(8, "0")).join("");
}

function numbersOf(hex: string): Uint32Array {
  return Uint32Array.from(hex.match(/.{8}/g) ?? [], (digits) => parseInt(digits, 16));
}

function broken(path: string, message: string): Refused {
  return refuse({ code: "verify.check", message, place: path, hint: "generate the project again" });
}

function parse(bytes: Uint8Array): ExpectedJson | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isExpectedJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isExpectedJson(value: unknown): value is ExpectedJson {
  if (!isRecord(value)) return false;
  const { format, samples, checksum, inputs, outputs, sequence, layers, codes, project } = value;
  if (format !== 1 || checksum !== "fnv-1a-32" || typeof codes !== "boolean") return false;
  if (typeof samples !== "number" || !Number.isInteger(samples) || samples < 1 || samples > 1000) return false;
  return (
    isListOf(inputs, isTensor) &&
    isListOf(outputs, isTensor) &&
    (sequence === undefined || isSequence(sequence)) &&
    isListOf(layers, (layer) => isLayer(layer, samples)) &&
    isProject(project)
  );
}

function isSequence(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { steps, states } = value;
  return typeof steps === "number" && Number.isInteger(steps) && steps >= 1 && isListOf(states, isTensor);
}

function isLayer(value: unknown, samples: number): boolean {
  if (!isRecord(value) || typeof value["name"] !== "string" || !isTensor(value["output"])) return false;
  const { bits, shape } = value["output"];
  const isRows = (text: unknown): boolean =>
    typeof text === "string" && text.length === 8 * shape[0] && /^[0-9a-f]*$/.test(text);
  const { rows } = value;
  return isListOf(rows, isRows) && rows.length === (bits === 32 ? 0 : samples);
}

/** No tensor of a microcontroller has more elements. */
const MOST_ELEMENTS = 1 << 28;

function isTensor(value: unknown): value is ExpectedTensor {
  if (!isRecord(value) || typeof value["name"] !== "string" || !isWidth(value["bits"])) return false;
  const { shape } = value;
  const isSize = (size: unknown): size is number => typeof size === "number" && Number.isInteger(size) && size > 0;
  return isListOf(shape, isSize) && shape.length === 3 && elementsOf(shape as unknown as Shape3) < MOST_ELEMENTS;
}

function isWidth(value: unknown): value is CodeBits | 32 {
  return value === 1 || value === 32 || isActivationBits(value);
}

function isProject(value: unknown): value is ProjectFigures {
  return (
    isRecord(value) &&
    isListOf(value["estimate"], isItem) &&
    (value["board"] === null || isStatedBoard(value["board"])) &&
    (value["optimize"] === undefined || OPTIMIZATIONS.some((level) => level === value["optimize"])) &&
    (value["core"] === undefined || CODE_CORES.some((core) => core === value["core"])) &&
    (value["code"] === undefined || isCodeNeeds(value["code"]))
  );
}

function isStatedBoard(value: unknown): value is StatedBoard {
  if (!isRecord(value)) return false;
  const { name, core, flashBytes, ramBytes } = value;
  const isTextOrNull = (text: unknown): boolean => text === null || typeof text === "string";
  return isTextOrNull(name) && isTextOrNull(core) && typeof flashBytes === "number" && typeof ramBytes === "number";
}

function isItem(value: unknown): value is MemoryItem {
  return (
    isRecord(value) &&
    (value["region"] === "flash" || value["region"] === "ram") &&
    typeof value["kind"] === "string" &&
    typeof value["name"] === "string" &&
    typeof value["sizeBytes"] === "number" &&
    typeof value["estimated"] === "boolean"
  );
}

function isListOf<T>(value: unknown, isEntry: (entry: unknown) => entry is T): value is readonly T[];
function isListOf(value: unknown, isEntry: (entry: unknown) => boolean): value is readonly unknown[];
function isListOf(value: unknown, isEntry: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isEntry);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
