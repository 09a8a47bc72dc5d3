/** What each layer becomes in C, as its kernel form says, with the name of its function and how often that is called. */
import { invariant } from "../../base/outcome";
import type { EmittedLayer } from "../../layers/firmware/parts";
import { formOf } from "../../layers/formOf";
import { roomOf } from "../../layers/rooms";
import type { LayerSite } from "../modelSite";

export interface LayerCode extends Omit<EmittedLayer, "calls"> {
  /** The header of its kernel. */
  readonly header: string;
  /** Name of the function. */
  readonly symbol: string;
  /** How often it is called: once for each output row `y`; "whole" computes them all and takes no argument. */
  readonly calls: number | "whole";
}

export function layerCode(site: LayerSite): LayerCode {
  const { layer, numbers, isImage, isWide, output } = site;
  const [input] = site.inputs;
  const form = formOf(layer, { wide: isWide, ...(isImage && { image: output.shape }) });
  invariant(input !== undefined, `"${layer.name}" reads nothing`);
  invariant(numbers.kind === roomOf(layer).step, `"${layer.name}" has the numbers of a ${numbers.kind} step`);
  const emitted = form.code({ ...site, input });
  const calls = emitted.calls ?? output.shape[0];
  return { ...emitted, header: form.header, calls, symbol: `${site.stem}_${calls === "whole" ? "all" : "row"}` };
}
