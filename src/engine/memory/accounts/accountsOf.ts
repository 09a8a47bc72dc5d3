/**
 * Everything a report says about memory, from a network and a policy in one call: both accounts, the plan, and each layer's share.
 *
 * model account: FLASH = weights packed a layer + the paper's PC+ICN constants; RAM = the largest sum of activation bytes alive at any
 * step, nothing in place, no scratch, network input included wherever it really lies. On a plain chain that is the paper's own figure;
 * unlike the paper (paperAccount.ts) it also counts pooling, additions and tensors kept alive for a residual.
 *
 * linked account: what the ELF will hold. FLASH = weights and constants as stored + tables + code; RAM = arena (activations in place,
 * scratch, alignment and fragmentation included) + context + stack bound. Items say which of it is estimated.
 *
 * Layers run one after the other (streaming "off", and "auto" while that fits the RAM limit), or row by row together wherever that lowers
 * the arena. Then RAM is alive row by row in both accounts: rings count for what they hold, and an output may move in over rows of an
 * input that nobody needs any more.
 *
 * One order serves both accounts and all policies of a network (executionOrder), so that figures of two policies compare and the
 * constraints of search describe the very steps that are reported.
 */
import { ACTIVATION_WIDTHS, packedWeightBytes, type ActivationBits, type WeightBits } from "../../base/bits";
import type { Build } from "../../base/build";
import { invariant } from "../../base/outcome";
import {
  activationBits,
  activationBytes,
  uniformPolicy,
  weightBits,
  type Layer,
  type Network,
  type Policy,
} from "../../ir/network";
import type { RunOrder } from "./callSizes";
import { contextBytes, isFedByRows, stackBoundBytes } from "./kernelCosts";
import { layerAt, lifetimesOf } from "../arena/lifetimes";
import { codeItems, codeNeedsOf, storedConstantBytes, storedWeightBytes, tableBytes } from "./linkedSizes";
import { paperConstantBytes, paperFlashBytes } from "./paperAccount";
import { isOnlyOrder, leastPeakBytes, planMemory } from "../arena/planMemory";
import { Recent } from "../arena/recent";
import { stateBytes, stateHeld, stateItems } from "../arena/states";
import type { AccountName, LayerMemory, MemoryAccounts, MemoryItem, Plan, PlanOptions } from "../types";

/** What decides how layers are run, and on what. */
export interface StreamingOptions {
  /** "off" (default): one layer after the other. "auto": row by row together where that lowers RAM and where it is needed. */
  readonly streaming?: "auto" | "off";
  /** "supplied": the caller pushes the input's rows; always streams. Only with "auto". */
  readonly rows?: "memory" | "supplied";
  /** "caller": the arena's address is kept. Default "static". */
  readonly arena?: "static" | "caller";
  /** Code and stack of the linked account; a Cortex-M4F at -O3 when absent. */
  readonly build?: Build;
  /** While layer by layer keeps to this limit, nothing is streamed, and then no more than it takes. Absent: the least RAM is wanted. */
  readonly ramLimit?: { readonly account: AccountName; readonly bytes: number };
}

export interface AccountOptions extends StreamingOptions {
  /** Which account the plan, the peak and the layers belong to. */
  readonly account: AccountName;
  /** Layer indices in execution order; executionOrder(network, …) when absent. */
  readonly order?: readonly number[];
  /** Linked account only: false when the caller holds the input elsewhere (a camera's frame buffer). Default true. */
  readonly inputInArena?: boolean;
  /** Only with streaming "auto": these segments of `order`, whatever the limit, in both accounts. */
  readonly segments?: PlanOptions["segments"];
}

export interface Accounts extends MemoryAccounts {
  /** The plan of the account asked for. */
  readonly plan: Plan;
  /** Whether layers were free to stream: "off" also where a limit made that unnecessary. */
  readonly streaming: "auto" | "off";
  /** By layer index, in the account asked for. */
  readonly layers: readonly LayerMemory[];
}

/** How each account plans. The model account counts live bytes only: it needs no alignment. */
const PLANNING: Readonly<Record<AccountName, PlanOptions>> = {
  model: { inPlace: false, scratch: false, alignmentBytes: 1 },
  linked: { inPlace: true, scratch: true, alignmentBytes: 4 },
};

type Rows = NonNullable<StreamingOptions["rows"]>;

/** Networks are read-only and orders do not depend on the policy, so each is found once for each network. */
const knownOrders = new WeakMap<Network, Map<string, readonly number[]>>();

/**
 * The order in which firmware executes the network: the best for 8 bits everywhere, in place and with scratch, whatever the policy; for
 * streaming that of the lowest arena.
 */
export function executionOrder(
  network: Network,
  { streaming = "off", rows = "memory" }: Pick<StreamingOptions, "streaming" | "rows"> = {},
): readonly number[] {
  const ofNetwork = knownOrders.get(network) ?? new Map<string, readonly number[]>();
  knownOrders.set(network, ofNetwork);
  const key = `${streaming} ${rows}`;
  const known = ofNetwork.get(key);
  if (known) return known;
  const byDefault = network.layers.map(({ index }) => index);
  const order = isOnlyOrder(network, byDefault)
    ? byDefault
    : planMemory(network, uniformPolicy(network, 8), { ...PLANNING.linked, streaming, rows }).order;
  ofNetwork.set(key, order);
  return order;
}

/** The memory of a policy. `peak.bytes` are arena bytes: context and stack come on top in the linked account. */
export function accountsOf(network: Network, policy: Policy, options: AccountOptions): Accounts {
  const { streaming = "off", rows = "memory", ramLimit } = options;
  if (streaming === "off") return layerByLayer(network, policy, options);
  const least = (): Accounts => rowByRow(network, policy, rows, options);
  if (!ramLimit || options.segments) return least();
  const fits = (accounts: Accounts): boolean => accounts[ramLimit.account].ramBytes <= ramLimit.bytes;
  if (rows === "memory") {
    const plain = layerByLayer(network, policy, options);
    if (fits(plain)) return plain;
  }
  // Of what fits, search's own segmentations included (so that its answers do fit), the fewest streamed layers: they cost code.
  const order = options.order ?? executionOrder(network, { streaming, rows });
  const searched = searchedSegments(network, ramLimit.account, { rows, order }).map((segments) =>
    rowByRow(network, policy, rows, { ...options, order, segments }),
  );
  const fitting = [...searched, least()].filter(fits);
  const [first = least()] = [...fitting].sort((a, b) => streamedLayers(a.plan) - streamedLayers(b.plan));
  return first;
}

function layerByLayer(network: Network, policy: Policy, options: AccountOptions): Accounts {
  const { order = executionOrder(network), inputInArena = true, account } = options;
  const linkedPlan = planOnce(network, policy, { ...PLANNING.linked, order, inputInArena });
  const plan = account === "linked" ? linkedPlan : planOnce(network, policy, { ...PLANNING.model, order });
  const modelRamBytes = peakLiveBytes(network, policy, order);
  return compose(network, policy, account, { plan, linkedPlan, modelRamBytes, streaming: "off", options });
}

function rowByRow(network: Network, policy: Policy, rows: Rows, options: AccountOptions): Accounts {
  const { inputInArena = true, account } = options;
  const order = options.order ?? executionOrder(network, { streaming: "auto", rows });
  const planAs = (name: AccountName): Plan => {
    const own = { ...PLANNING[name], ...(name === "linked" && { inputInArena }) };
    const common: PlanOptions = { ...own, streaming: "auto", rows, order };
    if (options.segments) return planOnce(network, policy, { ...common, segments: options.segments });
    const best = planOnce(network, policy, common);
    if (best.arenaBytes < best.lowerBoundBytes + (own.alignmentBytes ?? 1)) return best;
    // Its peak is the least, its arena need not be: search relies on its own segmentations never being lower.
    return searchedSegments(network, name, { rows, order })
      .map((segments) => planOnce(network, policy, { ...common, segments }))
      .reduce((lowest, plan) => (plan.arenaBytes < lowest.arenaBytes ? plan : lowest), best);
  };
  const linkedPlan = planAs("linked");
  const modelOptions: PlanOptions = { ...PLANNING.model, streaming: "auto", rows, order };
  return compose(network, policy, account, {
    plan: account === "linked" ? linkedPlan : planAs("model"),
    linkedPlan,
    modelRamBytes: peakOnce(network, policy, {
      ...modelOptions,
      ...(options.segments && { segments: options.segments }),
    }),
    streaming: "auto",
    options,
  });
}

/**
 * `accountsOf(…)[account]` without a limit, sooner: in the model account nothing has to be placed. What search asks for every policy.
 */
export function needOf(
  network: Network,
  policy: Policy,
  options: Omit<AccountOptions, "ramLimit">,
): { readonly flashBytes: number; readonly ramBytes: number } {
  const { account, streaming = "off", rows = "memory", segments } = options;
  if (account === "linked") return accountsOf(network, policy, options).linked;
  const order = options.order ?? executionOrder(network, { streaming, rows });
  const streamed: PlanOptions = { ...PLANNING.model, streaming, rows, order, ...(segments && { segments }) };
  return {
    flashBytes: paperFlashBytes(network, policy, "PC+ICN"),
    ramBytes: streaming === "off" ? peakLiveBytes(network, policy, order) : leastPeakBytes(network, policy, streamed),
  };
}

/** A search asks for a plan that a report of what it found asks for again, beside some others: so many are worth keeping. */
const recentPlans = new Recent<Plan>(16);

/** `planMemory`, once for policies of equal activations: nothing else of a policy matters to a plan. */
function planOnce(network: Network, policy: Policy, options: PlanOptions): Plan {
  return recentPlans.of(network, planKey(policy, options), () => planMemory(network, policy, options));
}

const recentPeaks = new Recent<number>(16);

function peakOnce(network: Network, policy: Policy, options: PlanOptions): number {
  return recentPeaks.of(network, planKey(policy, options), () => leastPeakBytes(network, policy, options));
}

function planKey({ activations }: Policy, options: PlanOptions): string {
  const ends = options.segments?.map(({ lastStep, inputRows }) => [lastStep, inputRows]);
  return JSON.stringify([[...activations], ends, { ...options, segments: undefined }]);
}

/** FLASH of a policy whose layers run as `plan` has them: policies of equal activations share a plan, whatever their weights. */
export function flashBytesUnder(
  network: Network,
  policy: Policy,
  plan: Plan,
  options: Pick<AccountOptions, "account" | "rows" | "build">,
): number {
  return options.account === "model"
    ? paperFlashBytes(network, policy, "PC+ICN")
    : sumOf(linkedItems(network, policy, plan, options), "flash");
}

/**
 * `needOf` for many policies: RAM depends on activations alone, so equal activations are planned once.
 * @param options say how layers are run: with streaming "auto", in which segments
 */
export function needsOf(
  network: Network,
  options: Omit<AccountOptions, "ramLimit">,
): (policy: Policy) => { readonly flashBytes: number; readonly ramBytes: number } {
  const { account, streaming = "off", segments } = options;
  // Else segments, and with them the code of streaming, would differ from policy to policy.
  invariant(streaming === "off" || segments !== undefined, "needs are those of given segments");
  if (account === "model") return (policy) => needOf(network, policy, options);
  const known = new Map<string, number>();
  let anyPlan: Plan | undefined;
  return (policy) => {
    const key = [...policy.activations.values()].join("");
    const ramBytes = known.get(key);
    if (anyPlan && ramBytes !== undefined)
      return { flashBytes: flashBytesUnder(network, policy, anyPlan, options), ramBytes };
    const { plan, linked } = accountsOf(network, policy, options);
    anyPlan = plan;
    known.set(key, linked.ramBytes);
    return linked;
  };
}

type Segments = NonNullable<PlanOptions["segments"]>;

const knownSegments = new WeakMap<Network, Map<string, readonly Segments[]>>();

/**
 * Segmentations worth a search for widths: the constraints hold for one at a time. Those of least RAM with 8, with 4 and with 2 bits
 * everywhere, as far as they differ, in the order of the widths.
 */
export function searchedSegments(
  network: Network,
  account: AccountName,
  { rows = "memory", order }: Pick<AccountOptions, "rows" | "order"> = {},
): readonly Segments[] {
  const streamed = order ?? executionOrder(network, { streaming: "auto", rows });
  const ofNetwork = knownSegments.get(network) ?? new Map<string, readonly Segments[]>();
  knownSegments.set(network, ofNetwork);
  const key = `${account} ${rows} ${streamed.join()}`;
  const known = ofNetwork.get(key);
  if (known) return known;
  const different = new Map(
    ACTIVATION_WIDTHS.map((bits) => {
      const options: PlanOptions = { ...PLANNING[account], streaming: "auto", rows, order: streamed };
      const { segments } = planOnce(network, uniformPolicy(network, bits), options);
      return [segments.map(({ lastStep }) => lastStep).join(), segments];
    }),
  );
  ofNetwork.set(key, [...different.values()]);
  return [...different.values()];
}

interface Planned {
  /** Of the account asked for. */
  readonly plan: Plan;
  readonly linkedPlan: Plan;
  readonly modelRamBytes: number;
  readonly streaming: "auto" | "off";
  readonly options: StreamingOptions;
}

function compose(
  network: Network,
  policy: Policy,
  account: AccountName,
  { plan, linkedPlan, modelRamBytes, streaming, options }: Planned,
): Accounts {
  const items = linkedItems(network, policy, linkedPlan, options);
  const live = new Map(plan.order.map((index, step) => [index, plan.liveBytes[step] ?? 0]));
  const peakLayer = plan.order[plan.peakStep];
  return {
    model: { flashBytes: paperFlashBytes(network, policy, "PC+ICN"), ramBytes: modelRamBytes },
    linked: { flashBytes: sumOf(items, "flash"), ramBytes: sumOf(items, "ram"), items },
    peak: {
      layer: peakLayer === undefined ? "" : layerAt(network, peakLayer).name,
      // As placed: where an output moves in over an input, alignment can keep some bytes more alive than the lower bound.
      bytes: plan.liveBytes[plan.peakStep] ?? 0,
    },
    plan,
    streaming,
    layers: network.layers.map((layer) => ({
      layer: layer.name,
      ...flashOfLayer(network, policy, layer, account),
      liveBytes: live.get(layer.index) ?? 0,
    })),
  };
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

/** Packed weights of a layer at one width, in either account: the shared ground of report and search. */
export function weightFlashBytes(layer: Layer, bits: WeightBits, account: AccountName): number {
  if (!("weights" in layer)) return 0;
  return account === "model" ? packedWeightBytes(layer.weights.elements, bits) : storedWeightBytes(layer, bits);
}

/** Per-channel constants of a layer, which no width changes. */
export function constantFlashBytes(network: Network, policy: Policy, layer: Layer, account: AccountName): number {
  return account === "model"
    ? paperConstantBytes(network, policy, layer, "PC+ICN")
    : storedConstantBytes(network, layer);
}

function flashOfLayer(
  network: Network,
  policy: Policy,
  layer: Layer,
  account: AccountName,
): Pick<LayerMemory, "weightBytes" | "constantBytes"> {
  const weightBytes = "weights" in layer ? weightFlashBytes(layer, weightBits(policy, layer), account) : 0;
  const table = account === "linked" ? (tableOf(network, policy, layer) ?? 0) : 0;
  return { weightBytes, constantBytes: constantFlashBytes(network, policy, layer, account) + table };
}

function tableOf(network: Network, policy: Policy, layer: Layer): number | undefined {
  const input = layer.inputs[0];
  return input === undefined ? undefined : tableBytes(layer, activationBits(network, policy, input));
}

function linkedItems(network: Network, policy: Policy, plan: Plan, options: StreamingOptions): readonly MemoryItem[] {
  const items: MemoryItem[] = [];
  const addOf = (layer: Layer, kind: "weights" | "constants" | "tables", sizeBytes: number): void => {
    const name = `${layer.name}.${kind}`;
    if (sizeBytes > 0) items.push({ region: "flash", kind, name, sizeBytes, layer: layer.name, estimated: false });
  };
  for (const layer of network.layers) {
    if ("weights" in layer) addOf(layer, "weights", storedWeightBytes(layer, weightBits(policy, layer)));
    addOf(layer, "constants", storedConstantBytes(network, layer));
    addOf(layer, "tables", tableOf(network, policy, layer) ?? 0);
  }
  const needs = codeNeedsOf(network, policy, runOrderOf(network, plan, options.rows));
  for (const code of codeItems(needs, options.build))
    items.push({ region: "flash", kind: "code", ...code, estimated: true });
  const states = stateItems(network, plan);
  const rest = plan.arenaBytes - sumOf(states, "ram");
  items.push({ region: "ram", kind: "arena", name: "arena", sizeBytes: rest, estimated: false }, ...states);
  const context = contextBytes(network, plan, options);
  if (context > 0)
    items.push({ region: "ram", kind: "context", name: "context", sizeBytes: context, estimated: false });
  items.push({
    region: "ram",
    kind: "stack",
    name: "stack bound",
    sizeBytes: stackBoundBytes(network, options.build),
    estimated: true,
  });
  return items;
}

/** How a plan's layers are run, as far as code depends on it. */
export function runOrderOf(network: Network, plan: Plan, rows: Rows = "memory"): RunOrder {
  const { order, segments } = plan;
  return { order, segments, rows, isFed: isFedByRows(network, plan) };
}

function streamedLayers({ segments }: Plan): number {
  return segments.reduce(
    (sum, { streamed, firstStep, lastStep }) => sum + (streamed ? lastStep - firstStep + 1 : 0),
    0,
  );
}

function sumOf(items: readonly MemoryItem[], region: MemoryItem["region"]): number {
  return items.reduce((sum, item) => sum + (item.region === region ? item.sizeBytes : 0), 0);
}

/** A size at every width. */
export function byActivationWidth(sizeAt: (bits: ActivationBits) => number): Readonly<Record<ActivationBits, number>> {
  return { 8: sizeAt(8), 4: sizeAt(4), 2: sizeAt(2) };
}

export function byWeightWidth(sizeAt: (bits: WeightBits) => number): Readonly<Record<WeightBits, number>> {
  return { 8: sizeAt(8), 5: sizeAt(5), 4: sizeAt(4), 3: sizeAt(3), 2: sizeAt(2) };
}
