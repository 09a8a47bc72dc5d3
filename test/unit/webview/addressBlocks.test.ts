import assert from "node:assert/strict";
import {
  addressBlocks,
  blockAt,
  blockTowards,
  panned,
  revealing,
  wholeMap,
  zoomed,
  zoomOf,
} from "../../../webview/figures/addressBlocks";
import { layersNamed, nextOf } from "../../../webview/figures/layers/findLayer";
import { sample } from "../../support/sampleReport";
import { NETWORKS, sampleRows, sceneOf } from "./rows";

const KIB = 1024;

describe("the map of addresses", () => {
  it("gives each tensor its layer, and a hue that no other alive with it has", () => {
    for (const network of NETWORKS) {
      const { report } = sceneOf(network, "linked").estimate();
      assert.ok(report);
      const blocks = addressBlocks(report);
      assert.equal(blocks.length, report.memory.arena.buffers.length);
      for (const { buffer, step, colour } of blocks) {
        assert.ok(step >= buffer.firstStep && step <= buffer.lastStep);
        assert.equal(colour === null, buffer.kind === "scratch");
      }
      const clashes = blocks.filter(({ buffer: a, colour, index }) =>
        blocks.some(
          (other) =>
            other.index !== index &&
            colour !== null &&
            other.colour === colour &&
            other.buffer.firstStep <= a.lastStep &&
            other.buffer.lastStep >= a.firstStep,
        ),
      );
      assert.deepEqual(
        clashes.map(({ label }) => label),
        [],
        "layer by layer few tensors are alive at once",
      );
    }
  });

  it("finds the block at a place, and the next one by key", () => {
    const blocks = addressBlocks(sample);
    const label = (index: number | null): string | undefined => (index === null ? undefined : blocks[index]?.label);
    assert.equal(blockAt(blocks, 1, 3 * KIB)?.label, "conv0");
    assert.equal(blockAt(blocks, 2, 3 * KIB), undefined);
    assert.equal(label(blockTowards(blocks, null, "right")), "input");
    assert.equal(label(blockTowards(blocks, 0, "right")), "conv0");
    assert.equal(label(blockTowards(blocks, 0, "up")), "conv0");
    assert.equal(label(blockTowards(blocks, 1, "up")), "pw1");
    assert.equal(label(blockTowards(blocks, 2, "down")), "conv0");
    assert.equal(label(blockTowards(blocks, 0, "end")), "pw1");
    assert.equal(blockTowards(blocks, 2, "right"), null);
    assert.equal(blockTowards([], null, "home"), null);
  });

  it("zooms around a place, stays within the map, and brings a block into view", () => {
    const whole = wholeMap(sample);
    assert.equal(zoomOf(whole, whole), 1);
    assert.deepEqual(zoomed(whole, whole, 0.5), whole, "never smaller than all of it");
    const near = zoomed(whole, whole, 2, 0, 0);
    assert.deepEqual([near.left, near.bottom], [whole.left, whole.bottom], "the corner stays where it is");
    assert.equal(zoomOf(near, whole), 2);
    assert.deepEqual(panned(near, whole, -1, -1), near, "nothing lies beyond the edge");
    const away = panned(near, whole, 9, 9);
    assert.ok(Math.abs(away.right - whole.right) < 1e-9 && Math.abs(away.top - whole.top) < 1e-6);
    const last = sample.memory.arena.buffers.at(-1);
    assert.ok(last);
    const shown = revealing(near, whole, last);
    assert.ok(shown.left <= last.firstStep && shown.top >= last.offset + last.sizeBytes);
    assert.ok(zoomed(whole, whole, 1e9).right - zoomed(whole, whole, 1e9).left >= 2);
  });
});

describe("going to a layer by name", () => {
  it("means the name itself first, then beginnings, then any part; or a step", () => {
    assert.deepEqual(layersNamed(sampleRows, "fc"), [2]);
    assert.deepEqual(layersNamed(sampleRows, "  FC "), [2]);
    assert.deepEqual(layersNamed(sampleRows, "o"), [0, 3]);
    assert.deepEqual(layersNamed(sampleRows, "s"), [3]);
    assert.deepEqual(layersNamed(sampleRows, "1"), [1], "the step, before a part of a name");
    assert.deepEqual(layersNamed(sampleRows, ""), []);
    assert.deepEqual(layersNamed(sampleRows, "nothing"), []);
  });

  it("goes around", () => {
    assert.deepEqual(
      [nextOf([4, 7], null), nextOf([4, 7], 4), nextOf([4, 7], 7), nextOf([4, 7], 4, true)],
      [4, 7, 4, 7],
    );
    assert.equal(nextOf([], 3), null);
  });
});
