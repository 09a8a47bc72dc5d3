/** Between the engine's policies and the text of policy files. */
import { choicesOf, ok, refuse, type Outcome, type Policy } from "../engine";
import { formatPolicy, matchPolicy, parsePolicy } from "../protocol/policyFile";
import type { Remark } from "../protocol/report";
import type { Model } from "./loadModel";

export function writePolicy(model: Model, policy: Policy): string {
  return formatPolicy({
    model: { name: model.fileName, sha256: model.sha256 },
    ...(model.deadChannels && { deadChannels: model.deadChannels }),
    ...policy,
  });
}

/** The form of the model that a policy file speaks of. What is wrong with the file, readPolicy says. */
export function modelOfPolicy(model: Model, file: { readonly text: string; readonly path: string }): Model {
  const parsed = parsePolicy(file.text, file.path);
  return parsed.ok && parsed.value.deadChannels ? model.trimmed(parsed.value.deadChannels) : model;
}

/** A policy file's text as a policy of this model; every name must match. */
export function readPolicy(model: Model, file: { readonly text: string; readonly path: string }): Outcome<Policy> {
  const parsed = parsePolicy(file.text, file.path);
  if (!parsed.ok) return refused(parsed.problems);
  const choices = choicesOf(model.network);
  const names = {
    weights: choices.filter(({ kind }) => kind === "weights").map(({ name }) => name),
    activations: choices.filter(({ kind }) => kind === "activation").map(({ name }) => name),
    layers: model.network.layers.map(({ name }) => name),
    sha256: model.sha256,
  };
  const matched = matchPolicy(parsed.value, names, file.path);
  if (!matched.ok) return refused(matched.problems);
  return ok({ weights: matched.value.weights, activations: matched.value.activations });
}

function refused(problems: readonly Remark[]): Outcome<never> {
  const [first, ...others] = problems;
  if (!first) throw new Error("a refusal without problems");
  return refuse(first, ...others);
}
