/** A project's `check/` folder from a program and the samples at hand: what a job that generates C adds to it. */
import { sequencesOf, type ActivationId, type Program, type SampleSource, type Watch } from "../../engine";
import { inputCodes } from "../samples/inputCodes";
import { checkFiles, type CheckFile } from "./checkFiles";
import { CHECK_SAMPLES, CHECK_STEPS, expectationsOf, type ProjectFigures } from "./expectations";

/** @param source samples of the network's inputs; the first of them are kept in the project */
export async function projectCheck(
  program: Program,
  source: SampleSource,
  figures: ProjectFigures,
  watch: Watch,
): Promise<readonly CheckFile[]> {
  const steps = checkSteps(source);
  const length = source.sequence?.steps ?? 1;
  const samples: Map<ActivationId, Uint8Array>[] = [];
  for (let index = 0; index < Math.min(CHECK_SAMPLES, sequencesOf(source)); index++) {
    for (let step = 0; step < steps; step++) {
      samples.push(inputCodes(program, await source.sample(index * length + step)));
    }
  }
  return checkFiles(await expectationsOf(program, samples, figures, watch, steps));
}

/** Steps of each sequence that are kept in the project: the first ones. */
export function checkSteps({ sequence }: Pick<SampleSource, "sequence">): number {
  return Math.min(CHECK_STEPS, sequence?.steps ?? 1);
}
