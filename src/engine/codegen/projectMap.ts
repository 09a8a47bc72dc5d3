/** What memory.json says: which layer, tensor, arena range, lifetime, symbol, file and line belong together. */
import type { CodeBits, WeightBits } from "../base/bits";
import { timesOf, type LayerTime } from "../memory/timing/timesOf";
import type { ModelSite, TensorSite } from "./modelSite";
import type { ApiRole } from "./source/modelHeader";
import { overOf, type ModelSource } from "./source/modelSource";
import type { LineRange } from "./source/sourceFile";
import type { StoredArray, WeightsSource } from "./source/weightsSource";

/** Steps are positions in execution order, both ends inclusive; sizes and offsets are bytes. */
export interface ProjectMap {
  readonly format: 1;
  readonly generator: string;
  readonly model: { readonly name: string; readonly sha256: string };
  readonly policySha256: string;
  readonly prefix: string;
  readonly rows: "memory" | "supplied";
  readonly clockHz?: number;
  readonly arena: {
    readonly symbol: string;
    readonly owner: "static" | "caller";
    readonly sizeBytes: number;
    readonly peakBytes: number;
    readonly peakStep: number;
  };
  readonly api: readonly MapFunction[];
  readonly tensors: readonly MapTensor[];
  readonly scratch: readonly MapRange[];
  readonly layers: readonly MapLayer[];
  /** Absent where each run stands by itself. */
  readonly states?: readonly MapState[];
  readonly segments: readonly { readonly firstStep: number; readonly lastStep: number; readonly streamed: boolean }[];
}

export interface MapFunction {
  readonly symbol: string;
  readonly role: ApiRole;
  readonly file: string;
  readonly line: number;
}

interface MapRange {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly firstStep: number;
  readonly lastStep: number;
}

interface MapTensor extends MapRange {
  readonly name: string;
  readonly shape: readonly number[];
  readonly bits: CodeBits | 32;
  readonly scale: number;
  readonly zeroPoint: number;
  readonly role: "input" | "output" | "state" | "inner";
  readonly symbol: string;
  readonly ring: { readonly rows: number; readonly rowBytes: number } | null;
  readonly over: string | null;
}

interface MapState {
  readonly name: string;
  readonly from: string;
  readonly offset: number;
  readonly sizeBytes: number;
  readonly renewed: "inPlace" | "copied";
}

interface MapLayer {
  readonly step: number;
  readonly name: string;
  readonly nodes?: readonly string[];
  readonly op: string;
  readonly weightBits: WeightBits | null;
  readonly macs: number;
  readonly cycles: number | null;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly segment: number;
  readonly liveBytes: number;
  readonly symbol: string;
  readonly definition: LineRange;
  readonly call: LineRange;
  readonly data: readonly StoredArray[];
}

export function mapOf(site: ModelSite, model: ModelSource, weights: WeightsSource): ProjectMap {
  const { question, plan, prefix } = site;
  const { network, policy } = question.program;
  const times = timesOf(network, policy, question.execution);
  return {
    format: 1,
    generator: question.generator,
    model: question.model,
    policySha256: question.policySha256,
    prefix,
    rows: question.execution.rows,
    ...(question.clockHz !== undefined && { clockHz: question.clockHz }),
    arena: {
      symbol: `${prefix}_arena`,
      owner: question.execution.arena,
      sizeBytes: plan.arenaBytes,
      peakBytes: plan.liveBytes[plan.peakStep] ?? 0,
      peakStep: plan.peakStep,
    },
    api: model.api.map(({ role, symbol, range: { file, line } }) => ({ symbol, role, file, line })),
    tensors: site.tensors.map((tensor) => tensorOf(site, tensor)),
    scratch: site.scratch.map(({ buffer: { offset, sizeBytes, firstStep, lastStep } }) => ({
      offset,
      sizeBytes,
      firstStep,
      lastStep,
    })),
    layers: site.layers.map(({ step, layer, numbers, inputs, output, segment }): MapLayer => {
      const written = model.layers[step];
      if (!written) throw new Error(`step ${step} was not written`);
      return {
        step,
        name: layer.name,
        ...(layer.nodes && { nodes: layer.nodes }),
        op: question.describe(layer.index),
        weightBits: numbers.kind === "product" ? numbers.weights.bits : null,
        macs: layer.macs,
        cycles: roundedCycles(times[layer.index]),
        inputs: inputs.map(({ name }) => name),
        output: output.name,
        segment,
        liveBytes: plan.liveBytes[step] ?? 0,
        symbol: written.symbol,
        definition: written.definition,
        call: written.call,
        data: [...(weights.arrays[step] ?? []), ...written.descriptors],
      };
    }),
    ...(site.states.length > 0 && {
      states: site.states.map(({ held, renewed, planned: { offset, sizeBytes, renewed: how } }) => ({
        name: held.name,
        from: renewed.name,
        offset,
        sizeBytes,
        renewed: how,
      })),
    }),
    segments: plan.segments,
  };
}

function roundedCycles(time: LayerTime | undefined): number | null {
  return time ? Math.round(time.cycles) : null;
}

function tensorOf(site: ModelSite, tensor: TensorSite): MapTensor {
  const { name, shape, bits, format, role, offset: symbol, buffer } = tensor;
  const { offset, sizeBytes, firstStep, lastStep, ring } = buffer;
  return {
    name,
    shape,
    bits,
    scale: format.scale,
    zeroPoint: format.zeroPoint,
    role,
    offset,
    sizeBytes,
    firstStep,
    lastStep,
    symbol,
    ring: ring ?? null,
    over: overOf(site, tensor)?.name ?? null,
  };
}
