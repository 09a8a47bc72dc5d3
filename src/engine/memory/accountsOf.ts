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
import { ALL_BITS, packedBytes, type Bits } from "../base/bits";
import {
  activationBits,
  activationBytes,
  uniformPolicy,
  weightBits,
  type Layer,
  type Network,
  type Policy,
} from "../ir/network";
import { CONTEXT_BYTES, STACK_BOUND_BYTES } from "./kernelCosts";
import { layerAt, lifetimesOf } from "./lifetimes";
import { codeItems, storedConstantBytes, storedWeightBytes, tableBytes } from "./linkedSizes";
import { paperConstantBytes, paperFlashBytes } from "./paperAccount";
import { leastPeakBytes, planMemory } from "./planMemory";
import type { AccountName, LayerMemory, MemoryAccounts, MemoryItem, Plan, PlanOptions } from "./types";

/** What decides how layers are run. */
export interface StreamingOptions {
  /** "off" (default): one layer after the other. "auto": row by row together where that lowers RAM and where it is needed. */
  readonly streaming?: "auto" | "off";
  /** "supplied": the caller pushes the input's rows; always streams. Only with "auto". */
  readonly rows?: "memory" | "supplied";
  /** A limit in the account asked for: while layer by layer keeps to it, nothing is streamed. Absent: the least RAM is wanted. */
  readonly ramBytes?: number;
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
  const { order } = planMemory(network, uniformPolicy(network, 8), { ...PLANNING.linked, streaming, rows });
  ofNetwork.set(key, order);
  return order;
}

/** The memory of a policy. `peak.bytes` are arena bytes: context and stack come on top in the linked account. */
export function accountsOf(network: Network, policy: Policy, options: AccountOptions): Accounts {
  const { streaming = "off", rows = "memory", ramBytes, account } = options;
  if (streaming === "off") return layerByLayer(network, policy, options);
  if (rows === "memory" && ramBytes !== undefined && !options.segments) {
    const plain = layerByLayer(network, policy, options);
    if (plain[account].ramBytes <= ramBytes) return plain;
  }
  return rowByRow(network, policy, rows, options);
}

function layerByLayer(network: Network, policy: Policy, options: AccountOptions): Accounts {
  const { order = executionOrder(network), inputInArena = true, account } = options;
  const linkedPlan = planMemory(network, policy, { ...PLANNING.linked, order, inputInArena });
  const plan = account === "linked" ? linkedPlan : planMemory(network, policy, { ...PLANNING.model, order });
  return compose(network, policy, account, {
    plan,
    linkedArenaBytes: linkedPlan.arenaBytes,
    modelRamBytes: peakLiveBytes(network, policy, order),
  });
}

function rowByRow(network: Network, policy: Policy, rows: Rows, options: AccountOptions): Accounts {
  const { inputInArena = true, account, segments } = options;
  const order = options.order ?? executionOrder(network, { streaming: "auto", rows });
  const common: PlanOptions = { streaming: "auto", rows, order, ...(segments && { segments }) };
  const linkedPlan = planMemory(network, policy, { ...PLANNING.linked, ...common, inputInArena });
  const modelOptions: PlanOptions = { ...PLANNING.model, ...common };
  const plan = account === "linked" ? linkedPlan : planMemory(network, policy, modelOptions);
  return compose(network, policy, account, {
    plan,
    linkedArenaBytes: linkedPlan.arenaBytes,
    modelRamBytes: leastPeakBytes(network, policy, modelOptions),
  });
}

interface Planned {
  /** Of the account asked for. */
  readonly plan: Plan;
  readonly linkedArenaBytes: number;
  readonly modelRamBytes: number;
}

function compose(
  network: Network,
  policy: Policy,
  account: AccountName,
  { plan, linkedArenaBytes, modelRamBytes }: Planned,
): Accounts {
  const items = linkedItems(network, policy, linkedArenaBytes);
  const live = new Map(plan.order.map((index, step) => [index, plan.liveBytes[step] ?? 0]));
  const peakLayer = plan.order[plan.peakStep];
  return {
    model: { flashBytes: paperFlashBytes(network, policy, "PC+ICN"), ramBytes: modelRamBytes },
    linked: { flashBytes: sumOf(items, "flash"), ramBytes: sumOf(items, "ram"), items },
    peak: {
      layer: peakLayer === undefined ? "" : layerAt(network, peakLayer).name,
      bytes: plan.lowerBoundBytes,
    },
    plan,
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
  lifetimesOf(network, order).forEach((lifetime, id) => {
    if (!lifetime) return;
    const sizeBytes = activationBytes(network, policy, id);
    for (let step = lifetime.firstStep; step <= lifetime.lastStep; step++) live[step] = (live[step] ?? 0) + sizeBytes;
  });
  return Math.max(0, ...live);
}

/** Packed weights of a layer at one width, in either account: the shared ground of report and search. */
export function weightFlashBytes(network: Network, layer: Layer, bits: Bits, account: AccountName): number {
  if (!("weights" in layer)) return 0;
  return account === "model" ? packedBytes(layer.weights.elements, bits) : storedWeightBytes(network, layer, bits);
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
  const weightBytes = "weights" in layer ? weightFlashBytes(network, layer, weightBits(policy, layer), account) : 0;
  const table = account === "linked" ? (tableOf(network, policy, layer) ?? 0) : 0;
  return { weightBytes, constantBytes: constantFlashBytes(network, policy, layer, account) + table };
}

function tableOf(network: Network, policy: Policy, layer: Layer): number | undefined {
  const input = layer.inputs[0];
  return input === undefined ? undefined : tableBytes(layer, activationBits(network, policy, input));
}

function linkedItems(network: Network, policy: Policy, arenaBytes: number): readonly MemoryItem[] {
  const items: MemoryItem[] = [];
  const addOf = (layer: Layer, kind: "weights" | "constants" | "tables", sizeBytes: number): void => {
    const name = `${layer.name}.${kind}`;
    if (sizeBytes > 0) items.push({ region: "flash", kind, name, sizeBytes, layer: layer.name, estimated: false });
  };
  for (const layer of network.layers) {
    if ("weights" in layer) addOf(layer, "weights", storedWeightBytes(network, layer, weightBits(policy, layer)));
    addOf(layer, "constants", storedConstantBytes(network, layer));
    addOf(layer, "tables", tableOf(network, policy, layer) ?? 0);
  }
  for (const code of codeItems(network, policy))
    items.push({ region: "flash", kind: "code", ...code, estimated: true });
  items.push({ region: "ram", kind: "arena", name: "arena", sizeBytes: arenaBytes, estimated: false });
  items.push({ region: "ram", kind: "context", name: "context", sizeBytes: CONTEXT_BYTES, estimated: true });
  items.push({ region: "ram", kind: "stack", name: "stack bound", sizeBytes: STACK_BOUND_BYTES, estimated: true });
  return items;
}

function sumOf(items: readonly MemoryItem[], region: MemoryItem["region"]): number {
  return items.reduce((sum, item) => sum + (item.region === region ? item.sizeBytes : 0), 0);
}

/** A size at every width. */
export function byWidth(sizeAt: (bits: Bits) => number): Readonly<Record<Bits, number>> {
  const [eight, four, two] = ALL_BITS.map(sizeAt) as [number, number, number];
  return { 8: eight, 4: four, 2: two };
}
