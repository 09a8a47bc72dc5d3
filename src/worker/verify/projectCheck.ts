/** A project's `check/` folder from a program and the samples at hand: what a job that generates C adds to it. */
import {
  activationOf,
  layoutOf,
  quantizeInput,
  toMemory,
  type ActivationId,
  type Program,
  type SampleSource,
  type Watch,
} from "../../engine";
import { checkFiles, type CheckFile } from "./checkFiles";
import { CHECK_SAMPLES, expectationsOf, type ProjectFigures } from "./expectations";

/** @param source samples of the network's one input; the first of them are kept in the project */
export async function projectCheck(
  program: Program,
  source: SampleSource,
  figures: ProjectFigures,
  watch: Watch,
): Promise<readonly CheckFile[]> {
  const [input] = program.network.inputs;
  const format = input === undefined ? undefined : program.formats[input];
  if (input === undefined || !format) throw new Error("the network has no input");
  const { name, shape } = activationOf(program.network, input);
  const samples: Map<ActivationId, Uint8Array>[] = [];
  for (let index = 0; index < Math.min(CHECK_SAMPLES, source.count); index++) {
    const { data } = await source.sample(index);
    const memory = toMemory(data, layoutOf(program.network, name));
    samples.push(new Map([[input, quantizeInput(memory, shape, format, "channelsLast")]]));
  }
  return checkFiles(await expectationsOf(program, samples, figures, watch));
}
