/** Between the engine's policies and the text of policy files. */
import {
  canHaveLevels,
  choicesOf,
  fixedNames,
  ok,
  refuse,
  type Outcome,
  type Policy,
  type Problem,
} from "../../engine";
import {
  formatPolicy,
  matchPolicy,
  parsePolicy,
  type LearnedFile,
  type PolicyFile,
} from "../../protocol/files/policyFile";
import type { Remark } from "../../formats/remark";
import { meant } from "../../protocol/words/settingWords";
import type { JobSettings, StatedStreaming } from "../jobs/jobs";
import { widthsDigest } from "../losses/learnedFile";
import { levelled, type Model } from "../model/loadModel";
import { refuseUnformed } from "./wideActivations";
import { namesInChains, runOf } from "./statedStreaming";

/**
 * @param streaming how layers are run, where that is decided; absent: the planner chooses each time
 * @param learned where weights lie that were learned for these widths
 */
export function writePolicy(model: Model, policy: Policy, streaming?: StatedStreaming, learned?: LearnedFile): string {
  return formatPolicy({
    model: { name: model.fileName, sha256: model.sha256 },
    ...(model.deadChannels && { deadChannels: model.deadChannels }),
    ...(model.levels && { levels: model.levels }),
    ...(streaming !== undefined && { streaming }),
    ...(learned && { learned }),
    ...policy,
  });
}

/** The form of the model that a policy file speaks of. What is wrong with the file, readPolicy says. */
export function modelOfPolicy(model: Model, file: { readonly text: string; readonly path: string }): Model {
  const parsed = parsePolicy(file.text, file.path);
  if (!parsed.ok) return model;
  const { deadChannels, levels } = parsed.value;
  const trimmed = deadChannels ? model.trimmed(deadChannels) : model;
  return levels ? levelled(trimmed, levels) : trimmed;
}

export interface ReadPolicy {
  readonly policy: Policy;
  /** Possible for this model under the settings. */
  readonly streaming?: StatedStreaming;
  /** For these very widths. */
  readonly learned?: LearnedFile;
  /** What the file states and this model has not. */
  readonly notes: readonly Problem[];
}

/** A policy file's text as a policy of this model; every name must match, and what streams must be possible under the settings. */
export function readPolicy(
  model: Model,
  settings: JobSettings,
  file: { readonly text: string; readonly path: string },
): Outcome<ReadPolicy> {
  const parsed = parsePolicy(file.text, file.path);
  if (!parsed.ok) return refused(parsed.problems);
  const choices = choicesOf(model.network);
  const names = {
    weights: choices.filter(({ kind }) => kind === "weights").map(({ name }) => name),
    activations: choices.filter(({ kind }) => kind === "activation").map(({ name }) => name),
    ends: fixedNames(model.network),
    layers: namesInChains(model.network),
    levels: model.network.layers.filter(canHaveLevels).map(({ name }) => name),
    sha256: model.sha256,
  };
  const matched = matchPolicy(parsed.value, names, file.path);
  if (!matched.ok) return refused(matched.problems);
  const { weights, activations, streaming, learned } = matched.value;
  const wide = refuseUnformed(model.network, { weights, activations }, settings, file.path);
  if (!wide.ok) return wide;
  const isLearned = learned?.widths === widthsDigest({ weights, activations });
  const notes = [...strangeness(model, matched.value), ...(learned && !isLearned ? [OTHER_WIDTHS] : [])];
  const read = { policy: { weights, activations }, ...(learned && isLearned && { learned }), notes };
  if (streaming === undefined) return ok(read);
  const run = runOf(model.planner, settings, streaming);
  if (!run.ok) return refused(run.problems.map((problem) => ({ ...problem, place: file.path })));
  return ok({ ...read, streaming });
}

const OTHER_WIDTHS: Problem = {
  code: "policy.learned",
  message: "widths were changed since weights were learned for this policy: they are rounded afresh",
  hint: `learn again: ${meant("learn")}`,
};

/** Widths are taken by name, also for weights that were trained again; who reads the figures should know. */
function strangeness({ sha256, deadChannels }: Model, policy: PolicyFile): readonly Problem[] {
  const notes: Problem[] = [];
  if (policy.model.sha256 !== sha256) {
    notes.push({
      code: "policy.model",
      message: `the policy was made for another file ("${policy.model.name}", or an earlier version of this one): its widths were taken, and what it was chosen by may not hold`,
      hint: "search again, or choose the policy of this model",
    });
  }
  if (policy.deadChannels !== undefined && deadChannels === undefined) {
    notes.push({
      code: "policy.deadChannels",
      message: `the policy was made without channels that are the same for every input ("deadChannels": "${policy.deadChannels}"), and this model has none that could go`,
      hint: `where stated pixels proved them so, state the same ${meant("preprocessing")}`,
    });
  }
  return notes;
}

function refused(problems: readonly Remark[]): Outcome<never> {
  const [first, ...others] = problems;
  if (!first) throw new Error("a refusal without problems");
  return refuse(first, ...others);
}
