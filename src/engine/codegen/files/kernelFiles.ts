/**
 * The kernels of a project: the folder `kernels`, the same in every project of one Bitwright, so that a firmware with several models builds
 * it once. What a network does not call, the linker leaves out.
 */
import type { LayerCode } from "../source/layerCode";
import type { ModelSite } from "../modelSite";
import type { ProjectFile } from "../question";
import { SourceFile, SPDX } from "../source/sourceFile";

export const KERNEL_FOLDER = "kernels";
export const KERNEL_TARGET = "bitwright_kernels";
/** CMake's variable of the compiler's level: the first model's counts for the kernels that it brings. */
export const OPTIMIZE_VARIABLE = "BITWRIGHT_OPTIMIZE";
/** That level, but for build types that ask for another themselves. */
export const OPTIMIZED = `$<$<NOT:$<OR:$<CONFIG:Debug>,$<CONFIG:MinSizeRel>>>:\${${OPTIMIZE_VARIABLE}}>`;
const VERSION_HEADER = "bw_version.h";

/** The kernels' headers that model.c includes, in alphabetical order. */
export function kernelHeaders({ plan }: ModelSite, codes: readonly LayerCode[]): readonly string[] {
  const isStreamed = plan.segments.some(({ streamed }) => streamed);
  const called = codes.map(({ header }) => header);
  return [...new Set(["bw_rows.h", VERSION_HEADER, ...(isStreamed ? ["bw_stream.h"] : []), ...called])].sort();
}

/** Refuses to compile with the kernels of another model that another Bitwright generated. */
export function versionCheck({ prefix, question }: ModelSite): readonly string[] {
  return [
    `#if BW_KERNELS != 0x${question.kernels.version}`,
    `#error "${prefix} was generated with other kernels: let one version of Bitwright generate all models of a firmware"`,
    "#endif",
  ];
}

/** What the folder holds beside the kernels themselves. */
export function generateKernelFiles({ question }: ModelSite): readonly ProjectFile[] {
  const { files, version } = question.kernels;
  const header = new SourceFile(`${KERNEL_FOLDER}/${VERSION_HEADER}`);
  header.add(
    "/* Which kernels these are. Models compare it with what they were generated for. */",
    "#ifndef BW_VERSION_H",
    "#define BW_VERSION_H",
    "",
    `#define BW_KERNELS 0x${version}`,
    "",
    "#endif",
  );
  const sources = files.filter((name) => name.endsWith(".c"));
  const cmake = `# ${SPDX}
# The kernels of all models that one Bitwright generated. Each model adds this folder unless another has.
add_library(${KERNEL_TARGET} STATIC
${sources.map((name) => `  ${name}`).join("\n")})
target_include_directories(${KERNEL_TARGET} PUBLIC \${CMAKE_CURRENT_LIST_DIR})
if(NOT DEFINED ${OPTIMIZE_VARIABLE})
  set(${OPTIMIZE_VARIABLE} -O3)
endif()
target_compile_options(${KERNEL_TARGET} PRIVATE ${OPTIMIZED} -ffunction-sections -fdata-sections)
set_target_properties(${KERNEL_TARGET} PROPERTIES C_STANDARD 99)
`;
  return [header.file, { path: `${KERNEL_FOLDER}/CMakeLists.txt`, text: cmake }];
}
