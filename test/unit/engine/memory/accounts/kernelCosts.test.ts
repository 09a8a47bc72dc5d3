/** The bound of the stack, from the frames that the compiler told of each function. */
import assert from "node:assert/strict";
import { CODE_CORES, OPTIMIZATIONS, type Build } from "../../../../../src/engine/base/build";
import type { ActivationId, Network } from "../../../../../src/engine/ir/network";
import { codeTableOf } from "../../../../../src/engine/memory/codeTables/codeTableOf";
import { stackBoundBytes } from "../../../../../src/engine/memory/accounts/kernelCosts";
import { NetworkBuilder } from "../../../../support/firmware/architectures";
import { plannerOf } from "../../../../support/planning";

const BUILDS = CODE_CORES.flatMap((core) => OPTIMIZATIONS.map((optimize): Build => ({ core, optimize })));

type Grow = (builder: NetworkBuilder, name: string, input: ActivationId) => ActivationId;

const shallow: Grow = (b, name, x) =>
  b.layer({ kind: "lookup", fn: { fn: "sigmoid" }, name, inputs: [x], macs: 0 }, b.shapeOf(x));
const pointwise: Grow = (b, name, x) => b.pointwise(name, x, 4);
const square =
  (kernel: number): Grow =>
  (b, name, x) =>
    b.conv(name, x, 4, { kernel, stride: 1 });
const depthwise: Grow = (b, name, x) => b.depthwise(name, x, { kernel: 3, stride: 1 });

function chain(...layers: readonly Grow[]): Network {
  const builder = new NetworkBuilder("chain");
  const last = layers.reduce((x, grow, i) => grow(builder, `layer${i}`, x), builder.input("x", [8, 8, 4]));
  return builder.build([last]);
}

/** Every way down from a function, as sums of frames. */
function depths(build: Build, name: string): readonly number[] {
  const part = codeTableOf(build).parts.get(name);
  assert.ok(part, name);
  const below = part.uses.flatMap((used) => depths(build, used));
  return [0, ...below].map((depth) => part.frame + depth);
}

describe("the bound of the stack", () => {
  it("is that of the deepest layer, wherever it stands", () => {
    for (const build of BUILDS) {
      for (const deep of [square(3), depthwise]) {
        const alone = stackBoundBytes(plannerOf(chain(deep)), build);
        assert.ok(alone > stackBoundBytes(plannerOf(chain(shallow)), build));
        for (const layers of [
          [deep, shallow],
          [shallow, deep],
          [shallow, deep, shallow],
        ]) {
          assert.equal(stackBoundBytes(plannerOf(chain(...layers)), build), alone, `${build.core} -O${build.optimize}`);
        }
      }
    }
  });

  it("covers each chain of frames under a convolution, the functions by width behind its row, and 8 bytes for each row of the window, in the caller as well", () => {
    for (const build of BUILDS) {
      const byWidth = ["bw_dot_8", "bw_dot_4", "bw_dot_2", "bw_gather_8", "bw_gather_4", "bw_gather_2"];
      const row = Math.max(...depths(build, "bw_convolution_row"));
      const behind = Math.max(...byWidth.flatMap((name) => depths(build, name)));
      for (const kernel of [1, 3, 7, 35]) {
        const network = chain(kernel === 1 ? pointwise : square(kernel));
        // 192 bytes for the functions that call a kernel, and up to 256 of lists in them; the stack is kept on 8 bytes.
        const expected = Math.ceil((192 + row + behind + 8 * kernel + Math.min(256, 8 * kernel)) / 8) * 8;
        assert.equal(
          stackBoundBytes(plannerOf(network), build),
          expected,
          `${build.core} -O${build.optimize}, ${kernel} rows`,
        );
      }
    }
  });
});
