/** Integer networks of quantlib's PACT and Deeploy: whole numbers carried in floats, brought back to codes by RequantShift. */
import type { Problem } from "../../../base/outcome";
import type { Lowered, Lowering, Site } from "../../site";
import { floatConstant, isProblem } from "../../value";

/** A number that exporters write as a tensor, a float or a whole number. */
function parameter(site: Site, name: string): number | Problem | undefined {
  const attribute = site.node.attribute.find((one) => one.name === name);
  if (!attribute) return undefined;
  if (attribute.t) {
    const tensor = site.tensor(name);
    return tensor === undefined || isProblem(tensor) ? tensor : tensor.data[0];
  }
  return attribute.f ?? attribute.i ?? 0;
}

/** clamp(⌊(x·mul + add) / div⌋) to `n_levels` codes around or above 0: the passes make a pair with scale 1 of it. */
function lowerRequantShift(site: Site): Lowered {
  const x = site.number(0);
  if (isProblem(x)) return x;
  const [mul, add] = [site.constant(1, "factor"), site.constant(2, "addend")];
  if (isProblem(mul)) return mul;
  if (isProblem(add)) return add;
  const [div, levels, signed] = ["div", "n_levels_out", "signed"].map((name) => parameter(site, name));
  for (const value of [div, levels, signed]) if (typeof value === "object") return value;
  if (!mul || !add || typeof div !== "number" || typeof levels !== "number" || !(div > 0) || !(levels > 1))
    return site.refuse(
      "onnx.attribute",
      `${site.place} lacks its factor, its addend, its divisor or its number of levels`,
    );
  const between = (suffix: string): { output: string; suffix: string } => ({ output: site.between(suffix), suffix });
  const factors = floatConstant(
    mul.name,
    mul.shape,
    Float64Array.from(mul.data, (value) => value / div),
  );
  const addends = floatConstant(
    add.name,
    add.shape,
    Float64Array.from(add.data, (value) => value / div),
  );
  const scaled = site.emit({ kind: "mul" }, [x, factors], between("scaled"));
  if (isProblem(scaled)) return scaled;
  const sum = site.emit({ kind: "add" }, [scaled, addends], between("sum"));
  if (isProblem(sum)) return sum;
  const whole = site.emit({ kind: "activation", fn: { fn: "floor" } }, [sum], between("whole"));
  if (isProblem(whole)) return whole;
  const min = signed === undefined || signed === 0 ? 0 : -levels / 2;
  return site.emit({ kind: "activation", fn: { fn: "clamp", min, max: min + levels - 1 } }, [whole]);
}

export const pactOps: Readonly<Record<string, Lowering>> = { RequantShift: lowerRequantShift };
