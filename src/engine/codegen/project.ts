/**
 * Program and plan → a C project: one file of calls, one of numbers, the kernels, and the map of what lies where. What is specialised is
 * which kernels run and on which tables; algorithms are hand-written (src/firmware). Equal questions give equal bytes.
 */
import { generateBuildFiles } from "./files/buildFiles";
import { generateKernelFiles } from "./files/kernelFiles";
import { generateHostPrograms } from "./files/hostPrograms";
import { layerCode } from "./source/layerCode";
import { generateHeader } from "./source/modelHeader";
import { siteOf } from "./modelSite";
import { generateModel } from "./source/modelSource";
import { mapOf, type ProjectMap } from "./projectMap";
import type { ProjectFile, ProjectQuestion } from "./question";
import { generateWeights } from "./source/weightsSource";

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
