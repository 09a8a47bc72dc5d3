/** Published models through importing, preparing and lowering: what the literature says about them must come out. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Graph } from "../../../../src/engine/ir/graph";
import type { Network } from "../../../../src/engine/ir/network";
import { verifyGraph } from "../../../../src/engine/ir/verify";
import { verifyNetwork } from "../../../../src/engine/layers/verifyNetwork";
import { importOnnx } from "../../../../src/engine/onnx/importOnnx";
import { lowerNetwork } from "../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../src/engine/passes/prepareGraph";
import { checkLowering } from "../../../support/preparing";
import { sharedOrSkip } from "../../../support/shared";

let models: string;

interface Expectation {
  /** Convolutions and fully connected layers. */
  readonly products: number;
  readonly weights: number;
  readonly macs: number;
  readonly others: Readonly<Record<string, number>>;
  /** Small enough for the plain evaluators. */
  readonly compare: boolean;
}

const EXPECTED: Readonly<Record<string, Expectation>> = {
  "mobilenet_v1_1.0_224_qatdq": {
    products: 28,
    weights: 4_209_088,
    macs: 568_740_352,
    others: { averagePool: 1 },
    compare: false,
  },
  "mobilenet_v1_0.25_128_qatdq": {
    products: 28,
    weights: 463_600,
    macs: 13_570_048,
    others: { averagePool: 1 },
    compare: true,
  },
  "mobilenet_v2_1.0_224_bn": {
    products: 53,
    weights: 3_469_760,
    macs: 300_774_272,
    others: { add: 10, averagePool: 1 },
    compare: false,
  },
  mcunet_in_144_ptqdq: {
    products: 58,
    weights: 713_560,
    macs: 64_861_552,
    others: { add: 12, averagePool: 1 },
    compare: false,
  },
  resnet8_cifar10_bn: {
    products: 10,
    weights: 77_360,
    macs: 12_501_632,
    others: { add: 3, averagePool: 1, softmax: 1 },
    compare: true,
  },
  kws_dscnn_bn: {
    products: 10,
    weights: 22_016,
    macs: 2_656_768,
    others: { averagePool: 1, softmax: 1 },
    compare: true,
  },
  "vww_mobilenet_v1_0.25_96_bn": {
    products: 28,
    weights: 208_112,
    macs: 7_489_664,
    others: { averagePool: 1, softmax: 1 },
    compare: true,
  },
  ad01_autoencoder_bn: { products: 10, weights: 264_192, macs: 264_192, others: {}, compare: true },
};

function importModel(name: string): Graph {
  const imported = importOnnx(readFileSync(join(models, `${name}.onnx`)), {});
  assert.ok(imported.ok, imported.ok ? "" : JSON.stringify(imported.problems));
  return imported.value.graph;
}

describe("real models", function () {
  before(function () {
    models = sharedOrSkip(this, "models");
  });

  for (const [name, expected] of Object.entries(EXPECTED)) {
    it(`prepares and lowers ${name}`, () => {
      const graph = importModel(name);
      const network = expected.compare ? checkLowering(graph) : lowerQuickly(graph);
      const products = network.layers.filter((layer) => layer.kind === "conv" || layer.kind === "fullyConnected");
      assert.equal(products.length, expected.products);
      assert.equal(
        products.reduce((sum, layer) => sum + layer.weights.elements, 0),
        expected.weights,
      );
      assert.equal(
        network.layers.reduce((sum, layer) => sum + layer.macs, 0),
        expected.macs,
      );
      const others: Record<string, number> = {};
      for (const { kind } of network.layers) {
        if (kind !== "conv" && kind !== "fullyConnected") others[kind] = (others[kind] ?? 0) + 1;
      }
      assert.deepEqual(others, expected.others);
    });
  }
});

function lowerQuickly(graph: Graph): Network {
  assert.deepEqual(verifyGraph(graph, "imported"), []);
  const prepared = prepareGraph(graph);
  assert.deepEqual(verifyGraph(prepared, "prepared"), []);
  assert.ok(
    !prepared.nodes.some((node) => node.op.kind === "activation" && node.op.fn.fn === "clamp"),
    "no clamp is left",
  );
  const lowered = lowerNetwork(prepared);
  assert.ok(lowered.ok, lowered.ok ? "" : JSON.stringify(lowered.problems));
  assert.deepEqual(verifyNetwork(lowered.value), []);
  return lowered.value;
}
