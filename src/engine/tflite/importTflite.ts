/**
 * TensorFlow Lite bytes → IR graph, by way of an ONNX model in QuantizeLinear/DequantizeLinear form: so there is one importer, one set of passes,
 * and a file that onnxruntime can run for comparison (docs/decisions/tflite-by-way-of-onnx.md).
 */
import { ok, refuse, type Outcome, type Problem } from "../base/outcome";
import { sameShape, showShape } from "../ir/inferShape";
import { importOnnx, type ImportedModel, type ImportOptions } from "../onnx/importOnnx";
import { convertTflite, type Converted } from "./convert";
import { damaged } from "./wire/readModel";

/** What `convertTflite` makes of the same bytes is what a runtime can be asked for the file's answers. */
export function importTflite(bytes: Uint8Array, options: ImportOptions = {}): Outcome<ImportedModel> {
  const converted = convertTflite(bytes);
  if (!converted.ok) return converted;
  const { onnx, states, problems } = converted.value;
  const stated = options.stated ?? {};
  const all = [...states, ...(stated.states ?? [])];
  const own = states.length > 0 ? { ...stated, states: all } : stated;
  const imported = importOnnx(onnx, { ...options, stated: own });
  const [first, ...others] = problems;
  if (first) {
    const places = new Set(problems.map(({ place }) => place));
    const more = imported.ok ? [] : imported.problems.filter(({ place }) => !places.has(place));
    return refuse(first, ...others, ...more);
  }
  if (!imported.ok) return imported;
  const wrong = otherShape(converted.value, imported.value);
  if (wrong) return refuse(wrong);
  const note: Problem[] =
    states.length === 0
      ? []
      : [
          {
            code: "tflite.variables",
            message: `the file's variables are states: ${states.map(({ input }) => `"${input}"`).join(", ")}`,
          },
        ];
  return ok({ ...imported.value, notes: [...imported.value.notes, ...note] });
}

/** Shapes are inferred while importing; a file whose own shapes are others was misread or is damaged. */
function otherShape({ shapes }: Converted, { graph, feeding }: ImportedModel): Problem | undefined {
  if (feeding.samples > 1) return undefined;
  for (const [name, shape] of shapes) {
    const own = graph.tensors.get(name)?.shape;
    if (own && !sameShape(own, shape))
      return damaged(
        `tensor "${name}" is ${showShape(shape)} by its own words and ${showShape(own)} by its operator's`,
      );
  }
  return undefined;
}
