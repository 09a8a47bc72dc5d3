import assert from "node:assert/strict";
import { narrowings, proposals, type Narrowing } from "../../../../src/protocol/words/narrowings";
import type { Report } from "../../../../src/protocol/files/report";
import { sample } from "../../../support/sampleReport";

const apart = { madeAt: null, ring: null, over: null };

/** Peak at pw1: its input conv0 and its output are alive, an earlier tensor is not. */
const report: Report = {
  ...sample,
  memory: {
    ...sample.memory,
    peak: { layer: "pw1", bytes: 900 },
    arena: {
      ...sample.memory.arena,
      buffers: [
        { name: "conv0", kind: "activation", offset: 0, sizeBytes: 600, firstStep: 0, lastStep: 1, ...apart },
        { name: "pw1", kind: "activation", offset: 600, sizeBytes: 200, firstStep: 1, lastStep: 2, ...apart },
        { name: "conv0", kind: "scratch", offset: 800, sizeBytes: 100, firstStep: 0, lastStep: 1, ...apart },
        { name: "fc", kind: "activation", offset: 0, sizeBytes: 10, firstStep: 2, lastStep: 3, ...apart },
      ],
    },
  },
  policy: { weights: { conv0: 8, pw1: 4, fc: 2 }, activations: { conv0: 8, pw1: 4 } },
};

const told = (list: readonly Narrowing[]): readonly string[] =>
  list.map(({ kind, name, from, bits, savedBytes }) => `${kind} ${name} ${from}→${bits} ${savedBytes}`);

const narrowing = (name: string, bits: 2 | 4, savedBytes: number, addedLoss: number | null): Narrowing => {
  return { kind: "activation", name, bits, from: 8, savedBytes, addedLoss };
};

describe("narrowings", () => {
  it("of RAM: tensors whose bytes are alive at the peak, by what they save", () =>
    assert.deepEqual(told(narrowings(report, {}, "ram")), [
      "activation conv0 8→2 450",
      "activation conv0 8→4 300",
      "activation pw1 4→2 100",
    ]));

  it("of FLASH: weights that can still be narrowed", () => {
    const found = narrowings(report, {}, "flash");
    assert.deepEqual([...new Set(found.map(({ name }) => name))].sort(), ["conv0", "pw1"]);
    const conv0 = report.layers.find(({ name }) => name === "conv0")?.weightBytes ?? 0;
    assert.equal(found.find(({ name, bits }) => name === "conv0" && bits === 4)?.savedBytes, conv0 / 2);
  });

  it("know the loss that they add, where both are measured", () => {
    const losses = { "activation:conv0:8": 0.001, "activation:conv0:4": 0.011, "activation:pw1:2": 1 };
    const found = new Map(
      narrowings(report, losses, "ram").map((each) => [`${each.name} ${each.bits}`, each.addedLoss]),
    );
    assert.ok(Math.abs((found.get("conv0 4") ?? 0) - 0.01) < 1e-12);
    assert.equal(found.get("conv0 2"), null);
    assert.equal(found.get("pw1 2"), null);
  });
});

describe("proposals", () => {
  const candidates = [
    narrowing("a", 2, 450, 3),
    narrowing("a", 4, 300, 1),
    narrowing("b", 4, 310, 0.5),
    narrowing("b", 2, 420, 0.9),
  ];

  it("are single widths where one suffices, the least loss first, a tensor once", () => {
    assert.deepEqual(proposals(candidates, 300, 3).map(told), [["activation b 8→4 310"], ["activation a 8→4 300"]]);
    assert.deepEqual(proposals(candidates, 400, 3).map(told), [["activation b 8→2 420"], ["activation a 8→2 450"]]);
    assert.equal(proposals(candidates, 300, 1).length, 1);
  });

  it("are the gentlest that suffices where no loss is known", () => {
    const blind = candidates.map((each) => ({ ...each, addedLoss: null }));
    assert.deepEqual(proposals(blind, 300, 1).map(told), [["activation a 8→4 300"]]);
  });

  it("are one set of the cheapest where none suffices alone, each tensor at its narrowest", () => {
    const [set, ...others] = proposals(candidates, 700, 3);
    assert.deepEqual(others, []);
    assert.deepEqual(told(set ?? []), ["activation b 8→2 420", "activation a 8→4 300"]);
  });

  it("are none where nothing suffices", () => assert.deepEqual(proposals(candidates, 1000, 3), []));
});
