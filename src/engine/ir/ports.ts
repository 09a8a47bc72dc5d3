/**
 * What the engine needs from outside and its caller supplies: running float graphs, samples, and word about progress.
 */

import type { Problem } from "../base/outcome";
import type { Graph } from "./graph";
import type { Op } from "./op";

export interface FloatTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
  /** Set where a person's file answers whole numbers: codes, or what a Cast made. */
  readonly whole?: true;
}

/** What a network takes in one run: a tensor by the name of each input. */
export type Feeds = ReadonlyMap<string, FloatTensor>;

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

/** Where a loss is counted. */
export interface Seed {
  /** Axis 0 holds the samples; the values of one are one answer. */
  readonly tensor: string;
  /** Divergence of softmaxes, or half the squared error. */
  readonly task: "classification" | "regression";
}

/** The gradients of a loss, summed over the samples of a run. */
export interface GradientQuestion {
  /** Inputs of the graph. */
  readonly parameters: readonly string[];
  readonly seeds: readonly Seed[];
}

/**
 * Executes a graph together with its gradients. A run also takes, for each seed, `targetOf` [samples, values], probabilities or values, and
 * `weightOf` [samples, 1], what each sample counts; it answers the seeds' tensors and `gradientOf` each parameter.
 */
export interface GradientExecutor {
  /** Whether gradients go through an operator. */
  readonly hasGradient: (op: Op) => boolean;
  open(graph: Graph, question: GradientQuestion): Promise<OpenGraph>;
}

export const targetOf = (tensor: string): string => `${tensor}@target`;
export const weightOf = (tensor: string): string => `${tensor}@weight`;
export const gradientOf = (parameter: string): string => `${parameter}@gradient`;

export interface OpenGraph {
  /** Runs one sample: feeds by input name, answers every output by name. Calls may overlap, so that one sample is read while another runs. */
  run(feeds: Feeds): Promise<ReadonlyMap<string, FloatTensor>>;
  close(): Promise<void>;
}

/** Samples that are steps of sequences, one sequence behind the other: a state is zero in front of the first step of each. */
export interface Sequence {
  /** Of every sequence; sample i is step i mod steps. */
  readonly steps: number;
  /** What is judged of a sequence: the sum of the outputs over its steps, or the last step's. */
  readonly answer: "sum" | "last";
}

/** Index-addressable so that work can resume anywhere. */
export interface Samples<T> {
  readonly count: number;
  /** Where the samples come from: decides how an accuracy figure may be called. */
  readonly kind: "labelled" | "unlabelled" | "synthetic";
  /** Identifies content and order: the key under which results may be cached. */
  readonly fingerprint: string;
  sample(index: number): Promise<T>;
  /** Class index, where kind is "labelled"; of a sequence in each of its steps. */
  label(index: number): number | undefined;
  /** Absent where each sample stands by itself. */
  readonly sequence?: Sequence;
}

/** Whole sequences; samples that stand by themselves are sequences of one step. */
export function sequencesOf({ count, sequence }: Pick<Samples<unknown>, "count" | "sequence">): number {
  return Math.floor(count / (sequence?.steps ?? 1));
}

/** Samples already preprocessed for all of the model's inputs. */
export type SampleSource = Samples<Feeds>;

/** Samples to learn from. */
export interface LearningSource extends SampleSource {
  /** Variants of a sample that teach as well, one a turn, equal for equal turns; absent where none are known. */
  varied?(index: number, turn: number): Promise<Feeds>;
}

/** What one input is fed with. */
export type TensorSource = Samples<FloatTensor>;

/** Samples of a network whose one input is that. */
export function feeding(input: string, source: TensorSource): SampleSource {
  return givenBy(source, async (index) => new Map([[input, await source.sample(index)]]));
}

/** The same samples with the same labels, given in another way. */
export function givenBy<T>(source: Samples<unknown>, sample: (index: number) => Promise<T>): Samples<T> {
  return {
    count: source.count,
    kind: source.kind,
    fingerprint: source.fingerprint,
    ...(source.sequence && { sequence: source.sequence }),
    label: (index) => source.label(index),
    sample,
  };
}

/** How long work tells what it does and learns that it should stop. */
export interface Watch {
  /**
   * @param done units finished of `total` in this phase
   * @param detail how it goes, where that can be told
   */
  progress(phase: string, done: number, total: number, detail?: string): void;
  /** What a person should know before the work goes on; the result tells it again. */
  readonly remark?: (problem: Problem) => void;
  /** Told before and after work whose answer, when it is cancelled, is what it has so far: whoever ends processes that do not stop waits for it. */
  readonly keeping?: (isKeeping: boolean) => void;
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
