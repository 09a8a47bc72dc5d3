/** project.h: what the harness must know of one project, from its memory map and its expectations. */
import { packedBytes } from "../../engine";
import type { MapFunction, MemoryMap } from "../../protocol/memoryMap";
import { elementsOf, looseBytes, type ExpectedTensor, type Expectations } from "./expectations";

/** Bytes of an output as it lies in the arena. */
export function heldBytes({ shape, bits }: ExpectedTensor): number {
  return bits === 32 ? 4 * elementsOf(shape) : packedBytes(elementsOf(shape), bits);
}

export function projectHeader(map: MemoryMap, { inputs, outputs, inputCodes }: Expectations): string {
  const header = map.api[0]?.file ?? `${map.prefix}.h`;
  const named = (role: MapFunction["role"]): readonly string[] =>
    map.api.filter((one) => one.role === role).map(({ symbol }) => symbol);
  const [init = ""] = named("init");
  const outputBytes = outputs.map(heldBytes);
  return `/* What the harness knows of ${map.prefix}; made for one run and removed with it. */
#include "${header.replace(/\.c$/, ".h")}"

enum {
  VERIFY_LAYERS = ${map.layers.length},
  VERIFY_SAMPLES = ${inputCodes.length},
  VERIFY_INPUT_BYTES = ${sum(inputs.map(looseBytes))},
  VERIFY_OUTPUT_BYTES = ${sum(outputBytes)}
};

static void verify_prepare(const uint8_t *input) {
  if (${init}() != 0) platform_exit(71);
${map.rows === "supplied" ? "  (void)input;" : copies(named("input"), inputs)}
}

static void verify_invoke(const uint8_t *input) {
${map.rows === "supplied" ? pushes(named("pushRow"), inputs) : invocation(named("invoke"))}
}

static void verify_write_outputs(void) {
${named("output")
  .map((symbol, i) => `  platform_write(${symbol}(), ${outputBytes[i] ?? 0});`)
  .join("\n")}
}
`;
}

function copies(symbols: readonly string[], inputs: readonly ExpectedTensor[]): string {
  return symbols
    .map((symbol, i) => {
      const size = inputs[i] ? looseBytes(inputs[i]) : 0;
      return `  for (uint32_t i = 0; i < ${size}; i++) ((volatile uint8_t *)${symbol}())[i] = *input++;`;
    })
    .join("\n");
}

function invocation([invoke = ""]: readonly string[]): string {
  return `  (void)input;\n  if (${invoke}() != 0) platform_exit(72);`;
}

/** Every row but the last leaves the model asking for more. */
function pushes([push = ""]: readonly string[], [input]: readonly ExpectedTensor[]): string {
  const [height, width, channels] = input?.shape ?? [0, 0, 0];
  return `  for (uint32_t y = 0; y < ${height}; y++) {
    const int isLast = y == ${height - 1};
    if ((${push}(input + y * ${width * channels}) == 0) != isLast) platform_exit(72);
  }`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
