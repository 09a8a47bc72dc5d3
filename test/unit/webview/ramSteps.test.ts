/** The chart's columns are the report's own figures: checked over real networks in both accounts, searched and edited. */
import assert from "node:assert/strict";
import type { Report, ReportBuffer } from "../../../src/protocol/files/report";
import { peakStep } from "../../../webview/figures/layers/layerRows";
import { flashFigure, ramFigure } from "../../../webview/figures/memoryParts";
import {
  isState,
  networkInputs,
  roleAt,
  rolesIn,
  ROLES,
  stepsOf,
  stepWords,
  type RamColumn,
} from "../../../webview/figures/ramSteps";
import { statefulNetwork } from "../../support/networks/statefulNetwork";
import { sample } from "../../support/sampleReport";
import { ACCOUNTS, NETWORKS, sceneOf } from "./rows";

function sumOfRoles(step: RamColumn): number {
  return ROLES.reduce((sum, role) => sum + step[role], 0);
}

function reportOf(state: { readonly report: Report | null }): Report {
  assert.ok(state.report);
  return state.report;
}

describe("RAM over time", () => {
  for (const network of NETWORKS) {
    for (const account of ACCOUNTS) {
      describe(`${network.name}, ${account} account`, () => {
        const scene = sceneOf(network, account);
        let reports: readonly Report[] = [];

        before(async () => {
          const quantized = reportOf(await scene.quantized());
          const layer = quantized.layers.find(({ activationChoice }) => activationChoice !== null);
          const edited = scene.setBits("activation", layer?.activationChoice ?? "", 8);
          reports = [reportOf(scene.estimate()), quantized, reportOf(edited)];
        });

        it("has the report's live bytes at every step", () => {
          for (const report of reports) {
            assert.deepEqual(
              stepsOf(report).map(({ live }) => live),
              report.layers.map(({ liveBytes }) => liveBytes),
            );
          }
        });

        it("peaks where and as high as the report says", () => {
          for (const report of reports) {
            const steps = stepsOf(report);
            assert.equal(Math.max(...steps.map(({ live }) => live)), report.memory.peak.bytes);
            assert.equal(steps[peakStep(report)]?.live, report.memory.peak.bytes);
            assert.equal(steps[peakStep(report)]?.layer, report.memory.peak.layer);
          }
        });

        it("has scratch in the linked account only", () => {
          for (const report of reports) {
            const scratch = stepsOf(report).reduce((sum, step) => sum + step.scratch, 0);
            assert.equal(scratch > 0, account === "linked");
          }
        });

        it("writes something at every step", () => {
          for (const report of reports) assert.ok(stepsOf(report).every(({ output }) => output > 0));
        });

        it("spends what the account says, to the byte", () => {
          for (const report of reports) {
            for (const figure of [flashFigure(report), ramFigure(report)]) {
              assert.equal(
                figure.parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
                figure.needBytes,
              );
              assert.ok(figure.parts.every(({ sizeBytes }) => sizeBytes > 0));
            }
          }
        });
      });
    }
  }

  it("has gaps where placement reached neither the lower bound nor its own sum of live bytes", () => {
    // Placement left a KiB between two buffers, and did not use an overlap that the lower bound counts on.
    const [input, conv0, pw1] = sample.memory.arena.buffers;
    assert.ok(input && conv0 && pw1);
    const buffers = [input, conv0, { ...pw1, offset: pw1.offset + 1024 }];
    const arena = { bytes: 11 * 1024, lowerBoundBytes: 7 * 1024, buffers };
    const report: Report = { ...sample, memory: { ...sample.memory, arena } };
    const sizes = Object.fromEntries(ramFigure(report).parts.map(({ kind, sizeBytes }) => [kind, sizeBytes]));
    assert.deepEqual(sizes, { activations: 8 * 1024, gaps: 3 * 1024, context: 512, stack: 1536 });
  });

  it("knows what a tensor is alive for", () => {
    const place = { offset: 0, sizeBytes: 8, firstStep: 2, lastStep: 5, madeAt: 2, ring: null, over: null };
    const buffer: ReportBuffer = { name: "a", kind: "activation", ...place };
    assert.deepEqual(
      [2, 3, 4, 5].map((step) => roleAt(buffer, step)),
      ["output", "kept", "kept", "input"],
    );
    assert.equal(roleAt({ ...buffer, kind: "scratch" }, 2), "scratch");
    assert.equal(roleAt({ ...buffer, firstStep: 0, lastStep: 0, madeAt: null }, 0), "input");
  });

  it("counts a byte once where an output is written over an input", () => {
    const report = reportOf(sceneOf(NETWORKS[1] ?? assert.fail(), "linked").estimate());
    const overwritten = report.memory.arena.buffers.filter((a) =>
      report.memory.arena.buffers.some(
        (b) => a !== b && a.lastStep === b.firstStep && a.offset === b.offset && a.kind === b.kind,
      ),
    );
    assert.ok(overwritten.length > 0, "MobileNetV2 has additions in place");
    for (const { lastStep } of overwritten) {
      const step = stepsOf(report)[lastStep] ?? assert.fail();
      assert.equal(step.live, report.layers[lastStep]?.liveBytes);
      assert.equal(sumOfRoles(step), step.live);
    }
  });

  for (const account of ACCOUNTS) {
    it(`tells states from what a run leaves behind, ${account} account`, () => {
      const report = reportOf(sceneOf(statefulNetwork(), account).estimate());
      // A vector of 8, a window of 4 times 3 and the input of the step before, 6, at a byte each.
      const sizeBytes = 8 + 12 + 6;
      for (const step of stepsOf(report)) {
        assert.equal(step.states, sizeBytes, step.layer);
        assert.equal(sumOfRoles(step), step.live);
        assert.equal(step.live, report.layers[step.step]?.liveBytes);
        assert.ok(stepWords(report, step.step).includes("26 B of states, kept from run to run"));
      }
      const states = report.memory.arena.buffers.filter((buffer) => isState(report, buffer));
      // The first two are written over where they lie; the third is copied at the end, from a place that is no state.
      assert.deepEqual(states.map(({ name }) => name).sort(), ["before_in", "cache", "cache_out", "h_in", "h_out"]);
      assert.equal(ramFigure(report).parts.find(({ kind }) => kind === "states")?.sizeBytes, sizeBytes);
      assert.equal(rolesIn(report)[0], "states");
    });
  }

  it("says nothing of states where there are none", () => {
    const report = reportOf(sceneOf(NETWORKS[0] ?? assert.fail(), "linked").estimate());
    assert.ok(!rolesIn(report).includes("states"));
    assert.ok(report.memory.arena.buffers.every((buffer) => !isState(report, buffer)));
    for (const { step } of stepsOf(report)) assert.doesNotMatch(stepWords(report, step).join(), /state/);
  });

  it("takes what no layer makes as inputs", () => {
    const { memory } = reportOf(sceneOf(NETWORKS[0] ?? assert.fail(), "linked").estimate());
    assert.deepEqual([...networkInputs(memory.arena.buffers)], ["input"]);
  });
});
