/**
 * The integer program against the fast simulation that accuracy was measured on: the same samples through the interpreter, answers and
 * output codes compared. A simulation that drifted from the program would show here first.
 */
import {
  argmax,
  clearedStates,
  dequantize,
  fromMemory,
  layoutOf,
  partsOf,
  runProgram,
  statesAfter,
  stopIfCancelled,
  type Head,
  type HeadValues,
  type Network,
  type Program,
  type SampleSource,
  type Watch,
} from "../../engine";
import type { ReportInteger } from "../../protocol/files/report";
import { formatOf, inputCodes } from "../samples/inputCodes";
import { turn } from "../turn";
import { SpikeCount } from "./spikeCount";

/** Interpreted multiply-accumulates that a job may spend on the comparison: some seconds. */
const MAC_BUDGET = 3e9;
const MOST_SAMPLES = 64;

export function integerSampleCount(network: Network, available: number): number {
  const macs = network.layers.reduce((sum, layer) => sum + layer.macs, 0);
  return Math.min(available, MOST_SAMPLES, Math.max(2, Math.floor(MAC_BUDGET / Math.max(1, macs))));
}

/** @param simulated the simulation's head outputs of the first samples, in order */
export async function compareWithInteger(
  program: Program,
  head: Head,
  source: SampleSource,
  simulated: readonly HeadValues[],
  watch: Watch,
): Promise<ReportInteger> {
  const { network } = program;
  const outputs = partsOf(head).flatMap(({ tensor, task, isState }, i) => {
    const id = network.activationOfTensor.get(tensor);
    // What a recurrent layer keeps by itself is no tensor of the network.
    if (id === undefined && isState) return [];
    if (id === undefined) throw new Error(`the network does not compute "${tensor}"`);
    return [{ id, tensor, part: i, format: formatOf(program, id), isAnswer: i === 0 && task === "classification" }];
  });
  const steps = source.sequence?.steps ?? 1;
  let states = clearedStates(program);
  const spikes = new SpikeCount(network);
  let differing = 0;
  let largestCodeDifference = 0;
  for (const [index, expected] of simulated.entries()) {
    stopIfCancelled(watch);
    await turn(); // interpreting a sample takes seconds on large networks
    if (index % steps === 0) states = clearedStates(program);
    const codes = new Map([...inputCodes(program, await source.sample(index)), ...states]);
    const run = runProgram(program, codes, { keep: "all" });
    states = statesAfter(program, run);
    spikes.add(run);
    outputs.forEach(({ id, tensor, part, format, isAnswer }) => {
      const [result, values] = [run.codes.get(id), expected[part]];
      if (!result || !values) throw new Error("the program gave no output");
      const reals = fromMemory(dequantize(result, format), layoutOf(network, tensor));
      if (isAnswer && argmax(reals) !== argmax(values)) differing++;
      for (let i = 0; i < reals.length; i++) {
        const difference = Math.abs(((reals[i] as number) - (values[i] as number)) / format.scale);
        if (difference > largestCodeDifference) largestCodeDifference = Math.round(difference);
      }
    });
    watch.progress("checking the integer program", index + 1, simulated.length);
  }
  const counted = spikes.counted();
  return {
    samples: simulated.length,
    differing,
    largestCodeDifference,
    ...(counted.length > 0 && { spikes: counted }),
  };
}
