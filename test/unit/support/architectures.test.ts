import assert from "node:assert/strict";
import type { Network } from "../../../src/engine/ir/network";
import { mnasNet, mobileNetV1, mobileNetV2 } from "../../support/firmware/architectures";

interface Totals {
  readonly weights: number;
  readonly convolutionChannels: number;
  readonly macs: number;
  readonly layersWithWeights: number;
}

function totalsOf(network: Network): Totals {
  let [weights, convolutionChannels, macs, layersWithWeights] = [0, 0, 0, 0];
  for (const layer of network.layers) {
    macs += layer.macs;
    if (!("weights" in layer)) continue;
    weights += layer.weights.elements;
    layersWithWeights += 1;
    if (layer.kind === "conv") convolutionChannels += layer.weights.outputChannels;
  }
  return { weights, convolutionChannels, macs, layersWithWeights };
}

describe("reference architectures", () => {
  it("MobileNetV1 1.0/224 has the published size", () => {
    const totals = totalsOf(mobileNetV1(1, 224));
    assert.deepEqual(totals, {
      weights: 4_209_088,
      convolutionChannels: 10_944,
      macs: 568_740_352,
      layersWithWeights: 28,
    });
  });

  it("MobileNetV2 1.0/224 has the published size", () => {
    const totals = totalsOf(mobileNetV2());
    assert.deepEqual(totals, {
      weights: 3_469_760,
      convolutionChannels: 17_056,
      macs: 300_774_272,
      layersWithWeights: 53,
    });
  });

  it("MNASNet 1.0/224 has the published size", () => {
    const { weights, macs, layersWithWeights } = totalsOf(mnasNet());
    assert.deepEqual({ weights, layersWithWeights }, { weights: 4_344_392, layersWithWeights: 53 });
    assert.equal((macs / 1e6).toFixed(2), "314.42");
  });
});
