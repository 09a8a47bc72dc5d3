/** The report's edges: what each layer reads, as in the network. */
import assert from "node:assert/strict";
import { NETWORKS, sceneOf } from "../webview/rows";
import { mobileNetV2 } from "../../support/firmware/architectures";

describe("the report's layers", () => {
  for (const network of NETWORKS) {
    it(`name the layers that they read: ${network.name}`, () => {
      const layers = sceneOf(network, "linked").estimate().report?.layers ?? [];
      const steps = new Map(layers.map(({ name }, step) => [name, step]));
      const made = new Map(network.layers.map(({ output, name }) => [output, name]));
      for (const [step, { name, inputs }] of layers.entries()) {
        const layer = network.layers.find((other) => other.name === name) ?? assert.fail(name);
        const read = layer.inputs.filter((input) => !network.inputs.includes(input));
        assert.deepEqual(inputs, [...new Set(read.map((input) => made.get(input)))], name);
        for (const input of inputs) assert.ok((steps.get(input) ?? Infinity) < step, `${input} runs before ${name}`);
      }
      assert.deepEqual(
        layers.flatMap(({ inputs }, step) => (inputs.length === 0 ? [step] : [])),
        [0],
      );
    });
  }

  it("have both operands of MobileNetV2's ten residual sums", () => {
    const layers = sceneOf(mobileNetV2(), "linked").estimate().report?.layers ?? [];
    const sums = layers.filter(({ op }) => op === "Add");
    assert.equal(sums.length, 10);
    assert.ok(sums.every(({ inputs }) => inputs.length === 2));
  });
});
