/** The network's graph without a page: edges, where keys lead, where boxes lie, what is framed. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { framesOf } from "../../../webview/figures/graph/graphFrames";
import { layoutGraph, NODE_HEIGHT, NODE_WIDTH, pathOf, piecesOf } from "../../../webview/figures/graph/graphLayout";
import { faceOf, nodeWords, scaleOf } from "../../../webview/figures/graph/graphNodes";
import { networkGraph, stepTowards, type NetworkGraph } from "../../../webview/figures/graph/networkGraph";
import { layerRows } from "../../../webview/figures/layers/layerRows";
import { mobileNetV2 } from "../../support/firmware/architectures";
import { sample } from "../../support/sampleReport";
import { editedState, sampleRows, sampleState, sceneOf } from "./rows";

const [template] = sample.layers;

/** @param reads for each layer, the steps that it reads */
function graphOf(reads: readonly (readonly number[])[]): NetworkGraph {
  assert.ok(template);
  return networkGraph({
    layers: reads.map((steps, i) => ({ ...template, name: `l${i}`, inputs: steps.map((step) => `l${step}`) })),
  });
}

/** A chain, a fork and its sum: 0 → 1 → 2 → 3 → 4, 1 → 4, 4 → 5. */
const RESIDUAL = graphOf([[], [0], [1], [2], [3, 1], [4]]);
/** Two branches: 0 → 1 → 3, 0 → 2 → 3. */
const BRANCHES = graphOf([[], [0], [0], [1, 2]]);

describe("the network's graph", () => {
  it("has an edge from each layer to each of its readers", () => {
    assert.deepEqual(RESIDUAL.after, [[1], [2, 4], [3], [4], [5], []]);
    assert.deepEqual(RESIDUAL.before, [[], [0], [1], [2], [1, 3], [4]]);
  });

  it("leads keys along the edges", () => {
    const { middles } = layoutGraph(RESIDUAL);
    const go = (step: number | null, key: Parameters<typeof stepTowards>[3], far = false): number | null =>
      stepTowards(RESIDUAL, middles, step, key, far);
    assert.equal(go(1, "down"), 2);
    assert.equal(go(1, "down", true), 4, "the longest edge");
    assert.equal(go(4, "up"), 3);
    assert.equal(go(4, "up", true), 1);
    assert.equal(go(5, "down"), null);
    assert.equal(go(0, "up"), null);
    assert.equal(go(3, "home"), 0);
    assert.equal(go(3, "end"), 5);
    assert.equal(go(null, "down"), 0, "without a selection, the first layer");
    assert.equal(go(null, "end"), 5);
    assert.equal(go(2, "left"), null);
  });

  it("leads left and right to the layer beside", () => {
    const { middles } = layoutGraph(BRANCHES);
    const [left, right] = (middles[1]?.x ?? 0) < (middles[2]?.x ?? 0) ? [1, 2] : [2, 1];
    assert.equal(stepTowards(BRANCHES, middles, left, "right", false), right);
    assert.equal(stepTowards(BRANCHES, middles, right, "left", false), left);
    assert.equal(stepTowards(BRANCHES, middles, left, "left", false), null);
  });

  it("is cut where everything passes through one layer", () => {
    assert.deepEqual(piecesOf(RESIDUAL), [
      [0, 1],
      [1, 4],
      [4, 5],
    ]);
    assert.deepEqual(piecesOf(BRANCHES), [[0, 3]]);
    // A second input and an early output are not layers through which everything passes.
    assert.deepEqual(piecesOf(graphOf([[], [0], [], [1, 2], [3]])), [
      [0, 1],
      [1, 4],
    ]);
    assert.deepEqual(piecesOf(graphOf([[], [0], [0], [2], [3]])), [[0, 4]]);
    assert.deepEqual(piecesOf(graphOf([[]])), [[0, 0]]);
  });

  it("lays out any network: no box on another, every edge downwards from box to box", () => {
    const networks = fc
      .array(fc.array(fc.nat(6), { minLength: 0, maxLength: 3 }), { minLength: 1, maxLength: 24 })
      .map((reads) =>
        graphOf(reads.map((back, step) => [...new Set(back.map((by) => step - 1 - by).filter((from) => from >= 0))])),
      );
    fc.assert(
      fc.property(networks, (graph) => {
        const { middles, routes, width, height } = layoutGraph(graph);
        assert.equal(middles.length, graph.nodes);
        assert.equal(routes.length, graph.edges.length);
        middles.forEach((a, i) => {
          assert.ok(a.x - NODE_WIDTH / 2 >= 0 && a.x + NODE_WIDTH / 2 <= width, `${i} inside`);
          assert.ok(a.y - NODE_HEIGHT / 2 >= 0 && a.y + NODE_HEIGHT / 2 <= height, `${i} inside`);
          middles.slice(i + 1).forEach((b, j) => {
            const isApart = Math.abs(a.x - b.x) >= NODE_WIDTH || Math.abs(a.y - b.y) >= NODE_HEIGHT;
            assert.ok(isApart, `${i} and ${i + 1 + j}`);
          });
        });
        for (const { from, to, points } of routes) {
          const [start, end] = [points[0], points.at(-1)];
          assert.ok(start && end && middles[from] && middles[to]);
          assert.ok(Math.abs(start.y - (middles[from].y + NODE_HEIGHT / 2)) < 0.01);
          assert.ok(Math.abs(end.y - (middles[to].y - NODE_HEIGHT / 2)) < 0.01);
          assert.ok(Math.abs(start.x - middles[from].x) <= NODE_WIDTH / 2);
          assert.ok(Math.abs(end.x - middles[to].x) <= NODE_WIDTH / 2);
        }
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it("draws a straight edge as a line, and rounds bends", () => {
    assert.equal(
      pathOf([
        { x: 1, y: 2 },
        { x: 1, y: 9 },
      ]),
      "M1 2L1 9",
    );
    assert.equal(
      pathOf([
        { x: 0, y: 0 },
        { x: 4, y: 4 },
        { x: 4, y: 8 },
      ]),
      "M0 0Q4 4 4 8",
    );
  });

  it("frames what runs row by row, and nothing else", () => {
    const { report } = sceneOf(mobileNetV2(), "linked").estimate();
    assert.ok(report);
    const segments = [
      { firstStep: 0, lastStep: 3, streamed: true, layers: 4, savesBytes: 2048 },
      { firstStep: 4, lastStep: report.layers.length - 1, streamed: false, layers: 1, savesBytes: 0 },
    ];
    const streaming = { ...report.memory.streaming, segments };
    const streamed = { ...report, memory: { ...report.memory, streaming } };
    const { middles } = layoutGraph(networkGraph(report));
    const [frame, ...others] = framesOf(streamed, { middles });
    assert.deepEqual(others, []);
    assert.equal(frame?.title, "rows, saves 2 KiB");
    const [box] = frame.boxes;
    assert.ok(box && frame.boxes.length === 1);
    middles.forEach(({ x, y }, step) => {
      const isInside = x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
      assert.equal(isInside, step <= 3, `${step}`);
    });
    // A frame around layers 0 and 1 of two branches would hold the other branch too.
    const apart = framesOf(
      {
        ...streamed,
        memory: {
          ...streamed.memory,
          streaming: { ...streaming, segments: [{ ...segments[0], firstStep: 1, lastStep: 3 }] },
        },
      } as typeof streamed,
      {
        middles: [
          { x: 0, y: 0 },
          { x: 0, y: 100 },
          { x: 0, y: 300 },
          { x: 0, y: 400 },
          { x: 10, y: 200 },
        ],
      },
    );
    assert.equal(apart[0]?.boxes.length, 3);
  });
});

describe("a box of the graph", () => {
  const [conv0, pw1, fc, softmax] = sampleRows;
  assert.ok(conv0 && pw1 && fc && softmax);

  it("says its share of the peak, and what exceeds the budget", () => {
    assert.deepEqual(faceOf(pw1, "ram", scaleOf(sample)), {
      upper: "ram-5",
      lower: "ram-5",
      value: "▲ 12 KiB",
      share: 1,
    });
    assert.equal(faceOf(softmax, "ram", scaleOf(sample)).upper, "ram-1");
    const tight = { ...sample, target: { ...sample.target, ramBytes: 10 * 1024 } };
    assert.equal(faceOf(pw1, "ram", scaleOf(tight)).upper, "ram-over");
    assert.equal(faceOf(conv0, "ram", scaleOf(tight)).upper, "ram-4");
  });

  it("says the widths of weights and output, and which were edited", () => {
    const scale = scaleOf(sample);
    assert.deepEqual(faceOf(pw1, "bits", scale), {
      upper: "width-4",
      lower: "width-4",
      value: "w 4 · a 4",
      share: null,
    });
    assert.deepEqual(faceOf(softmax, "bits", scale), {
      upper: "width-none",
      lower: "width-none",
      value: "w – · a float",
      share: null,
    });
    const edited = layerRows(editedState)[1];
    assert.ok(edited);
    assert.equal(faceOf(edited, "bits", scale).value, "w 8* · a 4");
  });

  it("says its loss against the worst, and nothing where none was measured", () => {
    const scale = scaleOf(sample);
    assert.equal(faceOf(pw1, "loss", scale).upper, "loss-5");
    assert.equal(faceOf(conv0, "loss", scale).upper, "loss-1");
    assert.deepEqual(faceOf(softmax, "loss", scale), {
      upper: "loss-none",
      lower: "loss-none",
      value: "",
      share: null,
    });
  });

  it("is told in words, with where its edges lead", () => {
    const graph = networkGraph(sampleState.report ?? assert.fail());
    const { worth } = scaleOf(sample);
    const words = nodeWords(pw1, graph, sampleRows, null, worth);
    assert.match(
      words,
      /^1\. pw1; Conv 1×1; output 25×5×64; weights 4 bits; output 4 bits; 12 KiB of RAM alive, the peak; costs about 1.2 points;/,
    );
    assert.match(words, /reads conv0; read by fc$/);
    assert.match(nodeWords(conv0, graph, sampleRows, null, worth), /reads the network's input; read by pw1$/);
    assert.match(
      nodeWords(softmax, graph, sampleRows, "a … b", worth),
      /row by row with a … b; reads fc; makes the network's output$/,
    );
  });
});
