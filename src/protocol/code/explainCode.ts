/**
 * What a hover, a lens and a hint say of firmware code: the planner's figures of memory.json and, once there are any, the measured ones of
 * verification.json. Words and numbers only, so that every surface can show them and tests can read them.
 */
import type { CodeIndex, Subject } from "./codeIndex";
import { formatClock, formatCount, formatLarge, formatPercent, formatSize } from "../words/format";
import type { MapFunction, MapLayer, MapRange, MapState, MapSymbol, MapTensor, MemoryMap } from "../files/memoryMap";
import type { Verification } from "../files/verification";
import { estimatedTime } from "../words/reportWords";
import { visible } from "../words/visible";

export interface Fact {
  readonly term: string;
  readonly words: string;
}

export interface Explanation {
  readonly title: string;
  readonly facts: readonly Fact[];
  /** The layer that it is about, for links. */
  readonly layer: string | null;
}

export interface Explained {
  readonly index: CodeIndex;
  /** null: not verified, or verified before the project was generated anew. */
  readonly verification: Verification | null;
  /** What each layer's widths cost alone, in words, by its name; null where nothing of this very policy tells. */
  readonly losses: ReadonlyMap<string, string> | null;
}

export function explain(project: Explained, subject: Subject): Explanation {
  switch (subject.kind) {
    case "layer":
      return explainLayer(project, subject.layer);
    case "tensor":
      return explainTensor(project.index, subject.tensor);
    case "data":
      return explainData(project.index.map, subject.layer, subject.data);
    case "arena":
      return explainArena(project);
    case "function":
      return explainFunction(project, subject.called);
  }
}

/** `weights 8 bit 4.5 KiB · output 4 bit 12.3 KiB · live 46.1 KiB (73 % of the peak) · 12.3 % of the instructions` */
export function lensOf({ index, verification }: Explained, layer: MapLayer): string {
  const output = index.tensor(layer.output);
  const flashBytes = layer.data.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const instructions = instructionsOf(verification, layer.name);
  const time = timeWords(index.map, layer.cycles);
  return [
    ...(layer.weightBits === null ? [] : [`weights ${layer.weightBits} bit ${formatSize(flashBytes)}`]),
    ...(output ? [`output ${widthOf(output)} ${formatSize(output.sizeBytes)}`] : []),
    `live ${formatSize(layer.liveBytes)} (${shareOfPeak(index.map, layer)})`,
    ...(time === undefined ? [] : [time]),
    ...(instructions === undefined ? [] : [`${formatPercent(instructions.percent)} of the instructions`]),
  ].join(" · ");
}

/** `net.onnx · 12 layers, 1.2 M MACs · arena 46.1 KiB, fullest at conv3 · 1,234,567 instructions` */
export function runLensOf({ index: { map }, verification }: Explained): string {
  const peak = map.layers[map.arena.peakStep];
  const instructions = verification?.instructions ?? null;
  const time = timeWords(map, cyclesOf(map));
  return [
    visible(map.model.name),
    `${map.layers.length} layers, ${formatLarge(totalMacs(map))} MACs`,
    `arena ${formatSize(map.arena.sizeBytes)}${peak ? `, fullest at ${visible(peak.name)}` : ""}`,
    ...(time === undefined ? [] : [`${time} (estimated)`]),
    ...(instructions === null ? [] : [`${formatCount(instructions)} instructions`]),
  ].join(" · ");
}

/** Of all layers; undefined where one of them was never counted. */
function cyclesOf({ layers }: MemoryMap): number | undefined {
  const sum = layers.reduce((all, { cycles }) => all + (cycles ?? NaN), 0);
  return layers.length > 0 && Number.isFinite(sum) ? sum : undefined;
}

function timeWords({ clockHz }: MemoryMap, cycles: number | null | undefined): string | undefined {
  return cycles === null || cycles === undefined ? undefined : estimatedTime(cycles, clockHz ?? null);
}

/** @param all cycles that these are a part of */
function timeFacts(map: MemoryMap, cycles: number | null | undefined, all?: number): readonly Fact[] {
  const time = timeWords(map, cycles);
  if (time === undefined) return [];
  const clock = map.clockHz === undefined ? "" : ` at ${formatClock(map.clockHz)}`;
  const share = all === undefined || all === 0 ? "" : `, ${formatPercent((100 * (cycles ?? 0)) / all)} of the run`;
  return [{ term: "Time", words: `${time}${clock}${share} (estimated)` }];
}

/** The end of a line: what is alive while it runs. */
export function hintOf(layer: MapLayer): string {
  return `live ${formatSize(layer.liveBytes)}`;
}

/** 0 to 1: of the most that is ever alive. */
export function heatOf({ arena }: MemoryMap, { liveBytes }: MapLayer): number {
  return arena.peakBytes > 0 ? Math.min(1, liveBytes / arena.peakBytes) : 0;
}

function explainLayer({ index, verification, losses }: Explained, layer: MapLayer): Explanation {
  const { map } = index;
  const facts: Fact[] = [];
  const output = index.tensor(layer.output);
  if (output) facts.push(...tensorFacts(index, output, "Output"));
  facts.push({ term: "Live RAM", words: liveWords(map, layer) });
  for (const scratch of map.scratch.filter(({ firstStep, lastStep }) => covers(firstStep, lastStep, layer.step))) {
    facts.push({ term: "Scratch", words: `${formatCount(scratch.sizeBytes)} B, ${rangeWords(scratch, map)}` });
  }
  const streamed = streamedWords(map, layer);
  if (streamed !== undefined) facts.push({ term: "Row by row", words: streamed });
  if (layer.data.length > 0) facts.push({ term: "FLASH", words: flashWords(layer) });
  if (layer.macs > 0) facts.push({ term: "MACs", words: formatLarge(layer.macs) });
  facts.push(...timeFacts(map, layer.cycles, cyclesOf(map)));
  const instructions = instructionsOf(verification, layer.name);
  if (instructions !== undefined) {
    const { count, percent, machine } = instructions;
    facts.push({
      term: "Instructions",
      words: `${formatCount(count)}, ${formatPercent(percent)} of the run (${visible(machine)})`,
    });
  }
  const loss = losses?.get(layer.name);
  if (loss !== undefined) facts.push({ term: "Loss", words: `${loss}, predicted of its widths alone` });
  const weights = layer.weightBits === null ? "" : `, ${layer.weightBits}-bit weights`;
  return { title: `${visible(layer.name)}: ${visible(layer.op)}${weights}`, facts, layer: layer.name };
}

function explainTensor(index: CodeIndex, tensor: MapTensor): Explanation {
  const { map } = index;
  const maker = map.layers.find(({ output }) => output === tensor.name);
  const readers = map.layers.filter(({ inputs }) => inputs.includes(tensor.name)).map(({ name }) => name);
  const facts: Fact[] = [...tensorFacts(index, tensor, "Tensor")];
  if (maker) facts.push({ term: "Made by", words: visible(maker.name) });
  if (readers.length > 0) facts.push({ term: "Read by", words: listed(readers.map((reader) => visible(reader))) });
  if (tensor.bits !== 32) {
    facts.push({ term: "Scale", words: `${Number(tensor.scale.toPrecision(6))}, zero point ${tensor.zeroPoint}` });
  }
  // A tensor is alive over several steps: the fullest of them is where its bytes hurt.
  const fullest = fullestOf(map, tensor);
  if (fullest)
    facts.push({ term: "Live RAM", words: `at most ${liveWords(map, fullest)}, at ${visible(fullest.name)}` });
  const role = tensor.role === "inner" ? "" : `, ${tensor.role} of the network`;
  const state = map.states?.find(({ name, from }) => name === tensor.name || from === tensor.name);
  if (state) facts.push({ term: "State", words: stateWords(state) });
  return { title: `${visible(tensor.name)}: tensor${role}`, facts, layer: maker?.name ?? readers[0] ?? null };
}

function explainData(map: MemoryMap, layer: MapLayer, data: MapSymbol): Explanation {
  const all = map.layers.flatMap((each) => each.data).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const share = all > 0 ? ` (${formatPercent((100 * data.sizeBytes) / all)} of the network's constants)` : "";
  const facts: Fact[] = [{ term: "FLASH", words: `${formatCount(data.sizeBytes)} B${share}` }];
  if (data.kind === "weights" && layer.weightBits !== null) {
    facts.push({ term: "Width", words: `${layer.weightBits} bits, packed` });
  }
  facts.push({ term: "Read by", words: `${visible(layer.name)} (${visible(layer.op)})` });
  return { title: `${visible(layer.name)}: ${data.kind}`, facts, layer: layer.name };
}

function explainArena({ index }: Explained): Explanation {
  const { map } = index;
  const { arena } = map;
  const peak = map.layers[arena.peakStep];
  const facts: Fact[] = [{ term: "RAM", words: `${formatCount(arena.sizeBytes)} B (${formatSize(arena.sizeBytes)})` }];
  if (peak) {
    facts.push({
      term: "Peak",
      words: `${formatCount(arena.peakBytes)} B alive at ${visible(peak.name)} (${visible(peak.op)})`,
    });
    const held = map.tensors.filter(({ firstStep, lastStep }) => covers(firstStep, lastStep, arena.peakStep));
    facts.push({ term: "Held there", words: listed(held.map(heldWords)) });
  }
  facts.push(...stateFacts(map));
  return { title: `${arena.symbol}: arena of ${visible(map.model.name)}`, facts, layer: peak?.name ?? null };
}

/** Each tensor that one run leaves for the next. */
function stateFacts({ states = [] }: MemoryMap): readonly Fact[] {
  return states.map((state) => ({ term: `State ${visible(state.name)}`, words: stateWords(state) }));
}

function stateWords({ name, from, offset, sizeBytes, renewed }: MapState): string {
  const how = renewed === "inPlace" ? "written over it" : "copied to it when the run ends";
  return `${formatCount(sizeBytes)} B at ${formatCount(offset)} of the arena outlive a run; ${visible(from)} is ${how} for the next ${visible(name)}`;
}

function explainFunction(project: Explained, called: MapFunction): Explanation {
  const { map } = project.index;
  const title = `${called.symbol}: ${visible(map.model.name)}`;
  switch (called.role) {
    case "init":
      return { title, facts: [arenaFact(map), ...stateFacts(map)], layer: null };
    case "reset":
    case "states":
      return { title, facts: stateFacts(map), layer: null };
    case "invoke":
    case "pushRow":
    case "step":
      return { title, facts: runFacts(project, called.role), layer: map.layers[map.arena.peakStep]?.name ?? null };
    case "input":
    case "output": {
      // The functions of several inputs are in the order of the inputs.
      const order = map.api
        .filter(({ role }) => role === called.role)
        .findIndex(({ symbol }) => symbol === called.symbol);
      const tensor = map.tensors.filter(({ role }) => role === called.role)[order];
      if (!tensor) return { title, facts: [], layer: null };
      const at = map.layers.find(({ inputs, output }) => output === tensor.name || inputs.includes(tensor.name));
      return { title, facts: tensorFacts(project.index, tensor, "Tensor"), layer: at?.name ?? null };
    }
  }
}

function runFacts({ index, verification }: Explained, role: "invoke" | "pushRow" | "step"): readonly Fact[] {
  const { map } = index;
  const peak = map.layers[map.arena.peakStep];
  const facts: Fact[] = [];
  const input = map.tensors.find((tensor) => tensor.role === "input");
  if (role === "pushRow" && input) {
    const [height = 0, width = 0, channels = 0] = input.shape;
    const rowBytes = Math.ceil((width * channels * input.bits) / 8);
    facts.push({ term: "A row", words: `${formatCount(rowBytes)} B, ${widthOf(input)}; ${height} of them make a run` });
  } else if (role === "step") {
    const longest = longestRow(map);
    if (longest)
      facts.push({
        term: "A step",
        words: `at most ${formatLarge(longest.macs)} MACs: a row of ${visible(longest.layer)}`,
      });
    const rows = [...(verification?.layers ?? [])].sort((a, b) => (b.rowInstructions ?? 0) - (a.rowInstructions ?? 0));
    const [slowest] = rows;
    if (verification && typeof slowest?.rowInstructions === "number") {
      const words = `at most ${formatCount(slowest.rowInstructions)}, a row of ${visible(slowest.name)} (${visible(verification.machine)})`;
      facts.push({ term: "Its instructions", words });
    }
  } else {
    facts.push({ term: "Runs", words: `${map.layers.length} layers, ${formatLarge(totalMacs(map))} MACs` });
    facts.push(...timeFacts(map, cyclesOf(map)));
  }
  facts.push(arenaFact(map));
  if (peak)
    facts.push({
      term: "Peak",
      words: `${formatSize(map.arena.peakBytes)} alive at ${visible(peak.name)} (${visible(peak.op)})`,
    });
  if (verification?.instructions !== null && verification !== null) {
    facts.push({
      term: "Instructions",
      words: `${formatCount(verification.instructions)} a run (${visible(verification.machine)})`,
    });
  }
  if (verification !== null && verification.stackBytes !== null) {
    facts.push({ term: "Stack", words: `${formatCount(verification.stackBytes)} B at most, measured` });
  }
  return facts;
}

/** The most work of a row: what a step takes at most. */
export function longestRow({
  layers,
  tensors,
}: MemoryMap): { readonly layer: string; readonly macs: number } | undefined {
  const rows = new Map(tensors.map(({ name, shape }) => [name, shape[0] ?? 1]));
  const all = layers.map(({ name, macs, output }) => ({
    layer: name,
    macs: Math.ceil(macs / (rows.get(output) ?? 1)),
  }));
  return all.sort((a, b) => b.macs - a.macs)[0];
}

function tensorFacts(index: CodeIndex, tensor: MapTensor, term: string): readonly Fact[] {
  const { map } = index;
  const facts: Fact[] = [
    {
      term,
      words: `${tensor.shape.join("×")}, ${widthOf(tensor)}, ${formatCount(tensor.sizeBytes)} B`,
    },
    { term: "Arena", words: rangeWords(tensor, map) },
    { term: "Alive", words: lifetimeWords(map, tensor) },
  ];
  if (tensor.ring) {
    const { rows, rowBytes } = tensor.ring;
    const height = tensor.shape[0] ?? rows;
    facts.push({ term: "Rows", words: `${rows} of ${height} alive, ${formatCount(rowBytes)} B each, as a ring` });
  }
  if (tensor.over !== null) facts.push({ term: "Moves in over", words: visible(tensor.over) });
  return facts;
}

function liveWords(map: MemoryMap, layer: MapLayer): string {
  return `${formatCount(layer.liveBytes)} B, ${shareOfPeak(map, layer)}`;
}

function shareOfPeak({ arena }: MemoryMap, { liveBytes }: MapLayer): string {
  // Several layers may be equally full.
  if (liveBytes >= arena.peakBytes) return "the peak";
  const percent = arena.peakBytes > 0 ? (100 * liveBytes) / arena.peakBytes : 0;
  return `${formatPercent(percent)} of the peak`;
}

function streamedWords(map: MemoryMap, layer: MapLayer): string | undefined {
  const segment = map.segments[layer.segment];
  if (!segment?.streamed) return undefined;
  const [first, last] = [map.layers[segment.firstStep], map.layers[segment.lastStep]];
  if (!first || !last || first === last) return "while its input arrives";
  return `together with ${segment.lastStep - segment.firstStep} more, ${visible(first.name)} to ${visible(last.name)}`;
}

function flashWords({ data }: MapLayer): string {
  const kinds = ["weights", "constants", "tables"] as const;
  return kinds
    .map((kind) => ({
      kind,
      bytes: data.filter((each) => each.kind === kind).reduce((sum, d) => sum + d.sizeBytes, 0),
    }))
    .filter(({ bytes }) => bytes > 0)
    .map(({ kind, bytes }) => `${formatCount(bytes)} B ${kind}`)
    .join(" + ");
}

function rangeWords({ offset, sizeBytes }: MapRange, { arena }: MemoryMap): string {
  const last = offset + Math.max(1, sizeBytes) - 1;
  return `bytes ${formatCount(offset)} to ${formatCount(last)} of ${formatCount(arena.sizeBytes)}`;
}

/** Steps count from 0, as the comments of the generated code and memory.json do. */
function lifetimeWords(map: MemoryMap, { firstStep, lastStep }: MapRange): string {
  const [first, last] = [firstStep, lastStep].map((step) => visible(map.layers[step]?.name ?? ""));
  if (firstStep === lastStep) return `during ${first} (step ${firstStep})`;
  return `${first} to ${last} (steps ${firstStep} to ${lastStep})`;
}

function fullestOf(map: MemoryMap, { firstStep, lastStep }: MapRange): MapLayer | undefined {
  return map.layers
    .slice(firstStep, lastStep + 1)
    .reduce<MapLayer | undefined>(
      (most, layer) => (most && most.liveBytes >= layer.liveBytes ? most : layer),
      undefined,
    );
}

function instructionsOf(
  verification: Verification | null,
  layer: string,
): { readonly count: number; readonly percent: number; readonly machine: string } | undefined {
  const count = verification?.layers.find(({ name }) => name === layer)?.instructions ?? null;
  const whole = verification?.instructions ?? null;
  if (verification === null || count === null || whole === null || whole === 0) return undefined;
  return { count, percent: (100 * count) / whole, machine: verification.machine };
}

function arenaFact({ arena }: MemoryMap): Fact {
  return { term: "RAM", words: `${formatSize(arena.sizeBytes)} of arena (${arena.symbol})` };
}

function heldWords({ name, sizeBytes }: MapTensor): string {
  return `${visible(name)} ${formatSize(sizeBytes)}`;
}

function widthOf({ bits }: MapTensor): string {
  return bits === 32 ? "float" : `${bits} bit`;
}

function totalMacs({ layers }: MemoryMap): number {
  return layers.reduce((sum, { macs }) => sum + macs, 0);
}

function covers(first: number, last: number, step: number): boolean {
  return first <= step && step <= last;
}

const MOST_LISTED = 4;

function listed(names: readonly string[]): string {
  const more = names.length - MOST_LISTED;
  return more > 0 ? `${names.slice(0, MOST_LISTED).join(", ")} and ${more} more` : names.join(", ");
}
