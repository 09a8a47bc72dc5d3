/** What lets a person build the project without knowing it: CMakeLists.txt, Makefile, README.md. */
import { coreFlagsOf, type CodeCore, type InstructionSet } from "../../base/build";
import { KERNEL_FOLDER, KERNEL_TARGET, OPTIMIZED, OPTIMIZE_VARIABLE } from "./kernelFiles";
import { indexed, type ModelSite, type TensorSite } from "../modelSite";
import { inComment } from "../names";
import type { ProjectFile } from "../question";
import { SPDX } from "../source/sourceFile";
import { weightsFile } from "../source/weightsSource";

export function generateBuildFiles(site: ModelSite): readonly ProjectFile[] {
  const sources = [`${site.prefix}.c`, weightsFile(site, "c")];
  return [
    { path: "CMakeLists.txt", text: cmake(site, sources) },
    { path: "Makefile", text: makefile(site, sources) },
    { path: "README.md", text: readme(site) },
  ];
}

function cmake({ prefix, question }: ModelSite, sources: readonly string[]): string {
  return `# ${SPDX}
# add_subdirectory() this folder and link ${prefix} to the firmware. Several models share the kernels of the first.
# By itself, for ${coreName(question.execution.build.core)}:
#   cmake -B build -DCMAKE_SYSTEM_NAME=Generic -DCMAKE_C_COMPILER=${crossCompiler(question.execution.build.core)} -DCMAKE_C_FLAGS="${cmakeFlags(question.execution.build.core)}" -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY
cmake_minimum_required(VERSION 3.13)
project(${prefix} C)

# The level that code and stack were counted at. Debug and MinSizeRel keep their own.
if(NOT DEFINED ${OPTIMIZE_VARIABLE})
  set(${OPTIMIZE_VARIABLE} -O${question.execution.build.optimize})
endif()
if(NOT TARGET ${KERNEL_TARGET})
  add_subdirectory(${KERNEL_FOLDER} \${CMAKE_CURRENT_BINARY_DIR}/${KERNEL_FOLDER})
endif()

add_library(${prefix} STATIC
${sources.map((name) => `  ${name}`).join("\n")})
target_include_directories(${prefix} PUBLIC \${CMAKE_CURRENT_LIST_DIR})
target_link_libraries(${prefix} PRIVATE ${KERNEL_TARGET})
target_compile_options(${prefix} PRIVATE ${OPTIMIZED} -ffunction-sections -fdata-sections)
target_compile_definitions(${prefix} PRIVATE $<$<CONFIG:Debug>:BW_CHECKED>)
set_target_properties(${prefix} PROPERTIES C_STANDARD 99)
`;
}

/** A prefix of another toolchain can be given: make riscv CROSS=riscv-none-elf-. */
function crossVariables(core: CodeCore): string {
  const { instructionSet, flags } = coreFlagsOf(core);
  const lines = [`CROSS = ${CROSS_PREFIXES[instructionSet]}`, `CROSS_FLAGS = ${flags.join(" ")}`];
  if (instructionSet === "arm") return lines.join("\n");
  const note = "# Debian's compiler has its C library in picolibc; others bring one along.";
  const specs = "$(if $(wildcard $(shell $(CROSS)gcc -print-file-name=picolibc.specs)),--specs=picolibc.specs)";
  return [lines[0], note, `${lines[1] ?? ""} ${specs}`].join("\n");
}

/** With Debian's compiler; others have their C library at hand. */
function cmakeFlags(core: CodeCore): string {
  const { instructionSet, flags } = coreFlagsOf(core);
  return [...flags, ...(instructionSet === "riscv" ? ["--specs=picolibc.specs"] : [])].join(" ");
}

function crossCompiler(core: CodeCore): string {
  return `${CROSS_PREFIXES[coreFlagsOf(core).instructionSet]}gcc`;
}

/** What toolchains call themselves. */
const CROSS_PREFIXES: Readonly<Record<InstructionSet, string>> = {
  arm: "arm-none-eabi-",
  riscv: "riscv64-unknown-elf-",
};

/** As people write it. */
function coreName(core: CodeCore): string {
  const [, name = "", lacks] = /^cortex-(\w+\+?)(?:-no(\w+))?$/.exec(core) ?? [];
  if (name === "") return core.toUpperCase();
  return `a Cortex-${name.toUpperCase()}${lacks === undefined ? "" : ` without ${lacks.toUpperCase()}`}`;
}

function makefile({ prefix, question }: ModelSite, sources: readonly string[]): string {
  const { core } = question.execution.build;
  const cross = coreFlagsOf(core).instructionSet;
  const kernels = question.kernels.files.filter((name) => name.endsWith(".c"));
  return `# ${SPDX}
# make check: run the samples of check/ on this computer. make example: a program around the network. make ${cross}: libraries for ${coreName(core)} and their sizes.
CC = gcc
${crossVariables(core)}
# The level that code and stack were counted at.
OPTIMIZE = -O${question.execution.build.optimize}
CFLAGS = -std=c99 $(OPTIMIZE) -Wall -Wextra -Wconversion -ffunction-sections -fdata-sections
BUILD = build
# Another model's folder of kernels serves as well, if one version of Bitwright generated both.
KERNELS = ${KERNEL_FOLDER}
MODEL_SOURCES = \\
${sources.map((name) => `  ${name}`).join(" \\\n")}
KERNEL_SOURCES = \\
${kernels.map((name) => `  ${name}`).join(" \\\n")}
OBJECTS = $(MODEL_SOURCES:%.c=%.o) $(KERNEL_SOURCES:%.c=%.o)

check: $(BUILD)/host/check/vectors
	$<

example: $(BUILD)/host/example/main
	$<

$(BUILD)/host/%: $(BUILD)/host/%.o $(OBJECTS:%=$(BUILD)/host/%)
	$(CC) $^ -o $@

${cross}: $(BUILD)/${cross}/lib${prefix}.a $(BUILD)/${cross}/lib${KERNEL_TARGET}.a
	$(CROSS)size -t $^

$(BUILD)/${cross}/lib${prefix}.a: $(MODEL_SOURCES:%.c=$(BUILD)/${cross}/%.o)
	$(CROSS)ar rcs $@ $^

$(BUILD)/${cross}/lib${KERNEL_TARGET}.a: $(KERNEL_SOURCES:%.c=$(BUILD)/${cross}/%.o)
	$(CROSS)ar rcs $@ $^

vpath bw_%.c $(KERNELS)

$(BUILD)/host/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -Werror -I. -I$(KERNELS) -c $< -o $@

$(BUILD)/${cross}/%.o: %.c
	@mkdir -p $(@D)
	$(CROSS)gcc $(CROSS_FLAGS) $(CFLAGS) -I$(KERNELS) -c $< -o $@

clean:
	rm -rf $(BUILD)

.PHONY: check example ${cross} clean
.SECONDARY:
`;
}

/** How a network with states is called; nothing for others. */
function statesText({ prefix, macro, states }: ModelSite): string {
  if (states.length === 0) return "";
  const names = states.map(({ held }) => `\`${inComment(held.name)}\``).join(", ");
  return `A run is one step of a sequence: what it leaves in its states (${names}), the next run finds there. \`${prefix}_reset()\` begins a new sequence with zero in all of them, as
\`${prefix}_init\` does. The states are ${macro}_STATES_BYTES bytes at \`${prefix}_states()\`; \`memcpy\` from there saves a sequence between two steps, and \`memcpy\` to there goes on with it.

`;
}

function readme(site: ModelSite): string {
  const { core } = site.question.execution.build;
  const { prefix, macro, inputs, outputs, question, plan } = site;
  /** Of several tensors a line says which it is about. */
  const named = (all: readonly TensorSite[], i: number): string =>
    all.length > 1 ? ` /* ${inComment(all[i]?.name ?? "")} */` : "";
  const fill = inputs.map((_, i) => {
    const suffix = indexed(inputs, i);
    return `memcpy(${prefix}_input${suffix}(), codes${suffix}, ${macro}_INPUT${suffix}_BYTES);${named(inputs, i)}`;
  });
  const use = outputs.map((_, i) => `use(${prefix}_output${indexed(outputs, i)}());${named(outputs, i)}`);
  const isSupplied = question.execution.rows === "supplied";
  const isCallers = question.execution.arena === "caller";
  const run = isSupplied
    ? `for (int y = 0; y < ${macro}_INPUT_HEIGHT; y++) {
  ${prefix}_push_row(row_from_camera(y));
  while (${prefix}_step() == ${macro}_MORE) do_something_else(); /* or ${prefix}_invoke(), which steps to the end */
}`
    : `${fill.join("\n")}\n${prefix}_invoke();`;
  return `<!-- ${SPDX} -->

# ${inComment(question.model.name)} for a microcontroller

An integer network in C99 without dependencies: no heap, no operating system, ${plan.arenaBytes} bytes of RAM for all its tensors.

1. Add the folder to the firmware: with CMake by \`add_subdirectory\` and linking \`${prefix}\`; otherwise compile \`${prefix}.c\`, \`${weightsFile(site, "c")}\`
   and every \`.c\` file of \`${KERNEL_FOLDER}\` with \`-O${question.execution.build.optimize} -ffunction-sections -fdata-sections -I${KERNEL_FOLDER}\`.
   Link with \`-Wl,--gc-sections\`, which leaves out what this network does not use.
2. Call it:

\`\`\`c
#include "${prefix}.h"

${prefix}_init(${isCallers ? "memory" : ""});
${run}
${use.join("\n")}
\`\`\`

Inputs lie row after row, channels innermost (NHWC).${question.input.map((sentence) => ` ${inComment(sentence)}`).join("")}
They are codes, not reals: code = round(real / scale) + zero point, ties to even, clamped to the code's range. \`${prefix}.h\` has scale and zero point of inputs and outputs, and
functions that turn reals into codes and codes into reals where they are needed. The input's place is reused while the network runs, so it must be written before every run.

${statesText(site)}Several models in one firmware need different prefixes (\`bitwright generate --name\`) and share one folder \`${KERNEL_FOLDER}\`: CMake takes that of the first, other builds
compile one of them. It is the same in all projects of one version of Bitwright; models that need another do not compile with it, and say so.

One task at a time may call it: there is one arena and one state. With \`-DBW_CHECKED\`, as CMake's Debug configuration has it, a call during another one answers
\`${macro}_BUSY\` instead of spoiling it.${isSupplied ? ` A step takes at most a row of one layer.` : ""}

${
  isCallers
    ? `The arena, ${macro}_ARENA_BYTES bytes aligned to ${macro}_ARENA_ALIGN, is the network's own from \`${prefix}_init\` to the last use of an output.`
    : `To place the arena in a section of its own define \`${macro}_ARENA_SECTION\`, for example as \`__attribute__((section(".ccmram")))\`; with \`bitwright generate --arena caller\` the memory is
given to \`${prefix}_init\` instead.`
} \`${macro}_ARENA_ALIGN\` aligns it: 32 where data caches or DMA want it. \`${macro}_WEIGHTS_SECTION\` places the weights.

\`${prefix}.c\` lists the layers in order, each with its kernel; \`memory.json\` says where every tensor and array lies. \`make check\` runs the
samples of \`check\` on this computer, \`make example\` builds \`example/main.c\`, \`make ${coreFlagsOf(core).instructionSet}\` for ${coreName(core)}, and \`bitwright verify\` with this folder's name runs it in emulation and compares every row of every
layer with the reference.

Generated code and kernels are under MIT No Attribution (MIT-0): a product owes nothing for them, not even a notice. The weights are the model's, whose licence holds for them.
`;
}
