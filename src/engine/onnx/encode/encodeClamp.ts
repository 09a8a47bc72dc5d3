/**
 * Clamps as Clip or Relu nodes, and the clamp that a fakeQuantize below 8 bits needs. QuantizeLinear saturates at 255 only, so
 * narrower codes are clamped in front of it; where the producer clamps already, both become one Clip, which onnxruntime fuses into
 * the convolution instead of making another pass over the tensor.
 */
import { maxCode } from "../../base/bits";
import { consumersOf, producersOf, type Graph, type Node } from "../../ir/graph";
import type { Clamp, Op, OpOf } from "../../ir/op";
import { operatorOf } from "../../ir/operators";
import type { ModelWriter } from "./modelWriter";

const NO_CLAMP: Clamp = { min: -Infinity, max: Infinity };

/** Writes clamp(x) as `output`. */
export function writeClamp(writer: ModelWriter, clamp: Clamp, x: string, output: string): void {
  if (writer.withoutClip.has(output)) {
    writeBounds(writer, clamp, x, output);
    return;
  }
  if (clamp.min === 0 && clamp.max === Infinity) {
    writer.node("Relu", [x], output);
    return;
  }
  const min = Number.isFinite(clamp.min) ? writer.float(`${output}/min`, clamp.min) : "";
  const max = Number.isFinite(clamp.max) ? writer.float(`${output}/max`, clamp.max) : "";
  writer.node("Clip", [x, min, max], output);
}

/** The same as Max and Min. */
function writeBounds(writer: ModelWriter, { min, max }: Clamp, x: string, output: string): void {
  const above = max < Infinity ? writer.fresh(`${output}/above`) : output;
  if (min > -Infinity) writer.node("Max", [x, writer.float(`${output}/min`, min)], above);
  else writer.node("Identity", [x], above);
  if (max < Infinity) writer.node("Min", [above, writer.float(`${output}/max`, max)], output);
}

/** The real values that the codes 0 … 2^bits − 1 stand for. */
export function codeRange(op: OpOf<"fakeQuantize">): Clamp {
  const scale = Math.fround(op.scale);
  return { min: scale * -op.zeroPoint, max: scale * (maxCode(op.bits) - op.zeroPoint) };
}

/**
 * Which nodes take over the clamp of the fakeQuantize behind them: node → its clamp together with the range of the codes. Only where
 * nobody else sees the tensor in between and the two ranges overlap.
 */
export function mergeClamps(graph: Graph, outputs: ReadonlySet<string>): ReadonlyMap<Node, Clamp> {
  const merged = new Map<Node, Clamp>();
  const producers = producersOf(graph);
  const consumers = consumersOf(graph);
  for (const node of graph.nodes) {
    if (node.op.kind !== "fakeQuantize" || node.op.bits === 8) continue;
    const producer = producers.get(node.inputs[0] ?? "");
    const own = producer && clampOf(producer.op);
    if (!producer || !own || outputs.has(producer.output) || consumers.get(producer.output)?.length !== 1) continue;
    const range = codeRange(node.op);
    const both = { min: Math.max(own.min, range.min), max: Math.min(own.max, range.max) };
    if (both.min <= both.max) merged.set(producer, both);
  }
  return merged;
}

/** The clamp that an operator ends with; undefined for operators that cannot have one. */
export function clampOf(op: Op): Clamp | undefined {
  if (op.kind === "activation") return op.fn.fn === "clamp" ? op.fn : undefined;
  if (operatorOf(op).behindClamp !== "takes") return undefined;
  return ("clamp" in op ? op.clamp : undefined) ?? NO_CLAMP;
}
