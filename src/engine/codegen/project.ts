/**
 * Program and plan → a C project: one file of calls, one of numbers, the kernels, and the map of what lies where. What is specialised is
 * which kernels run and on which tables; algorithms are hand-written (src/firmware). Equal questions give equal bytes.
 */
import type { Build } from "../base/build";
import type { Program } from "../ir/program";
import type { Plan } from "../memory/types";
import { generateBuildFiles } from "./files/buildFiles";
import { generateKernelFiles, type KernelSet } from "./files/kernelFiles";
import { generateHostPrograms } from "./files/hostPrograms";
import { layerCode } from "./source/layerCode";
import { generateHeader } from "./source/modelHeader";
import { siteOf } from "./modelSite";
import { generateModel } from "./source/modelSource";
import { mapOf, type ProjectMap } from "./projectMap";
import { generateWeights } from "./source/weightsSource";

export interface ProjectQuestion {
  readonly program: Program;
  /** A plan of the linked account for the program's network and policy. */
  readonly plan: Plan;
  readonly rows: "memory" | "supplied";
  readonly model: { readonly name: string; readonly sha256: string };
  readonly policySha256: string;
  /** "bitwright" and its version. */
  readonly generator: string;
  /** What a report calls each layer, by layer index. */
  readonly describe: (layer: number) => string;
  /** Who owns the memory for tensors: the project, as a static array, or whoever calls `init` with it. */
  readonly arena: "static" | "caller";
  /** The core and the compiler's level that code and stack were counted for; whoever builds may choose others. */
  readonly build: Build;
  /** What every symbol, macro and file begins with: see `prefixOf`. Two models in one firmware need two. */
  readonly prefix: string;
  readonly kernels: KernelSet;
  /** How an input is prepared, in sentences; none where nobody knows. */
  readonly input: readonly string[];
}

export interface ProjectFile {
  /** Relative to the project's folder, with "/". */
  readonly path: string;
  readonly text: string;
}

export interface Project {
  /** Generated texts: everything but memory.json and the kernels, which belong into the folder `KERNEL_FOLDER`. */
  readonly files: readonly ProjectFile[];
  /** memory.json without the hashes of files, which only a caller that has the kernels' texts can state. */
  readonly map: ProjectMap;
}

/** @param question its program's accumulators have been checked, and its plan lays every activation into the arena */
export function generateProject(question: ProjectQuestion): Project {
  const site = siteOf(question);
  const codes = site.layers.map(layerCode);
  const weights = generateWeights(site, codes);
  const model = generateModel(site, codes);
  return {
    files: [
      generateHeader(site),
      model.file,
      ...weights.files,
      ...generateKernelFiles(site),
      ...generateHostPrograms(site),
      ...generateBuildFiles(site),
    ],
    map: mapOf(site, model, weights),
  };
}
