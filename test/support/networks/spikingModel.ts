/**
 * Small spiking networks, one time step each, as libraries export them: what their neurons compute is written out the way each library writes it. Weights are whole multiples of
 * 1/8 over the whole of a grid of 4 bits, and everything else is whole: the integer program has exactly their numbers.
 */
import { seededRandom } from "../../../src/engine/base/random";
import { buildOnnx, floats, node, type OnnxNode } from "./onnxBuilder";

export const SPIKING_FORMS = {
  /** Lava and SLAYER: `>=`, a membrane that Where sets to 0. */
  lava: { states: 1 },
  /** snnTorch's Leaky, reset_mechanism="subtract": the reset of the step before, of the membrane that it left. */
  snnTorchSubtract: { states: 1 },
  /** reset_mechanism="zero": the step before also keeps the new current out. */
  snnTorchZero: { states: 1 },
  /** SpikingJelly's LIFNode with decay_input, v_reset = 0: v += (x − v)/tau. */
  spikingJellyHard: { states: 1 },
  /** v_reset = None: a soft reset. */
  spikingJellySoft: { states: 1 },
  /** Norse's lif_box: dv = dt·tau_mem_inv·((v_leak − v) + x). */
  norseBox: { states: 1 },
} as const;

export type SpikingForm = keyof typeof SPIKING_FORMS;

export interface SpikingOptions {
  readonly form: SpikingForm;
  /** 1: neurons that only integrate. */
  readonly leak?: number;
  readonly threshold?: number;
  /** Convolutions of an image [1, 2, 6, 6] instead of products of a vector [1, 24]. */
  readonly isConvolution?: boolean;
  /** The answer is the last layer's spikes; else currents of its own. */
  readonly answersSpikes?: boolean;
  /** All spikes are outputs, too. */
  readonly tellsSpikes?: boolean;
}

/** The neurons of layer `i` with the current in `u`: nodes from `u`, `v${i}` to `s${i}`, `v${i}_out`. */
function neuron(i: number, u: string, form: SpikingForm): readonly OnnxNode[] {
  const n = (name: string): string => `${name}${i}`;
  const v = n("v");
  const out = `v${i}_out`;
  const fires = (op: string, from: string): readonly OnnxNode[] => [
    node("Sub", [from, "threshold"], [n("above")]),
    node(op, [n("above"), "zero"], [n("fires")]),
    node("Cast", [n("fires")], [n("s")], { to: 1 }),
  ];
  switch (form) {
    case "lava":
      return [
        node("Mul", [v, "leak"], [n("kept")]),
        node("Add", [n("kept"), u], [n("h")]),
        node("GreaterOrEqual", [n("h"), "threshold"], [n("fires")]),
        node("Cast", [n("fires")], [n("s")], { to: 1 }),
        node("Where", [n("fires"), "zero", n("h")], [out]),
      ];
    case "snnTorchSubtract":
    case "snnTorchZero": {
      const before = [
        node("Sub", [v, "threshold"], [n("over")]),
        node("Greater", [n("over"), "zero"], [n("fired")]),
        node("Cast", [n("fired")], [n("reset")], { to: 1 }),
        node("Mul", ["leak", v], [n("kept")]),
        node("Add", [n("kept"), u], [n("base")]),
      ];
      const after =
        form === "snnTorchSubtract"
          ? [node("Mul", [n("reset"), "threshold"], [n("by")]), node("Sub", [n("base"), n("by")], [out])]
          : [node("Mul", [n("reset"), n("base")], [n("by")]), node("Sub", [n("base"), n("by")], [out])];
      return [...before, ...after, ...fires("Greater", out)];
    }
    case "spikingJellyHard":
    case "spikingJellySoft": {
      const charge = [
        node("Sub", [u, v], [n("difference")]),
        node("Div", [n("difference"), "tau"], [n("charge")]),
        node("Add", [v, n("charge")], [n("h")]),
        ...fires("GreaterOrEqual", n("h")),
      ];
      if (form === "spikingJellySoft")
        return [...charge, node("Mul", [n("s"), "threshold"], [n("by")]), node("Sub", [n("h"), n("by")], [out])];
      return [
        ...charge,
        node("Sub", ["one", n("s")], [n("rest")]),
        node("Mul", [n("rest"), n("h")], [n("left")]),
        node("Mul", [n("s"), "zero"], [n("to")]),
        node("Add", [n("to"), n("left")], [out]),
      ];
    }
    case "norseBox":
      return [
        node("Sub", ["zero", v], [n("pull")]),
        node("Add", [n("pull"), u], [n("drive")]),
        node("Mul", ["rate", n("drive")], [n("dv")]),
        node("Add", [v, n("dv")], [n("h")]),
        ...fires("Greater", n("h")),
        node("Sub", ["one", n("s")], [n("rest")]),
        node("Mul", [n("rest"), n("h")], [n("left")]),
        node("Mul", [n("s"), "zero"], [n("to")]),
        node("Add", [n("left"), n("to")], [out]),
      ];
  }
}

/** Multiples of 1/8 from −1 to 7/8, both of which are in every row. */
export function gridWeights(rows: number, columns: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: rows * columns }, (_, i) => {
    const at = i % columns;
    if (at < 2) return at === 0 ? -1 : 7 / 8;
    return (Math.floor(12 * random.uniform()) - 4) / 8;
  });
}

export function spikingModel({
  form,
  leak = 1,
  threshold = 2,
  isConvolution = false,
  answersSpikes = false,
  tellsSpikes = false,
}: SpikingOptions): Uint8Array {
  const first = isConvolution ? [1, 2, 6, 6] : [1, 24];
  const second = isConvolution ? [1, 5, 6, 6] : [1, 40];
  const third = isConvolution ? [1, 4, 3, 3] : [1, 9];
  const flat = isConvolution ? 36 : 9;
  const products = isConvolution
    ? ([
        node("Conv", ["s0", "w1", "b1"], ["u1"], { pads: [1, 1, 1, 1] }, { name: "synapses1" }),
        node(
          "Conv",
          ["s1", "w2"],
          ["u2"],
          { strides: [2, 2], pads: [1, 1, 0, 0], kernel_shape: [3, 3] },
          { name: "synapses2" },
        ),
      ] as const)
    : ([
        node("Gemm", ["s0", "w1", "b1"], ["u1"], { transB: 1 }, { name: "synapses1" }),
        node("Gemm", ["s1", "w2"], ["u2"], { transB: 1 }, { name: "synapses2" }),
      ] as const);
  return buildOnnx({
    inputs: { x: first, v0: first, v1: second, v2: third },
    outputs: [answersSpikes ? "s2" : "y", "v0_out", "v1_out", "v2_out", ...(tellsSpikes ? SPIKES : [])],
    constants: {
      w1: floats(
        isConvolution ? [5, 2, 3, 3] : [40, 24],
        isConvolution ? gridWeights(5, 18, 3) : gridWeights(40, 24, 3),
      ),
      b1: floats(
        [isConvolution ? 5 : 40],
        Float32Array.from({ length: isConvolution ? 5 : 40 }, (_, i) => (i % 4) / 8),
      ),
      w2: floats(isConvolution ? [4, 5, 3, 3] : [9, 40], isConvolution ? gridWeights(4, 45, 4) : gridWeights(9, 40, 4)),
      w3: floats([6, flat], gridWeights(6, flat, 5)),
      leak: floats([], [leak]),
      rate: floats([], [1 - leak]),
      tau: floats([], [leak === 1 ? 2 : 1 / (1 - leak)]),
      threshold: floats([], [threshold]),
      zero: floats([], [0]),
      one: floats([], [1]),
    },
    nodes: [
      ...neuron(0, "x", form),
      products[0],
      ...neuron(1, "u1", form),
      products[1],
      ...neuron(2, "u2", form),
      ...(answersSpikes
        ? []
        : [node("Flatten", ["s2"], ["flat"]), node("Gemm", ["flat", "w3"], ["y"], { transB: 1 }, { name: "answer" })]),
    ],
  });
}

export const SPIKING_STATES = [0, 1, 2].map((i) => ({ input: `v${i}`, output: `v${i}_out` }));

export const SPIKES = ["s0", "s1", "s2"] as const;
