/** The integer program of recurrent layers beside the float network, over a thousand steps; and that its order of gates matters. */
import assert from "node:assert/strict";
import { seededRandom } from "../../../../../src/engine/base/random";
import { maxCode, type NarrowBits } from "../../../../../src/engine/base/bits";
import { checkAccumulators } from "../../../../../src/engine/interpret/accumulatorBounds";
import { quantizeInput } from "../../../../../src/engine/interpret/quantizeInput";
import { runProgram } from "../../../../../src/engine/interpret/runProgram";
import type { Graph } from "../../../../../src/engine/ir/graph";
import { uniformPolicy } from "../../../../../src/engine/ir/network";
import { GATES, type Recurrence } from "../../../../../src/engine/ir/op";
import { feeding, unwatched, type FloatTensor, type SampleSource } from "../../../../../src/engine/ir/ports";
import { GATE_LIMIT, sigmoidUnits, tanhUnits } from "../../../../../src/engine/layers/arithmetic/gates";
import { buildProgram } from "../../../../../src/engine/quantize/buildProgram";
import { calibrate } from "../../../../../src/engine/quantize/calibrate/calibrate";
import { createQuantizer } from "../../../../../src/engine/quantize/quantizer";
import { evaluateGraph } from "../../../../support/networks/evaluateGraph";
import { floatExecutor } from "../../../../support/networks/floatExecutor";
import { GraphBuilder } from "../../../../support/networks/graphBuilder";
import { checkLowering } from "../../../../support/preparing";

const [STEPS, COLUMNS, UNITS] = [1000, 6, 8];
const SHAPE = [1, STEPS * COLUMNS];

type Kind = Pick<Recurrence, "cell" | "resetAfter">;

function graphOf({ cell, resetAfter }: Kind): Graph {
  const builder = new GraphBuilder();
  const vectors = builder.reshape(builder.input("x", SHAPE), [STEPS, 1, COLUMNS]);
  const rows = GATES[cell] * UNITS;
  const matrices = builder.constant("matrices", [rows * (COLUMNS + UNITS)]);
  const op = { kind: "recurrent", cell, units: UNITS, reverse: false, resetAfter, gives: "states" } as const;
  const states = builder.node(op, [vectors, matrices, builder.constant("bias", [2 * rows])]);
  return builder.graph(builder.reshape(states, [1, STEPS * UNITS]));
}

function sampleOf(seed: number): FloatTensor {
  const random = seededRandom(seed);
  return { shape: SHAPE, data: Float32Array.from({ length: STEPS * COLUMNS }, () => random.normal()) };
}

const samples: SampleSource = feeding("x", {
  count: 2,
  kind: "unlabelled",
  fingerprint: "noise",
  sample: (index) => Promise.resolve(sampleOf(index)),
  label: () => undefined,
});

/** Decibels between the float network's states and what differs from them, in the first and in the last tenth of all steps. */
async function signalToNoise(kind: Kind, bits: NarrowBits): Promise<readonly number[]> {
  const graph = graphOf(kind);
  const network = checkLowering(graph);
  const calibration = await calibrate(graph, network, floatExecutor, samples, unwatched);
  const program = buildProgram(createQuantizer(graph, network, calibration), uniformPolicy(network, bits, 8));
  assert.deepEqual(checkAccumulators(program), []);
  const other = sampleOf(9);
  const [input = 0] = network.inputs;
  const [output = 0] = network.outputs;
  const [from, to] = [program.formats[input], program.formats[output]];
  assert.ok(from && to && maxCode(to.bits) === 255);
  const codes = runProgram(
    program,
    new Map([[input, quantizeInput(other.data, [1, STEPS, COLUMNS], from, "channelsLast")]]),
  ).codes;
  const states = codes.get(output) ?? new Uint8Array();
  const exact = evaluateGraph(graph, new Map([["x", other]])).get(graph.outputs[0] ?? "")?.data ?? new Float32Array();
  return [0, STEPS * 0.9].map((first) => {
    let [signal, noise] = [0, 0];
    for (let i = first * UNITS; i < (first + STEPS / 10) * UNITS; i++) {
      const value = exact[i] ?? NaN;
      signal += value ** 2;
      noise += (value - to.scale * ((states[i] ?? NaN) - to.zeroPoint)) ** 2;
    }
    return 10 * Math.log10(signal / noise);
  });
}

describe("recurrent layers in integers", () => {
  it("have a sigmoid and a tanh right to 2^-13, and odd or mirrored", () => {
    for (let z = -GATE_LIMIT; z <= GATE_LIMIT; z += 97) {
      assert.ok(Math.abs(sigmoidUnits(z) / 32768 - 1 / (1 + Math.exp(-z / 65536))) < 2 ** -13, `sigmoid of ${z}`);
      assert.ok(Math.abs(tanhUnits(z) / 32768 - Math.tanh(z / 65536)) < 2 ** -13, `tanh of ${z}`);
      assert.equal(tanhUnits(-z) + tanhUnits(z), 0);
    }
  });

  const kinds: Readonly<Record<string, Kind>> = {
    LSTM: { cell: "lstm", resetAfter: false },
    GRU: { cell: "gru", resetAfter: false },
    "GRU that resets afterwards": { cell: "gru", resetAfter: true },
    RNN: { cell: "rnn", resetAfter: false },
  };
  for (const [name, kind] of Object.entries(kinds)) {
    it(`follow the float network over ${STEPS} steps: ${name}`, async () => {
      const eight = await signalToNoise(kind, 8);
      const four = await signalToNoise(kind, 4);
      // 8 bits for a state within ±1 are 41 dB or more below a state of about 0.6 by themselves.
      assert.ok(Math.min(...eight) > 34, `8 bits: ${eight.join(", ")} dB`);
      assert.ok(Math.min(...four) > 18, `4 bits: ${four.join(", ")} dB`);
      assert.ok(Math.max(...four) < Math.min(...eight));
    });
  }
});
