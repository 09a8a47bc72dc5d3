/** What calibration sees of an LSTM: its cell states, which onnxruntime tells behind any number of steps. */
import assert from "node:assert/strict";
import { constantOf, elementsOf, tensorOf } from "../../../../../src/engine/ir/graph";
import { uniformPolicy } from "../../../../../src/engine/ir/network";
import { buildProgram } from "../../../../../src/engine/quantize/buildProgram";
import { lowerNetwork } from "../../../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../../../src/engine/passes/prepareGraph";
import { createQuantizer } from "../../../../../src/engine/quantize/quantizer";
import { seededRandom } from "../../../../../src/engine/base/random";
import { feeding, unwatched, type SampleSource } from "../../../../../src/engine/ir/ports";
import { calibrate } from "../../../../../src/engine/quantize/calibrate/calibrate";
import { buildOnnx, floats, ints, node } from "../../../../support/networks/onnxBuilder";
import { REMEMBERING_PAIRS, rememberingModel } from "../../../../support/statefulModel";
import { floatExecutor } from "../../../../support/networks/floatExecutor";
import { checkLowering } from "../../../../support/preparing";
import { imported, runOriginal } from "../../onnx/comparing";

const [STEPS, COLUMNS, UNITS] = [6, 4, 3];
const random = seededRandom(5);
const vectors = Float32Array.from({ length: STEPS * COLUMNS }, () => 2 * random.normal());

/** The first `steps` vectors, or the last ones where it runs from the end. */
function lstm(steps: number, direction: "forward" | "reverse", output: "all" | "cell"): Uint8Array {
  const state = [1, 1, UNITS];
  return buildOnnx({
    opset: 14,
    inputs: { x: [1, steps * COLUMNS] },
    outputs: [output],
    constants: {
      shape: ints([3], [steps, 1, COLUMNS]),
      w: floats([1, 4 * UNITS, COLUMNS]),
      r: floats([1, 4 * UNITS, UNITS]),
      b: floats([1, 8 * UNITS]),
      h: floats(state),
      c: floats(state),
    },
    nodes: [
      node("Reshape", ["x", "shape"], ["v"]),
      node("LSTM", ["v", "w", "r", "b", "", "h", "c"], output === "all" ? ["all"] : ["", "", "cell"], {
        hidden_size: UNITS,
        direction,
      }),
    ],
  });
}

const source: SampleSource = feeding("x", {
  count: 1,
  kind: "unlabelled",
  fingerprint: "one",
  sample: () => Promise.resolve({ shape: [1, STEPS * COLUMNS], data: vectors }),
  label: () => undefined,
});

describe("calibration of recurrent layers", () => {
  it("knows how far a cell state goes that a run takes from the one before", async () => {
    const { graph } = imported(rememberingModel(), { stated: { states: REMEMBERING_PAIRS } });
    const lowered = lowerNetwork(prepareGraph(graph));
    assert.ok(lowered.ok);
    const network = lowered.value;
    const cell = Float32Array.of(0, -7, 0, 0, 0, 2, 0, 0);
    const one: SampleSource = {
      count: 1,
      kind: "unlabelled",
      fingerprint: "one",
      sample: () =>
        Promise.resolve(
          new Map(
            graph.inputs.map((name) => {
              const { shape } = tensorOf(graph, name);
              return [name, { shape, data: name === "memory.1" ? cell : new Float32Array(elementsOf(shape)) }];
            }),
          ),
        ),
      label: () => undefined,
    };
    const { largestCells } = await calibrate(graph, network, floatExecutor, one, unwatched);
    assert.equal(largestCells?.get("lstm"), 7);
  });

  for (const direction of ["forward", "reverse"] as const) {
    it(`knows how far a cell state goes: ${direction}`, async () => {
      const { graph } = imported(lstm(STEPS, direction, "all"));
      const network = checkLowering(graph);
      const { largestCells, moments } = await calibrate(graph, network, floatExecutor, source, unwatched);
      let largest = Math.max(...Array.from(new Float32Array(floats([UNITS]).rawData?.slice().buffer ?? []), Math.abs));
      for (let steps = 1; steps <= STEPS; steps++) {
        const part = vectors.slice(direction === "forward" ? 0 : (STEPS - steps) * COLUMNS).slice(0, steps * COLUMNS);
        const feeds = new Map([["x", { shape: [1, part.length], data: part }]]);
        const cell = (await runOriginal(lstm(steps, direction, "cell"), feeds)).get("cell");
        largest = Math.max(largest, ...Array.from(cell?.data ?? [], Math.abs));
      }
      const [layer] = network.layers.filter(({ kind }) => kind === "recurrent");
      assert.ok(Math.abs((largestCells?.get(layer?.name ?? "") ?? NaN) - largest) < 1e-5);
      const { mean = [] } = moments.get(layer?.name ?? "") ?? {};
      assert.equal(mean.length, COLUMNS + UNITS);
      const first = Array.from({ length: STEPS }, (_, t) => vectors[t * COLUMNS] ?? 0);
      assert.ok(Math.abs((mean[0] ?? NaN) - first.reduce((sum, value) => sum + value, 0) / STEPS) < 1e-6);
    });
  }

  it("holds what a layer begins with in the codes of its states", async () => {
    const { graph } = imported(lstm(STEPS, "forward", "all"));
    const network = checkLowering(graph);
    const calibration = await calibrate(graph, network, floatExecutor, source, unwatched);
    const program = buildProgram(createQuantizer(graph, network, calibration), uniformPolicy(network, 8));
    const index = network.layers.findIndex(({ kind }) => kind === "recurrent");
    const [layer, step] = [network.layers[index], program.steps[index]];
    const format = program.formats[layer?.output ?? -1];
    assert.ok(layer?.kind === "recurrent" && step?.kind === "recurrent" && format);
    const initial = constantOf(graph, layer.initialHidden) ?? new Float32Array();
    assert.ok(Math.max(...initial.map(Math.abs)) > 1, "a state beyond what a tanh makes");
    initial.forEach((real, j) => {
      const held = format.scale * ((step.initialCodes[j] ?? NaN) - format.zeroPoint);
      assert.ok(Math.abs(real - held) < 2 * format.scale, `${held} instead of ${real}`);
    });
  });
});
