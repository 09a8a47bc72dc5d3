/**
 * The integer program of a policy: every real number becomes a code, a dyadic multiplier or an int32 bias (docs/numerics.md), as each layer's room
 * says. The result is total: whatever was calibrated can be built.
 */
import { constantOf } from "../ir/graph";
import type { Layer, Policy } from "../ir/network";
import type { ActivationFormat, Program, Step } from "../ir/program";
import { roomOf } from "../layers/rooms";
import { formatsOf, policyGrid, type Quantizer } from "./quantizer";

/** Of an LSTM's cell state where no calibration saw it. */
const DEFAULT_CELL = 8;

/** Builds every step. Whether its accumulators hold is checkAccumulators' question. */
export function buildProgram(quantizer: Quantizer, policy: Policy): Program {
  const { network } = quantizer;
  const formats = formatsOf(quantizer, policy);
  return {
    network,
    policy,
    formats,
    steps: network.layers.map((layer) => stepOf(quantizer, policy, layer, formats)),
  };
}

function stepOf(quantizer: Quantizer, policy: Policy, layer: Layer, formats: readonly ActivationFormat[]): Step {
  const inputs = layer.inputs.map((id) => formatAt(formats, id));
  const output = formatAt(formats, layer.output);
  return roomOf(layer).numbers(layer, {
    input: inputs[0] ?? output,
    inputs,
    output,
    constant: (name) => {
      const values = constantOf(quantizer.graph, name);
      if (!values) throw new Error(`"${name}" of "${layer.name}" is not constant`);
      return values;
    },
    largestCell: ({ name }) => quantizer.calibration.largestCells?.get(name) ?? DEFAULT_CELL,
    weights: (product) => {
      const grid = policyGrid(quantizer, policy, product);
      return { grid, bias: quantizer.bias(product, grid.bits) };
    },
  });
}

function formatAt(formats: readonly ActivationFormat[], id: number): ActivationFormat {
  const format = formats[id];
  if (!format) throw new Error(`activation ${id} has no format`);
  return format;
}
