/**
 * memory.json of a generated project: which layer, tensor, arena range, lifetime, symbol, file and line belong together. The generator
 * writes it, the editor's hovers and `verify` read it. Deterministic. Sizes and offsets are bytes; steps are positions in execution order,
 * both ends inclusive; lines count from 1; paths are relative to the project's folder.
 */

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
  /** Every generated file but memory.json itself, kernels included. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** A function of the API that user code calls. */
export interface MapFunction {
  readonly symbol: string;
  readonly role: "init" | "invoke" | "pushRow" | "input" | "output";
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
  readonly role: "input" | "output" | "inner";
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
  readonly weightBits: 2 | 4 | 8 | null;
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
