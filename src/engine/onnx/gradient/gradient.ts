/** What an operator's gradient is written with: from the gradient of a sum by the operator's result to that by its operands. */
import type { Node } from "../../ir/graph";
import type { Clamp, OpKind, OpOf } from "../../ir/op";
import type { DepthwiseBlocks } from "./depthwise";
import type { Place, Steps } from "./steps";

/** Methods, so that the gradient of one operator is a gradient of any. */
export interface Gradient<K extends OpKind> {
  /** Gives a gradient to each operand that wants one. */
  write(site: GradientSite<K>): void;
}

export interface GradientSite<K extends OpKind> {
  readonly op: OpOf<K>;
  readonly node: Node;
  readonly inputs: readonly Place[];
  readonly x: Place;
  readonly y: Place;
  /** What x is clamped to where it is computed; ±∞ where it is not. */
  readonly known: Clamp;
  /** The gradient by y, behind the operator's clamp. */
  readonly g: string;
  readonly steps: Steps;
  /** Absent where onnxruntime has no kernels of that kind. */
  readonly blocks: DepthwiseBlocks | undefined;
  readonly wants: (input: number) => boolean;
  readonly give: (input: number, gradient: string) => void;
}
