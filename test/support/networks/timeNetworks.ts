/** Random networks over rows that are time, at any height: chains of what looks at a few rows, with shortcuts, and a head or none. */
import type { ActivationId, Network } from "../../../src/engine/ir/network";
import type { Pads } from "../../../src/engine/ir/op";
import { seededRandom } from "../../../src/engine/base/random";
import { NetworkBuilder } from "../firmware/architectures";

export interface TimeNetwork {
  readonly network: Network;
  /** Of rows, from the input to the last row-wise layer. */
  readonly stride: number;
}

export interface TimeNetworkOptions {
  /** How windows are padded in time. */
  readonly padding: "valid" | "padded";
  /** What stands behind the rows: nothing, an average over all of them, or a matrix on all of them. */
  readonly head: "none" | "average" | "dense";
}

/** The same layers for every height, which only their outputs' heights follow. */
export function timeNetwork(seed: number, height: number, { padding, head }: TimeNetworkOptions): TimeNetwork {
  const random = seededRandom(seed);
  const b = new NetworkBuilder(`time${seed}`);
  const channels = 1 + random.below(5);
  const width = 1 + random.below(3);
  let x: ActivationId = b.input("input", [height, width, channels]);
  let stride = 1;
  const layers = 2 + random.below(4);
  for (let i = 0; i < layers; i++) {
    const name = `layer${i}`;
    const kernel = 1 + random.below(4);
    const dilation = 1 + random.below(2);
    const step = random.below(4) === 0 && stride < 4 ? 2 : 1;
    const extent = (kernel - 1) * dilation + 1;
    const [before, after] = padding === "valid" ? [0, 0] : [random.below(extent), random.below(extent)];
    const [rows] = b.shapeOf(x);
    const made = Math.floor((rows + before + after - extent) / step) + 1;
    const what = random.below(8);
    if (made < 1) continue;
    const pads: Pads = [before, 0, after, 0];
    const window = { kernel: [kernel, 1], strides: [step, 1], dilations: [dilation, 1], pads } as const;
    if (what === 0) {
      x = b.layer({ kind: "lookup", fn: { fn: "tanh" }, name, inputs: [x], macs: 0 }, b.shapeOf(x));
      continue;
    }
    if (what === 1 && before === 0 && made > 1) {
      const pooled = { kind: "maxPool", ...window, pads: [0, 0, after, 0], name, inputs: [x], macs: 0 } as const;
      x = b.layer(pooled, [made, width, channels], b.groupOf(x));
      stride *= step;
      continue;
    }
    if (what === 2 && padding === "valid" && made > 1) {
      const average = { kind: "averagePool", ...window, countIncludePad: true, ceilExtra: [0, 0] } as const;
      x = b.layer({ ...average, name, inputs: [x], macs: 0 }, [made, width, channels]);
      stride *= step;
      continue;
    }
    const perChannel = kernel * channels;
    const weights = { node: name, tensor: name, outputChannels: channels, perChannel, elements: perChannel * channels };
    const macs = made * width * weights.elements;
    const conv = b.layer({ kind: "conv", ...window, groups: 1, weights, name, inputs: [x], macs }, [
      made,
      width,
      channels,
    ]);
    // A shortcut past the convolution, over the rows that it has an answer for.
    const isResidual = step === 1 && made <= rows && random.below(2) === 0;
    if (isResidual && padding === "valid") {
      const cut = {
        kind: "slice",
        starts: [rows - made, 0, 0],
        steps: [1, 1, 1],
        name: `cut${i}`,
        inputs: [x],
        macs: 0,
      } as const;
      x = b.add(`sum${i}`, conv, b.layer(cut, [made, width, channels], b.groupOf(x)));
    } else if (isResidual && made === rows) x = b.add(`sum${i}`, conv, x);
    else x = conv;
    stride *= step;
  }
  if (head === "average") x = b.globalAveragePool("average", x);
  if (head === "dense") {
    const [rows] = b.shapeOf(x);
    const perChannel = rows * width * channels;
    const weights = { node: "dense", tensor: "dense", outputChannels: 3, perChannel, elements: 3 * perChannel };
    x = b.layer({ kind: "fullyConnected", weights, name: "dense", inputs: [x], macs: weights.elements }, [1, 1, 3]);
  }
  return { network: b.build([x]), stride };
}
