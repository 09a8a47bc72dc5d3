/** What lets a person build the project without knowing it: CMakeLists.txt, Makefile, README.md. */
import { indexed, type ModelSite } from "./modelSite";
import { inComment } from "./names";
import type { ProjectFile } from "./project";
import { WEIGHTS_SOURCE } from "./weightsSource";

export function generateBuildFiles(site: ModelSite, kernels: readonly string[]): readonly ProjectFile[] {
  const sources = [`${site.prefix}.c`, WEIGHTS_SOURCE, ...kernels.filter((name) => name.endsWith(".c"))];
  return [
    { path: "CMakeLists.txt", text: cmake(site, sources) },
    { path: "Makefile", text: makefile(site, sources) },
    { path: "README.md", text: readme(site) },
  ];
}

function cmake({ prefix }: ModelSite, sources: readonly string[]): string {
  return `# add_subdirectory() this folder and link ${prefix} to the firmware.
cmake_minimum_required(VERSION 3.13)
project(${prefix} C)

add_library(${prefix} STATIC
${sources.map((name) => `  ${name}`).join("\n")})
target_include_directories(${prefix} PUBLIC .)
target_compile_options(${prefix} PRIVATE -O3 -ffunction-sections -fdata-sections)
set_target_properties(${prefix} PROPERTIES C_STANDARD 99)
`;
}

function makefile({ prefix }: ModelSite, sources: readonly string[]): string {
  return `# make check: compile strictly for this computer. make arm: lib${prefix}.a for a Cortex-M4 and its sizes.
CC = gcc
ARM = arm-none-eabi-
ARM_FLAGS = -mcpu=cortex-m4 -mthumb -mfpu=fpv4-sp-d16 -mfloat-abi=hard
CFLAGS = -std=c99 -O3 -Wall -Wextra -Wconversion -ffunction-sections -fdata-sections
BUILD = build
SOURCES = \\
${sources.map((name) => `  ${name}`).join(" \\\n")}

check: $(SOURCES:%.c=$(BUILD)/host/%.o)

arm: $(BUILD)/arm/lib${prefix}.a
	$(ARM)size -t $<

$(BUILD)/arm/lib${prefix}.a: $(SOURCES:%.c=$(BUILD)/arm/%.o)
	$(ARM)ar rcs $@ $^

$(BUILD)/host/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -Werror -c $< -o $@

$(BUILD)/arm/%.o: %.c
	@mkdir -p $(@D)
	$(ARM)gcc $(ARM_FLAGS) $(CFLAGS) -c $< -o $@

clean:
	rm -rf $(BUILD)

.PHONY: check arm clean
`;
}

function readme(site: ModelSite): string {
  const { prefix, macro, inputs, outputs, question, plan } = site;
  const input = `${prefix}_input${indexed(inputs, 0)}()`;
  const output = `${prefix}_output${indexed(outputs, 0)}()`;
  const isSupplied = question.rows === "supplied";
  const run = isSupplied
    ? `for (int y = 0; y < ${macro}_INPUT_HEIGHT; y++) ${prefix}_push_row(row_from_camera(y));`
    : `memcpy(${input}, codes, ${macro}_INPUT${indexed(inputs, 0)}_BYTES);\n${prefix}_invoke();`;
  return `# ${inComment(question.model.name)} for a microcontroller

An integer network in C99 without dependencies: no heap, no operating system, ${plan.arenaBytes} bytes of RAM for all its tensors.

1. Add the folder to the firmware: with CMake by \`add_subdirectory\` and linking \`${prefix}\`; otherwise compile every \`.c\` file here with \`-O3 -ffunction-sections -fdata-sections\`.
   Link with \`-Wl,--gc-sections\`, which leaves out what this network does not use.
2. Call it:

\`\`\`c
#include "${prefix}.h"

${prefix}_init();
${run}
use(${output});
\`\`\`

Inputs are codes, not reals: code = round(real / scale) + zero point, clamped to the code's range. Scale and zero point of inputs and outputs
are macros in \`${prefix}.h\`. The input's place is reused while the network runs, so it must be written before every run.

To place the arena or the weights in sections of their own define \`${macro}_ARENA_SECTION\` and \`${macro}_WEIGHTS_SECTION\`, for example as
\`__attribute__((section(".ccmram")))\`.

\`${prefix}.c\` lists the layers in order, each with its kernel; \`memory.json\` says where every tensor and array lies. \`make check\` compiles the
project for this computer, \`make arm\` for a Cortex-M4, and \`bitwright verify\` with this folder's name runs it in emulation and compares every row of every
layer with the reference.
`;
}
