/**
 * What the firmware's kernels cost beside weights and activations: scratch, code, context, stack. Each layer's kernel form says its scratch and what of the
 * code it needs. Code and stack come from codeTables, which bench/codeSizes.ts measures for each core and level of optimization: the sections of the compiled kernels, what each
 * refers to, and its stack frame; so what the linker keeps for a network can be told before there is one.
 */
import { ACTIVATION_WIDTHS, WEIGHT_WIDTHS } from "../../base/bits";
import { DEFAULT_BUILD, type Build } from "../../base/build";
import { NO_LAYERS, type Layer, type LayerSet, type Network } from "../../ir/network";
import { wordsUp } from "../../layers/firmware/descriptorBytes";
import { allForms, formOf } from "../../layers/formOf";
import type { CodePart, CodeTable } from "../codeTables/codeTable";
import { codeTableOf } from "../codeTables/codeTableOf";
import { answersOfKind, type Planner } from "../execution/planner";
import type { Execution } from "../execution/execution";
import type { Plan } from "../types";

/** The drivers of streams; the C library's function that forgets their progress is linked for kernels anyway. */
export const STREAM_FUNCTIONS = { memory: ["bw_stream_run"], supplied: ["bw_stream_step", "bw_stream_done"] } as const;
/** What a caller's rows are copied with. */
export const PUSH_FUNCTION = "bw_copy";

/**
 * What is kept between calls: of a stream how many rows each stage has made, 16 bits a stage of the longest one; with rows supplied how many
 * were pushed, and which row of which layer is next; the address of an arena that is the caller's.
 */
export function contextBytes(network: Network, plan: Plan, { rows, arena }: Pick<Execution, "rows" | "arena">): number {
  const isFed = isFedByRows(network, plan);
  const { segments } = plan;
  const stages = segments.map(({ firstStep, lastStep, streamed }, i) =>
    streamed ? lastStep - firstStep + 1 + (isFed && i === 0 ? 1 : 0) : 0,
  );
  return wordsUp(2 * Math.max(0, ...stages) + (rows === "supplied" ? 6 : 0)) + (arena === "caller" ? 4 : 0);
}

/** Whether the caller pushes the input's rows: no more than a ring of them is held. */
export function isFedByRows({ inputs }: Network, { buffers }: Plan): boolean {
  return buffers.some(
    ({ content, ring }) => ring !== undefined && content.kind === "activation" && inputs.includes(content.activation),
  );
}

/** Generated functions and the streams' driver above a kernel, without the lists of rows that windows look at. */
const CALLER_STACK_BYTES = 192;
/**
 * gcc's --param large-stack-frame: a function that called others in turn takes over their lists of rows, one at a time, while its frame stays below.
 * So a list may lie in the frame above a kernel that never sees it.
 */
const INLINED_STACK_BYTES = 256;
/** bw_codes: an address and an index. */
const ROW_STACK_BYTES = 8;

/** By the function that computes a row: the most input rows that it is given at once. */
export type KernelNeeds = Readonly<Record<string, number>>;

/** Search asks again and again. */
const KERNEL_NEEDS = answersOfKind<KernelNeeds>(2);
/** By core and level: a network is compiled for one, and for the one that would be smaller. */
const STACK_BOUNDS = answersOfKind<number>(4);

/** @param wide layers with codes of 16 bits, here and below */
export function kernelNeedsOf(planner: Planner, wide: LayerSet = NO_LAYERS): KernelNeeds {
  return planner.once(KERNEL_NEEDS, [...wide].join(), () => {
    const needs: Record<string, number> = {};
    for (const layer of planner.network.layers) {
      const name = formOf(layer, { wide: wide.has(layer.index) }).function;
      needs[name] = Math.max(needs[name] ?? 0, "kernel" in layer ? layer.kernel[0] : 1);
    }
    return needs;
  });
}

/** An upper bound of the stack: the deepest chain of frames through any of the network's kernels, whatever the widths. */
export function stackBoundBytes(planner: Planner, build: Build = DEFAULT_BUILD, wide: LayerSet = NO_LAYERS): number {
  const key = `${build.core} ${build.optimize} ${[...wide].join()}`;
  return planner.once(STACK_BOUNDS, key, () => stackBoundOf(kernelNeedsOf(planner, wide), build));
}

export function stackBoundOf(kernels: KernelNeeds, build: Build): number {
  const table = codeTableOf(build);
  const depths = Object.entries(kernels).map(([name, rows]) => {
    const below = Math.max(0, ...partsByWidth(name).map((part) => stackDepth(table, part)));
    return stackDepth(table, name) + below + ROW_STACK_BYTES * rows;
  });
  const inlined = Math.min(INLINED_STACK_BYTES, ROW_STACK_BYTES * Math.max(0, ...Object.values(kernels)));
  return Math.ceil((CALLER_STACK_BYTES + inlined + Math.max(0, ...depths)) / 8) * 8;
}

/** What a layer can give the function, at any width. */
function partsByWidth(name: string): readonly string[] {
  return allForms()
    .filter((form) => form.function === name)
    .flatMap((form) => [
      ...WEIGHT_WIDTHS.flatMap((bits) => form.weightParts(bits)),
      ...ACTIVATION_WIDTHS.flatMap((bits) => form.inputParts(bits)),
    ]);
}

/** Frames from a part down; kernels do not recurse. */
function stackDepth(table: CodeTable, name: string): number {
  const { frame, uses } = partNamed(table, name);
  return frame + Math.max(0, ...uses.map((used) => stackDepth(table, used)));
}

/** Everything that is linked when these parts are. */
export function linkedParts(table: CodeTable, roots: Iterable<string>): ReadonlyMap<string, CodePart> {
  const linked = new Map<string, CodePart>();
  const visit = (name: string): void => {
    if (linked.has(name)) return;
    const part = partNamed(table, name);
    linked.set(name, part);
    part.uses.forEach(visit);
  };
  for (const root of roots) visit(root);
  return linked;
}

function partNamed({ parts, toolchain }: CodeTable, name: string): CodePart {
  const part = parts.get(name);
  if (!part) throw new Error(`no part of the kernels' code is called "${name}" (${toolchain}): run bench/codeSizes.ts`);
  return part;
}

/** Bytes of arena that a layer's kernel needs while it runs, beyond its operands and its output. */
export function scratchBytes(network: Network, layer: Layer, wide = false): number {
  return formOf(layer, { wide }).scratchBytes(layer, network);
}
