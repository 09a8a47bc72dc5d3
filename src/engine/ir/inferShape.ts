/**
 * The output shape of an operator from its input shapes, by ONNX's rules. The one home of these rules after importing: the
 * verifier compares every tensor with it, and rewrites ask it for the shapes of tensors that they make.
 */
import type { Op } from "./op";
import { operatorOf } from "./operators";
import type { Shape } from "./shapes";

export * from "./shapes";

/**
 * @param declared the output tensor's shape: reshape is the one operator whose output is defined by it
 * @returns the shape, or one sentence that says why the inputs do not fit
 */
export function inferShape(op: Op, inputs: readonly Shape[], declared: Shape): Shape | string {
  const [x] = inputs;
  return x ? operatorOf(op).shape(op, { x, inputs, declared }) : "has no input";
}
