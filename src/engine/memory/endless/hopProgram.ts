/** The integer program of a hop: the numbers of the program of whole windows, each where its layer has gone. */
import { invariant } from "../../base/outcome";
import type { ActivationFormat, Program, Step } from "../../ir/program";
import type { Hop } from "./hopNetwork";

/** Numbers of several bytes, each a code of its own. */
const CELL_CODES: ActivationFormat = { bits: 8, scale: 1, zeroPoint: 0 };

/** @param program of the network that the hop was made from */
export function hopProgram({ network, sources, origins }: Hop, program: Program): Program {
  const formats = origins.map((origin) => {
    const format = origin === undefined ? CELL_CODES : program.formats[origin];
    invariant(format !== undefined, `the program has no format for activation ${origin}`);
    return format;
  });
  const steps = network.layers.map((layer, i): Step => {
    const source = sources[i];
    if (!source) return { kind: "move", fill: formats[layer.output]?.zeroPoint ?? 0 };
    const step = program.steps[source.index];
    invariant(step !== undefined, `"${source.name}" has no numbers`);
    if (layer.kind !== "movingAverage" || step.kind !== "average") return step;
    const multiplier = step.multipliers[layer.rows * layer.columns - 1];
    invariant(multiplier !== undefined, `"${source.name}" has no multiplier for all of its window`);
    return { ...step, multipliers: Int32Array.of(multiplier) };
  });
  return { network, policy: program.policy, formats, steps };
}
