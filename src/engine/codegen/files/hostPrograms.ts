/** Two programs of a project for a desk: check/vectors.c runs the samples that it carries, example/main.c shows how the network is called. */
import { placesOf } from "../../layers/firmware/parts";
import { indexed, type ModelSite, type TensorSite } from "../modelSite";
import type { ProjectFile } from "../question";
import { SourceFile } from "../source/sourceFile";

export const VECTORS = "check/vectors.c";
export const EXAMPLE = "example/main.c";

export function generateHostPrograms(site: ModelSite): readonly ProjectFile[] {
  return [vectors(site), example(site)];
}

/** Memory for `init`, where it wants the caller's: aligned by hand, as C99 cannot say it. */
function arenaOf({ macro, question }: ModelSite): { readonly lines: readonly string[]; readonly argument: string } {
  if (question.execution.arena === "static") return { lines: [], argument: "" };
  const size = `${macro}_ARENA_BYTES + ${macro}_ARENA_ALIGN`;
  const aligned = `memory + ${macro}_ARENA_ALIGN - (uintptr_t)memory % ${macro}_ARENA_ALIGN`;
  return { lines: [`static uint8_t memory[${size}];`, ""], argument: aligned };
}

/** In front of the first step of each sequence. */
function restart({ prefix, macro, states, question }: ModelSite): readonly string[] {
  if (states.length === 0) return [];
  return [
    `    if (samples % ${question.checkSteps ?? 1} == 0 && ${prefix}_reset() != ${macro}_OK) return 2; /* the next sequence */`,
  ];
}

function vectors(site: ModelSite): ProjectFile {
  const { prefix, macro, inputs, outputs, question } = site;
  const arena = arenaOf(site);
  const isWide = [...inputs, ...outputs, ...site.states.map(({ held }) => held)].some(({ bits }) => bits === 16);
  const file = new SourceFile(VECTORS);
  file.add(
    "/* Runs the samples in this folder on this computer, and compares every output with what the network must answer. */",
    "#include <stdio.h>",
    "#include <string.h>",
    "",
    `#include "${prefix}.h"`,
    "",
    ...arena.lines,
    `/* A code a byte, as the files have them${isWide ? "; of 16 bits two, the low one first" : ""}. */`,
    `static uint8_t codes[${Math.max(...[...inputs, ...outputs, ...site.states.map(({ held }) => held)].map((held) => placesOf(held, held.elements)))}];`,
    "",
    "static int read_exactly(FILE *file, void *to, size_t bytes) { return fread(to, 1, bytes, file) == bytes; }",
    "",
    `static void pack(${isWide ? "void *place" : "uint8_t *to"}, const uint8_t *from, uint32_t count, uint32_t bits) {`,
    ...(isWide ? WIDE_PACK : []),
    "  memset(to, 0, (count * bits + 7) / 8);",
    "  for (uint32_t i = 0; i < count; i++) to[i * bits / 8] |= (uint8_t)(from[i] << (i * bits % 8));",
    "}",
    "",
    "/* 1: a sample was run. 0: there is none left. */",
    "static int run(FILE *file) {",
  );
  if (question.execution.rows === "supplied") {
    const row = `${macro}_INPUT_WIDTH * ${macro}_INPUT_CHANNELS`;
    file.add(
      `  uint8_t row[${macro}_INPUT_ROW_BYTES];`,
      `  if (!read_exactly(file, codes, ${loose(inputs[0], `${macro}_INPUT`)})) return 0;`,
      `  for (uint32_t y = 0; y < ${macro}_INPUT_HEIGHT; y++) {`,
      `    pack(row, codes + y * ${inputs[0]?.bits === 16 ? "2 * " : ""}${row}, ${row}, ${macro}_INPUT_BITS);`,
      `    if (${prefix}_push_row(row) != ${macro}_OK) return 0;`,
      `    while (${prefix}_step() == ${macro}_MORE) continue;`,
      "  }",
      `  return ${prefix}_step() == ${macro}_OK;`,
      "}",
    );
  } else {
    inputs.forEach((tensor, i) => {
      const name = `${macro}_INPUT${indexed(inputs, i)}`;
      file.add(
        `  if (!read_exactly(file, codes, ${loose(tensor, name)})) return 0;`,
        `  pack(${prefix}_input${indexed(inputs, i)}(), codes, ${name}_ELEMENTS, ${name}_BITS);`,
      );
    });
    file.add(`  return ${prefix}_invoke() == ${macro}_OK;`, "}");
  }
  file.add(
    "",
    "/* How many outputs differ; -1 where the file ends. */",
    "static int differing(FILE *file) {",
    "  int wrong = 0;",
  );
  const compared = [
    ...outputs.map(({ bits }, i) => ({
      bits,
      name: `${macro}_OUTPUT${indexed(outputs, i)}`,
      output: `${prefix}_output${indexed(outputs, i)}()`,
    })),
    ...site.states.map(({ held: { bits } }, i) => {
      const name = `${macro}_STATE${indexed(site.states, i)}`;
      return { bits, name, output: `(${prefix}_states() + ${name}_OFFSET)` };
    }),
  ];
  compared.forEach(({ bits, name, output }) => {
    if (bits === 32) {
      file.add(
        "  {",
        `    static float floats[${name}_ELEMENTS];`,
        "    if (!read_exactly(file, floats, sizeof floats)) return -1;",
        `    for (uint32_t i = 0; i < ${name}_ELEMENTS; i++) wrong += floats[i] != ${output}[i];`,
        "  }",
      );
      return;
    }
    file.add(
      `  if (!read_exactly(file, codes, ${loose({ bits }, name)})) return -1;`,
      `  for (uint32_t i = 0; i < ${name}_ELEMENTS; i++) {`,
      bits === 16
        ? `    wrong += (int16_t)(codes[2 * i] | codes[2 * i + 1] << 8) != ((const int16_t *)(const void *)${output})[i];`
        : `    wrong += codes[i] != ((${output}[i * ${bits} / 8] >> (i * ${bits} % 8)) & ${2 ** bits - 1});`,
      "  }",
    );
  });
  file.add(
    "  return wrong;",
    "}",
    "",
    "/* From the project's folder. */",
    "int main(void) {",
    '  FILE *inputs = fopen("check/inputs.bin", "rb"), *outputs = fopen("check/outputs.bin", "rb");',
    "  int samples = 0, wrong = 0;",
    "  if (inputs == NULL || outputs == NULL) {",
    '    fputs("check/inputs.bin and check/outputs.bin cannot be read\\n", stderr);',
    "    return 2;",
    "  }",
    `  if (${prefix}_init(${arena.argument}) != ${macro}_OK) return 2;`,
    ...(site.states.length === 0
      ? ["  for (; run(inputs); samples++) {"]
      : ["  for (;; samples++) {", ...restart(site), "    if (!run(inputs)) break;"]),
    "    const int more = differing(outputs);",
    "    if (more < 0) return 2;",
    "    wrong += more;",
    "  }",
    '  printf("%d samples, %d outputs differ\\n", samples, wrong);',
    "  return samples == 0 || wrong > 0;",
    "}",
  );
  return file.file;
}

const WIDE_PACK = [
  "  uint8_t *to = (uint8_t *)place;",
  "  for (uint32_t i = 0; bits == 16 && i < count; i++) {",
  "    const int16_t code = (int16_t)(from[2 * i] | from[2 * i + 1] << 8);",
  "    memcpy(to + 2 * i, &code, 2);",
  "  }",
  "  if (bits == 16) return;",
];

/** What a tensor's codes take in the files. */
function loose(tensor: Pick<TensorSite, "bits"> | undefined, name: string): string {
  return tensor?.bits === 16 ? `${name}_BYTES` : `${name}_ELEMENTS`;
}

function example(site: ModelSite): ProjectFile {
  const { prefix, macro, inputs, outputs, question } = site;
  const arena = arenaOf(site);
  const file = new SourceFile(EXAMPLE);
  file.add(
    "/* How the network is called: reals go in, reals come out. On a board, sensor() reads one. */",
    "#include <stdio.h>",
    "",
    `#include "${prefix}.h"`,
    "",
    ...arena.lines,
    "/* Value i of an input, rows from the top, pixels from the left, channels innermost, prepared as README.md says. */",
    "static float sensor(uint32_t i) { return (float)(i % 16) / 16.0f; }",
    "",
    "int main(void) {",
    `  if (${prefix}_init(${arena.argument}) != ${macro}_OK) return 1;`,
  );
  if (question.execution.rows === "supplied") {
    file.add(
      `  for (uint32_t y = 0; y < ${macro}_INPUT_HEIGHT; y++) {`,
      ...(inputs[0]?.bits === 16
        ? [
            `    int16_t row[${macro}_INPUT_ROW_BYTES / 2];`,
            `    for (uint32_t i = 0; i < ${macro}_INPUT_ROW_BYTES / 2; i++) row[i] = ${prefix}_quantize(sensor(y * ${macro}_INPUT_ROW_BYTES / 2 + i));`,
          ]
        : [
            `    uint8_t row[${macro}_INPUT_ROW_BYTES];`,
            `    for (uint32_t i = 0; i < ${macro}_INPUT_ROW_BYTES; i++) row[i] = ${prefix}_quantize(sensor(y * ${macro}_INPUT_ROW_BYTES + i));`,
          ]),
      `    if (${prefix}_push_row(${inputs[0]?.bits === 16 ? "(const uint8_t *)(const void *)row" : "row"}) != ${macro}_OK) return 1;`,
      `    while (${prefix}_step() == ${macro}_MORE) continue; /* other work has its turn between two steps */`,
      "  }",
    );
  } else {
    inputs.forEach(({ bits }, i) => {
      const suffix = indexed(inputs, i);
      file.add(
        `  for (uint32_t i = 0; i < ${macro}_INPUT${suffix}_${bits === 16 ? "ELEMENTS" : "BYTES"}; i++) ${prefix}_input${suffix}()[i] = ${prefix}_quantize${suffix}(sensor(i));`,
      );
    });
    file.add(`  if (${prefix}_invoke() != ${macro}_OK) return 1;`);
  }
  outputs.forEach(({ bits, elements, shape }, i) => {
    const suffix = indexed(outputs, i);
    const output = `${prefix}_output${suffix}()`;
    const real = bits === 32 ? `${output}[i]` : `${prefix}_dequantize${suffix}(${output}[i])`;
    if (bits === 8 || bits === 16 || bits === 32)
      file.add(
        `  for (uint32_t i = 0; i < ${macro}_OUTPUT${suffix}_ELEMENTS; i++) printf("%u: %g\\n", (unsigned)i, (double)${real});`,
      );
    if (elements > 1 && elements === shape[2])
      file.add(`  printf("greatest: %u\\n", (unsigned)${prefix}_argmax${suffix}());`);
  });
  file.add("  return 0;", "}");
  return file.file;
}
