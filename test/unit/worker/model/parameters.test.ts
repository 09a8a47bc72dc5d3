/** How many parameters a network is said to have: weights and biases, of layers that remember too. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../../../../src/protocol/files/report";
import { bitwrightIn } from "../../../support/commandLine";
import { sharedOrSkip } from "../../../support/shared";
import { rememberingModel } from "../../../support/statefulModel";

describe("parameters", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "bitwright-parameters-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function parametersOf(path: string, ...more: readonly string[]): Promise<number> {
    const { code, out, err } = await bitwrightIn(folder, ["estimate", path, "--json", "--quiet", ...more]);
    assert.equal(code, 0, err);
    return (JSON.parse(out) as Report).model.parameters;
  }

  for (const resetAfter of [0, 1] as const) {
    it(`count LSTM, GRU and RNN, linear_before_reset ${resetAfter}`, async () => {
      writeFileSync(join(folder, "net.onnx"), rememberingModel(resetAfter));
      // As Keras counts: G(H(I + H) + H), and of a GRU with reset_after a second bias, here that of the candidates alone.
      const lstm = 4 * (8 * (6 + 8) + 8);
      const gru = 3 * (5 * (8 + 5) + 5) + (resetAfter === 1 ? 5 : 0);
      const rnn = 3 * (3 + 3) + 3;
      const dense = 19 * 5 + 5;
      assert.equal(await parametersOf("net.onnx"), lstm + gru + rnn + dense);
    });
  }

  it("of DTLN are those of the layers in its paper", async function () {
    const first = sharedOrSkip(this, "models", "dtln_model_1.onnx");
    const second = sharedOrSkip(this, "models", "dtln_model_2.onnx");
    const counts = [
      await parametersOf(first, "--states", "input_3=tf_op_layer_stack_2"),
      await parametersOf(second, "--states", "input_5=tf_op_layer_stack_5"),
    ];
    // The layers of DTLN's paper (arXiv 2005.07551): 257 bins, 128 units, 256 learned features. A bias a row, also of the convolutions.
    const lstm = (inputs: number): number => 4 * (128 * (inputs + 128) + 128);
    const dense = (inputs: number, rows: number): number => rows * (inputs + 1);
    assert.deepEqual(counts, [
      lstm(257) + lstm(128) + dense(128, 257),
      dense(512, 256) + lstm(256) + lstm(128) + dense(128, 256) + dense(256, 512),
    ]);
  });
});
