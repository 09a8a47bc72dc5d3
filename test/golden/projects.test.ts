/** For each kind of layer the smallest project that has one: what model.c, its header and model_weights.c say; and a streamed pair with supplied rows. One golden file a case. */
import { randomRun } from "../support/networks/randomProgram";
import { withLevels, type Network, type PerLayer } from "../../src/engine/ir/network";
import { NetworkBuilder } from "../support/firmware/architectures";
import { projectOf, projectRun } from "../support/firmware/generatedProject";
import { goldens } from "../support/golden";
import type { ActivationId } from "../../src/engine/ir/network";
import type { PlanOptions } from "../../src/engine/memory/types";
import type { WeightBits } from "../../src/engine/base/bits";

const SEED = 11;
const window = { kernel: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
const plain = { name: "layer", macs: 0 } as const;

const NEURON = { leak: 0.5, gain: 1, offset: 0, threshold: 8, strict: false, reset: "by", value: 8, delayed: true } as const;

/** Membranes are states that their layer renews. */
function kept(network: Network): Network {
  const states = network.activations.flatMap(({ id, membrane }) => (membrane ? [{ input: id, output: id }] : []));
  return { ...network, outputs: [...network.outputs, ...states.map(({ output }) => output)], states };
}

/** One small image in, one layer. */
function image(build: (b: NetworkBuilder, x: ActivationId) => ActivationId): () => Network {
  return () => {
    const builder = new NetworkBuilder("golden");
    return builder.build([build(builder, builder.input("image", [4, 3, 2]))]);
  };
}

const EXAMPLES: PerLayer<() => Network> = {
  conv: image((b, x) => b.conv("layer", x, 2, { kernel: 3, stride: 2 })),
  fullyConnected: image((b, x) => b.fullyConnected("layer", x, 3)),
  add: image((b, x) => b.add("layer", x, x)),
  mul: image((b, x) => b.layer({ kind: "mul", inputs: [x, x], ...plain }, [4, 3, 2])),
  lookup: image((b, x) => b.layer({ kind: "lookup", fn: { fn: "tanh" }, inputs: [x], ...plain }, [4, 3, 2])),
  prelu: image((b, x) => b.layer({ kind: "prelu", slope: "slope", inputs: [x], ...plain }, [4, 3, 2])),
  maxPool: image((b, x) => b.layer({ kind: "maxPool", ...window, inputs: [x], ...plain }, [2, 1, 2], x)),
  averagePool: image((b, x) => b.globalAveragePool("layer", x)),
  concat: image((b, x) => b.layer({ kind: "concat", axis: 0, inputs: [x, x], ...plain }, [8, 3, 2])),
  slice: image((b, x) =>
    b.layer({ kind: "slice", starts: [1, 0, 1], steps: [2, 1, 1], inputs: [x], ...plain }, [2, 3, 1], x),
  ),
  pad: image((b, x) =>
    b.layer(
      { kind: "pad", pads: [1, 0, 1, 0], channelsBefore: 0, channelsAfter: 1, value: 0, inputs: [x], ...plain },
      [6, 3, 3],
      x,
    ),
  ),
  resize: image((b, x) =>
    b.layer({ kind: "resize", sourceRows: [0, 0, 2], sourceColumns: [2, 1, 0, 0], inputs: [x], ...plain }, [3, 4, 2], x),
  ),
  transpose: image((b, x) =>
    b.layer({ kind: "transpose", from: [4, 3, 2], perm: [2, 0, 1], inputs: [x], ...plain }, [2, 4, 3], x),
  ),
  requantize: image((b, x) => b.layer({ kind: "requantize", inputs: [x], ...plain }, [4, 3, 2])),
  normalize: image((b, x) =>
    b.layer(
      { kind: "normalize", across: "pixel", groups: 1, together: 2, centred: true, epsilon: 1e-5, inputs: [x], ...plain },
      [4, 3, 2],
    ),
  ),
  recurrent: image((b, x) => {
    const weights = { node: "layer", tensor: "w", outputChannels: 9, perChannel: 5, elements: 45 };
    const how = { cell: "gru", units: 3, reverse: false, resetAfter: true, sequences: 3 } as const;
    return b.layer({ kind: "recurrent", ...how, weights, inputs: [x], ...plain, macs: 540 }, [4, 3, 3]);
  }),
  keptRows: () => {
    const b = new NetworkBuilder("golden");
    const x = b.input("rows", [2, 3, 2]);
    const inputs = [x, b.input("before", [5, 3, 2], x), b.cell("counted", [1, 1, 2])];
    return b.build([b.layer({ kind: "keptRows", skipped: 3, inputs, ...plain }, [5, 3, 2], x)]);
  },
  movingAverage: () => {
    const b = new NetworkBuilder("golden");
    const inputs = [b.input("rows", [2, 3, 2]), b.cell("sums", [1, 1, 28])];
    return b.build([b.layer({ kind: "movingAverage", rows: 4, columns: 3, inputs, ...plain }, [1, 1, 2])]);
  },
  fire: () => {
    const builder = new NetworkBuilder("golden");
    const inputs = [builder.input("currents", [4, 3, 2]), builder.membrane("membranes", [4, 3, 2])];
    return kept(builder.build([builder.layer({ kind: "fire", neuron: NEURON, inputs, ...plain }, [4, 3, 2])]));
  },
  spiking: () => {
    const builder = new NetworkBuilder("golden");
    const inputs = [builder.spikes("spikes", [4, 3, 2]), builder.membrane("membranes", [4, 3, 5])];
    const weights = { node: "layer", tensor: "w", outputChannels: 5, perChannel: 18, elements: 90 };
    const product = { kind: "conv", kernel: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1], groups: 1 } as const;
    return kept(builder.build([builder.layer({ kind: "spiking", neuron: NEURON, product, weights, inputs, ...plain, macs: 1080 }, [4, 3, 5])]));
  },
  softmax: () => {
    const builder = new NetworkBuilder("golden");
    const x = builder.input("logits", [1, 1, 5]);
    const network = builder.build([builder.layer({ kind: "softmax", inputs: [x], ...plain }, [1, 1, 5])]);
    const activations = network.activations.map((each) => (each.name === "layer" ? { ...each, fixed: "float" as const } : each));
    return { ...network, activations };
  },
};

/** Everything that has an odd shape in C: names that are none, a depthwise layer, rings, a table of rows. */
function streamed(): Network {
  const builder = new NetworkBuilder("golden");
  const image = builder.input("image:0", [8, 4, 2]);
  const first = builder.conv("/features/0/Conv", image, 2, { kernel: 3, stride: 1 });
  const resized = builder.layer(
    { kind: "resize", sourceRows: [0, 0, 1, 3, 4, 7], sourceColumns: [0, 1, 2, 3], ...plain, name: "*/ resize", inputs: [first] },
    [6, 4, 2],
    first,
  );
  const last = builder.depthwise("a name so long that C would rather not hear of it/depthwise", resized, { kernel: 3, stride: 2 });
  return builder.build([last]);
}

/** Dense, depthwise and fully connected, with weights that do not fill their last words at 3 and at 5 bits. */
function threeProducts(): Network {
  const builder = new NetworkBuilder("golden");
  const first = builder.conv("conv", builder.input("image", [4, 3, 2]), 4, { kernel: 3, stride: 1 });
  const second = builder.depthwise("depthwise", first, { kernel: 3, stride: 1 });
  return builder.build([builder.fullyConnected("full", second, 5)]);
}

describe("golden: projects", () => {
  const golden = goldens("projects");

  const check = (name: string, network: Network, options: PlanOptions = {}, weights?: WeightBits): void => {
    const { program, inputs } = randomRun(network, SEED, { bits: 8, ...(weights && { weightWidths: [weights] }) });
    const { files } = projectOf(projectRun(program, inputs, options));
    const shown = files.filter(({ path }) => /\.[ch]$/.test(path) && !path.endsWith("weights.h") && !path.startsWith("kernels/"));
    golden.check(name, shown.map(({ path, text }) => `==> ${path}\n${text}`).join("\n"));
  };

  for (const [kind, build] of Object.entries(EXAMPLES)) it(kind, () => check(kind, build()));
  for (const bits of [5, 3] as const) it(`weights of ${bits} bits`, () => check(`weights${bits}`, threeProducts(), {}, bits));
  for (const bits of [4, 3] as const) {
    const network = withLevels(threeProducts(), new Set(["conv", "full"]));
    it(`weights of ${bits} bits on levels`, () => check(`levels${bits}`, network, {}, bits));
  }
  it("streamed", () => {
    const segments = [{ firstStep: 0, lastStep: 2 }];
    check("streamed", streamed(), { streaming: "auto", rows: "supplied", segments });
  });

  after(() => golden.assertAllClaimed());
});
