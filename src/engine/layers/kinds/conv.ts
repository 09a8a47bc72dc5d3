/** Convolution: dense, in groups, or depthwise, where each channel has a window of its own. */
import { describeWindow } from "../../ir/dumpWords";
import { elementsOf } from "../../ir/graph";
import { readsOneChannel } from "../../ir/network";
import { boundProduct } from "../arithmetic/accumulators";
import { runConvolution } from "../arithmetic/product";
import { productNumbers } from "../arithmetic/productNumbers";
import { DENSE, DENSE_IMAGE, denseCode, denseTurns, onLevels } from "../firmware/forms/dense";
import { DEPTHWISE } from "../firmware/forms/depthwise";
import { WIDE_DENSE, WIDE_IMAGE, wideDenseCode } from "../firmware/forms/wideProduct";
import type { KernelForm } from "../firmware/forms/form";
import { SPIKE_PRODUCT } from "../firmware/forms/spikes";
import { firstShape } from "../firmware/turns";
import { describeWeights, labelOfWindow } from "../labels";
import type { LayerRoom } from "../room";
import { rowsUnder } from "../rows";
import { doesNotMake, inputShape, windowFits } from "../shapes";

const DENSE_ROW: KernelForm<"conv", "product"> = {
  ...DENSE,
  turns: (layer, site) => denseTurns(layer, site, { window: layer, from: firstShape(site), to: site.output.shape }),
  code: (call) => denseCode(call, { window: call.layer, from: call.input.shape, to: call.output.shape }),
};

const WIDE_ROW: KernelForm<"conv", "product"> = {
  ...WIDE_DENSE,
  applies: (layer) => WIDE_DENSE.applies(layer) && layer.ofSpikes !== true,
  code: (call) => wideDenseCode(call, { window: call.layer, from: call.input.shape, to: call.output.shape }),
};

export const conv: LayerRoom<"conv", "product"> = {
  label: (layer) => {
    const kind = layer.groups === 1 ? "Conv" : readsOneChannel(layer) ? "Depthwise" : `Conv in ${layer.groups} groups`;
    const dilation = layer.dilations.some((d) => d > 1) ? ` d${layer.dilations.join("×")}` : "";
    return `${kind} ${labelOfWindow(layer)}${dilation}`;
  },
  dump: (layer) => `${describeWindow(layer)} groups ${layer.groups} ${describeWeights(layer)}`,
  mistake: (layer, shapes) => {
    const { outputChannels, perChannel, elements } = layer.weights;
    if (elements !== outputChannels * perChannel)
      return `${elements} weights are not ${outputChannels} × ${perChannel}`;
    if (perChannel * layer.groups !== inputShape(shapes)[2] * layer.kernel[0] * layer.kernel[1])
      return `${perChannel} weights a channel do not fit its input`;
    if (layer.macs !== elementsOf(shapes.output) * perChannel) return `counts ${layer.macs} multiply-accumulates`;
    return outputChannels === shapes.output[2] && windowFits(layer, shapes, 0) ? undefined : doesNotMake(shapes);
  },
  moves: false,
  isElementwise: false,
  rows: rowsUnder,

  step: "product",
  numbers: productNumbers,
  run: runConvolution,
  bound: boundProduct,

  forms: [
    SPIKE_PRODUCT,
    DEPTHWISE,
    onLevels(DENSE_IMAGE),
    DENSE_IMAGE,
    onLevels(DENSE_ROW),
    DENSE_ROW,
    WIDE_IMAGE,
    WIDE_ROW,
  ],
};
