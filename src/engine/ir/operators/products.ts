/** The operators with weights. */
import { describeClamp, describeWindow } from "../dumpWords";
import type { OpOf } from "../op";
import { showShape, windowMistake, windowOutput, type Shape } from "../shapes";
import { COMPUTES, emptyClamp, mixesImages, UNBOUNDED, type Operator, type ShapeSite } from "./operator";

const conv: Operator<"conv"> = {
  ...COMPUTES,
  shape: convShape,
  mistake: ({ clamp }) => emptyClamp(clamp),
  dump: (op) => `${describeWindow(op)} groups ${op.groups}${describeClamp(op.clamp)}`,
  bounds: ({ clamp }) => clamp ?? UNBOUNDED,
  behindClamp: "takes",
  constants: "parameters",
  order: "image",
  mixes: mixesImages,
};

const fullyConnected: Operator<"fullyConnected"> = {
  ...COMPUTES,
  shape: (_, site) => fullyConnectedShape(site),
  mistake: ({ clamp }) => emptyClamp(clamp),
  dump: ({ clamp }) => describeClamp(clamp).trimStart(),
  bounds: ({ clamp }) => clamp ?? UNBOUNDED,
  behindClamp: "takes",
  constants: "parameters",
  order: "rows",
  mixes: (_, { shapes }) => ((shapes[0]?.length ?? 0) > 1 ? undefined : "sums over them"),
};

function convShape(op: OpOf<"conv">, { x, inputs: [, weights] }: ShapeSite): Shape | string {
  const mistake = windowMistake(op, x);
  if (mistake) return mistake;
  const [, channels = 0, height = 0, width = 0] = x;
  if (weights?.length !== 4) return "needs weights of 4 axes";
  const [outputs = 0, perGroup = 0, kernelHeight, kernelWidth] = weights;
  if (kernelHeight !== op.kernel[0] || kernelWidth !== op.kernel[1]) {
    return `weights ${showShape(weights)} do not have the kernel ${op.kernel.join("×")}`;
  }
  if (perGroup * op.groups !== channels || outputs % op.groups !== 0) {
    return `weights ${showShape(weights)} do not fit ${channels} channels in ${op.groups} groups`;
  }
  const [rows, columns] = windowOutput(op, [height, width], false);
  return rows > 0 && columns > 0 ? [x[0] ?? 1, outputs, rows, columns] : `kernel does not fit into ${showShape(x)}`;
}

function fullyConnectedShape({ x, inputs: [, weights] }: ShapeSite): Shape | string {
  if (weights?.length !== 2) return "needs a weight matrix";
  const [outputs = 0, columns = 0] = weights;
  return x.length > 0 && x.at(-1) === columns
    ? [...x.slice(0, -1), outputs]
    : `${showShape(x)} does not end in ${columns} columns`;
}

export const products = { conv, fullyConnected };
