/**
 * The integer program against the fast simulation that accuracy was measured on: the same samples through the interpreter, answers and
 * output codes compared. A simulation that drifted from the program would show here first.
 */
import {
  activationOf,
  argmax,
  dequantize,
  fromMemory,
  layoutOf,
  quantizeInput,
  runProgram,
  stopIfCancelled,
  toMemory,
  type ActivationFormat,
  type ActivationId,
  type Head,
  type Network,
  type Program,
  type SampleSource,
  type Watch,
} from "../../engine";
import type { ReportInteger } from "../../protocol/files/report";
import { turn } from "../turn";

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
  simulated: readonly Float32Array[],
  watch: Watch,
): Promise<ReportInteger> {
  const { network } = program;
  const input = network.inputs[0];
  const output = network.activationOfTensor.get(head.tensor);
  if (input === undefined || output === undefined) throw new Error("a network without input or output was lowered");
  const format = formatOf(program, output);
  const inputName = activationOf(network, input).name;
  let differing = 0;
  let largestCodeDifference = 0;
  for (const [index, expected] of simulated.entries()) {
    stopIfCancelled(watch);
    await turn(); // interpreting a sample takes seconds on large networks
    const sample = await source.sample(index);
    const codes = quantizeInput(
      toMemory(sample.data, layoutOf(network, inputName)),
      activationOf(network, input).shape,
      formatOf(program, input),
      "channelsLast",
    );
    const run = runProgram(program, new Map([[input, codes]]), { keep: "all" });
    const result = run.codes.get(output);
    if (!result) throw new Error("the program gave no output");
    const logits = fromMemory(dequantize(result, format), layoutOf(network, head.tensor));
    if (head.task === "classification" && argmax(logits) !== argmax(expected)) differing++;
    for (let i = 0; i < logits.length; i++) {
      const difference = Math.abs(((logits[i] as number) - (expected[i] as number)) / format.scale);
      if (difference > largestCodeDifference) largestCodeDifference = Math.round(difference);
    }
    watch.progress("checking the integer program", index + 1, simulated.length);
  }
  return { samples: simulated.length, differing, largestCodeDifference };
}

function formatOf(program: Program, id: ActivationId): ActivationFormat {
  const format = program.formats[id];
  if (!format) throw new Error(`activation ${id} has no format`);
  return format;
}
