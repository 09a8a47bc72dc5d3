/**
 * verification.json beside a generated project: what `bitwright verify` measured. Instruction counts come from emulation and never vary;
 * sizes are read from the linked ELF.
 */
import {
  about,
  checkText,
  listOf,
  matching,
  named,
  number,
  object,
  oneOf,
  optional,
  orNull,
  text,
  whole,
  yesOrNo,
  type Check,
  type Typed,
} from "../../formats/check";
import type { Checked } from "../../formats/json";

const count = named("count", whole(0, Number.MAX_SAFE_INTEGER));
const countOrNull = named("countOrNull", orNull(count));
const name = text("conv1");
const list = <T>(item: Check<T>): Check<readonly T[]> => listOf(item, 0, 1_000_000);

const divergence = object({
  sample: count,
  layer: name,
  position: about(
    "Row, column, channel; the row alone where what it should hold is known by its checksum only.",
    listOf(count, 0, 8),
  ),
  expected: about("null where the position is a whole row.", orNull(number({ zero: true }))),
  actual: orNull(number({ zero: true })),
  file: about("Where the layer's rows are computed.", name),
  line: whole(1, 100_000_000),
});

const overflow = object({
  region: oneOf(["flash", "ram"]),
  limitBytes: count,
  overBytes: about("Bytes beyond the limit, as the linker counts them.", count),
  layers: about(
    "Where the most of it comes from: layers by bytes of FLASH, or those that run while RAM peaks.",
    list(object({ name, bytes: count })),
  ),
});

const layer = object({
  name,
  instructions: countOrNull,
  rowInstructions: optional(
    about(
      "Of its longest row, which is what a call of the step function takes; earlier versions did not keep it.",
      countOrNull,
    ),
  ),
});

const item = object({
  region: oneOf(["flash", "ram"]),
  kind: oneOf(["weights", "constants", "tables", "code", "arena", "states", "context", "stack"]),
  name,
  estimatedBytes: count,
  measuredBytes: count,
});

export const verificationCheck = object({
  format: about("Version of this file's form.", oneOf([1])),
  projectSha256: about(
    "Of memory.json's text: tells whether the figures belong to the project as it is.",
    matching(/^[0-9a-f]{64}$/, "64 hexadecimal digits"),
  ),
  passed: about("Nothing differs, and everything fits.", yesOrNo),
  machine: about('Where the code ran: "cortex-m4f (emulated)" or "host".', name),
  compiler: about("Its first line about itself, and how it optimized.", name),
  samples: count,
  compared: about("Elements of all layers and samples.", count),
  differing: about("How many of them differ from the interpreter's.", count),
  divergence: about(
    "The first element that differs from the interpreter, in execution order.",
    orNull(named("divergence", divergence)),
  ),
  overflows: about(
    "What does not fit into the part that was asked for, worst first; empty where everything does, or no part is known.",
    listOf(named("overflow", overflow), 0, 2),
  ),
  changedFiles: about("Files that are not as the generator wrote them.", list(name)),
  layers: about("In execution order; instructions are null where nothing was counted, on the host.", list(layer)),
  instructions: about("Of one whole run, calls between layers included; null on the host.", countOrNull),
  items: about("Each item of the linked account beside what the ELF holds; empty on the host.", list(item)),
  flashBytes: about("Code, constants and initial data; null on the host.", countOrNull),
  ramBytes: about("Static data and the stack that was used; null on the host.", countOrNull),
  stackBytes: about("High-water mark of the painted stack; null on the host.", countOrNull),
});

export type Verification = Typed<typeof verificationCheck>;
export type VerifiedLayer = Typed<typeof layer>;
/** The first element that differs from the interpreter, in execution order. */
export type Divergence = Typed<typeof divergence>;
export type Overflow = Typed<typeof overflow>;
export type VerifiedItem = Typed<typeof item>;

/** The text of verification.json. */
export function readVerification(source: string): Checked<Verification> {
  return checkText(source, verificationCheck);
}
