/** Neurons as libraries export them are one layer with their synapses, and fire over time as onnxruntime says of the file. */
import assert from "node:assert/strict";
import { importOnnx } from "../../../../../src/engine/onnx/importOnnx";
import type { Neuron } from "../../../../../src/engine/ir/op";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../../src/engine/passes/prepareGraph";
import { verifyNetwork } from "../../../../../src/engine/layers/verifyNetwork";
import { temporaryFolder } from "../../../../support/cli";
import { buildOnnx, floats, node } from "../../../../support/networks/onnxBuilder";
import {
  SPIKING_STATES,
  spikingModel,
  type SpikingForm,
  type SpikingOptions,
} from "../../../../support/networks/spikingModel";
import { assertSameOverTime } from "../../../../support/overTime";

const { path: folder, remove } = temporaryFolder();

function kindsOf(
  bytes: Uint8Array,
  states = SPIKING_STATES,
): { readonly kinds: readonly string[]; readonly neurons: readonly Neuron[] } {
  const imported = importOnnx(bytes, { stated: { states } });
  assert.ok(imported.ok, JSON.stringify(imported));
  const network = lowerNetwork(prepareGraph(imported.value.graph));
  assert.ok(network.ok, JSON.stringify(network));
  assert.deepEqual(verifyNetwork(network.value), []);
  const { layers } = network.value;
  return {
    kinds: layers.map(({ kind }) => kind),
    neurons: layers.flatMap((layer) => (layer.kind === "fire" || layer.kind === "spiking" ? [layer.neuron] : [])),
  };
}

const FORMS: Readonly<Record<SpikingForm, Partial<Neuron>>> = {
  lava: { leak: 0.75, gain: 1, strict: false, reset: "to", value: 0, delayed: false },
  snnTorchSubtract: { leak: 0.75, gain: 1, strict: true, reset: "by", value: 0.5, delayed: true },
  snnTorchZero: { leak: 0.75, gain: 1, strict: true, reset: "to", value: 0, delayed: true },
  spikingJellyHard: { leak: 0.75, gain: 0.25, strict: false, reset: "to", value: 0, delayed: false },
  spikingJellySoft: { leak: 0.75, gain: 0.25, strict: false, reset: "by", value: 0.5, delayed: false },
  norseBox: { leak: 0.75, gain: 0.25, strict: true, reset: "to", value: 0, delayed: false },
};

describe("neurons written out", () => {
  after(remove);

  for (const form of Object.keys(FORMS) as SpikingForm[]) {
    for (const isConvolution of [false, true]) {
      const options: SpikingOptions = { form, leak: 0.75, threshold: 0.5, isConvolution };
      it(`are layers of their own: ${form}${isConvolution ? ", behind convolutions" : ""}`, async () => {
        const model = spikingModel(options);
        const { kinds, neurons } = kindsOf(model);
        assert.deepEqual(kinds, ["fire", "spiking", "spiking", "fullyConnected"]);
        assert.equal(neurons.length, 3);
        for (const neuron of neurons)
          for (const [name, value] of Object.entries(FORMS[form]))
            assert.equal(neuron[name as keyof Neuron], value, name);
        await assertSameOverTime(folder, model, SPIKING_STATES, true);
      });
    }
  }

  it("answer with their spikes at 8 bits where the network does", () => {
    const { kinds } = kindsOf(spikingModel({ form: "lava", answersSpikes: true }));
    assert.deepEqual(kinds, ["fire", "spiking", "spiking", "requantize"]);
  });

  it("stay what they are where more is made of a membrane", async () => {
    const model = buildOnnx({
      inputs: { x: [1, 5], v: [1, 5] },
      outputs: ["y", "v_out"],
      constants: { leak: floats([], [0.5]), threshold: floats([], [1]), zero: floats([], [0]), w: floats([5, 3]) },
      nodes: [
        node("Mul", ["v", "leak"], ["kept"]),
        node("Add", ["kept", "x"], ["h"]),
        node("GreaterOrEqual", ["h", "threshold"], ["fires"]),
        node("Where", ["fires", "zero", "h"], ["v_out"]),
        node("MatMul", ["h", "w"], ["y"]),
      ],
    });
    const states = [{ input: "v", output: "v_out" }];
    assert.ok(!kindsOf(model, states).kinds.includes("fire"));
    await assertSameOverTime(folder, model, states, true);
  });

  it("stay what they are where a membrane grows with its square", () => {
    const model = buildOnnx({
      inputs: { x: [1, 5], v: [1, 5] },
      outputs: ["y", "v_out"],
      constants: { threshold: floats([], [1]), zero: floats([], [0]), w: floats([5, 3]) },
      nodes: [
        node("Mul", ["v", "v"], ["grown"]),
        node("Add", ["grown", "x"], ["h"]),
        node("GreaterOrEqual", ["h", "threshold"], ["fires"]),
        node("Cast", ["fires"], ["s"], { to: 1 }),
        node("Where", ["fires", "zero", "h"], ["v_out"]),
        node("MatMul", ["s", "w"], ["y"]),
      ],
    });
    assert.ok(!kindsOf(model, [{ input: "v", output: "v_out" }]).kinds.includes("fire"));
  });
});
