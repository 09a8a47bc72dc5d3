import assert from "node:assert/strict";
import { indexCode } from "../../../../src/protocol/code/codeIndex";
import { explain, heatOf, hintOf, lensOf, runLensOf, type Explained } from "../../../../src/protocol/code/explainCode";
import type { MapLayer } from "../../../../src/protocol/files/memoryMap";
import { sampleMap, sampleVerification } from "../../../support/firmware/sampleMap";

const planned: Explained = { index: indexCode(sampleMap), verification: null, losses: null };
const verified: Explained = { ...planned, verification: sampleVerification };

function facts(symbol: string, project = planned): Readonly<Record<string, string>> {
  const subject = project.index.subject(symbol);
  if (!subject) throw new Error(`${symbol} means nothing`);
  const { title, facts: list, layer } = explain(project, subject);
  const words = Object.fromEntries(list.map((fact) => [fact.term, fact.words]));
  assert.equal(Object.keys(words).length, list.length, "a term occurs twice");
  return { title, ...words, ...(layer === null ? {} : { layer }) };
}

function layerOf(step: number): MapLayer {
  const layer = sampleMap.layers[step];
  if (!layer) throw new Error(`no step ${step}`);
  return layer;
}

describe("what is said of code", () => {
  it("of a streamed layer: its output's rows, and with whom it runs", () =>
    assert.deepEqual(facts("model_conv0_row"), {
      title: "conv0: Conv 3×3, 8-bit weights",
      Output: "16×16×4, 4 bit, 96 B",
      Arena: "bytes 256 to 351 of 1,024",
      Alive: "conv0 to conv1 (steps 0 to 1)",
      Rows: "3 of 16 alive, 32 B each, as a ring",
      "Live RAM": "1,000 B, the peak",
      Scratch: "136 B, bytes 864 to 999 of 1,024",
      "Row by row": "together with 1 more, conv0 to conv1",
      FLASH: "400 B weights + 16 B constants",
      MACs: "20 k",
      layer: "conv0",
    }));

  it("of a layer, with what was measured", () => {
    const { Instructions, "Live RAM": live } = facts("model_fc_row", verified);
    assert.equal(Instructions, "5,000, 5 % of the run (cortex-m4 (emulated))");
    assert.equal(live, "250 B, 25 % of the peak");
    assert.equal(facts("model_fc_row")["Instructions"], undefined);
  });

  it("of a layer, what its widths cost, where that is known", () => {
    const losses = new Map([["fc", "about 0.3 points"]]);
    assert.equal(
      facts("model_fc_row", { ...planned, losses })["Loss"],
      "about 0.3 points, predicted of its widths alone",
    );
    assert.equal(facts("model_conv0_row", { ...planned, losses })["Loss"], undefined);
  });

  it("of a tensor: who makes and reads it, and the fullest moment of its life", () =>
    assert.deepEqual(facts("MODEL_AT_R1"), {
      title: "r1: tensor",
      Tensor: "8×8×4, 8 bit, 512 B",
      Arena: "bytes 352 to 863 of 1,024",
      Alive: "conv0 to fc (steps 0 to 2)",
      "Moves in over": "image",
      "Made by": "conv1",
      "Read by": "fc",
      Scale: "0.05, zero point 0",
      "Live RAM": "at most 1,000 B, the peak, at conv0",
      layer: "conv1",
    }));

  it("of weights: bytes, share and width", () => {
    assert.deepEqual(facts("model_conv1_weights"), {
      title: "conv1: weights",
      FLASH: "400 B (32.1 % of the network's constants)",
      Width: "4 bits, packed",
      "Read by": "conv1 (Conv 3×3)",
      layer: "conv1",
    });
  });

  it("of the arena: its size, and what is alive at the peak", () =>
    assert.deepEqual(facts("model_arena"), {
      title: "model_arena: arena of net.onnx",
      RAM: "1,024 B (1 KiB)",
      Peak: "1,000 B alive at conv1 (Conv 3×3)",
      "Held there": "image 256 B, r0 96 B, r1 512 B",
      layer: "conv1",
    }));

  it("of the functions that a firmware calls", () => {
    assert.deepEqual(facts("model_invoke", verified), {
      title: "model_invoke: net.onnx",
      Runs: "3 layers, 60 k MACs",
      RAM: "1 KiB of arena (model_arena)",
      Peak: "1000 B alive at conv1 (Conv 3×3)",
      Instructions: "100,000 a run (cortex-m4 (emulated))",
      Stack: "312 B at most, measured",
      layer: "conv1",
    });
    assert.equal(facts("model_input")["Tensor"], "16×16×1, 8 bit, 256 B");
    assert.equal(facts("model_output")["Tensor"], "1×1×10, 8 bit, 10 B");
    assert.equal(facts("model_init")["RAM"], "1 KiB of arena (model_arena)");
  });

  it("of the function that takes a row", () => {
    const map = {
      ...sampleMap,
      rows: "supplied" as const,
      api: [{ symbol: "model_push_row", role: "pushRow" as const, file: "model.c", line: 78 }],
    };
    const supplied: Explained = { index: indexCode(map), verification: null, losses: null };
    assert.equal(facts("model_push_row", supplied)["A row"], "16 B, 8 bit; 16 of them make a run");
  });

  it("of the function that takes a step: the longest row, planned and measured", () => {
    const map = {
      ...sampleMap,
      rows: "supplied" as const,
      api: [{ symbol: "model_step", role: "step" as const, file: "model.c", line: 78 }],
    };
    const index = indexCode(map);
    assert.equal(
      facts("model_step", { index, verification: null, losses: null })["A step"],
      "at most 20 k MACs: a row of fc",
    );
    const layers = sampleVerification.layers.map((layer, i) => ({ ...layer, rowInstructions: 100 * (i + 1) }));
    const measured = facts("model_step", { index, verification: { ...sampleVerification, layers }, losses: null });
    assert.equal(measured["Its instructions"], "at most 300, a row of fc (cortex-m4 (emulated))");
    assert.equal(
      facts("model_step", { index, verification: sampleVerification, losses: null })["Its instructions"],
      undefined,
    );
  });

  it("of a run, above its call: which network, its work and its RAM", () => {
    assert.equal(runLensOf(planned), "net.onnx · 3 layers, 60 k MACs · arena 1 KiB, fullest at conv1");
    assert.equal(runLensOf(verified), `${runLensOf(planned)} · 100,000 instructions`);
    const named = indexCode({ ...sampleMap, model: { ...sampleMap.model, name: "a\u202e\nb.onnx" } });
    assert.doesNotMatch(runLensOf({ ...planned, index: named }), /[\u202e\n]/);
  });

  it("on one line above a call, and at its end", () => {
    assert.equal(lensOf(planned, layerOf(1)), "weights 4 bit 416 B · output 8 bit 512 B · live 1000 B (the peak)");
    assert.equal(
      lensOf(verified, layerOf(2)),
      "weights 8 bit 416 B · output 8 bit 10 B · live 250 B (25 % of the peak) · 5 % of the instructions",
    );
    assert.equal(hintOf(layerOf(2)), "live 250 B");
  });

  it("with the time that they are estimated to take, where every kernel was counted", () => {
    const cycles = [120_000, 180_000, 60_000];
    const timed = (clockHz: number | undefined, unknown = -1): Explained => {
      const layers = sampleMap.layers.map((layer, i) => ({
        ...layer,
        cycles: i === unknown ? null : (cycles[i] ?? 0),
      }));
      return { ...planned, index: indexCode({ ...sampleMap, ...(clockHz !== undefined && { clockHz }), layers }) };
    };
    const known = timed(120e6);
    assert.match(lensOf(known, known.index.map.layers[1] ?? layerOf(1)), /live 1000 B \(the peak\) · ~ 1\.5 ms$/);
    assert.match(runLensOf(known), / · ~ 3 ms \(estimated\)$/);
    assert.equal(facts("model_conv1_row", known)["Time"], "~ 1.5 ms at 120 MHz, 50 % of the run (estimated)");
    assert.match(runLensOf(timed(undefined)), / · ~ 360 k cycles \(estimated\)$/);
    const partly = timed(120e6, 0);
    assert.doesNotMatch(runLensOf(partly), /~/);
    assert.equal(facts("model_conv1_row", partly)["Time"], "~ 1.5 ms at 120 MHz (estimated)");
  });

  it("as heat", () =>
    assert.deepEqual(
      [0, 1, 2].map((step) => heatOf(sampleMap, layerOf(step))),
      [1, 1, 0.25],
    ));
});
