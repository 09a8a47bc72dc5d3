/**
 * The one place where it is decided how a network is run. Layers run one after the other (streaming "off", and "auto" while that fits the RAM
 * limit), or row by row together wherever that lowers the arena.
 *
 * One order serves both accounts and all policies of a network (executionOrder), so that figures of two policies compare and the constraints
 * of search describe the very steps that are reported.
 */
import { ACTIVATION_WIDTHS } from "../../base/bits";
import { DEFAULT_BUILD } from "../../base/build";
import { activationBytes, uniformPolicy, wideLayers, type Network, type Policy } from "../../ir/network";
import { callShapeOf, type CallShape, type RunOrder } from "../accounts/callSizes";
import { contextBytes, isFedByRows, stackBoundBytes } from "../accounts/kernelCosts";
import { lifetimesOf } from "../arena/lifetimes";
import { isOnlyOrder, leastPeakBytes, planMemory } from "../arena/planMemory";
import { stateBytes, stateHeld } from "../arena/states";
import type { AccountName, Plan, PlanOptions, Way } from "../types";
import type { Execution, ExecutionQuestion } from "./execution";
import { answersOfKind, type Planner } from "./planner";

/** How each account plans. The model account counts live bytes only: it needs no alignment. */
const PLANNING: Readonly<Record<AccountName, PlanOptions>> = {
  model: { inPlace: false, scratch: false, alignmentBytes: 1 },
  linked: { inPlace: true, scratch: true, alignmentBytes: 4 },
};

/** By streaming and source of rows: orders do not depend on the policy. */
const ORDERS = answersOfKind<readonly number[]>(4);

/**
 * The order in which firmware executes the network: the best for 8 bits everywhere, in place and with scratch, whatever the policy; for
 * streaming that of the lowest arena.
 */
export function executionOrder(
  planner: Planner,
  { streaming = "off", rows = "memory" }: Pick<Way, "streaming" | "rows"> = {},
): readonly number[] {
  return planner.once(ORDERS, `${streaming} ${rows}`, () => {
    const { network } = planner;
    const byDefault = network.layers.map(({ index }) => index);
    if (isOnlyOrder(network, byDefault)) return byDefault;
    return planMemory(planner, uniformPolicy(network, 8), { ...PLANNING.linked, streaming, rows }).order;
  });
}

/** How the network is run with a policy's activations. */
export function executionOf(planner: Planner, policy: Policy, question: ExecutionQuestion): Execution {
  const { streaming = "off", rows = "memory", ramLimit } = question;
  if (streaming === "off") return layerByLayer(planner, policy, question);
  const least = (): Execution => rowByRow(planner, policy, question);
  if (!ramLimit || question.segments) return least();
  const fits = (execution: Execution): boolean => ramBytesOf(planner, execution, ramLimit.account) <= ramLimit.bytes;
  if (rows === "memory") {
    const plain = layerByLayer(planner, policy, question);
    if (fits(plain)) return plain;
  }
  // Of what fits, search's own segmentations included (so that its answers do fit), the fewest streamed layers: they cost code.
  const order = question.order ?? executionOrder(planner, { streaming, rows });
  const searched = searchedSegments(planner, ramLimit.account, { rows, order }).map((segments) =>
    rowByRow(planner, policy, { ...question, order, segments }),
  );
  const fitting = [...searched, least()].filter(fits);
  const [first = least()] = [...fitting].sort((a, b) => streamedLayers(a.plan) - streamedLayers(b.plan));
  return first;
}

/** RAM of an execution in either account. */
export function ramBytesOf(planner: Planner, execution: Execution, account: AccountName): number {
  const { modelRamBytes, firmware, build } = execution;
  if (account === "model") return modelRamBytes;
  return firmware.arenaBytes + execution.contextBytes + stackBoundBytes(planner, build, execution.wide);
}

/** `ramBytesOf(executionOf(…))` of the question's account, sooner: in the model account nothing has to be placed. */
export function leastRamBytes(planner: Planner, policy: Policy, question: Omit<ExecutionQuestion, "ramLimit">): number {
  const { account, streaming = "off", rows = "memory", segments } = question;
  if (account === "linked") return ramBytesOf(planner, executionOf(planner, policy, question), account);
  const order = question.order ?? executionOrder(planner, { streaming, rows });
  if (streaming === "off") return peakLiveBytes(planner.network, policy, order);
  return leastPeakBytes(planner, policy, {
    ...PLANNING.model,
    streaming,
    rows,
    order,
    ...(segments && { segments }),
  });
}

function layerByLayer(planner: Planner, policy: Policy, question: ExecutionQuestion): Execution {
  const { order = executionOrder(planner), inputInArena = true, account } = question;
  const firmware = planOnce(planner, policy, { ...PLANNING.linked, order, inputInArena });
  const plan = account === "linked" ? firmware : planOnce(planner, policy, { ...PLANNING.model, order });
  const modelRamBytes = peakLiveBytes(planner.network, policy, order);
  return composed(planner, policy, question, { plan, firmware, modelRamBytes, streaming: "off" });
}

function rowByRow(planner: Planner, policy: Policy, question: ExecutionQuestion): Execution {
  const { inputInArena = true, account, rows = "memory", segments } = question;
  const order = question.order ?? executionOrder(planner, { streaming: "auto", rows });
  const planAs = (name: AccountName): Plan => {
    const own = { ...PLANNING[name], ...(name === "linked" && { inputInArena }) };
    const common: PlanOptions = { ...own, streaming: "auto", rows, order };
    if (segments) return planOnce(planner, policy, { ...common, segments });
    const best = planOnce(planner, policy, common);
    if (best.arenaBytes < best.lowerBoundBytes + (own.alignmentBytes ?? 1)) return best;
    // Its peak is the least, its arena need not be: search relies on its own segmentations never being lower.
    return searchedSegments(planner, name, { rows, order })
      .map((searched) => planOnce(planner, policy, { ...common, segments: searched }))
      .reduce((lowest, plan) => (plan.arenaBytes < lowest.arenaBytes ? plan : lowest), best);
  };
  const firmware = planAs("linked");
  const modelOptions: PlanOptions = { ...PLANNING.model, streaming: "auto", rows, order };
  return composed(planner, policy, question, {
    plan: account === "linked" ? firmware : planAs("model"),
    firmware,
    modelRamBytes: peakOnce(planner, policy, { ...modelOptions, ...(segments && { segments }) }),
    streaming: "auto",
  });
}

type Planned = Pick<Execution, "plan" | "firmware" | "modelRamBytes" | "streaming">;

/** Segments decide, not widths: most edits leave them as they are. */
const CALLS = answersOfKind<CallShape>(16);

function composed(planner: Planner, policy: Policy, question: ExecutionQuestion, planned: Planned): Execution {
  const { network } = planner;
  const { account, rows = "memory", arena = "static", build = DEFAULT_BUILD } = question;
  const { firmware } = planned;
  const wide = wideLayers(network, policy);
  const run = runOrderOf(network, firmware, rows);
  return {
    account,
    rows,
    arena,
    build,
    wide,
    ...planned,
    calls: planner.once(CALLS, JSON.stringify([run, ...wide]), () => callShapeOf(network, { ...run, wide })),
    contextBytes: contextBytes(network, firmware, { rows, arena }),
  };
}

/** A search asks for a plan that a report of what it found asks for again, beside some others: so many are worth keeping. */
const PLANS = answersOfKind<Plan>(16);

/** `planMemory`, once for policies of equal activations. */
function planOnce(planner: Planner, policy: Policy, options: PlanOptions): Plan {
  return planner.once(PLANS, planKey(planner, policy, options), () => planMemory(planner, policy, options));
}

const PEAKS = answersOfKind<number>(16);

function peakOnce(planner: Planner, policy: Policy, options: PlanOptions): number {
  return planner.once(PEAKS, planKey(planner, policy, options), () => leastPeakBytes(planner, policy, options));
}

function planKey(planner: Planner, policy: Policy, options: PlanOptions): string {
  const ends = options.segments?.map(({ lastStep, inputRows }) => [lastStep, inputRows]);
  return planner.keyOf(policy, ends, { ...options, segments: undefined });
}

type Segments = NonNullable<Way["segments"]>;

/** By account, source of rows and order. */
const SEGMENTATIONS = answersOfKind<readonly Segments[]>(8);

/**
 * Segmentations worth a search for widths: the constraints hold for one at a time. Those of least RAM with 8, with 4 and with 2 bits
 * everywhere, as far as they differ, in the order of the widths.
 */
export function searchedSegments(
  planner: Planner,
  account: AccountName,
  { rows = "memory", order = executionOrder(planner, { streaming: "auto", rows }) }: Pick<Way, "rows" | "order"> = {},
): readonly Segments[] {
  return planner.once(SEGMENTATIONS, `${account} ${rows} ${order.join()}`, () => {
    const options: PlanOptions = { ...PLANNING[account], streaming: "auto", rows, order };
    const different = new Map(
      ACTIVATION_WIDTHS.map((bits) => {
        const { segments } = planOnce(planner, uniformPolicy(planner.network, bits), options);
        return [segments.map(({ lastStep }) => lastStep).join(), segments];
      }),
    );
    return [...different.values()];
  });
}

/** The greatest sum of activation bytes alive at any step, layer by layer: the model account's RAM. */
export function peakLiveBytes(network: Network, policy: Policy, order: readonly number[]): number {
  const live = new Array<number>(order.length).fill(0);
  const inBlock = stateHeld(network, order, false);
  lifetimesOf(network, order).forEach((lifetime, id) => {
    if (!lifetime || inBlock.has(id)) return;
    const sizeBytes = activationBytes(network, policy, id);
    for (let step = lifetime.firstStep; step <= lifetime.lastStep; step++) live[step] = (live[step] ?? 0) + sizeBytes;
  });
  return Math.max(0, ...live) + stateBytes(network, policy);
}

/** How a plan's layers are run, as far as code depends on it. */
export function runOrderOf(network: Network, plan: Plan, rows: Execution["rows"] = "memory"): RunOrder {
  const { order, segments, states = [] } = plan;
  const copiedStates = states.filter(({ renewed }) => renewed !== "inPlace").length;
  return { order, segments, rows, isFed: isFedByRows(network, plan), copiedStates };
}

function streamedLayers({ segments }: Plan): number {
  return segments.reduce(
    (sum, { streamed, firstStep, lastStep }) => sum + (streamed ? lastStep - firstStep + 1 : 0),
    0,
  );
}
