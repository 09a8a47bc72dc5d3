/** Why the shapes of a layer do not belong together, in words that several kinds share. */
import { elementsOf } from "../ir/graph";
import { kernelExtent, sameShape, showShape } from "../ir/inferShape";
import type { Shape3 } from "../ir/network";
import type { Window } from "../ir/op";
import type { LayerShapes } from "./rows";

export function inputShape({ inputs }: LayerShapes): Shape3 {
  const [x] = inputs;
  if (!x) throw new Error("a layer has no input");
  return x;
}

export function expectShape({ output }: LayerShapes, made: Shape3): string | undefined {
  return sameShape(made, output) ? undefined : `makes ${showShape(made)}, not ${showShape(output)}`;
}

/** Element by element: the result has the shape of the first input. */
export function keepsShape(_layer: unknown, shapes: LayerShapes): string | undefined {
  return expectShape(shapes, inputShape(shapes));
}

/** Two operands of one shape, or the second one vector over the channels. */
export function fitsOperands(_layer: unknown, shapes: LayerShapes): string | undefined {
  const x = inputShape(shapes);
  const [, b] = shapes.inputs;
  if (!b) return "needs two operands";
  return sameShape(b, x) || sameShape(b, [1, 1, x[2]])
    ? expectShape(shapes, x)
    : `operand ${showShape(b)} does not fit ${showShape(x)}`;
}

export function doesNotMake({ output }: LayerShapes): string {
  return `does not make ${showShape(output)}`;
}

/** Whether every output position's window touches the padded input; `slack` allows the partial last window of ceil_mode. */
export function windowFits(window: Window, shapes: LayerShapes, slack: 0 | 1): boolean {
  const x = inputShape(shapes);
  return ([0, 1] as const).every((axis) => {
    const padded = x[axis] + window.pads[axis] + window.pads[axis === 0 ? 2 : 3];
    const last = (shapes.output[axis] - 1) * window.strides[axis];
    const room = padded - kernelExtent(window.kernel[axis], window.dilations[axis]);
    return last <= room + slack * (window.strides[axis] - 1) && room - last < window.strides[axis];
  });
}

export function keepsElements(shapes: LayerShapes): boolean {
  return elementsOf(inputShape(shapes)) === elementsOf(shapes.output);
}
