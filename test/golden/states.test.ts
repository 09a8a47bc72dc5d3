/** Networks with states: as imported, with what a file stacks taken apart, and lowered. One golden file a network. */
import assert from "node:assert/strict";
import { dumpGraph } from "../../src/engine/ir/dump";
import { dumpNetwork } from "../../src/engine/layers/dumpNetwork";
import { importOnnx } from "../../src/engine/onnx/importOnnx";
import { lowerNetwork } from "../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../src/engine/passes/prepareGraph";
import { goldens } from "../support/golden";
import { SPIKING_STATES, spikingModel } from "../support/networks/spikingModel";
import { REMEMBERING_PAIRS, rememberingModel, STATEFUL_PAIRS, statefulModel } from "../support/statefulModel";

const NETWORKS = {
  elementwise: { bytes: statefulModel(), states: STATEFUL_PAIRS },
  recurrent: { bytes: rememberingModel(), states: REMEMBERING_PAIRS },
  spiking: { bytes: spikingModel({ form: "snnTorchSubtract", leak: 0.75, isConvolution: true }), states: SPIKING_STATES },
} as const;

describe("golden: states", () => {
  const golden = goldens("states");

  for (const [name, { bytes, states }] of Object.entries(NETWORKS)) {
    it(name, () => {
      const imported = importOnnx(bytes, { stated: { states } });
      assert.ok(imported.ok);
      const { graph } = imported.value;
      const lowered = lowerNetwork(prepareGraph(graph));
      assert.ok(lowered.ok);
      golden.check(name, `${dumpGraph(graph)}\n# lowered\n${dumpNetwork(lowered.value)}`);
    });
  }

  after(() => golden.assertAllClaimed());
});
