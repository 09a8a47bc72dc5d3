/** The way from a policy to code on a chip, as the panel tells it. */
import assert from "node:assert/strict";
import type { PanelFirmware, PanelState } from "../../../src/protocol/messages/panel";
import type { Verification } from "../../../src/protocol/files/verification";
import { measuredParts } from "../../../src/protocol/words/verificationWords";
import { currentVerification, firmwareSteps } from "../../../webview/figures/firmwareSteps";
import { layerRows } from "../../../webview/figures/layers/layerRows";
import { sortRows } from "../../../webview/figures/layers/layerSort";
import { tierFor } from "../../../webview/views/layers/gridColumns";
import { sampleVerification } from "../../support/firmware/sampleMap";
import { unfit } from "../../support/sampleReport";
import { names, sampleState } from "./rows";

const generated: PanelFirmware = {
  place: "out/keywords.mcu",
  isCurrent: true,
  verification: null,
  isVerifying: false,
};

function verified(changes: Partial<Verification> = {}): PanelFirmware {
  return { ...generated, verification: { ...sampleVerification, ...changes } };
}

function steps(firmware: PanelFirmware | null, state: Partial<PanelState> = {}) {
  return firmwareSteps({ ...sampleState, ...state, firmware });
}

describe("the steps to C code", () => {
  it("begin with generating, go on with verifying, and end", () => {
    assert.deepEqual([steps(null)?.next, steps(null)?.generate.status], ["generate", "open"]);
    assert.deepEqual([steps(generated)?.next, steps(generated)?.generate.status], ["verify", "done"]);
    const done = steps(verified());
    assert.deepEqual([done?.next, done?.generate.status, done?.verify.status], [null, "done", "done"]);
    assert.equal(done?.verify.words, "Bit-exact on cortex-m4 (emulated): all 100 values are the network’s.");
  });

  it("are out of date when the code is of other widths, and start again", () => {
    const stale = steps({ ...verified(), isCurrent: false });
    assert.deepEqual([stale?.next, stale?.generate.status, stale?.verify.status], ["generate", "stale", "stale"]);
    assert.equal(currentVerification({ firmware: { ...verified(), isCurrent: false } }), null);
  });

  it("are not there for a policy that does not fit, unless there is code of another", () => {
    assert.equal(steps(null, { report: unfit }), null);
    assert.equal(steps(null, { report: null }), null);
    const stale = steps({ ...generated, isCurrent: false }, { report: unfit });
    assert.equal(stale?.next, null);
    assert.match(stale.generate.words, /do not fit/);
  });

  it("say what verifying found", () => {
    const divergence = { sample: 0, layer: "pw1", position: [1], expected: 1, actual: 2, file: "k.c", line: 3 };
    const differs = steps(verified({ passed: false, differing: 1200, compared: 5000, divergence }));
    assert.equal(differs?.verify.status, "failed");
    assert.equal(differs.verify.words, "Not bit-exact: 1,200 of 5,000 values differ, first in pw1.");
    const over = { region: "flash", limitBytes: 1000, overBytes: 640, layers: [] } as const;
    const large = steps(verified({ passed: false, overflows: [over] }));
    assert.equal(large?.verify.status, "failed");
    assert.match(large.verify.words, /^Bit-exact.*, but linked it needs 640 B more FLASH than there is\.$/);
  });

  it("hold what was linked against what was estimated", () => {
    const item = (region: "flash" | "ram", kind: "code" | "weights" | "arena", estimated: number, measured: number) =>
      ({ region, kind, name: kind, estimatedBytes: estimated, measuredBytes: measured }) as const;
    const items = [
      item("flash", "code", 1000, 900),
      item("flash", "code", 500, 500),
      item("flash", "weights", 4000, 4000),
      item("ram", "arena", 700, 700),
    ];
    assert.deepEqual(measuredParts({ ...sampleVerification, items }), [
      { title: "Code", measuredBytes: 1400, estimatedBytes: 1500 },
      { title: "FLASH in all", measuredBytes: 5400, estimatedBytes: 5500 },
      { title: "RAM in all", measuredBytes: 700, estimatedBytes: 700 },
    ]);
    assert.deepEqual(measuredParts(sampleVerification), []);
  });
});

describe("instructions in the table of layers", () => {
  const layers = [
    { name: "conv0", instructions: 30_000 },
    { name: "pw1", instructions: 60_000 },
    { name: "fc", instructions: null },
  ];

  it("are those of code of the widths shown, and sort", () => {
    const rows = layerRows({ ...sampleState, firmware: verified({ layers }) });
    assert.deepEqual(
      rows.map(({ instructions }) => instructions),
      [30_000, 60_000, null, null],
    );
    assert.deepEqual(names(sortRows(rows, { column: "instructions", descending: true })), [
      "pw1",
      "conv0",
      "fc",
      "softmax",
    ]);
    const stale = layerRows({ ...sampleState, firmware: { ...verified({ layers }), isCurrent: false } });
    assert.ok(stale.every(({ instructions }) => instructions === null));
  });

  it("have a column only where there are any", () => {
    const ids = (hasInstructions: boolean, width = 900) => tierFor(width, hasInstructions).columns.map(({ id }) => id);
    assert.equal(ids(true).at(-1), "instructions");
    assert.equal(ids(false).at(-1), "error");
    assert.ok(!ids(true, 400).includes("instructions"));
  });
});
