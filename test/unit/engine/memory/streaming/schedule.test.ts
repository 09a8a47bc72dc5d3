import assert from "node:assert/strict";
import fc from "fast-check";
import { activationOf, type Layer, type Network } from "../../../../../src/engine/ir/network";
import { inputRowsOf, neededRows, RowNeeds, runsByRows } from "../../../../../src/engine/memory/streaming/rowNeeds";
import { pipelineOf, runSchedule } from "../../../../../src/engine/memory/streaming/schedule";
import { NetworkBuilder } from "../../../../support/firmware/architectures";
import { randomRowNetwork } from "../randomRows";

const cases = fc.record({ seed: fc.nat(1_000_000), layers: fc.integer({ min: 1, max: 8 }) });

/** One layer of each shape of need, over an input of eight rows. */
function oneLayer(make: (builder: NetworkBuilder, input: number) => number): { network: Network; layer: Layer } {
  const builder = new NetworkBuilder("one");
  const network = builder.build([make(builder, builder.input("input", [8, 4, 2]))]);
  const layer = network.layers[0];
  assert.ok(layer);
  return { network, layer };
}

function spans({ network, layer }: { network: Network; layer: Layer }, input = 0): (readonly [number, number])[] {
  const height = activationOf(network, layer.output).shape[0];
  return Array.from({ length: height }, (_, y) => {
    const span = neededRows(network, layer, input, y);
    return [span?.first ?? NaN, span?.last ?? NaN] as const;
  });
}

describe("rows that a row needs", () => {
  it("are those under a window, as far as the image goes", () => {
    const strided = oneLayer((builder, input) => builder.conv("conv", input, 3, { kernel: 3, stride: 2 }));
    assert.deepEqual(spans(strided), [
      [0, 2],
      [2, 4],
      [4, 6],
      [6, 7],
    ]);
  });

  it("are none in padding, and those of its own part in a concatenation of rows", () => {
    const padded = oneLayer((builder, input) => {
      const pads = { pads: [1, 0, 1, 0], channelsBefore: 0, channelsAfter: 0, value: 0 } as const;
      return builder.layer({ kind: "pad", ...pads, name: "pad", inputs: [input], macs: 0 }, [10, 4, 2], input);
    });
    assert.deepEqual(spans(padded).slice(0, 2), [
      [0, -1],
      [0, 0],
    ]);
    assert.deepEqual([...(inputRowsOf(padded.network, padded.layer)?.[0]?.keptFrom ?? [])].slice(0, 3), [0, 0, 1]);
    const joined = oneLayer((builder, input) =>
      builder.layer({ kind: "concat", axis: 0, name: "join", inputs: [input, input], macs: 0 }, [16, 4, 2]),
    );
    assert.deepEqual(spans(joined, 1).slice(7, 9), [
      [0, -1],
      [0, 0],
    ]);
    assert.equal(inputRowsOf(joined.network, joined.layer)?.[1]?.keptFrom[0], 0, "its first row waits from the start");
  });

  it("are unknown to layers that read across rows", () => {
    const flat = oneLayer((builder, input) => {
      const weights = { node: "w", tensor: "w", outputChannels: 3, perChannel: 64, elements: 192 };
      return builder.layer({ kind: "fullyConnected", weights, name: "fc", inputs: [input], macs: 192 }, [1, 1, 3]);
    });
    assert.equal(runsByRows(flat.network, flat.layer), false);
    const byRows = oneLayer((builder, input) => builder.fullyConnected("fc", input, 3));
    assert.deepEqual(spans(byRows)[5], [5, 5]);
    const back = oneLayer((builder, input) => {
      const [, width, channels] = builder.shapeOf(input);
      const columns = Array.from({ length: width }, (_, x) => x);
      const body = { kind: "resize", sourceRows: [1, 0], sourceColumns: columns } as const;
      return builder.layer({ ...body, name: "back", inputs: [input], macs: 0 }, [2, width, channels]);
    });
    assert.equal(runsByRows(back.network, back.layer), false);
  });
});

describe("the row schedule", () => {
  it("completes with the rings that it used, every row once, and no ring holds more than it needs to", () => {
    let rings = 0;
    fc.assert(
      fc.property(cases, fc.boolean(), ({ seed, layers }, isSupplied) => {
        const network = randomRowNetwork(seed, layers);
        const byRows = network.layers.findIndex((layer) => !runsByRows(network, layer));
        const streamed = network.layers.slice(0, byRows < 0 ? undefined : byRows);
        const pipeline = pipelineOf(new RowNeeds(network), streamed, isSupplied ? network.inputs[0] : undefined);
        assert.ok(pipeline);
        const free = runSchedule(pipeline);
        assert.ok(free.completed);
        const seen: string[] = [];
        const ringed = runSchedule(
          pipeline,
          [...free.rowsAlive],
          ({ stage, row }) => void seen.push(`${stage}:${row}`),
        );
        assert.ok(ringed.completed);
        assert.deepEqual(ringed.rowsAlive, free.rowsAlive);
        assert.equal(new Set(seen).size, seen.length, "no row is computed twice");
        streamed.forEach(({ output }, i) =>
          assert.equal(ringed.rowsComputed[i], activationOf(network, output).shape[0]),
        );
        rings += free.rowsAlive.filter((rows, i) => rows < (pipeline.tensors[i]?.height ?? 0)).length;
      }),
      { numRuns: 300, seed: 21 },
    );
    assert.ok(rings > 300, `${rings}`);
  });

  it("gets stuck where a ring is smaller than a window", () => {
    const builder = new NetworkBuilder("chain");
    const input = builder.input("input", [16, 4, 2]);
    const middle = builder.pointwise("middle", input, 4);
    const network = builder.build([builder.depthwise("deep", middle, { kernel: 5, stride: 1 })]);
    const pipeline = pipelineOf(new RowNeeds(network), network.layers);
    assert.ok(pipeline);
    const at = pipeline.tensors.findIndex(({ id }) => id === middle);
    const withRing = (rows: number): boolean =>
      runSchedule(
        pipeline,
        pipeline.tensors.map((_, i) => (i === at ? rows : 0)),
      ).completed;
    assert.equal(runSchedule(pipeline).rowsAlive[at], 5);
    assert.deepEqual([4, 5, 6].map(withRing), [false, true, true]);
  });

  it("fires the last layer that can", () => {
    const builder = new NetworkBuilder("chain");
    const input = builder.input("input", [4, 1, 1]);
    const a = builder.pointwise("a", input, 1);
    const network = builder.build([builder.depthwise("b", a, { kernel: 3, stride: 1 })]);
    const pipeline = pipelineOf(new RowNeeds(network), network.layers, input);
    assert.ok(pipeline);
    const fired: string[] = [];
    runSchedule(pipeline, [], ({ stage, row }) => void fired.push(`${["in", "a", "b"][stage + 1] ?? ""}${row}`));
    assert.deepEqual(fired.join(" "), "in0 a0 in1 a1 b0 in2 a2 b1 in3 a3 b2 b3");
  });
});
