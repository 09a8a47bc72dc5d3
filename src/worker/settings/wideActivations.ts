/** Activations of 16 bits: where they are asked for, and where a layer has no form for them. */
import {
  ok,
  refuse,
  roomOf,
  uniformPolicy,
  withoutUnformed,
  type KeptNarrow,
  type Network,
  type Outcome,
  type Policy,
  type Problem,
} from "../../engine";
import { meant } from "../../protocol/words/settingWords";
import type { JobSettings, UniformWidths } from "../jobs/jobs";

interface WidePolicy {
  readonly policy: Policy;
  readonly notes: readonly Problem[];
}

/** Every tensor at the widths asked for; activations that cannot have 16 bits keep 8, and a note says so. */
export function uniformWidths(
  network: Network,
  { weights, activations }: UniformWidths,
  settings: Pick<JobSettings, "endless">,
): Outcome<WidePolicy> {
  const { policy, kept } = withoutUnformed(network, uniformPolicy(network, weights, activations));
  const [first] = kept;
  const checked = refuseEndless(policy, settings);
  if (!checked.ok) return checked;
  return ok({ policy, notes: first ? [keptNote(first, kept.length)] : [] });
}

/** A policy that says every width itself says none that cannot be. */
export function refuseUnformed(
  network: Network,
  policy: Policy,
  settings: Pick<JobSettings, "endless">,
  place: string,
): Outcome<true> {
  const [first] = withoutUnformed(network, policy).kept;
  if (first)
    return refuse({
      code: "policy.wide",
      message: `"${first.name}" cannot have 16 bits: ${without(first)}`,
      place,
      hint: `give ${JSON.stringify(first.name)} 8 bits`,
    });
  const steep = twoBesideWide(network, policy);
  if (steep !== undefined)
    return refuse({
      code: "policy.wide",
      message: `"${steep}" has 2 bits beside 16 in one layer: a step of 2 bits is worth more codes of 16 than a multiplier can say`,
      place,
      hint: `give ${JSON.stringify(steep)} 4 bits or more`,
    });
  return refuseEndless(policy, settings);
}

function refuseEndless({ activations }: Policy, { endless }: Pick<JobSettings, "endless">): Outcome<true> {
  if (!endless || ![...activations.values()].includes(16)) return ok(true);
  return refuse({
    code: "settings.wide",
    message: "rows that never end are kept in codes of 8 bits and fewer, and activations of 16 bits were asked for",
    place: meant("streaming"),
    hint: `use 8 bits, or set ${meant("streaming")} to "auto" or "off"`,
  });
}

function twoBesideWide(network: Network, { activations }: Policy): string | undefined {
  const nameOf = (id: number): string => network.activations[network.activations[id]?.group ?? -1]?.name ?? "";
  for (const { inputs, output } of network.layers) {
    const names = [...inputs, output].map(nameOf);
    if (names.some((name) => activations.get(name) === 16)) {
      const narrow = names.find((name) => activations.get(name) === 2);
      if (narrow !== undefined) return narrow;
    }
  }
  return undefined;
}

function keptNote(first: KeptNarrow, count: number): Problem {
  const all = count === 1 ? `"${first.name}" keeps` : `"${first.name}" and ${count - 1} more activations keep`;
  return {
    code: "widths.kept",
    message: `${all} 8 bits: ${without(first)}`,
    hint: "the report names the width of every activation",
  };
}

function without({ layer }: KeptNarrow): string {
  return `"${layer.name}" (${roomOf(layer).label(layer)}) computes with codes of 8 bits and fewer`;
}
