/** A layer's operator in the words of the field: `Depthwise 3×3 s2`, `Conv 1×1`, `Fully connected`. */
import { activationOf, assertNever, labelOfScalar, type Layer, type Network } from "../../engine";

export function describeLayer(network: Network, layer: Layer): string {
  switch (layer.kind) {
    case "conv": {
      const channels = activationOf(network, layer.inputs[0] ?? 0).shape[2];
      const kind =
        layer.groups === 1 ? "Conv" : layer.groups === channels ? "Depthwise" : `Conv in ${layer.groups} groups`;
      const dilation = layer.dilations.some((d) => d > 1) ? ` d${layer.dilations.join("×")}` : "";
      return `${kind} ${windowOf(layer)}${dilation}`;
    }
    case "fullyConnected":
      return "Fully connected";
    case "add":
      return layer.sign === 1 ? "Add" : "Subtract";
    case "mul":
      return "Multiply";
    case "lookup":
      return labelOfScalar(layer.fn);
    case "prelu":
      return "PReLU";
    case "maxPool":
      return `Max pool ${windowOf(layer)}`;
    case "averagePool":
      return `Average pool ${windowOf(layer)}`;
    case "concat":
      return "Concat";
    case "slice":
      return "Slice";
    case "pad":
      return "Pad";
    case "resize":
      return "Resize";
    case "transpose":
      return "Transpose";
    case "requantize":
      return "Requantize";
    case "softmax":
      return "Softmax";
    default:
      return assertNever(layer);
  }
}

function windowOf({
  kernel,
  strides,
}: {
  kernel: readonly [number, number];
  strides: readonly [number, number];
}): string {
  const stride = strides[0] === strides[1] ? (strides[0] === 1 ? "" : ` s${strides[0]}`) : ` s${strides.join("×")}`;
  return `${kernel[0]}×${kernel[1]}${stride}`;
}
