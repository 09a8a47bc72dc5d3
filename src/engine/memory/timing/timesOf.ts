/**
 * How long each layer takes: turns of its kernel's loops times what a turn takes in instructions (tables/), and from these cycles (cycleModels.ts). What is around the
 * kernels, the generator's calls and the driver of streams, is left out.
 */
import {
  activationBits,
  activationOf,
  isWide,
  weightBits,
  type ActivationId,
  type Layer,
  type Network,
  type Policy,
} from "../../ir/network";
import type { Turns, TurnsSite } from "../../layers/firmware/turns";
import { formOf } from "../../layers/formOf";
import type { Execution } from "../execution/execution";
import { cycleModelOf, cyclesOf } from "./cycleModels";
import { instructionTableOf } from "./instructionTableOf";

export interface LayerTime {
  readonly instructions: number;
  readonly cycles: number;
}

/**
 * @param execution for the policy's activations
 * @returns by layer index; undefined for a layer with a loop that nobody has measured
 */
export function timesOf(
  network: Network,
  policy: Policy,
  { build, rows, firmware }: Pick<Execution, "build" | "rows" | "firmware">,
): readonly (LayerTime | undefined)[] {
  const alone = new Set(
    firmware.segments.flatMap(({ firstStep, lastStep, streamed }) =>
      streamed || rows === "supplied" ? [] : firmware.order.slice(firstStep, lastStep + 1),
    ),
  );
  const model = cycleModelOf(build.core);
  const table = instructionTableOf(build).turns;
  return network.layers.map((layer) => {
    const { function: name, turns } = turnsOfLayer(network, policy, layer, alone.has(layer.index));
    let [instructions, cycles] = [0, 0];
    for (const [loop, count] of Object.entries(turns)) {
      if (count === 0) continue;
      const turn = table.get(`${name} ${loop}`);
      if (turn === undefined) return undefined;
      instructions += count * turn.instructions;
      cycles += count * cyclesOf(turn, model);
    }
    return { instructions, cycles };
  });
}

function turnsOfLayer(
  network: Network,
  policy: Policy,
  layer: Layer,
  isAlone: boolean,
): { readonly function: string; readonly turns: Turns } {
  const output = activationOf(network, layer.output);
  const form = formOf(layer, { wide: isWide(network, policy, layer), ...(isAlone && { image: output.shape }) });
  const bitsOf = (id: ActivationId): TurnsSite["output"]["bits"] => activationBits(network, policy, id);
  const turns = form.turns(layer, {
    inputs: layer.inputs.map((id) => ({
      shape: activationOf(network, id).shape,
      bits: bitsOf(id),
      sharesQuantization: activationOf(network, id).group === output.group,
    })),
    output: { shape: output.shape, bits: bitsOf(layer.output) },
    calls: output.shape[0],
    ...("weights" in layer && { weightBits: weightBits(policy, layer) }),
  });
  return { function: form.function, turns };
}
