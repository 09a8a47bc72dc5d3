/**
 * What equal widths are known by. A key goes through the network's choices in their order, so policies that give equal widths have equal
 * keys however their maps are ordered.
 */
import type { Bits } from "../../base/bits";
import { choicesOf, fixedNames, type Choice, type Network, type Policy } from "../../ir/network";

/** @param question what else an answer depends on, as JSON can tell it */
export type WidthKey = (policy: Pick<Policy, "activations">, ...question: readonly unknown[]) => string;

/** Equal for policies of equal activations, asked the same: nothing else of a policy matters to how a network is run. */
export function activationKey(network: Network): WidthKey {
  const names = [...namesOf(network, "activation"), ...fixedNames(network)];
  return ({ activations }, ...question) => {
    const widths = digitsOf(activations, names);
    return question.length === 0 ? widths : `${widths} ${JSON.stringify(question)}`;
  };
}

/** Equal for equal policies. */
export function policyKey(network: Network): (policy: Policy) => string {
  const weights = namesOf(network, "weights");
  const ofActivations = activationKey(network);
  return (policy) => `${digitsOf(policy.weights, weights)} ${ofActivations(policy)}`;
}

function namesOf(network: Network, kind: Choice["kind"]): readonly string[] {
  return choicesOf(network)
    .filter((choice) => choice.kind === kind)
    .map(({ name }) => name);
}

const NONE = 0;

/** A digit each. A missing width has a place too: policies are checked elsewhere. */
function digitsOf(widths: ReadonlyMap<string, Bits>, names: readonly string[]): string {
  return names.map((name) => (widths.get(name) ?? NONE).toString(36)).join("");
}
