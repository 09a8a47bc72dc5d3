/** What each layer becomes in C, as its room says, with the name of its function and how often that is called. */
import { invariant } from "../../base/outcome";
import type { EmittedLayer } from "../../layers/firmware/parts";
import { roomOf } from "../../layers/rooms";
import type { LayerSite } from "../modelSite";

export interface LayerCode extends Omit<EmittedLayer, "calls"> {
  /** Name of the function. */
  readonly symbol: string;
  /** How often it is called: once for each output row `y`; "whole" computes them all and takes no argument. */
  readonly calls: number | "whole";
}

export function layerCode(site: LayerSite): LayerCode {
  const { layer, numbers } = site;
  const [input] = site.inputs;
  const room = roomOf(layer);
  invariant(input !== undefined, `"${layer.name}" reads nothing`);
  invariant(numbers.kind === room.step, `"${layer.name}" has the numbers of a ${numbers.kind} step`);
  const emitted = room.code({ ...site, input });
  const calls = emitted.calls ?? site.output.shape[0];
  return { ...emitted, calls, symbol: `${site.stem}_${calls === "whole" ? "all" : "row"}` };
}
