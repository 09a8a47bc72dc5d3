/**
 * Program and plan → a C project: one file of calls, one of numbers, the kernels they need, and the map of what lies where. What is
 * specialised is which kernels run and on which tables; algorithms are hand-written (src/firmware). Equal questions give equal bytes.
 */
import type { Program } from "../ir/program";
import type { Plan } from "../memory/types";
import { generateBuildFiles } from "./buildFiles";
import { kernelFiles } from "./kernelFiles";
import { layerCode } from "./layerCode";
import { generateHeader } from "./modelHeader";
import { siteOf } from "./modelSite";
import { generateModel } from "./modelSource";
import { mapOf, type ProjectMap } from "./projectMap";
import { generateWeights } from "./weightsSource";

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
  /** What every symbol begins with, a C identifier in small letters (default "model"). Two models in one firmware need two. */
  readonly prefix?: string;
}

export interface ProjectFile {
  /** Relative to the project's folder, with "/". */
  readonly path: string;
  readonly text: string;
}

export interface Project {
  /** Generated texts: everything but the kernels and memory.json. */
  readonly files: readonly ProjectFile[];
  /** Names of the files of src/firmware that belong beside them, in alphabetical order. */
  readonly kernels: readonly string[];
  /** memory.json without the hashes of files, which only a caller that has the kernels' texts can state. */
  readonly map: ProjectMap;
}

/** @param question its program's accumulators have been checked, and its plan lays every activation into the arena */
export function generateProject(question: ProjectQuestion): Project {
  const site = siteOf(question);
  const codes = site.layers.map(layerCode);
  const weights = generateWeights(site, codes);
  const model = generateModel(site, codes);
  const kernels = kernelFiles(site, codes);
  return {
    files: [generateHeader(site), model.file, ...weights.files, ...generateBuildFiles(site, kernels)],
    kernels,
    map: mapOf(site, model, weights),
  };
}
