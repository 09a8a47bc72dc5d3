/** What the harness must know of one project, from its memory map and its expectations: project.h, and the inputs as the model takes them. */
import { packCodes, packedBytes } from "../../engine";
import type { MapFunction, MemoryMap } from "../../protocol/files/memoryMap";
import { elementsOf, heldBehind, joined, type ExpectedTensor, type Expectations } from "./expectations";

/** Bytes of an output as it lies in the arena. */
export function heldBytes({ shape, bits }: ExpectedTensor): number {
  return bits === 32 ? 4 * elementsOf(shape) : packedBytes(elementsOf(shape), bits);
}

/** Runs of codes that a caller hands over in one piece: the whole tensor, or a row. */
function pieces(map: MemoryMap, { shape }: ExpectedTensor): { readonly count: number; readonly elements: number } {
  const count = map.rows === "supplied" ? shape[0] : 1;
  return { count, elements: elementsOf(shape) / count };
}

/** Bytes of an input as a caller hands it over. */
function givenBytes(map: MemoryMap, tensor: ExpectedTensor): number {
  const { count, elements } = pieces(map, tensor);
  return count * (tensor.bits === 32 ? 4 * elements : packedBytes(elements, tensor.bits));
}

/** inputs.bin of a run: every sample's inputs packed as the model takes them. */
export function packedInputs(map: MemoryMap, { inputs, inputCodes }: Expectations): Uint8Array {
  return joined(
    inputCodes.flatMap((codes) => {
      let at = 0;
      return inputs.flatMap((tensor) => {
        const { count, elements } = pieces(map, tensor);
        // Of 16 bits they lie in the file as the model takes them.
        const bits = tensor.bits === 32 || tensor.bits === 16 ? 8 : tensor.bits;
        const places = tensor.bits === 16 ? 2 * elements : elements;
        return Array.from({ length: count }, () => packCodes(codes.subarray(at, (at += places)), bits));
      });
    }),
  );
}

export function projectHeader(map: MemoryMap, expected: Expectations): string {
  const { inputs, outputs, sequence, inputCodes } = expected;
  const header = map.api[0]?.file ?? `${map.prefix}.h`;
  const named = (role: MapFunction["role"]): readonly string[] =>
    map.api.filter((one) => one.role === role).map(({ symbol }) => symbol);
  const [init = ""] = named("init");
  const outputBytes = outputs.map(heldBytes);
  const [reset] = named("reset"); // only of a network with states
  const [states] = named("states");
  const stateLines = (map.states ?? []).map(
    ({ offset, sizeBytes }) => `  platform_write(${states ?? ""}() + ${offset}, ${sizeBytes});`,
  );
  const isCallers = map.arena.owner === "caller";
  const arena = isCallers
    ? `${SECTION}VERIFY_ARENA static uint8_t __attribute__((aligned(${map.prefix.toUpperCase()}_ARENA_ALIGN))) ${ARENA}[${map.arena.sizeBytes}];\n\n`
    : "";
  return `/* What the harness knows of ${map.prefix}; made for one run and removed with it. */
#include "${header.replace(/\.c$/, ".h")}"

enum {
  VERIFY_SAMPLES = ${inputCodes.length},
  VERIFY_INPUT_BYTES = ${sum(inputs.map((tensor) => givenBytes(map, tensor)))},
  VERIFY_OUTPUT_BYTES = ${sum(heldBehind(expected).map(heldBytes))}
};

${arena}static void verify_prepare(const uint8_t *input) {
${reset === undefined ? "" : "  static int ready; /* init would clear the states */\n  if (!ready)"}  if (${init}(${isCallers ? ARENA : ""}) != 0) platform_exit(71);
${reset === undefined ? "" : "  ready = 1;\n"}${map.rows === "supplied" ? "  (void)input;" : copies(map, named("input"), inputs)}
}

static void verify_begin(uint32_t sample) {
${reset === undefined ? "  (void)sample;" : `  if (sample % ${sequence?.steps ?? 1} == 0 && ${reset}() != 0) platform_exit(71);`}
}

static void verify_invoke(const uint8_t *input) {
${map.rows === "supplied" ? pushes(map, named("pushRow"), named("invoke"), inputs) : invocation(named("invoke"))}
}

static void verify_write_outputs(void) {
${named("output")
  .map((symbol, i) => `  platform_write(${symbol}(), ${outputBytes[i] ?? 0});`)
  .concat(stateLines)
  .join("\n")}
}
`;
}

function copies(map: MemoryMap, symbols: readonly string[], inputs: readonly ExpectedTensor[]): string {
  return symbols
    .map((symbol, i) => {
      const size = inputs[i] ? givenBytes(map, inputs[i]) : 0;
      return `  for (uint32_t i = 0; i < ${size}; i++) ((volatile uint8_t *)${symbol}())[i] = *input++;`;
    })
    .join("\n");
}

function invocation([invoke = ""]: readonly string[]): string {
  return `  (void)input;\n  if (${invoke}() != 0) platform_exit(72);`;
}

/** The arena of a project that wants the caller's; it belongs to the model's memory, not to the harness'. */
export const ARENA = "verify_arena";
const SECTION = `#if defined(__arm__) || defined(__riscv)
#define VERIFY_ARENA __attribute__((section(".model_arena")))
#else
#define VERIFY_ARENA
#endif
`;

/** Every row but the last leaves the model asking for more; in projects of earlier versions, which have no other calls, the push says so. */
function pushes(
  map: MemoryMap,
  [push = ""]: readonly string[],
  [invoke]: readonly string[],
  [input]: readonly ExpectedTensor[],
): string {
  const height = input?.shape[0] ?? 0;
  const rowBytes = input ? givenBytes(map, input) / height : 0;
  return `  for (uint32_t y = 0; y < ${height}; y++) {
    const int isLast = y == ${height - 1};
${
  invoke === undefined
    ? `    if ((${push}(input + y * ${rowBytes}) == 0) != isLast) platform_exit(72);`
    : `    if (${push}(input + y * ${rowBytes}) != 0) platform_exit(72);
    if ((${invoke}() == 0) != isLast) platform_exit(72);`
}
  }`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
