/** Forms around codes of 16 bits (src/firmware/wide/bw_wide.h): the structure of the form for fewer, and a function of their own. */
import type { LayerKind } from "../../../ir/network";
import type { StepKind } from "../../call";
import { asBytes, type CodeCall } from "../parts";
import { NEVER_COUNTED } from "../turns";
import type { KernelForm } from "./form";

const HEADER = "bw_wide.h";

/** A form with the same structure whose function is called in the same way. */
export function widened<K extends LayerKind, S extends StepKind>(
  form: KernelForm<K, S>,
  function_: string,
): KernelForm<K, S> {
  return {
    ...form,
    wide: true,
    function: function_,
    header: HEADER,
    turns: NEVER_COUNTED,
    code: (call) => {
      const emitted = form.code(call);
      return { ...emitted, body: emitted.body.map((line) => line.replaceAll(`${form.function}(`, `${function_}(`)) };
    },
  };
}

/** A form that moves codes as they are, and so moves bytes. @param layerOf the layer, as it moves twice as many channels */
export function byBytes<K extends LayerKind, S extends StepKind>(
  form: KernelForm<K, S>,
  layerOf: (layer: CodeCall<K, S>["layer"]) => CodeCall<K, S>["layer"],
): KernelForm<K, S> {
  return {
    ...form,
    wide: true,
    turns: NEVER_COUNTED,
    code: (call) =>
      form.code({
        ...call,
        layer: layerOf(call.layer),
        inputs: call.inputs.map(asBytes),
        input: asBytes(call.input),
        output: asBytes(call.output),
      }),
  };
}
