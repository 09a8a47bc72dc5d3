/** The front and the reasons as a report states them: whatever they claim must come out again from what was saved. */
import assert from "node:assert/strict";
import { choicesOf, uniformPolicy, type Policy } from "../../../../src/engine";
import { jsonText } from "../../../../src/formats/jsonText";
import { shownDigits, widthsOf, withChanges } from "../../../../src/protocol/files/frontPolicy";
import type { Report } from "../../../../src/protocol/files/report";
import { mobileNetV2 } from "../../../support/firmware/architectures";
import { PanelScene } from "../../../support/editor/panelFixtures";
import { measuredLooking } from "../../engine/search/problems";
import { accountsFor } from "../../../support/planning";

const KIB = 1024;
const network = mobileNetV2();
const limits = { flashBytes: 2048 * KIB, ramBytes: 512 * KIB };
const LOSS_DIGITS = 1e-5;

function needOf(policy: Policy): { readonly flashBytes: number; readonly ramBytes: number } {
  return accountsFor(network, policy, { account: "linked" }).linked;
}

function lossOf(policy: Policy): number {
  const losses = measuredLooking(network, 7);
  return choicesOf(network).reduce((sum, choice) => {
    const bits = (choice.kind === "weights" ? policy.weights : policy.activations).get(choice.name);
    return sum + losses.lossOf(choice, bits ?? assert.fail());
  }, 0);
}

describe("a report's front and reasons", () => {
  let report: Report;

  before(async () => {
    const board = { id: "stm32h743", name: "STM32H743" };
    const scene = new PanelScene({ fileName: "v2.onnx", network, board, ...limits, account: "linked" });
    report = (await scene.quantized()).report ?? assert.fail();
  });

  it("reproduces every point from its saved policy", () => {
    const { front } = report;
    assert.ok(front && front.points.length >= 12 && front.points.length <= 24);
    assert.deepEqual(
      front.order,
      choicesOf(network).map(({ kind, name }) => `${kind}:${name}`),
    );
    for (const point of front.points) {
      const policy = widthsOf(front.order, point.policy);
      const { flashBytes, ramBytes } = needOf(policy);
      assert.deepEqual([point.flashBytes, point.ramBytes], [flashBytes, ramBytes]);
      assert.equal(point.fits, flashBytes <= limits.flashBytes && ramBytes <= limits.ramBytes);
      assert.ok(Math.abs(point.loss - lossOf(policy)) <= LOSS_DIGITS * point.loss);
    }
    const chosen = front.points.filter((point) => point.chosen);
    assert.deepEqual(
      chosen.map(({ policy }) => policy),
      [shownDigits(front, report)],
    );
    assert.equal(chosen[0]?.flashBytes, report.memory.linked.flashBytes);
    assert.equal(chosen[0].ramBytes, report.memory.linked.ramBytes);
  });

  it("states the differences that making each trade gives", () => {
    const { front, why } = report;
    assert.ok(front && why);
    const digits = shownDigits(front, report) ?? assert.fail();
    const now = { ...needOf(widthsOf(front.order, digits)), loss: lossOf(widthsOf(front.order, digits)) };
    assert.equal(why.tensors.length, front.order.length);
    let trades = 0;
    why.tensors.forEach(({ tensor, bits, others }, i) => {
      assert.equal(tensor, front.order[i]);
      assert.equal(String(bits), digits[i]);
      for (const { bits: other, best } of others) {
        if (!best) continue;
        trades += 1;
        const traded = withChanges(digits, best.changes);
        assert.equal(traded[i], String(other));
        const policy = widthsOf(front.order, traded);
        const { flashBytes, ramBytes } = needOf(policy);
        assert.ok(flashBytes <= limits.flashBytes && ramBytes <= limits.ramBytes);
        assert.deepEqual([best.flashBytes, best.ramBytes], [flashBytes - now.flashBytes, ramBytes - now.ramBytes]);
        assert.ok(Math.abs(best.loss - (lossOf(policy) - now.loss)) <= 1e-3 * best.loss + 1e-6 * now.loss);
      }
    });
    assert.ok(trades > front.order.length);
  });

  it("keeps the report of 64 layers below 150 kB", () => {
    const text = jsonText(report);
    console.log(`      ${report.layers.length} layers, ${text.length} characters`);
    assert.ok(text.length < 150_000);
  });

  it("gives no reasons for a policy that does not keep to the budget, but a front", async () => {
    const small = { flashBytes: 1536 * KIB, ramBytes: 400 * KIB };
    const scene = new PanelScene({ fileName: "v2.onnx", network, board: null, ...small, account: "model" });
    const policy = uniformPolicy(network, 8);
    const { front, why } = await scene.explained(policy);
    assert.equal(why, null);
    assert.ok(front.points.some(({ chosen, fits }) => chosen && !fits));
    assert.ok(front.points.some(({ fits }) => fits));
  });

  it("hears of a cancellation between two searches", async () => {
    const scene = new PanelScene({ fileName: "v2.onnx", network, board: null, ...limits, account: "model" });
    let cancelled = false;
    setImmediate(() => (cancelled = true));
    const watch = {
      progress: () => undefined,
      get cancelled() {
        return cancelled;
      },
    };
    await assert.rejects(scene.explained(uniformPolicy(network, 4), watch), { name: "Cancelled" });
  });
});
