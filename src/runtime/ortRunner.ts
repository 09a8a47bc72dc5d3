/**
 * Runs ONNX models on onnxruntime's CPU provider: the engine's GraphRunner.
 *
 * onnxruntime-node executes run() on the calling thread, so overlapping calls take turns and the cores must be used inside one run.
 * Measured on MobileNetV1 1.0/224 with 2 cores: 12.5 ms a sample with 1 intra-op thread however many calls overlap, 7.2 ms with 2
 * (8.1 ms when idle threads do not spin), 7.0 ms with two worker threads that hold a session each. Work is divided by output element,
 * so the bytes of a result depend neither on the number of threads nor on timing.
 */
import { availableParallelism } from "node:os";
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { FloatTensor, GraphRunner, OpenGraph } from "../engine";

export interface OrtRunnerOptions {
  /** Threads inside one run; default: every core, but no more than 4, beyond which small networks gain nothing. */
  readonly threads?: number;
}

export function createOrtRunner(options: OrtRunnerOptions = {}): GraphRunner {
  const threads = options.threads ?? Math.min(4, availableParallelism());
  return {
    open: async (model) => openGraph(await InferenceSession.create(model, sessionOptions(threads))),
  };
}

function sessionOptions(threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    executionMode: "sequential",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    extra: {
      session: {
        // QuantizeLinear/DequantizeLinear pairs are the simulation itself: they must not be fused into integer kernels.
        disable_quant_qdq: "1",
        // Idle threads must not spin: the machine is shared with an editor and a build.
        intra_op: { allow_spinning: "0" },
      },
    },
  };
}

function openGraph(session: InferenceSession): OpenGraph {
  return {
    run: async (feeds) => {
      const inputs: Record<string, Tensor> = {};
      for (const [name, { shape, data }] of feeds) inputs[name] = new Tensor("float32", data, shape);
      const answers = await session.run(inputs);
      return new Map(session.outputNames.map((name) => [name, floatTensor(name, answers[name])]));
    },
    close: () => session.release(),
  };
}

function floatTensor(name: string, tensor: InferenceSession.OnnxValueMapType[string] | undefined): FloatTensor {
  if (!tensor || !(tensor.data instanceof Float32Array)) throw new Error(`output "${name}" is not a float tensor`);
  return { shape: tensor.dims, data: tensor.data };
}
