/** What the model computed against what it must compute, row by row in execution order, and where it first differs. */
import { unpackCodes, type CodeBits, type Codes } from "../../engine";
import type { MapLayer, MemoryMap } from "../../protocol/files/memoryMap";
import type { Divergence } from "../../protocol/files/verification";
import {
  checksum,
  elementsOf,
  heldBehind,
  looseBytes,
  type ExpectedLayer,
  type ExpectedTensor,
  type Expectations,
} from "./expectations";
import type { TracedRow, TracedSample } from "./readTrace";

export interface Comparison {
  readonly compared: number;
  /**
   * Elements that differ. Where only checksums are known, all elements of a row whose checksum differs and whose codes are not known count
   * once for the row.
   */
  readonly differing: number;
  readonly divergence: Divergence | null;
}

/** Expected codes of a row, where they can be had. */
export type RowOracle = (sample: number, step: number, y: number) => Codes | undefined;

/** A row that was not computed, or a layer whose rows have another shape, differs as a whole. */
export function compare(
  map: MemoryMap,
  expected: Expectations,
  samples: readonly TracedSample[],
  oracle: RowOracle,
): Comparison {
  let compared = 0;
  let differing = 0;
  let divergence: Divergence | null = null;
  const layersByName = new Map(expected.layers.map((layer) => [layer.name, layer]));
  expected.inputCodes.forEach((_, sample) => {
    const traced = rowsByPlace(samples[sample]?.rows ?? []);
    for (const layer of map.layers) {
      const known = layersByName.get(layer.name);
      if (!known || known.output.bits === 32) continue;
      const [height, width, channels] = known.output.shape;
      for (let y = 0; y < height; y++) {
        compared += width * channels;
        const row = traced.get(layer.step)?.get(y);
        const actual = row && codesOf(row, width * channels, known.output.bits);
        if (actual && checksum(actual) === known.rows[sample]?.[y]) continue;
        const wanted = oracle(sample, layer.step, y);
        const places = actual && wanted ? differences(actual, wanted) : undefined;
        differing += Math.max(1, places?.length ?? 0);
        divergence ??= divergenceAt(layer, sample, y, channels, actual, wanted, places?.[0]);
      }
    }
    const floats = compareOutputs(map, expected, sample, samples[sample]?.output);
    compared += floats.compared;
    differing += floats.differing;
    divergence ??= floats.divergence;
  });
  return { compared, differing, divergence };
}

/** From codes.bin: every row of the first sample. */
export function storedRows(map: MemoryMap, { codes, layers }: Expectations): RowOracle {
  const indexOf = new Map(layers.map(({ name }, i) => [name, i]));
  return (sample, step, y) => {
    const index = indexOf.get(map.layers[step]?.name ?? "");
    if (sample > 0 || !codes || index === undefined) return undefined;
    return rowOf(codes[index], layers[index], y);
  };
}

/** From another run of the project: its rows where they have the expected checksum. */
export function rowsOfRun(map: MemoryMap, { layers }: Expectations, samples: readonly TracedSample[]): RowOracle {
  const known = new Map(layers.map((layer) => [layer.name, layer]));
  const traced = samples.map(({ rows }) => rowsByPlace(rows));
  return (sample, step, y) => {
    const layer = known.get(map.layers[step]?.name ?? "");
    const row = traced[sample]?.get(step)?.get(y);
    if (!layer || !row || layer.output.bits === 32) return undefined;
    const [, width, channels] = layer.output.shape;
    const codes = codesOf(row, width * channels, layer.output.bits);
    return codes && checksum(codes) === layer.rows[sample]?.[y] ? codes : undefined;
  };
}

function rowOf(codes: Codes | undefined, layer: ExpectedLayer | undefined, y: number): Codes | undefined {
  if (!codes || !layer || layer.output.bits === 32) return undefined;
  const length = layer.output.shape[1] * layer.output.shape[2];
  return codes.subarray(y * length, (y + 1) * length);
}

/** A layer that is computed as a whole may tell several rows in one piece, beginning at `y`. */
function rowsByPlace(rows: readonly TracedRow[]): ReadonlyMap<number, ReadonlyMap<number, TracedRow>> {
  const places = new Map<number, Map<number, TracedRow>>();
  for (const row of rows) {
    const ofStep = places.get(row.step) ?? new Map<number, TracedRow>();
    places.set(row.step, ofStep);
    ofStep.set(row.y, row);
  }
  return places;
}

function codesOf({ bytes, first, count, bits }: TracedRow, length: number, wanted: CodeBits): Codes | undefined {
  if (count !== length || bits !== wanted) return undefined;
  return unpackCodes(bytes, wanted, first + count).subarray(first);
}

function differences(actual: Codes, expected: Codes): number[] {
  const places: number[] = [];
  actual.forEach((code, i) => {
    if (code !== expected[i]) places.push(i);
  });
  return places;
}

function divergenceAt(
  layer: MapLayer,
  sample: number,
  y: number,
  channels: number,
  actual: Codes | undefined,
  expected: Codes | undefined,
  place: number | undefined,
): Divergence {
  const { file, line } = layer.definition;
  const at = { sample, layer: layer.name, file, line };
  if (place === undefined) return { ...at, position: [y], expected: null, actual: null };
  const position = [y, Math.floor(place / channels), place % channels];
  return { ...at, position, expected: expected?.[place] ?? null, actual: actual?.[place] ?? null };
}

/** Every final output and state against outputs.bin: codes again, as a caller gets them, and floats. */
function compareOutputs(
  map: MemoryMap,
  { outputs, sequence, outputBytes, layers }: Expectations,
  sample: number,
  held: Uint8Array | undefined,
): Comparison {
  let [compared, differing, heldAt, looseAt] = [0, 0, 0, 0];
  let divergence: Divergence | null = null;
  for (const tensor of heldBehind({ outputs, ...(sequence && { sequence }) })) {
    const elements = elementsOf(tensor.shape);
    const made = map.states?.find(({ name }) => name === tensor.name)?.from ?? tensor.name;
    const maker = layers.find(({ output }) => output.name === made)?.name;
    const layer = map.layers.find(({ name }) => name === maker) ?? map.layers.at(-1);
    const heldSize = tensor.bits === 32 ? 4 * elements : Math.ceil((elements * tensor.bits) / 8);
    const looseSize = looseBytes(tensor);
    const actual = held?.subarray(heldAt, heldAt + heldSize);
    const wanted = valuesOf(
      outputBytes[sample]?.subarray(looseAt, looseAt + looseSize),
      tensor,
      tensor.bits === 16 ? 16 : 8,
    );
    const found = valuesOf(actual, tensor, tensor.bits === 32 ? 8 : tensor.bits);
    for (let i = 0; i < elements; i++) {
      compared++;
      const [a = NaN, b = NaN] = [found[i], wanted[i]];
      if (Object.is(a, b)) continue; // floats too are equal to the bit
      differing++;
      const channels = tensor.shape[2];
      const position = [
        Math.floor(i / channels / tensor.shape[1]),
        Math.floor(i / channels) % tensor.shape[1],
        i % channels,
      ];
      if (layer) {
        const { file, line } = layer.definition;
        const values = { expected: Number.isFinite(b) ? b : null, actual: Number.isFinite(a) ? a : null };
        divergence ??= { sample, layer: layer.name, position, ...values, file, line };
      }
    }
    heldAt += heldSize;
    looseAt += looseSize;
  }
  return { compared, differing, divergence };
}

function valuesOf(
  bytes: Uint8Array | undefined,
  { bits, shape }: ExpectedTensor,
  codeBits: CodeBits,
): readonly number[] {
  if (!bytes) return [];
  if (bits !== 32) return [...unpackCodes(bytes, codeBits, elementsOf(shape))];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getFloat32(4 * i, true));
}
