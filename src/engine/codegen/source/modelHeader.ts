/** model.h: the few functions and sizes that a firmware needs to know, in C and in C++. */
import { packedBytes, WIDE_OFFSET } from "../../base/bits";
import { helperFunctions } from "./headerHelpers";
import { rowCodes } from "../../layers/firmware/parts";
import { indexed, type ModelSite, type TensorSite } from "../modelSite";
import { inComment } from "../names";
import type { ProjectFile } from "../question";
import { commentLines, floatLiteral, SourceFile } from "./sourceFile";

export function headerPath({ prefix }: ModelSite): string {
  return `${prefix}.h`;
}

export type ApiRole = "init" | "reset" | "invoke" | "pushRow" | "step" | "input" | "output" | "states";

/** A declaration of the API; modelSource writes the definition. */
export interface ApiFunction {
  readonly role: ApiRole;
  readonly symbol: string;
  /** Without the semicolon. */
  readonly signature: string;
  readonly comment: string;
  /** The tensor that it points to. */
  readonly tensor?: TensorSite;
}

export function apiOf(site: ModelSite): readonly ApiFunction[] {
  const { prefix, macro, inputs, outputs, question } = site;
  const status = `${prefix}_status`;
  const pointers = (role: "input" | "output", tensors: readonly TensorSite[], comment: string): ApiFunction[] =>
    tensors.map((tensor, i) => {
      const symbol = `${prefix}_${role}${indexed(tensors, i)}`;
      const code = tensor.bits === 16 ? "int16_t" : "uint8_t";
      const type = role === "input" ? `${code} *` : tensor.bits === 32 ? "const float *" : `const ${code} *`;
      return { role, symbol, signature: `${type}${symbol}(void)`, comment, tensor };
    });
  const call = (role: ApiRole, name: string, parameter: string, comment: string): ApiFunction => {
    const symbol = `${prefix}_${name}`;
    return { role, symbol, signature: `${status} ${symbol}(${parameter})`, comment };
  };
  const again = question.execution.rows === "supplied" ? ", and to give up a half-pushed image" : "";
  const isCallers = question.execution.arena === "caller";
  const memory = isCallers
    ? ` The network works in ${macro}_ARENA_BYTES bytes at \`arena\`, aligned to ${macro}_ARENA_ALIGN, which are its own until the last use of an output.`
    : "";
  const init = call("init", "init", isCallers ? "void *arena" : "void", `To be called once${again}.${memory}`);
  const output = pointers("output", outputs, "The output of the last run, until the next one begins.");
  if (question.execution.rows === "memory") {
    const place = "Where the input belongs, to be written anew before each run: the run reuses its place.";
    const invoke = call("invoke", "invoke", "void", "Runs the network on the input.");
    const reset = call(
      "reset",
      "reset",
      "void",
      "Begins a new sequence: every state becomes zero. init does it as well.",
    );
    if (site.states.length === 0) return [init, ...pointers("input", inputs, place), invoke, ...output];
    const { endless } = question;
    const step = {
      ...invoke,
      comment: endless
        ? `Takes the ${rowsOf(endless.hopRows)} in the input, and answers for the ${endless.windowRows} rows that end ${endless.delayRows > 0 ? `${rowsOf(endless.delayRows)} before the latest` : "with the latest"}: those alone, once ${macro}_FIRST_ROWS rows have come since the beginning.`
        : "One step of a sequence: runs the network on the input and on what the step before left in the states.",
    };
    const anew = {
      ...reset,
      comment: "Begins a new stream of rows: nothing is known of earlier ones. init does it as well.",
    };
    return [init, endless ? anew : reset, ...pointers("input", inputs, place), step, ...output, statesOf(site)];
  }
  return [
    init,
    call(
      "pushRow",
      "push_row",
      "const uint8_t *row",
      "Takes the next row of the image, from the top, and copies it; after a finished image the next one begins. Work that earlier rows have left is done before.",
    ),
    call(
      "step",
      "step",
      "void",
      `One piece of the work there is, at most a row of one layer. ${macro}_MORE: call again; ${macro}_NEEDS_ROWS: push the next row; ${macro}_OK: the output is there.`,
    ),
    call("invoke", "invoke", "void", "Steps as long as there is work: after the last row, until the output is there."),
    ...output,
  ];
}

function rowsOf(count: number): string {
  return count === 1 ? "row" : `${count} rows`;
}

function statesOf({ prefix, macro }: ModelSite): ApiFunction {
  const symbol = `${prefix}_states`;
  const comment = `Where the states lie, ${macro}_STATES_BYTES bytes in one piece. Between two steps, memcpy from here saves a sequence, and memcpy to here goes on with it.`;
  return { role: "states", symbol, signature: `uint8_t *${symbol}(void)`, comment };
}

export function generateHeader(site: ModelSite): ProjectFile {
  const { prefix, macro, inputs, outputs, plan, question } = site;
  const isSupplied = question.execution.rows === "supplied";
  const file = new SourceFile(headerPath(site));
  file.add(
    `/* ${inComment(question.model.name)} as integer network. Generated by ${inComment(question.generator)}; see README.md. */`,
    `#ifndef ${macro}_H`,
    `#define ${macro}_H`,
    "",
    "#include <stdint.h>",
    "",
    "#ifdef __cplusplus",
    'extern "C" {',
    "#endif",
    "",
    "/*",
    " * Not re-entrant: there is one arena and one state, so one task at a time may call these functions. Compiled with BW_CHECKED",
    ` * defined, a call during another one answers ${macro}_BUSY and changes nothing.`,
    " */",
    "",
    "/* RAM for all tensors and scratch, and what its address is a multiple of: a power of two, 32 where caches or DMA want it. */",
    `#define ${macro}_ARENA_BYTES ${plan.arenaBytes}u`,
    `#ifndef ${macro}_ARENA_ALIGN`,
    `#define ${macro}_ARENA_ALIGN 4`,
    "#endif",
  );
  if (question.input.length > 0) {
    file.gap();
    file.add(...commentLines(inComment(`How an input is prepared: ${question.input.join(" ")}`)));
  }
  inputs.forEach((tensor, i) => tensorMacros(file, `${macro}_INPUT${indexed(inputs, i)}`, tensor, isSupplied));
  outputs.forEach((tensor, i) => tensorMacros(file, `${macro}_OUTPUT${indexed(outputs, i)}`, tensor, false));
  stateMacros(file, site);
  endlessMacros(file, site);
  file.gap();
  const statuses: readonly (readonly [string, string])[] = [
    ["OK = 0", ""],
    ...(isSupplied ? [["NEEDS_ROWS = 1", "the image is not complete yet"] as const] : []),
    ["FAULT = 2", "the project is broken: its plan cannot be executed"],
    ...(isSupplied ? [["MORE = 3", "there is work to do"] as const] : []),
    ["BUSY = 4", "another call is running; only with BW_CHECKED"],
    ...(question.execution.arena === "caller"
      ? [["MISPLACED = 5", "there is no arena, or it is not aligned"] as const]
      : []),
  ];
  file.add("typedef enum {");
  statuses.forEach(([name, meaning], i) => {
    const comma = i < statuses.length - 1 ? "," : "";
    file.add(`  ${macro}_${name}${comma}${meaning === "" ? "" : ` /* ${meaning} */`}`);
  });
  file.add(`} ${prefix}_status;`);
  for (const { comment, signature } of apiOf(site)) {
    file.gap();
    file.add(...commentLines(comment), `${signature};`);
  }
  for (const lines of helperFunctions(site)) {
    file.gap();
    file.add(...lines);
  }
  file.gap();
  file.add("#ifdef __cplusplus", "}", "#endif", "", "#endif");
  return file.file;
}

function tensorMacros(file: SourceFile, name: string, tensor: TensorSite, isByRows: boolean): void {
  const [height, width, channels] = tensor.shape;
  const { bits, format, elements } = tensor;
  file.gap();
  file.add(`/* ${inComment(tensor.name)}: ${height}×${width}×${channels}, ${explained(tensor)} */`);
  const define = (suffix: string, value: string | number): void => void file.add(`#define ${name}_${suffix} ${value}`);
  define("HEIGHT", height);
  define("WIDTH", width);
  define("CHANNELS", channels);
  define("ELEMENTS", `${elements}u`);
  define("BYTES", `${bits === 32 ? 4 * elements : packedBytes(elements, bits)}u`);
  if (isByRows && bits !== 32) define("ROW_BYTES", `${packedBytes(rowCodes(tensor), bits)}u`);
  if (bits === 32) return;
  define("BITS", bits);
  define("SCALE", floatLiteral(format.scale));
  define("ZERO_POINT", storedZero(tensor));
}

/** Of codes as they lie in memory. */
function storedZero({ bits, format: { zeroPoint } }: TensorSite): number {
  return bits === 16 ? zeroPoint - WIDE_OFFSET : zeroPoint;
}

/** Rows that never end. */
function endlessMacros(file: SourceFile, { macro, question: { endless } }: ModelSite): void {
  if (!endless) return;
  const { hopRows, windowRows, firstRows, delayRows } = endless;
  file.gap();
  file.add(
    ...commentLines(
      "Rows never end: a run takes the next ones and answers for a window of the latest. Answers before the first rows are all there speak of zeros in front of them, too.",
    ),
    `#define ${macro}_HOP_ROWS ${hopRows} /* a run */`,
    `#define ${macro}_WINDOW_ROWS ${windowRows} /* an answer */`,
    `#define ${macro}_FIRST_ROWS ${firstRows} /* until the first answer that speaks of rows alone */`,
    `#define ${macro}_DELAY_ROWS ${delayRows} /* from the end of a window to its answer: layers look ahead */`,
  );
}

/** Place and size of each state. */
function stateMacros(file: SourceFile, { macro, states }: ModelSite): void {
  if (states.length === 0) return;
  const bytes = Math.max(...states.map(({ planned }) => planned.offset + planned.sizeBytes));
  file.gap();
  file.add(
    ...commentLines(
      "What one step leaves for the next lies at the arena's start; offsets are from there. The arena is the network's own between steps, too.",
    ),
    `#define ${macro}_STATES_BYTES ${bytes}u`,
  );
  states.forEach(({ held, planned }, i) => {
    const name = `${macro}_STATE${indexed(states, i)}`;
    tensorMacros(file, name, held, false);
    file.add(`#define ${name}_OFFSET ${planned.offset}u`);
  });
}

function explained({ bits, isLogits }: TensorSite): string {
  if (bits === 32) return "probabilities, IEEE-754 binary32, channels innermost (NHWC).";
  const packed =
    bits === 16
      ? "an int16_t each"
      : bits === 8
        ? "a byte each"
        : `packed, ${8 / bits} a byte from the least significant bits up`;
  const kind = isLogits ? "logits: the model's softmax is left out; " : "";
  return `${kind}channels innermost (NHWC); real = scale·(code − zero point); ${packed}.`;
}
