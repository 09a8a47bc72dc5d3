/** A model whose rows never end: planned and written as what a hop computes, measured as the network over whole windows that it is. */
import { hopNetwork, ok, type Outcome } from "../../engine";
import { meant } from "../../protocol/words/settingWords";
import type { JobSettings } from "../jobs/jobs";
import { plannedNetwork, type Model } from "./loadModel";

type Endless = NonNullable<JobSettings["endless"]>;

/** One a model and hop, so that what planning knows of its network serves the next request too. */
const known = new WeakMap<Model, Map<string, Model>>();

export function endlessModel(model: Model, endless: Endless): Outcome<Model> {
  const { hopRows, padding } = endless;
  const key = `${hopRows} ${padding}`;
  const before = known.get(model)?.get(key);
  if (before) return ok(before);
  const hop = hopNetwork(model.network, hopRows, padding);
  if (!hop.ok) {
    const [first, ...others] = hop.problems.map((problem) => ({ ...problem, place: problem.place ?? meant("hop") }));
    return first ? { ok: false, problems: [first, ...others] } : hop;
  }
  const made: Model = {
    ...model,
    ...plannedNetwork(hop.value.network),
    endless: { window: model.network, hop: hop.value, padding },
    trimmed: (which) => {
      const trimmed = endlessModel(model.trimmed(which), endless);
      if (!trimmed.ok) throw new Error(`rows of ${model.fileName} never end only with its dead channels`);
      return trimmed.value;
    },
  };
  const all = known.get(model) ?? new Map<string, Model>();
  known.set(model, all.set(key, made));
  return ok(made);
}
