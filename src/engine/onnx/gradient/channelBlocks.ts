/**
 * How many channels the kernels of this machine take side by side, found by trying: onnxruntime does not tell, and promises its own operators to
 * nobody. A convolution of its kind is held against ONNX's, and where it is not the same nothing of it is written.
 */
import type { GraphRunner } from "../../ir/ports";
import { ModelWriter } from "../encode/modelWriter";
import { encodeModel } from "../wire/codec";
import { DataType } from "../wire/proto";
import { BLOCKS_DOMAIN, DepthwiseBlocks } from "./depthwise";

/** A multiple of every size that there is. */
const CHANNELS = 64;
const [HEIGHT, WIDTH] = [5, 6] as const;
const SHAPE = [1, CHANNELS, HEIGHT, WIDTH] as const;
const OP = {
  kind: "conv",
  kernel: [3, 2],
  strides: [1, 2],
  pads: [1, 0, 2, 1],
  dilations: [1, 1],
  groups: CHANNELS,
  clamp: { min: -6, max: 9 },
} as const;

/** undefined where there are none. */
export async function channelBlocksOf(runner: GraphRunner): Promise<number | undefined> {
  try {
    const order = await run(runner, (writer) => {
      writer.foreign(BLOCKS_DOMAIN.domain, "ReorderInput", ["x"], ["y"], "y");
    });
    // The second pixel of the first channel lies behind all channels of the block's first.
    const size = order.indexOf(1);
    if (size < 2 || CHANNELS % size !== 0) return undefined;
    const [own, plain] = [
      await run(runner, (writer) => {
        const kernel = kernelIn(writer);
        const inputs = [
          { name: "x", shape: SHAPE },
          { name: kernel, shape: [CHANNELS, 1, ...OP.kernel] },
        ];
        new DepthwiseBlocks(writer, size).forwards(OP, inputs, "y");
      }),
      await run(runner, (writer) => {
        const { kernel, strides, pads, groups, clamp } = OP;
        writer.node("Conv", ["x", kernelIn(writer)], "sum", { kernel_shape: kernel, strides, pads, group: groups });
        writer.node("Clip", ["sum", writer.float("min", clamp.min), writer.float("max", clamp.max)], "y");
      }),
    ];
    const same = own.length === plain.length && own.every((value, i) => Math.abs(value - (plain[i] ?? NaN)) < 1e-3);
    return same ? size : undefined;
  } catch {
    return undefined;
  }
}

function kernelIn(writer: ModelWriter): string {
  const taps = CHANNELS * OP.kernel[0] * OP.kernel[1];
  const data = Float32Array.from({ length: taps }, (_, i) => (((i * 37) % 17) - 8) / 2048);
  return writer.tensor(writer.fresh("kernel"), [CHANNELS, 1, ...OP.kernel], data);
}

/** x[i] is i. */
async function run(runner: GraphRunner, write: (writer: ModelWriter) => void): Promise<Float32Array> {
  const writer = new ModelWriter(13, ["x", "y"]);
  write(writer);
  const elemType = DataType.float;
  const shape = { dim: SHAPE.map((dimValue) => ({ dimValue })) };
  const model = encodeModel({
    irVersion: 7,
    producerName: "bitwright",
    opsetImport: [{ domain: "", version: 13 }, BLOCKS_DOMAIN],
    graph: {
      name: "blocks",
      node: writer.nodes,
      initializer: writer.initializers,
      input: [{ name: "x", type: { tensorType: { elemType, shape } } }],
      output: [{ name: "y", type: { tensorType: { elemType } } }],
    },
  });
  const open = await runner.open(model);
  try {
    const x = Float32Array.from({ length: CHANNELS * HEIGHT * WIDTH }, (_, i) => i);
    return (await open.run(new Map([["x", { shape: SHAPE, data: x }]]))).get("y")?.data ?? new Float32Array();
  } finally {
    await open.close();
  }
}
