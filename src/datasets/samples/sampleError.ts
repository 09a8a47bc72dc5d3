import type { Problem } from "../../engine";

/**
 * Thrown by SampleSource.sample when a file has become unreadable or proves corrupt only when it is decoded, which a source's
 * interface cannot answer as a value. Hosts turn `problem` into a message; it is the user's data, not a bug.
 */
export class SampleError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.place === undefined ? problem.message : `${problem.place}: ${problem.message}`);
    this.name = "SampleError";
  }
}
