/** Runs the model over an archive of clips with onnxruntime-node, one clip at a time, as the network will meet them on the board. */
import { InferenceSession, Tensor } from "../../src/runtime/onnxruntime";
import { readNpz } from "../../src/datasets/arrays/npz";
import { BANDS, FRAMES } from "./features";
import { CLASSES } from "./speech";

export interface Evaluation {
  readonly predictions: readonly number[];
  readonly labels: readonly number[];
}

/** @param model path of an .onnx file @param archive path of an .npz file with `features` and `labels` */
export async function evaluate(model: string, archive: string): Promise<Evaluation> {
  const read = await readNpz(archive, (names) => names);
  if (!read.ok) throw new Error(read.problems[0]?.message);
  const { arrays } = read.value;
  const codes = arrays.get("features")?.bytes;
  const labels = arrays.get("labels")?.bytes;
  if (!codes || !labels) throw new Error(`${archive} must hold features and labels`);
  return { predictions: await runModel(model, codes), labels: [...labels] };
}

/** The class of each clip. @param codes the front end's bytes of all clips, one after another */
export async function runModel(model: string, codes: Uint8Array): Promise<readonly number[]> {
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const predictions: number[] = [];
  for (let at = 0; at < codes.length; at += FRAMES * BANDS) {
    const input = Float32Array.from(codes.subarray(at, at + FRAMES * BANDS));
    const { logits } = await session.run({ input: new Tensor("float32", input, [1, 1, FRAMES, BANDS]) });
    if (!(logits?.data instanceof Float32Array)) throw new Error(`${model} has no output "logits"`);
    predictions.push(logits.data.indexOf(Math.max(...logits.data)));
  }
  await session.release();
  return predictions;
}

export function accuracyOf({ predictions, labels }: Evaluation): number {
  return labels.filter((label, i) => label === predictions[i]).length / labels.length;
}

/** Top-1 in percent over all clips and by class, as README.md shows it. */
export function describeAccuracy(evaluation: Evaluation): string {
  const { predictions, labels } = evaluation;
  const rate = accuracyOf(evaluation);
  const error = Math.sqrt((rate * (1 - rate)) / labels.length);
  const ofClass = CLASSES.map((_, label) => {
    const own = labels.flatMap((each, i) => (each === label ? [predictions[i]] : []));
    return own.filter((prediction) => prediction === label).length / own.length;
  });
  return [
    `Top-1 of \`keywords.onnx\` in float32 on the ${labels.length} test clips: **${percent(rate)} %** (standard error ${percent(error)}).`,
    `By class: ${CLASSES.map((name, label) => `${name} ${percent(ofClass[label] ?? 0)}`).join(", ")}.`,
  ].join("\n");
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
