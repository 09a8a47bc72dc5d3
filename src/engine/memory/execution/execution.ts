/**
 * How a network with given activation widths is run, and where everything lies: what is decided once, and what reports, generated code and
 * searches read instead of planning again. Weights do not matter to it.
 */
import type { Build } from "../../base/build";
import type { LayerSet } from "../../ir/network";
import type { CallShape } from "../accounts/callSizes";
import type { AccountName, Plan, Way } from "../types";

/** What is asked for: how layers may be run, on what, and what that has to keep to. */
export interface ExecutionQuestion extends Way {
  /** Which account `Execution.plan` belongs to. */
  readonly account: AccountName;
  /** "caller": the arena's address is kept. Default "static". */
  readonly arena?: Execution["arena"];
  /** Code and stack of the linked account; a Cortex-M4F at -O3 when absent. */
  readonly build?: Build;
  /** While layer by layer keeps to this limit, nothing is streamed, and then no more than it takes. Absent: the least RAM is wanted. */
  readonly ramLimit?: { readonly account: AccountName; readonly bytes: number };
}

export interface Execution {
  readonly account: AccountName;
  /** Whether layers were free to stream: "off" also where a limit made that unnecessary. */
  readonly streaming: "auto" | "off";
  readonly rows: "memory" | "supplied";
  readonly arena: "static" | "caller";
  /** What code and stack are counted for: another build changes nothing else here. */
  readonly build: Build;
  /** As the account counts: the linked account's is `firmware`. */
  readonly plan: Plan;
  /** Order, segments, states and what lies where in generated firmware. */
  readonly firmware: Plan;
  /** What the generator writes around kernels to run `firmware`. */
  readonly calls: CallShape;
  /** Layers with codes of 16 bits. */
  readonly wide: LayerSet;
  /** Kept between calls, beside the arena. */
  readonly contextBytes: number;
  /** Of the model account, which counts what is alive and places nothing. */
  readonly modelRamBytes: number;
}
