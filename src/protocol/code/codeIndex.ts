/**
 * What a word or a line of firmware code belongs to. Built once for a generated project; every question afterwards is a look into a map, so
 * that a hover never waits. Files are relative to the project's folder.
 */
import type { MapFunction, MapLayer, MapSymbol, MapTensor, MemoryMap } from "../files/memoryMap";

export type Subject =
  | { readonly kind: "layer"; readonly layer: MapLayer }
  | { readonly kind: "tensor"; readonly tensor: MapTensor }
  | { readonly kind: "data"; readonly layer: MapLayer; readonly data: MapSymbol }
  | { readonly kind: "arena" }
  | { readonly kind: "function"; readonly called: MapFunction };

export interface LayerLine {
  readonly layer: MapLayer;
  /** Where the layer is called in the run, or where its function stands. */
  readonly part: "call" | "definition";
}

export interface CodeIndex {
  readonly map: MemoryMap;
  readonly subject: (symbol: string) => Subject | undefined;
  /** The layer whose call or definition covers the line; a call goes before a definition around it. */
  readonly layerAt: (file: string, line: number) => LayerLine | undefined;
  readonly tensor: (name: string) => MapTensor | undefined;
  /** Whether any line of the file belongs to a layer. */
  readonly hasLines: (file: string) => boolean;
  /** In the order of their lines. */
  readonly calls: (file: string) => readonly MapLayer[];
}

export function indexCode(map: MemoryMap): CodeIndex {
  const subjects = new Map<string, Subject>();
  const descriptors = new Map<string, MapTensor>();
  // What is added first wins: a symbol that is a function of the API is that to the reader.
  const add = (symbol: string, subject: Subject): void => {
    if (!subjects.has(symbol)) subjects.set(symbol, subject);
  };
  for (const called of map.api) add(called.symbol, { kind: "function", called });
  add(map.arena.symbol, { kind: "arena" });
  for (const layer of map.layers) add(layer.symbol, { kind: "layer", layer });
  for (const tensor of map.tensors) add(tensor.symbol, { kind: "tensor", tensor });
  for (const layer of map.layers) {
    for (const data of layer.data) add(data.name, { kind: "data", layer, data });
  }
  // The generator gives a tensor a macro, MODEL_AT_X, and a descriptor, model_x_tensor; names differ by more than case.
  const macro = `${map.prefix}_at_`.toLowerCase();
  for (const tensor of map.tensors) {
    const symbol = tensor.symbol.toLowerCase();
    if (symbol.startsWith(macro))
      descriptors.set(`${map.prefix.toLowerCase()}_${symbol.slice(macro.length)}_tensor`, tensor);
  }
  const tensors = new Map(map.tensors.map((tensor) => [tensor.name, tensor]));
  const files = linesOf(map);
  const calls = new Map<string, MapLayer[]>();
  for (const layer of map.layers) {
    const { file } = layer.call;
    const before = calls.get(file);
    if (before) before.push(layer);
    else calls.set(file, [layer]);
  }
  for (const layers of calls.values()) layers.sort((a, b) => a.call.line - b.call.line);
  return {
    map,
    subject: (symbol) => {
      const tensor = descriptors.get(symbol.toLowerCase());
      return subjects.get(symbol) ?? (tensor ? { kind: "tensor", tensor } : macroSubject(map, symbol));
    },
    layerAt: (file, line) => {
      const found = files.get(file);
      return found && (lineIn(found.call, "call", line) ?? lineIn(found.definition, "definition", line));
    },
    hasLines: (file) => files.has(file),
    tensor: (name) => tensors.get(name),
    calls: (file) => calls.get(file) ?? [],
  };
}

/** Macros of the header: MODEL_ARENA_BYTES, and the sizes and scales of MODEL_INPUT_… and MODEL_OUTPUT_…, numbered where there are several. */
function macroSubject({ prefix, tensors, states = [] }: MemoryMap, symbol: string): Subject | undefined {
  const start = `${prefix.toUpperCase()}_`;
  if (!symbol.startsWith(start)) return undefined;
  const rest = symbol.slice(start.length);
  if (rest === "ARENA_BYTES") return { kind: "arena" };
  if (rest === "STATES_BYTES") return { kind: "arena" };
  const [, role, number] = /^(INPUT|OUTPUT|STATE)(?:_(\d+))?_[A-Z_]+$/.exec(rest) ?? [];
  if (role === undefined) return undefined;
  const at = Number(number ?? 0);
  const tensor =
    role === "STATE"
      ? tensors.find(({ name }) => name === states[at]?.name)
      : tensors.filter((each) => each.role === role.toLowerCase())[at];
  return tensor && { kind: "tensor", tensor };
}

type FileLines = Readonly<Record<LayerLine["part"], MapLayer[]>>;

/** Ranges, not lines: a map may say that a layer covers millions. */
function linesOf(map: MemoryMap): ReadonlyMap<string, FileLines> {
  const files = new Map<string, FileLines>();
  for (const part of ["definition", "call"] as const) {
    for (const layer of map.layers) {
      const { file } = layer[part];
      const lines = files.get(file) ?? { definition: [], call: [] };
      files.set(file, lines);
      lines[part].push(layer);
    }
  }
  for (const lines of files.values()) {
    for (const part of ["definition", "call"] as const) lines[part].sort((a, b) => a[part].line - b[part].line);
  }
  return files;
}

/** @param layers by the lines where they begin; they do not overlap */
function lineIn(layers: readonly MapLayer[], part: LayerLine["part"], line: number): LayerLine | undefined {
  let [low, high] = [0, layers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((layers[middle]?.[part].line ?? Infinity) <= line) low = middle + 1;
    else high = middle;
  }
  const layer = layers[low - 1];
  return layer && line <= layer[part].lastLine ? { layer, part } : undefined;
}

/** The layer that a subject is of: a tensor's is the one that makes it, else the first that reads it; of the arena where it is fullest. */
export function layerOfSubject({ map }: CodeIndex, subject: Subject): MapLayer | undefined {
  switch (subject.kind) {
    case "layer":
    case "data":
      return subject.layer;
    case "tensor": {
      const { name } = subject.tensor;
      return map.layers.find(({ output }) => output === name) ?? map.layers.find(({ inputs }) => inputs.includes(name));
    }
    case "arena":
      return map.layers[map.arena.peakStep];
    case "function":
      return undefined;
  }
}

/** What a linker knows of a layer: its function, and its arrays. */
export function symbolsOfLayer({ symbol, data }: MapLayer): readonly string[] {
  return [symbol, ...data.map(({ name }) => name)];
}

/** Every name of the project that a linked image may have, and what it means. */
export function linkedSymbols({ map, subject }: CodeIndex): ReadonlyMap<string, Subject> {
  const names = [
    map.arena.symbol,
    ...map.api.map(({ symbol }) => symbol),
    ...map.layers.flatMap((layer) => symbolsOfLayer(layer)),
  ];
  const found = names.flatMap((name): (readonly [string, Subject])[] => {
    const meant = subject(name);
    return meant ? [[name, meant]] : [];
  });
  return new Map(found);
}
