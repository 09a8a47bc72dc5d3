/**
 * verification.json beside a generated project: what `bitwright verify` measured. Instruction counts come from emulation and never vary;
 * sizes are read from the linked ELF.
 */
import { checkText, complete, listOf, number, object, oneOf, orNull, text, whole, yesOrNo } from "../../formats/check";
import type { Checked } from "../../formats/json";

export interface Verification {
  readonly format: 1;
  /** Of memory.json's text: tells whether the figures belong to the project as it is. */
  readonly projectSha256: string;
  readonly passed: boolean;
  /** Where the code ran: "cortex-m4 (emulated)" or "host". */
  readonly machine: string;
  readonly compiler: string;
  readonly samples: number;
  /** Elements compared over all layers and samples, and how many differed. */
  readonly compared: number;
  readonly differing: number;
  readonly divergence: Divergence | null;
  /** What does not fit into the part that was asked for, worst first; empty where everything does, or no part is known. */
  readonly overflows: readonly Overflow[];
  /** Files that are not as the generator wrote them. */
  readonly changedFiles: readonly string[];
  /** In execution order; null where nothing was counted (on the host). */
  readonly layers: readonly VerifiedLayer[];
  /** Of one whole run, calls between layers included; null on the host. */
  readonly instructions: number | null;
  /** Each item of the linked account beside what the ELF holds; empty on the host. */
  readonly items: readonly VerifiedItem[];
  readonly flashBytes: number | null;
  readonly ramBytes: number | null;
  /** High-water mark of the painted stack; null on the host. */
  readonly stackBytes: number | null;
}

export interface VerifiedLayer {
  readonly name: string;
  readonly instructions: number | null;
  /** Of its longest row, which is what a step takes; earlier versions did not keep it. */
  readonly rowInstructions?: number | null;
}

/** The first element that differs from the interpreter, in execution order. */
export interface Divergence {
  readonly sample: number;
  readonly layer: string;
  /** Row, column, channel; the row alone where what it should hold is known by its checksum only. */
  readonly position: readonly number[];
  /** null where the position is a whole row. */
  readonly expected: number | null;
  readonly actual: number | null;
  readonly file: string;
  readonly line: number;
}

export interface Overflow {
  readonly region: "flash" | "ram";
  readonly limitBytes: number;
  /** Bytes beyond the limit, as the linker counts them. */
  readonly overBytes: number;
  /** Where the most of it comes from: layers by bytes of FLASH, or those that run while RAM peaks. */
  readonly layers: readonly { readonly name: string; readonly bytes: number }[];
}

export interface VerifiedItem {
  readonly region: "flash" | "ram";
  readonly kind: "weights" | "constants" | "tables" | "code" | "arena" | "states" | "context" | "stack";
  readonly name: string;
  readonly estimatedBytes: number;
  readonly measuredBytes: number;
}

const count = whole(0, 2 ** 53 - 1);
const name = text("conv1");

const verificationCheck = complete<Verification>({
  format: oneOf([1]),
  projectSha256: name,
  passed: yesOrNo,
  machine: name,
  compiler: name,
  samples: count,
  compared: count,
  differing: count,
  divergence: orNull(
    complete<Divergence>({
      sample: count,
      layer: name,
      position: listOf(count, 0, 8),
      expected: orNull(number({ zero: true })),
      actual: orNull(number({ zero: true })),
      file: name,
      line: whole(1, 100_000_000),
    }),
  ),
  overflows: listOf(
    complete<Overflow>({
      region: oneOf(["flash", "ram"]),
      limitBytes: count,
      overBytes: count,
      layers: listOf(complete({ name, bytes: count }), 0, 1_000_000),
    }),
    0,
    2,
  ),
  changedFiles: listOf(name, 0, 1_000_000),
  layers: listOf(
    object<VerifiedLayer>({ name, instructions: orNull(count), rowInstructions: orNull(count) }, [
      "name",
      "instructions",
    ]),
    0,
    1_000_000,
  ),
  instructions: orNull(count),
  items: listOf(
    complete<VerifiedItem>({
      region: oneOf(["flash", "ram"]),
      kind: oneOf(["weights", "constants", "tables", "code", "arena", "states", "context", "stack"]),
      name,
      estimatedBytes: count,
      measuredBytes: count,
    }),
    0,
    1_000_000,
  ),
  flashBytes: orNull(count),
  ramBytes: orNull(count),
  stackBytes: orNull(count),
});

/** The text of verification.json. */
export function readVerification(source: string): Checked<Verification> {
  return checkText(source, verificationCheck);
}
