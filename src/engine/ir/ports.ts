/**
 * What the engine needs from outside and its caller supplies: running float graphs, samples, and word about progress.
 */

import type { Problem } from "../base/outcome";
import type { Graph } from "./graph";

export interface FloatTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Executes graphs of the IR in float32; the engine's door makes one from a GraphRunner by encoding. */
export interface GraphExecutor {
  /** @param outputs any tensors of the graph, whether it calls them outputs or not */
  open(graph: Graph, outputs: readonly string[]): Promise<OpenGraph>;
}

/** Executes ONNX models in float32. */
export interface GraphRunner {
  /** @param model an encoded ONNX model; rejected models throw (the engine encoded it, so it is our bug or the machine's). */
  open(model: Uint8Array): Promise<OpenGraph>;
}

export interface OpenGraph {
  /** Runs one sample: feeds by input name, answers every output by name. Calls may overlap, so that one sample is read while another runs. */
  run(feeds: ReadonlyMap<string, FloatTensor>): Promise<ReadonlyMap<string, FloatTensor>>;
  close(): Promise<void>;
}

/** Samples already preprocessed to the model's input; index-addressable so that work can resume anywhere. */
export interface SampleSource {
  readonly count: number;
  /** Where the samples come from: decides how an accuracy figure may be called. */
  readonly kind: "labelled" | "unlabelled" | "synthetic";
  /** Identifies content and order: the key under which results may be cached. */
  readonly fingerprint: string;
  sample(index: number): Promise<FloatTensor>;
  /** Class index, where kind is "labelled". */
  label(index: number): number | undefined;
}

/** How long work tells what it does and learns that it should stop. */
export interface Watch {
  /** @param done units finished of `total` in this phase */
  progress(phase: string, done: number, total: number): void;
  /** What a person should know before the work goes on; the result tells it again. */
  readonly remark?: (problem: Problem) => void;
  /** Becomes true once; the engine stops at the next unit of work and throws Cancelled. */
  readonly cancelled: boolean;
}

/** Thrown by the engine when its Watch says cancelled: the one exception that is not a bug. */
export class Cancelled extends Error {
  constructor() {
    super("cancelled");
    this.name = "Cancelled";
  }
}

export function stopIfCancelled(watch: Watch): void {
  if (watch.cancelled) throw new Cancelled();
}

/** A watch for callers that neither show progress nor cancel. */
export const unwatched: Watch = { progress: () => undefined, cancelled: false };

/** For parts of work whose progress is no news: nothing is shown, and cancelled goes through. */
export function quietly(watch: Pick<Watch, "cancelled">): Watch {
  return {
    progress: () => undefined,
    get cancelled() {
      return watch.cancelled;
    },
  };
}
