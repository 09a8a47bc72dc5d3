/** Operators that are known and refused, with what a person could do instead. */
import type { Lowering } from "../site";

function refused(code: string, why: string, hint: string): Lowering {
  return (site) => site.refuse(code, `${site.place} ${why}`, hint);
}

const control = refused(
  "onnx.controlFlow",
  "is control flow, which is not supported",
  "fix the input that its condition depends on with {{fix}}, or simplify the model so that only one path remains",
);

export const refusedOps: Readonly<Record<string, Lowering>> = {
  If: control,
  Loop: control,
  Scan: control,
};
