/** Operators at a network's end that leave its answer as it is for whoever takes the largest value: they are left out, with a note. */
import type { Lowered, Lowering, Site } from "../site";
import { isProblem, type Activation, type LeftOut } from "../value";

/** What the operator reads; the largest of scores is that of their logarithms too. */
function sourceOf(site: Site): Activation | ReturnType<Site["refuse"]> {
  const value = site.value(0);
  return value?.kind === "leftOut" && value.op === "LogSoftmax" ? value.source : site.activation(0);
}

/** The index of the largest value along one axis. Only the first of equal values differs from ONNX's select_last_index. */
function lowerArgMax(site: Site): Lowered {
  const source = sourceOf(site);
  if (isProblem(source)) return source;
  const axis = site.axis(site.int("axis", 0), source.shape.length);
  if (typeof axis !== "number") return axis;
  const shape =
    site.int("keepdims", 1) !== 0
      ? source.shape.map((size, i) => (i === axis ? 1 : size))
      : source.shape.filter((_, i) => i !== axis);
  return leftOut(site, source, shape, "ArgMax");
}

/** A softmax's logits less one number for all of them. */
function lowerLogSoftmax(site: Site): Lowered {
  const source = site.activation(0);
  if (isProblem(source)) return source;
  const axis = site.axis(site.int("axis", site.opset < 13 ? 1 : -1), source.shape.length);
  return typeof axis === "number" ? leftOut(site, source, source.shape, "LogSoftmax") : axis;
}

function leftOut(site: Site, source: Activation, shape: readonly number[], op: LeftOut["op"]): LeftOut {
  return { kind: "leftOut", source, shape, op, place: site.place };
}

export const lastOps: Readonly<Record<string, Lowering>> = { ArgMax: lowerArgMax, LogSoftmax: lowerLogSoftmax };
