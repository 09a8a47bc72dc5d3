import assert from "node:assert/strict";
import type { Report } from "../../../src/protocol/files/report";
import { improvements, traceWords } from "../../../webview/figures/trace";
import { ROLES, stepsOf } from "../../../webview/figures/ramSteps";
import { rowSegments, rowsWords, segmentWords, waysOf } from "../../../webview/figures/ways";
import { mobileNetV1 } from "../../support/firmware/architectures";
import { PanelScene } from "../../support/editor/panelFixtures";
import { sample } from "../../support/sampleReport";

const KIB = 1024;

describe("the ways to run the layers", () => {
  it("stand beside each other with what they need, the plan's own marked", () => {
    const ways = waysOf(sample);
    assert.deepEqual(
      ways.map(({ id, bytes, isCurrent, isOver }) => [id, bytes / KIB, isCurrent, isOver]),
      [
        ["layers", 12, true, false],
        ["rows", 9, false, false],
        ["supplied", 8, false, false],
        ["patches", 10, false, false],
      ],
    );
    assert.match(ways[3]?.note ?? "", /^\+7\.5 % MACs/);
    const tight = { ...sample, target: { ...sample.target, ramBytes: 9 * KIB } };
    assert.deepEqual(
      waysOf(tight).map(({ isOver }) => isOver),
      [true, false, false, true],
    );
    assert.equal(segmentWords(sample), null);
  });

  describe("of a plan that streams", () => {
    let report: Report;

    before(() => {
      const budget = { board: null, flashBytes: 8192 * KIB, ramBytes: 400 * KIB, account: "linked" as const };
      const scene = new PanelScene({ fileName: "v1", network: mobileNetV1(1, 224), ...budget, streaming: "auto" });
      report = scene.estimate().report ?? assert.fail();
    });

    it("say what each segment saves", () => {
      const segments = rowSegments(report);
      assert.ok(segments.length > 0);
      const layers = segments.reduce((sum, segment) => sum + segment.layers, 0);
      assert.match(
        segmentWords(report) ?? "",
        new RegExp(
          `^${layers} of ${report.layers.length} layers run row by row, in .*, nothing computed twice; .* saves .*KiB\\.$`,
        ),
      );
      const current = waysOf(report).filter(({ isCurrent }) => isCurrent);
      assert.deepEqual(
        current.map(({ id, bytes }) => [id, bytes]),
        [["rows", report.memory.linked.ramBytes]],
      );
    });

    it("take one line, however many groups there are", () => {
      const [first] = report.memory.streaming.segments.filter(({ streamed }) => streamed);
      assert.ok(first);
      const segments = Array.from({ length: 50 }, (_, i) => ({ ...first, savesBytes: i * KIB }));
      const many = { ...report, memory: { ...report.memory, streaming: { ...report.memory.streaming, segments } } };
      const words = segmentWords(many) ?? "";
      assert.match(words, /in 50 groups, nothing computed twice; conv0 … \w+ saves most, 49 KiB\.$/);
      assert.ok(words.length < 140, words);
    });

    it("count rows that are held as such, and every byte once", () => {
      const steps = stepsOf(report);
      const [first] = rowSegments(report);
      assert.ok(first);
      for (const { step, live, ...roles } of steps) {
        assert.equal(
          ROLES.reduce((sum, role) => sum + roles[role], 0),
          live,
        );
        assert.equal(live, report.layers[step]?.liveBytes);
      }
      assert.ok((steps[first.firstStep]?.rows ?? 0) > 0);
      assert.ok(
        steps
          .filter(({ rows }) => rows > 0)
          .every(({ step }) => rowSegments(report).some((one) => one.firstStep <= step && step <= one.lastStep)),
      );
    });

    it("tell how many rows of a ring are held", () => {
      const ring = report.memory.arena.buffers.find((buffer) => buffer.ring !== null && buffer.madeAt === 0);
      assert.ok(ring?.ring);
      assert.match(rowsWords(ring, report) ?? "", new RegExp(`^${ring.ring.rows} of 112 rows, .* each$`));
      assert.equal(rowsWords({ ...ring, ring: null }, report), null);
    });
  });
});

describe("how a search learned", () => {
  const trace = [
    { episode: 1, reward: -2, best: null },
    { episode: 2, reward: -1.2, best: 0.3 },
    { episode: 3, reward: -1.5, best: 0.3 },
    { episode: 4, reward: -0.7, best: 0.2 },
  ];

  it("is told by the policies that were better than all before them", () => {
    assert.deepEqual(
      improvements(trace).map(({ episode }) => episode),
      [2, 4],
    );
    assert.equal(
      traceWords(trace),
      "4 policies were tried; the best within the limits, of loss 0.2, was tried as number 4.",
    );
    assert.equal(traceWords(trace.slice(0, 1)), "1 policy was tried; none of them was within the limits.");
  });
});
