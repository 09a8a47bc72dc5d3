/**
 * A user's mistake is a value, not an exception: every stage that can refuse its input answers with an Outcome.
 * A throw anywhere in the engine is a bug of ours.
 */

/** What went wrong, in the words a person needs: one sentence, the place, and what could be done. */
export interface Problem {
  /** Stable, machine-readable: `onnx.truncated`, `budget.infeasible`. The part before the dot names the area. */
  readonly code: string;
  /** One clear sentence without a trailing hint. */
  readonly message: string;
  /** Where: a node, a tensor, a file and line, an option. */
  readonly place?: string;
  /** What the person could do about it. */
  readonly hint?: string;
}

export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Refused {
  readonly ok: false;
  /** Never empty. */
  readonly problems: readonly Problem[];
}

export type Outcome<T> = Ok<T> | Refused;

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export function refuse(...problems: readonly [Problem, ...Problem[]]): Refused {
  return { ok: false, problems };
}

/** Marks the branch of a switch that the types prove unreachable; a missing case stops compiling here. */
export function assertNever(value: never): never {
  throw new Error(`unreachable case: ${JSON.stringify(value)}`);
}

/** An invariant of our own: reached only when the engine itself is wrong. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`);
}
