/** Memory as tests ask about it: one planner a network, and figures together with the execution that they belong to. */
import {
  accountsOf,
  executionOf,
  Planner,
  type Accounts,
  type Execution,
  type ExecutionQuestion,
  type Network,
  type Policy,
} from "../../src/engine";

const planners = new WeakMap<Network, Planner>();

export function plannerOf(network: Network): Planner {
  const planner = planners.get(network) ?? new Planner(network);
  planners.set(network, planner);
  return planner;
}

export function accountsFor(
  network: Network,
  policy: Policy,
  question: ExecutionQuestion,
): Accounts & Pick<Execution, "plan" | "streaming"> {
  const planner = plannerOf(network);
  const execution = executionOf(planner, policy, question);
  const { plan, streaming } = execution;
  return { ...accountsOf(planner, policy, execution), plan, streaming };
}
