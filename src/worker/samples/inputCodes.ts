/** A sample as an integer program takes it: the codes of every input, in the order of memory. */
import {
  activationOf,
  layoutOf,
  quantizeInput,
  toMemory,
  type ActivationFormat,
  type ActivationId,
  type Codes,
  type Feeds,
  suppliedInputs,
  type Program,
} from "../../engine";

/** What a caller writes before a run: all inputs but the states. */
export function inputCodes(program: Program, sample: Feeds): Map<ActivationId, Codes> {
  const { network } = program;
  return new Map(
    suppliedInputs(network).map((id) => {
      const { name, shape } = activationOf(network, id);
      const tensor = sample.get(name);
      if (!tensor) throw new Error(`a sample has nothing for input "${name}"`);
      const memory = toMemory(tensor.data, layoutOf(network, name));
      return [id, quantizeInput(memory, shape, formatOf(program, id), "channelsLast")];
    }),
  );
}

export function formatOf(program: Program, id: ActivationId): ActivationFormat {
  const format = program.formats[id];
  if (!format) throw new Error(`activation ${id} has no format`);
  return format;
}
