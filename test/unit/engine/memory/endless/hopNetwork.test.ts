/** Hops against the network over whole inputs, code for code: every window of a stream, a clip with its padding, and the rows of one long clip. */
import assert from "node:assert/strict";
import type { Codes } from "../../../../../src/engine/base/bits";
import { clearedStates, statesAfter } from "../../../../../src/engine/interpret/states";
import { runProgram } from "../../../../../src/engine/interpret/runProgram";
import { activationOf, type Network } from "../../../../../src/engine/ir/network";
import type { Program } from "../../../../../src/engine/ir/program";
import { verifyNetwork } from "../../../../../src/engine/layers/verifyNetwork";
import { hopNetwork, type EndlessPadding, type Hop } from "../../../../../src/engine/memory/endless/hopNetwork";
import { hopProgram } from "../../../../../src/engine/memory/endless/hopProgram";
import { timingOf } from "../../../../../src/engine/memory/endless/rowClocks";
import { seededRandom } from "../../../../../src/engine/base/random";
import { NetworkBuilder } from "../../../../support/firmware/architectures";
import { randomRun } from "../../../../support/networks/randomProgram";
import { timeNetwork, type TimeNetworkOptions } from "../../../../support/networks/timeNetworks";

const HEIGHT = 24;
const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

function hopOf(network: Network, rows: number, padding?: EndlessPadding): Hop {
  const hop = hopNetwork(network, rows, padding);
  assert.ok(hop.ok, hop.ok ? "" : hop.problems[0]?.message);
  assert.deepEqual(verifyNetwork(hop.value.network), []);
  return hop.value;
}

function codesOf(program: Program, rows: number, seed: number): Uint8Array {
  const [input = -1] = program.network.inputs;
  const [, width, channels] = activationOf(program.network, input).shape;
  const random = seededRandom(seed);
  return Uint8Array.from({ length: rows * width * channels }, () =>
    random.below(2 ** (program.formats[input]?.bits ?? 8)),
  );
}

/** What each hop answers. */
function streamed(hop: Hop, program: Program, codes: Codes): readonly Codes[] {
  const made = hopProgram(hop, program);
  const [input = -1] = made.network.inputs;
  const [output = -1] = made.network.outputs;
  const length = activationOf(made.network, input).elements;
  let states = clearedStates(made);
  return Array.from({ length: Math.floor(codes.length / length) }, (_, i) => {
    const run = runProgram(made, new Map([[input, codes.slice(i * length, (i + 1) * length)], ...states]));
    states = statesAfter(made, run);
    return run.codes.get(output) ?? new Uint8Array();
  });
}

function whole(program: Program, codes: Codes): Codes {
  const { inputs, outputs } = program.network;
  return runProgram(program, new Map([[inputs[0] ?? -1, codes]])).codes.get(outputs[0] ?? -1) ?? new Uint8Array();
}

/** Random networks of which at least one layer runs by rows, with a hop that fits. */
function* networks(options: TimeNetworkOptions): Generator<{ network: Network; hopRows: number; seed: number }> {
  for (const seed of SEEDS) {
    const { network, stride } = timeNetwork(seed, HEIGHT, options);
    const hopRows = stride * (1 + (seed % 3));
    const hop = hopNetwork(network, hopRows);
    if (hop.ok) yield { network, hopRows, seed };
  }
}

describe("rows that never end", () => {
  for (const head of ["average", "dense"] as const) {
    it(`answer for every window as the network does, where no layer pads time: ${head}`, () => {
      let compared = 0;
      for (const { network, hopRows, seed } of networks({ padding: "valid", head })) {
        const { program } = randomRun(network, seed);
        const hop = hopOf(network, hopRows);
        const { windowRows, delayRows } = hop.figures;
        const codes = codesOf(program, 3 * HEIGHT, seed);
        const row = codes.length / (3 * HEIGHT);
        streamed(hop, program, codes).forEach((answer, i) => {
          const end = (i + 1) * hopRows - delayRows;
          if (end < windowRows) return;
          const window = codes.subarray((end - windowRows) * row, end * row);
          assert.deepEqual(answer, whole(program, window), `seed ${seed}, hop ${i}`);
          compared++;
        });
      }
      assert.ok(compared > 400, `${compared} windows`);
    });

    it(`answer for a clip as the network does, zeros at both its ends included: ${head}`, () => {
      let compared = 0;
      for (const { network, hopRows, seed } of networks({ padding: "padded", head })) {
        const { program } = randomRun(network, seed);
        const hop = hopOf(network, hopRows, "clip");
        const { firstRows } = hop.figures;
        // What comes behind the clip changes nothing.
        const codes = codesOf(program, firstRows, seed);
        const clip = codes.subarray(0, (codes.length / firstRows) * HEIGHT);
        assert.deepEqual(streamed(hop, program, codes).at(-1), whole(program, clip), `seed ${seed}`);
        if (hop.figures.padded.length > 0) compared++;
      }
      assert.ok(compared > 20, `${compared} clips`);
    });
  }

  it("make the rows of one clip that has not ended, zeros in front of its first row alone", () => {
    let compared = 0;
    const options = { padding: "padded", head: "none" } as const;
    for (const { network, hopRows, seed } of networks(options)) {
      const long = 4 * HEIGHT;
      const { program } = randomRun(network, seed);
      const longer: Program = { ...program, network: timeNetwork(seed, long, options).network };
      const codes = codesOf(program, long, seed);
      const expected = whole(longer, codes);
      const [input = -1] = network.inputs;
      const [output = -1] = network.outputs;
      const timing = timingOf(network, input, hopRows, false);
      assert.ok("clocks" in timing);
      const { rows = 0, late = 0 } = timing.clocks.get(output) ?? {};
      const [, width, channels] = activationOf(network, output).shape;
      streamed(hopOf(network, hopRows), program, codes).forEach((answer, i) => {
        for (let y = 0; y < rows; y++) {
          const row = i * rows + y - late;
          if (row < 0) continue;
          const at = width * channels;
          assert.deepEqual(
            answer.subarray(y * at, (y + 1) * at),
            expected.subarray(row * at, (row + 1) * at),
            `seed ${seed}, row ${row}`,
          );
          compared++;
        }
      });
    }
    assert.ok(compared > 400, `${compared} rows`);
  });

  it("cost a hop's own work, and keep sums of an average instead of its rows", () => {
    const b = new NetworkBuilder("spotter");
    const conv = b.conv("conv", b.input("input", [40, 4, 2]), 8, { kernel: 3, stride: 1 });
    const network = b.build([b.fullyConnected("logits", b.globalAveragePool("average", conv), 3)]);
    const { figures, network: made } = hopOf(network, 2);
    assert.deepEqual(
      made.layers.map(({ kind }) => kind),
      ["keptRows", "conv", "movingAverage", "fullyConnected"],
    );
    assert.equal(figures.windowMacs, 40 * 4 * 8 * 18 + 24);
    assert.equal(figures.macs, 2 * 4 * 8 * 18 + 24);
    assert.equal(figures.delayRows, 1);
    // 40 rows of 4 columns and 8 channels at a byte would be 1280; sums are 16 bits a row and channel, totals 32.
    assert.equal(made.activations.at(-1)?.elements, 40 * 8 * 2 + 8 * 4 + 4);
  });

  const refused = (network: Network, hop: number): string => {
    const made = hopNetwork(network, hop);
    return made.ok ? "" : made.problems.map(({ message, hint }) => `${message} (${hint ?? ""})`).join("; ");
  };

  it("are refused in a sentence where they cannot be", () => {
    const strided = (): NetworkBuilder => new NetworkBuilder("strided");
    const b = strided();
    const halved = b.conv("halved", b.input("input", [16, 1, 2]), 2, { kernel: 3, stride: 2 });
    const network = b.build([b.conv("quartered", halved, 2, { kernel: 3, stride: 2 })]);
    assert.match(
      refused(network, 2),
      /^a hop of 2 rows leaves "quartered" 1, of which it takes every second \(use a hop of 4 rows\)$/,
    );
    assert.match(refused(network, 17), /^a hop of 17 rows is longer than input "input", which has 16/);
    assert.equal(refused(network, 4), "");
    const flat = strided();
    assert.match(
      refused(flat.build([flat.fullyConnected("dense", flat.input("input", [1, 1, 9]), 2)]), 1),
      /has one row/,
    );
    const two = strided();
    const sum = two.add("sum", two.input("a", [9, 1, 1]), two.input("b", [9, 1, 1]));
    assert.match(refused(two.build([sum]), 1), /in one input, and this network has 2/);
    const turned = strided();
    const x = turned.input("input", [9, 1, 2]);
    const layer = { kind: "transpose", from: [9, 2], perm: [1, 0], name: "turn", inputs: [x], macs: 0 } as const;
    assert.match(
      refused(turned.build([turned.layer(layer, [2, 1, 9], x)]), 1),
      /no layer runs row by row over the rows of input "input"/,
    );
  });
});
