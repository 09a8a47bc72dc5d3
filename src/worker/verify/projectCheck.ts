/** A project's `check/` folder from a program and the samples at hand: what a job that generates C adds to it. */
import type { ActivationId, Program, SampleSource, Watch } from "../../engine";
import { inputCodes } from "../samples/inputCodes";
import { checkFiles, type CheckFile } from "./checkFiles";
import { CHECK_SAMPLES, expectationsOf, type ProjectFigures } from "./expectations";

/** @param source samples of the network's inputs; the first of them are kept in the project */
export async function projectCheck(
  program: Program,
  source: SampleSource,
  figures: ProjectFigures,
  watch: Watch,
): Promise<readonly CheckFile[]> {
  const samples: Map<ActivationId, Uint8Array>[] = [];
  for (let index = 0; index < Math.min(CHECK_SAMPLES, source.count); index++) {
    samples.push(inputCodes(program, await source.sample(index)));
  }
  return checkFiles(await expectationsOf(program, samples, figures, watch));
}
