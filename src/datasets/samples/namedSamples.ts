/** Samples that can be shown to a person: each has a name, and classes may have theirs. */
import type { FloatTensor, Problem, Samples } from "../../engine";
import type { Stored } from "./misfits";

export interface NamedSamples<T = FloatTensor> extends Samples<T> {
  readonly stored: Stored;
  /** A file's name relative to the data set, or an array's with the index in it. */
  name(index: number): string;
  /** Names of classes by index, where the data set tells them; empty otherwise. */
  readonly classNames: ReadonlyMap<number, string>;
  /** What a person should know of how they were read. */
  readonly notes: readonly Problem[];
}
