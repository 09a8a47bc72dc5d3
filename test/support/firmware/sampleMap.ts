/** A generated project's map as memory.json has it, made by hand: a small network whose first two layers run row by row. */
import type { MapLayer, MapTensor, MemoryMap } from "../../../src/protocol/files/memoryMap";
import type { Verification } from "../../../src/protocol/files/verification";

const SHA = "0".repeat(64);

const tensor = (name: string, changes: Partial<MapTensor>): MapTensor => ({
  name,
  shape: [8, 8, 4],
  bits: 8,
  scale: 0.05,
  zeroPoint: 0,
  role: "inner",
  offset: 0,
  sizeBytes: 256,
  firstStep: 0,
  lastStep: 0,
  symbol: `MODEL_AT_${name.toUpperCase()}`,
  ring: null,
  over: null,
  ...changes,
});

const layer = (step: number, name: string, changes: Partial<MapLayer>): MapLayer => ({
  step,
  name,
  op: "Conv 3×3",
  weightBits: 8,
  macs: 20_000,
  inputs: [],
  output: "",
  segment: 0,
  liveBytes: 1000,
  symbol: `model_${name}_row`,
  definition: { file: "model.c", line: 20 + 10 * step, lastLine: 25 + 10 * step },
  call: { file: "model.c", line: 60 + step, lastLine: 60 + step },
  data: [
    { name: `model_${name}_weights`, kind: "weights", sizeBytes: 400, file: "weights.c", line: 10 + 10 * step },
    { name: `model_${name}_biases`, kind: "constants", sizeBytes: 16, file: "weights.c", line: 15 + 10 * step },
  ],
  ...changes,
});

export const sampleMap: MemoryMap = {
  format: 1,
  generator: "bitwright 0.1.0",
  model: { name: "net.onnx", sha256: SHA },
  policySha256: "1".repeat(64),
  prefix: "model",
  rows: "memory",
  arena: { symbol: "model_arena", sizeBytes: 1024, peakBytes: 1000, peakStep: 1 },
  api: [
    { symbol: "model_init", role: "init", file: "model.c", line: 70 },
    { symbol: "model_input", role: "input", file: "model.c", line: 74 },
    { symbol: "model_invoke", role: "invoke", file: "model.c", line: 78 },
    { symbol: "model_output", role: "output", file: "model.c", line: 82 },
  ],
  tensors: [
    tensor("image", { shape: [16, 16, 1], role: "input", lastStep: 1, zeroPoint: 128 }),
    tensor("r0", {
      bits: 4,
      shape: [16, 16, 4],
      offset: 256,
      sizeBytes: 96,
      lastStep: 1,
      ring: { rows: 3, rowBytes: 32 },
    }),
    tensor("r1", { offset: 352, sizeBytes: 512, lastStep: 2, over: "image" }),
    tensor("y", { shape: [1, 1, 10], offset: 0, sizeBytes: 10, firstStep: 2, lastStep: 2, role: "output" }),
  ],
  scratch: [{ offset: 864, sizeBytes: 136, firstStep: 0, lastStep: 1 }],
  layers: [
    layer(0, "conv0", { inputs: ["image"], output: "r0" }),
    layer(1, "conv1", { inputs: ["r0"], output: "r1", weightBits: 4 }),
    layer(2, "fc", {
      op: "Fully connected",
      inputs: ["r1"],
      output: "y",
      segment: 1,
      liveBytes: 250,
      call: { file: "model.c", line: 62, lastLine: 63 },
    }),
  ],
  segments: [
    { firstStep: 0, lastStep: 1, streamed: true },
    { firstStep: 2, lastStep: 2, streamed: false },
  ],
  files: ["model.c", "model.h", "weights.c"].map((path) => ({ path, sha256: SHA })),
};

export const sampleVerification: Verification = {
  format: 1,
  projectSha256: SHA,
  passed: true,
  machine: "cortex-m4 (emulated)",
  compiler: "arm-none-eabi-gcc 12.2",
  samples: 2,
  compared: 100,
  differing: 0,
  divergence: null,
  overflows: [],
  changedFiles: [],
  layers: [
    { name: "conv0", instructions: 30_000 },
    { name: "conv1", instructions: 60_000 },
    { name: "fc", instructions: 5_000 },
  ],
  instructions: 100_000,
  items: [],
  flashBytes: 9000,
  ramBytes: 1500,
  stackBytes: 312,
};
