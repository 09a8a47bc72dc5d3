/** A model as a job's settings want it: loaded with what they know of its input, and ending where they say. */
import { endAtLogits, ok, refuse, type Outcome } from "../../engine";
import { statedPixelsOf } from "../settings/inputBounds";
import type { JobSettings } from "../jobs/jobs";
import { endlessModel } from "./endlessModel";
import { loadModel, plannedNetwork, type Model } from "./loadModel";

export async function openModel(settings: JobSettings, load: typeof loadModel = loadModel): Promise<Outcome<Model>> {
  const loaded = await load(settings.modelPath, statedPixelsOf(settings), settings.inputs);
  const ended = loaded.ok && settings.scores === "logits" ? atLogits(loaded.value) : loaded;
  return ended.ok && settings.endless ? endlessModel(ended.value, settings.endless) : ended;
}

/** One a model, so that what planning knows of its network serves the next request too. */
const known = new WeakMap<Model, Model>();

function withoutSoftmax(model: Model): Model {
  const before = known.get(model);
  if (before) return before;
  const network = endAtLogits(model.network);
  if (network === model.network) return model;
  const made: Model = {
    ...model,
    ...plannedNetwork(network),
    trimmed: (which) => withoutSoftmax(model.trimmed(which)),
  };
  known.set(model, made);
  return made;
}

function atLogits(given: Model): Outcome<Model> {
  const model = withoutSoftmax(given);
  if (model.network.layers.length > 0) return ok(model);
  return refuse({
    code: "model.onlySoftmax",
    message: "nothing is left of the model without its softmax",
    place: model.fileName,
    hint: "let its scores be probabilities",
  });
}
