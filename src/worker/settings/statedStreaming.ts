/**
 * How a network is run, as a policy file states it, and back: chains of layers that run row by row together, or "off". What is stated is
 * planned so whatever the limits are; a statement that this network cannot keep is refused, never bent.
 */
import {
  activationOf,
  executionOf,
  executionOrder,
  ok,
  ramBytesOf,
  refuse,
  runsByRows,
  type Execution,
  type ExecutionQuestion,
  type Network,
  type Outcome,
  type Plan,
  type Planner,
  type Policy,
  type Problem,
  type Way,
} from "../../engine";
import type { Chains } from "../../protocol/files/policyFile";
import type { JobSettings, StatedStreaming } from "../jobs/jobs";
import { planningOf } from "./planning";

/** @throws where the statement is none of this network: readPolicy has refused it */
export function planningUnder(
  settings: JobSettings,
  planner: Planner,
  stated: StatedStreaming | undefined,
): ExecutionQuestion {
  const planning = planningOf(settings);
  if (stated === undefined) return planning;
  const run = runOf(planner, settings, stated);
  if (!run.ok) throw new Error(run.problems.map(({ message }) => message).join("; "));
  return { ...planning, ...run.value };
}

/** How a policy's layers are run, and the statement of it. */
export interface Stated {
  readonly execution: Execution;
  /** Absent: the planner chooses each time. */
  readonly streaming?: StatedStreaming;
}

/** How layers are run as a policy file states it, or as the planner chooses. */
export function executionUnder(
  settings: JobSettings,
  planner: Planner,
  { policy, streaming }: { readonly policy: Policy; readonly streaming?: StatedStreaming },
): Execution {
  return executionOf(planner, policy, planningUnder(settings, planner, streaming));
}

/**
 * The statement of how the planner runs a policy's layers, and the execution that it gives again under any limits; none where the limit holds
 * only for a plan that cannot be stated.
 * @returns with the plan of the planner's own choice, which knows whether a better one may exist
 */
export function statementOf(
  planner: Planner,
  policy: Policy,
  settings: JobSettings,
): Stated & { readonly chosen: Plan } {
  const { account, budget } = settings;
  const free = executionUnder(settings, planner, { policy });
  const chosen = free.plan;
  const streaming = free.streaming === "off" ? "off" : chainsOf(planner.network, chosen);
  const execution = executionUnder(settings, planner, { policy, streaming });
  const fits = (one: Execution): boolean =>
    budget === undefined || ramBytesOf(planner, one, account) <= budget.ramBytes;
  if (fits(free) && !fits(execution)) return { execution: free, chosen };
  return { execution, streaming, chosen };
}

function chainsOf(network: Network, plan: Plan): Chains {
  const takesRows = plan.buffers.some(
    ({ content, ring }) => ring && content.kind === "activation" && network.inputs.includes(content.activation),
  );
  return plan.segments
    .filter(({ streamed }) => streamed)
    .map(({ firstStep, lastStep }) => [
      ...(firstStep === 0 && takesRows ? inputNames(network) : []),
      ...plan.order.slice(firstStep, lastStep + 1).map((index) => network.layers[index]?.name ?? ""),
    ]);
}

/** Names that chains may have: of layers, and of the input in front of the first. */
export function namesInChains(network: Network): readonly string[] {
  return [...network.layers.map(({ name }) => name), ...inputNames(network)];
}

function inputNames(network: Network): readonly string[] {
  return network.inputs.map((id) => activationOf(network, id).name);
}

type Run = Pick<Way, "streaming" | "order" | "segments">;

/** What the planner has to be told so that it runs layers as stated; a problem's place is the caller's to add. */
export function runOf(planner: Planner, settings: JobSettings, stated: StatedStreaming): Outcome<Run> {
  const { network } = planner;
  const { rows, streaming } = settings;
  if (stated === "off") {
    if (rows === "memory") return ok({ streaming: "off" });
    return refuse(
      impossible('the policy says that no layer runs by rows ("streaming": "off"), and rows are to be supplied', {
        hint: 'set rows to "memory", or remove "streaming" from the policy',
      }),
    );
  }
  const [firstChain] = stated;
  if (streaming === "off" && firstChain) {
    return refuse(
      impossible(`the policy runs ${listed(firstChain)} row by row, and streaming is off`, {
        hint: 'set streaming to "auto", or write "streaming": "off" into the policy',
      }),
    );
  }
  // With streaming off an empty list can only mean that.
  if (streaming === "off") return ok({ streaming: "off" });
  const order = executionOrder(planner, { streaming: "auto", rows });
  const names = order.map((index) => network.layers[index]?.name ?? "");
  const inChain = new Map<number, { readonly lastStep: number; readonly inputRows: boolean }>();
  const taken = new Set<string>();
  for (const chain of stated) {
    const inputRows = beginsWithInput(network, names, chain);
    const layers = inputRows ? chain.slice(1) : chain;
    const problem =
      chainProblem(network, names, layers, taken) ?? inputProblem(network, settings, names, layers, inputRows);
    if (problem) return refuse(problem);
    const firstStep = names.indexOf(layers[0] ?? "");
    inChain.set(firstStep, { lastStep: firstStep + layers.length - 1, inputRows });
  }
  const segments: NonNullable<Way["segments"]>[number][] = [];
  for (let step = 0; step < order.length; step = (segments.at(-1)?.lastStep ?? step) + 1) {
    const { lastStep = step, inputRows = false } = inChain.get(step) ?? {};
    segments.push({ firstStep: step, lastStep, inputRows });
  }
  return ok({ streaming: "auto", order, segments });
}

/** A layer may have the input's name: it is the input where the first layer follows. */
function beginsWithInput(network: Network, names: readonly string[], [first = "", second]: readonly string[]): boolean {
  return inputNames(network).includes(first) && (!names.includes(first) || second === names[0]);
}

function chainProblem(
  network: Network,
  names: readonly string[],
  chain: readonly string[],
  taken: Set<string>,
): Problem | undefined {
  for (const [i, name] of chain.entries()) {
    const step = names.indexOf(name);
    const layer = network.layers.find((one) => one.name === name);
    if (!layer || step < 0) return impossible(`the network has no layer "${name}" that could run row by row`);
    if (taken.has(name)) return impossible(`the policy has layer "${name}" twice among those that run row by row`);
    taken.add(name);
    if (!runsByRows(network, layer)) {
      return impossible(`layer "${name}" cannot run row by row, because it needs all of its input at once`, {
        hint: "take it out of its chain in the policy",
      });
    }
    const before = chain[i - 1];
    const next = before === undefined ? undefined : names[names.indexOf(before) + 1];
    if (before !== undefined && next !== name) {
      return impossible(`"${name}" cannot run row by row with "${before}", because it does not run right after it`, {
        hint: next === undefined ? `"${before}" is the last layer` : `after "${before}" runs "${next}"`,
      });
    }
  }
  return undefined;
}

function inputProblem(
  network: Network,
  { rows }: JobSettings,
  names: readonly string[],
  [first = "", ...others]: readonly string[],
  inputRows: boolean,
): Problem | undefined {
  if (!inputRows) {
    if (first === "" || others.length > 0) return undefined;
    return impossible(`a chain of "${first}" alone runs nothing together`, {
      hint: "a chain names at least two layers",
    });
  }
  const [input = ""] = inputNames(network);
  if (rows === "memory") {
    return impossible(`the policy takes "${input}" row by row, and the whole input is to lie in memory`, {
      hint: 'set rows to "supplied", or take the input out of its chain in the policy',
    });
  }
  const chain = [first, ...others];
  if (names[0] !== first) return impossible(`"${input}" must stand in front of "${names[0]}", which runs first`);
  const isReader = (layer: Network["layers"][number]): boolean =>
    layer.inputs.some((id) => network.inputs.includes(id));
  const outside = network.layers.find((layer) => isReader(layer) && !chain.includes(layer.name));
  if (outside) return impossible(`"${input}" cannot be taken row by row, because "${outside.name}" reads it later`);
  if (network.inputs.some((id) => network.outputs.includes(id)))
    return impossible(`"${input}" cannot be taken row by row, because it is an output as well`);
  return undefined;
}

function impossible(message: string, { hint }: { readonly hint?: string } = {}): Problem {
  return { code: "policy.streaming", message, ...(hint !== undefined && { hint }) };
}

function listed(names: readonly string[]): string {
  const quoted = names.slice(0, 3).map((name) => `"${name}"`);
  return names.length > 3 ? `${quoted.join(", ")} and ${names.length - 3} more` : quoted.join(", ");
}
