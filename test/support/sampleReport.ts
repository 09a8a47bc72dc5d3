/** A small report whose figures add up, for tests of whatever shows reports. */
import type { Report, ReportAccuracy, ReportFront } from "../../src/protocol/files/report";

const KIB = 1024;

export const measured: ReportAccuracy = {
  metric: "top1",
  float: 79.5,
  quantized: 78.3,
  delta: -1.2,
  ci95: [-2.1, -0.3],
  samples: 655,
  kind: "measured",
  data: "labelled",
  agreement: 97.1,
  sqnrDb: 21.4,
  reference: "given",
};

export const unlabelled: ReportAccuracy = {
  ...measured,
  metric: "agreement",
  float: 100,
  quantized: 97.1,
  delta: -2.9,
  ci95: [-4.5, -1.9],
  data: "unlabelled",
};

export const synthetic: ReportAccuracy = { ...unlabelled, samples: 32, data: "synthetic" };

function frontPoint(
  policy: string,
  flashKib: number,
  ramKib: number,
  loss: number,
  fits: boolean,
): ReportFront["points"][number] {
  return { flashBytes: flashKib * KIB, ramBytes: ramKib * KIB, loss, fits, optimal: true, chosen: false, policy };
}

/** A buffer of its own, held whole. */
const apart = (madeAt: number | null) => ({ madeAt, ring: null, over: null });

/** Three layers with weights of 8, 4 and 2 bits: 16 KiB of weights and 8 KiB around them in FLASH, 12 KiB of RAM. */
export const sample: Report = {
  format: 1,
  model: { name: "keywords.onnx", sha256: "0123456789abcdef".repeat(4), parameters: 25_124, macs: 2_660_000 },
  input: { pixels: null, colours: null, pixelCodes: false },
  inputs: [{ name: "input", shape: [1, 49, 10], takesImages: true, calibration: "clips.npz", evaluation: "clips.npz" }],
  target: {
    id: "stm32h743",
    name: "STM32H743",
    flashBytes: 32 * KIB,
    ramBytes: 16 * KIB,
    account: "linked",
    core: "cortex-m7",
    optimize: "3",
  },
  fits: true,
  memory: {
    model: { flashBytes: 18 * KIB, ramBytes: 8 * KIB },
    linked: {
      flashBytes: 24 * KIB,
      ramBytes: 12 * KIB,
      items: [
        {
          region: "flash",
          kind: "weights",
          name: "conv0.weight",
          sizeBytes: 8 * KIB,
          layer: "conv0",
          estimated: false,
        },
        { region: "flash", kind: "weights", name: "pw1.weight", sizeBytes: 6 * KIB, layer: "pw1", estimated: false },
        { region: "flash", kind: "weights", name: "fc.weight", sizeBytes: 2 * KIB, layer: "fc", estimated: false },
        { region: "flash", kind: "constants", name: "requantization", sizeBytes: 2 * KIB, estimated: false },
        { region: "flash", kind: "code", name: "kernels", sizeBytes: 6 * KIB, estimated: true },
        { region: "ram", kind: "arena", name: "arena", sizeBytes: 10 * KIB, estimated: false },
        { region: "ram", kind: "context", name: "context", sizeBytes: 512, estimated: true },
        { region: "ram", kind: "stack", name: "stack", sizeBytes: 1536, estimated: true },
      ],
    },
    peak: { layer: "pw1", bytes: 12 * KIB },
    arena: {
      bytes: 10 * KIB,
      lowerBoundBytes: 10 * KIB,
      buffers: [
        { name: "input", kind: "activation", offset: 0, sizeBytes: 2 * KIB, firstStep: 0, lastStep: 0, ...apart(null) },
        {
          name: "conv0",
          kind: "activation",
          offset: 2 * KIB,
          sizeBytes: 4 * KIB,
          firstStep: 0,
          lastStep: 1,
          ...apart(0),
        },
        {
          name: "pw1",
          kind: "activation",
          offset: 6 * KIB,
          sizeBytes: 4 * KIB,
          firstStep: 1,
          lastStep: 2,
          ...apart(1),
        },
      ],
    },
    streaming: {
      mode: "off",
      rows: "memory",
      layerByLayerBytes: 12 * KIB,
      memoryRowsBytes: 9 * KIB,
      suppliedRowsBytes: 8 * KIB,
      longestStep: null,
      segments: [0, 1, 2, 3].map((step) => ({
        firstStep: step,
        lastStep: step,
        streamed: false,
        layers: 1,
        savesBytes: 0,
      })),
      patches: { grid: 2, bytes: 10 * KIB, extraMacsPercent: 7.5 },
    },
  },
  layers: [
    {
      name: "conv0",
      op: "Conv 3×3 s2",
      inputs: [],
      shape: [25, 5, 64],
      weightBits: 8,
      activationBits: 8,
      weightBytes: 8 * KIB,
      constantBytes: KIB,
      macs: 1_000_000,
      cycles: 1_500_000,
      liveBytes: 8 * KIB,
      error: 0.0012,
      activationFixed: false,
      activationChoice: "conv0",
    },
    {
      name: "pw1",
      op: "Conv 1×1",
      inputs: ["conv0"],
      shape: [25, 5, 64],
      weightBits: 4,
      activationBits: 4,
      weightBytes: 6 * KIB,
      constantBytes: KIB / 2,
      macs: 1_600_000,
      cycles: 2_400_000,
      liveBytes: 12 * KIB,
      error: 0.034,
      activationFixed: false,
      activationChoice: "pw1",
    },
    {
      name: "fc",
      op: "Fully connected",
      inputs: ["pw1"],
      shape: [1, 1, 12],
      weightBits: 2,
      activationBits: 8,
      weightBytes: 2 * KIB,
      constantBytes: KIB / 2,
      macs: 60_000,
      cycles: 90_000,
      liveBytes: 6 * KIB,
      error: 0.000031,
      activationFixed: true,
      activationChoice: null,
    },
    {
      name: "softmax",
      op: "Softmax",
      inputs: ["fc"],
      shape: [1, 1, 12],
      weightBits: null,
      activationBits: null,
      weightBytes: 0,
      constantBytes: 0,
      macs: 0,
      cycles: null,
      liveBytes: 2 * KIB,
      error: null,
      activationFixed: true,
      activationChoice: null,
    },
  ],
  time: {
    instructions: 3_000_000,
    cycles: 4_000_000,
    milliseconds: 40,
    clockHz: 100_000_000,
    method: "kernels counted in emulation (gcc, cortex-m4, -O3); a table of the core; memory without waits",
    uncounted: ["softmax"],
  },
  accuracy: measured,
  integer: { samples: 64, differing: 0, largestCodeDifference: 1 },
  search: {
    strategy: "exact",
    evaluations: 1234,
    seconds: 3.25,
    optimal: true,
    predictedLoss: 0.0352,
    measuredLoss: 0.041,
    infeasible: null,
  },
  front: {
    order: ["weights:conv0", "weights:pw1", "weights:fc", "activation:conv0", "activation:pw1"],
    points: [
      frontPoint("22222", 13, 7, 2.4, true),
      frontPoint("42484", 18, 12, 0.31, true),
      { ...frontPoint("84284", 24, 12, 0.0352, true), chosen: true },
      frontPoint("88284", 30, 12, 0.0121, true),
      frontPoint("88888", 36, 16, 0.0019, false),
    ],
  },
  why: {
    price: { flash: { bytes: 4 * KIB, loss: 0.0102 }, ram: null },
    tensors: [
      {
        tensor: "weights:conv0",
        bits: 8,
        limit: "widest",
        layer: null,
        bytes: [8 * KIB, 4 * KIB, 2 * KIB],
        losses: [0.0002, 0.021, 0.9],
        others: [
          { bits: 4, best: { flashBytes: 2 * KIB, ramBytes: 0, loss: 0.0087, optimal: true, changes: "0:4 1:8" } },
          { bits: 2, best: { flashBytes: 0, ramBytes: 0, loss: 0.88, optimal: true, changes: "0:2 1:8" } },
        ],
      },
      {
        tensor: "weights:pw1",
        bits: 4,
        limit: "flash",
        layer: null,
        bytes: [12 * KIB, 6 * KIB, 3 * KIB],
        losses: [0.0007, 0.024, 1.1],
        others: [
          { bits: 8, best: { flashBytes: 2 * KIB, ramBytes: 0, loss: 0.0087, optimal: true, changes: "0:4 1:8" } },
          { bits: 2, best: { flashBytes: 1 * KIB, ramBytes: 0, loss: 1.07, optimal: true, changes: "1:2 2:8" } },
        ],
      },
      {
        tensor: "weights:fc",
        bits: 2,
        limit: "flash",
        layer: null,
        bytes: [8 * KIB, 4 * KIB, 2 * KIB],
        losses: [0.000004, 0.00001, 0.000031],
        others: [
          { bits: 8, best: { flashBytes: 2 * KIB, ramBytes: 0, loss: 0.0208, optimal: true, changes: "0:4 2:8" } },
          { bits: 4, best: { flashBytes: -2 * KIB, ramBytes: 0, loss: 0.0207, optimal: true, changes: "0:4 2:4" } },
        ],
      },
      {
        tensor: "activation:conv0",
        bits: 8,
        limit: "widest",
        layer: null,
        bytes: [4 * KIB, 2 * KIB, KIB],
        losses: [0.001, 0.03, 0.4],
        others: [
          { bits: 4, best: { flashBytes: 0, ramBytes: 2 * KIB, loss: 0.02, optimal: true, changes: "3:4 4:8" } },
          { bits: 2, best: { flashBytes: 0, ramBytes: KIB, loss: 0.39, optimal: true, changes: "3:2 4:8" } },
        ],
      },
      {
        tensor: "activation:pw1",
        bits: 4,
        limit: "ram",
        layer: "pw1",
        bytes: [8 * KIB, 4 * KIB, 2 * KIB],
        losses: [0.0004, 0.01, 0.2],
        others: [
          { bits: 8, best: { flashBytes: 0, ramBytes: 2 * KIB, loss: 0.02, optimal: true, changes: "3:4 4:8" } },
          { bits: 2, best: null },
        ],
      },
    ],
  },
  policy: { weights: { conv0: 8, pw1: 4, fc: 2 }, activations: { conv0: 8, pw1: 4 } },
  notes: [{ code: "model.batch", message: "the batch size was fixed to 1", place: "input" }],
};

/** Whole policies were measured, and another than that of least predicted loss was decided for. */
export const refined: Report = {
  ...sample,
  search: {
    ...sample.search,
    optimal: false,
    refined: { additiveLoss: 0.0448, loss: 0.0391, evaluations: 4, samples: 64 },
  },
};

/** The same network on a board that is too small, its policy given. */
export const unfit: Report = {
  ...sample,
  target: { ...sample.target, id: null, name: null, flashBytes: 20 * KIB, ramBytes: 10 * KIB },
  fits: false,
  search: { ...sample.search, strategy: "given", optimal: false, predictedLoss: null },
  front: null,
  why: null,
};

/** A search that found nothing. */
export const infeasible: Report = {
  ...unfit,
  accuracy: null,
  integer: null,
  layers: sample.layers.map((layer) => ({ ...layer, error: null })),
  search: {
    ...unfit.search,
    strategy: "exact",
    optimal: true,
    measuredLoss: null,
    infeasible: {
      short: ["ram"],
      leastFlashBytes: 18 * KIB,
      leastRamBytes: 11 * KIB,
      ramLayer: "pw1",
      boards: [
        { id: "stm32f103", name: "STM32F103", flashBytes: 64 * KIB, ramBytes: 20 * KIB },
        { id: "ra4m1", name: "RA4M1", flashBytes: 256 * KIB, ramBytes: 32 * KIB },
      ],
    },
  },
};

/** An estimate without limits. */
export const estimate: Report = {
  ...sample,
  target: {
    id: null,
    name: null,
    flashBytes: null,
    ramBytes: null,
    account: "linked",
    core: "cortex-m4f",
    optimize: "3",
  },
  accuracy: null,
  integer: null,
  front: null,
  why: null,
  layers: sample.layers.map((layer) => ({ ...layer, error: null })),
  search: {
    ...sample.search,
    strategy: "uniform",
    evaluations: 1,
    optimal: false,
    predictedLoss: null,
    measuredLoss: null,
  },
  notes: [],
};
