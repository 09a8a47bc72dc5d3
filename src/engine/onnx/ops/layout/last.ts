/** Operators at a network's end that leave its answer as it is for whoever takes the largest value: they are left out, with a note. */
import type { Lowered, Lowering, Site } from "../../site";
import { elementsOf } from "../../../ir/graph";
import { Chain } from "../../chain";
import { broadcastTo } from "./picking";
import { maximumOf } from "../functions/reduction";
import { isProblem, type Activation, type LeftOut } from "../../value";

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
  const shape = site.flag("keepdims", true)
    ? source.shape.map((size, i) => (i === axis ? 1 : size))
    : source.shape.filter((_, i) => i !== axis);
  return leftOut(site, source, shape, "ArgMax");
}

/** A softmax's logits less one number for all of them. */
function lowerLogSoftmax(site: Site): Lowered {
  const source = site.activation(0);
  if (isProblem(source)) return source;
  const axis = site.axis(site.int("axis", site.opset < 13 ? 1 : -1), source.shape.length);
  if (typeof axis !== "number") return axis;
  const together = elementsOf(source.shape.slice(axis));
  if (!site.builder.isInput(source.tensor) || (site.opset < 13 && together !== source.shape[axis]))
    return leftOut(site, source, source.shape, "LogSoftmax");
  // Nothing would be left of a network that is nothing else.
  const chain = new Chain(site);
  const most = maximumOf(new Chain(site, site.between("most")), source, [axis], true, 1);
  if (isProblem(most)) return most;
  const wide = (x: Activation, name: string): Activation | ReturnType<Site["refuse"]> =>
    broadcastTo(site, x, source.shape, site.between(name));
  const mosts = wide(most, "mosts");
  if (isProblem(mosts)) return mosts;
  const below = chain.step({ kind: "sub" }, [source, mosts]);
  const powers = chain.step({ kind: "activation", fn: { fn: "exp" } }, [below]);
  const mean = chain.step({ kind: "reduceMean", axes: [axis], keepDims: true }, [powers]);
  const sum = chain.step({ kind: "mul" }, [mean, chain.number(source.shape[axis] ?? 1)]);
  const logarithm = wide(chain.step({ kind: "activation", fn: { fn: "log" } }, [sum]), "logarithms");
  return isProblem(logarithm) ? logarithm : chain.last({ kind: "sub" }, [below, logarithm]);
}

/** 1 at the largest value: whoever reads the scores finds it. */
function lowerHardmax(site: Site): Lowered {
  const source = sourceOf(site);
  return isProblem(source) ? source : leftOut(site, source, source.shape, "ArgMax");
}

/** The largest values and their indices: whoever reads the scores finds both. */
function lowerTopK(site: Site): Lowered {
  const source = sourceOf(site);
  if (isProblem(source)) return source;
  const axis = site.axis(site.int("axis", -1), source.shape.length);
  if (typeof axis !== "number") return axis;
  const given = site.opset < 10 ? [site.int("k", 1)] : site.constant(1, "number of values");
  if (given === undefined || isProblem(given))
    return given ?? site.refuse("onnx.missingInput", `${site.place} lacks k`);
  const [k = 1] = "data" in given ? given.data : given;
  if (!site.flag("largest", true))
    return site.refuse(
      "onnx.unsupportedOperator",
      `${site.place} asks for the smallest values, which is not supported`,
    );
  const shape = source.shape.map((size, i) => (i === axis ? k : size));
  const result = leftOut(site, source, shape, "ArgMax");
  return [result, result];
}

function leftOut(site: Site, source: Activation, shape: readonly number[], op: LeftOut["op"]): LeftOut {
  return { kind: "leftOut", source, shape, op, place: site.place };
}

export const lastOps: Readonly<Record<string, Lowering>> = {
  ArgMax: lowerArgMax,
  LogSoftmax: lowerLogSoftmax,
  Hardmax: lowerHardmax,
  TopK: lowerTopK,
};
