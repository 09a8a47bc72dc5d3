/**
 * Constants and attributes that are no numbers. NaN is refused where it is read or folded: what it would make of a network differs between
 * runtimes, and a minimum or a comparison can hide it. Infinity stands for "no bound" in clamps and paddings of maxima, so it may be read, and
 * is refused where it would be computed with.
 */
import type { Problem } from "../base/outcome";
import { isFloat, type Constant } from "./value";
import type { NodeProto } from "./wire/proto";

const HINT = "train or export the network again";

/** @returns a problem where a constant to be computed with holds NaN or infinity */
export function nonFiniteIn(constant: Constant): Problem | undefined {
  return problemAt(
    constant,
    constant.data.findIndex((value) => !Number.isFinite(value)),
  );
}

/** @returns a problem where a constant holds NaN */
export function notNumbersIn(constant: Constant): Problem | undefined {
  return isFloat(constant)
    ? problemAt(
        constant,
        constant.data.findIndex((value) => Number.isNaN(value)),
      )
    : undefined;
}

function problemAt({ name, data }: Constant, index: number): Problem | undefined {
  if (index < 0) return undefined;
  const message = `tensor "${name}" holds ${String(data[index])} at element ${index}`;
  return { code: "onnx.nonFinite", message, place: `tensor "${name}"`, hint: HINT };
}

/** Attributes for which infinity means "none", or whose use decides. */
const UNBOUNDED: Readonly<Record<string, readonly string[]>> = {
  Clip: ["min", "max"],
  Pad: ["value"],
  Constant: ["value_float", "value_floats"],
};

/** @param place the node, for people */
export function nonFiniteAttribute({ opType = "", attribute }: NodeProto, place: string): Problem | undefined {
  for (const { name = "", f, floats } of attribute) {
    const isUsable = (value: number): boolean =>
      Number.isFinite(value) || (!Number.isNaN(value) && UNBOUNDED[opType]?.includes(name) === true);
    const value = [...(f === undefined ? [] : [f]), ...floats].find((one) => !isUsable(one));
    if (value === undefined) continue;
    const message = `${place} holds ${String(value)} in its attribute "${name}"`;
    return { code: "onnx.nonFinite", message, place, hint: HINT };
  }
  return undefined;
}
