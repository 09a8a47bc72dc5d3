import assert from "node:assert/strict";
import { streamingText } from "../../../../src/protocol/words/reportWords";
import type { ReportStreaming } from "../../../../src/protocol/files/report";
import { sample } from "../../../support/sampleReport";

const KIB = 1024;
const plain = sample.memory.streaming;
const streamed: ReportStreaming = {
  ...plain,
  mode: "rows",
  segments: [
    { firstStep: 0, lastStep: 2, streamed: true, layers: 3, savesBytes: 3 * KIB },
    { firstStep: 3, lastStep: 3, streamed: false, layers: 1, savesBytes: 0 },
  ],
};

describe("what is said of row streaming", () => {
  it("names what it saves, and the other ways", () =>
    assert.equal(
      streamingText(streamed),
      "3 layers in 1 group run row by row: 9 KiB RAM instead of 12 KiB, nothing computed twice; 8 KiB with rows supplied; 2×2 patches: 10 KiB and 7.5 % more MACs",
    ));

  it("names what it would save where it is not used", () =>
    assert.equal(
      streamingText({ ...plain, suppliedRowsBytes: null }),
      "layer by layer; row by row RAM would fall from 12 KiB to 9 KiB",
    ));

  it("says that it would save nothing", () =>
    assert.equal(
      streamingText({ ...plain, memoryRowsBytes: 12 * KIB }),
      "layer by layer; no group of layers needs less RAM row by row",
    ));

  it("takes the figure of supplied rows where rows are supplied", () =>
    assert.match(
      streamingText({ ...streamed, rows: "supplied", patches: null }),
      /^3 layers in 1 group run row by row with rows supplied: 8 KiB RAM .*; 9 KiB with the input in RAM$/,
    ));
});
