/**
 * Runs ONNX models on onnxruntime's CPU provider: the engine's GraphRunner.
 *
 * onnxruntime-node executes run() on the calling thread, so overlapping calls take turns and the cores must be used inside one run.
 * Measured on MobileNetV1 1.0/224 with 2 cores: 12.5 ms a sample with 1 intra-op thread however many calls overlap, 7.2 ms with 2
 * (8.1 ms when idle threads do not spin), 7.0 ms with two worker threads that hold a session each. Work is divided by output element,
 * so the bytes of a result depend neither on the number of threads nor on timing.
 */
import { availableParallelism } from "node:os";
import { floatToHalf, halfToFloat, type FloatTensor, type GraphRunner, type OpenGraph } from "../engine";
import { InferenceSession, Tensor } from "./onnxruntime";

export interface OrtRunnerOptions {
  /** Threads inside one run; default: every core, but no more than 4, beyond which small networks gain nothing. */
  readonly threads?: number;
  /** For a person's own file: where its external data lies. What it makes onnxruntime say is not printed. */
  readonly folder?: string;
}

export function createOrtRunner(options: OrtRunnerOptions = {}): GraphRunner {
  const threads = options.threads ?? Math.min(4, availableParallelism());
  return {
    open: async (model) => openGraph(await InferenceSession.create(model, sessionOptions(threads, options.folder))),
  };
}

function sessionOptions(threads: number, folder: string | undefined): InferenceSession.SessionOptions {
  return {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    executionMode: "sequential",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: folder === undefined ? 3 : 4,
    extra: {
      // onnxruntime 1.30 moves a padding with zeros into the max pooling behind it, which pads with −∞: wrong where values are negative.
      optimization: { disable_specified_optimizers: "Pad_Fusion" },
      session: {
        // QuantizeLinear/DequantizeLinear pairs are the simulation itself: they must not be fused into integer kernels.
        disable_quant_qdq: "1",
        ...(folder === undefined ? {} : { model_external_initializers_file_folder_path: folder }),
        // Idle threads must not spin: the machine is shared with an editor and a build.
        intra_op: { allow_spinning: "0" },
      },
    },
  };
}

function openGraph(session: InferenceSession): OpenGraph {
  const types = new Map(session.inputMetadata.map((input) => [input.name, input.isTensor ? input.type : undefined]));
  return {
    run: async (feeds) => {
      const inputs: Record<string, Tensor> = {};
      for (const [name, { shape, data }] of feeds) inputs[name] = tensorOf(types.get(name), data, shape);
      const answers = await session.run(inputs);
      return new Map(session.outputNames.flatMap((name) => floatsOf(name, answers[name])));
    },
    close: () => session.release(),
  };
}

function tensorOf(type: string | undefined, data: Float32Array, shape: readonly number[]): Tensor {
  switch (type) {
    case "float16":
      return new Tensor("float16", Uint16Array.from(data, floatToHalf), shape);
    case "float64":
      return new Tensor("float64", Float64Array.from(data), shape);
    case "uint8":
      return new Tensor("uint8", Uint8Array.from(data), shape);
    case "bool":
      return new Tensor("bool", Uint8Array.from(data), shape);
    case "int8":
      return new Tensor("int8", Int8Array.from(data), shape);
    case "uint16":
      return new Tensor("uint16", Uint16Array.from(data), shape);
    case "int16":
      return new Tensor("int16", Int16Array.from(data), shape);
    case "uint32":
      return new Tensor("uint32", Uint32Array.from(data), shape);
    case "int32":
      return new Tensor("int32", Int32Array.from(data), shape);
    case "uint64":
      return new Tensor("uint64", BigUint64Array.from(data, BigInt), shape);
    case "int64":
      return new Tensor("int64", BigInt64Array.from(data, BigInt), shape);
    default:
      return new Tensor("float32", data, shape);
  }
}

/** Whole numbers, which no network here answers but a person's file may, are marked; text is left out. */
function floatsOf(
  name: string,
  tensor: InferenceSession.OnnxValueMapType[string] | undefined,
): readonly (readonly [string, FloatTensor])[] {
  if (!tensor) throw new Error(`there is no output "${name}"`);
  const { type, data, dims: shape } = tensor;
  if (data instanceof Float32Array) return [[name, { shape, data }]];
  if (data instanceof Float64Array) return [[name, { shape, data: Float32Array.from(data) }]];
  if (type === "float16") return [[name, { shape, data: Float32Array.from(data as Uint16Array, halfToFloat) }]];
  if (type === "string") return [];
  const values = Float32Array.from(data as ArrayLike<number | bigint>, Number);
  return [[name, { shape, data: values, whole: true }]];
}
