/**
 * Everything a report says about memory, from an execution and a policy of its activations in one call: both accounts and each layer's share.
 *
 * model account: FLASH = weights packed a layer + the paper's PC+ICN constants; RAM = the largest sum of activation bytes alive at any
 * step, nothing in place, no scratch, network input included wherever it really lies. On a plain chain that is the paper's own figure;
 * unlike the paper (paperAccount.ts) it also counts pooling, additions and tensors kept alive for a residual.
 *
 * linked account: what the ELF will hold. FLASH = weights and constants as stored + tables + code; RAM = arena (activations in place,
 * scratch, alignment and fragmentation included) + context + stack bound. Items say which of it is estimated.
 *
 * Where layers run row by row, RAM is alive row by row in both accounts: rings count for what they hold, and an output may move in over rows
 * of an input that nobody needs any more. Nothing is planned here.
 */
import { maxCode, packedWeightBytes, type NarrowBits, type WeightBits } from "../../base/bits";
import { invariant } from "../../base/outcome";
import {
  activationBits,
  isWide,
  usesLevels,
  weightBits,
  wideLayers,
  type Layer,
  type Network,
  type Policy,
} from "../../ir/network";
import { stackBoundBytes } from "./kernelCosts";
import { layerAt } from "../arena/lifetimes";
import { stateItems } from "../arena/states";
import type { Execution, ExecutionQuestion } from "../execution/execution";
import { executionOf, leastRamBytes, ramBytesOf } from "../execution/executionOf";
import type { Planner } from "../execution/planner";
import { codeItems, codeNeedsOf, storedConstantBytes, storedWeightBytes, tableBytes } from "./linkedSizes";
import { paperConstantBytes, paperFlashBytes } from "./paperAccount";
import type { AccountName, LayerMemory, MemoryAccounts, MemoryItem } from "../types";

export interface Accounts extends MemoryAccounts {
  /** By layer index, in the execution's account. */
  readonly layers: readonly LayerMemory[];
}

/**
 * The memory of a policy. `peak.bytes` are arena bytes: context and stack come on top in the linked account.
 * @param execution for the policy's activations, whatever its weights
 */
export function accountsOf(planner: Planner, policy: Policy, execution: Execution): Accounts {
  const { network } = planner;
  const { account, plan, modelRamBytes } = execution;
  const items = linkedItems(planner, policy, execution);
  const live = new Map(plan.order.map((index, step) => [index, plan.liveBytes[step] ?? 0]));
  return {
    model: { flashBytes: paperFlashBytes(network, policy, "PC+ICN"), ramBytes: modelRamBytes },
    linked: { flashBytes: sumOf(items, "flash"), ramBytes: sumOf(items, "ram"), items },
    peak: {
      layer: peakLayerOf(network, execution),
      // As placed: where an output moves in over an input, alignment can keep some bytes more alive than the lower bound.
      bytes: plan.liveBytes[plan.peakStep] ?? 0,
    },
    layers: network.layers.map((layer) => ({
      layer: layer.name,
      ...flashOfLayer(network, policy, layer, account),
      liveBytes: live.get(layer.index) ?? 0,
    })),
  };
}

/** The layer at which RAM peaks in the execution's account. */
export function peakLayerOf(network: Network, { plan }: Pick<Execution, "plan">): string {
  const layer = plan.order[plan.peakStep];
  return layer === undefined ? "" : layerAt(network, layer).name;
}

export interface Need {
  readonly flashBytes: number;
  readonly ramBytes: number;
}

/** What a policy needs in the execution's account: the figures of `accountsOf`, and nothing else. */
export function needUnder(planner: Planner, policy: Policy, execution: Execution): Need {
  return {
    flashBytes: flashBytesUnder(planner, policy, execution),
    ramBytes: ramBytesOf(planner, execution, execution.account),
  };
}

/** What a policy needs where it is run in the best way. In the model account nothing is placed for it: what search asks for every policy. */
export function needOf(planner: Planner, policy: Policy, question: Omit<ExecutionQuestion, "ramLimit">): Need {
  if (question.account === "linked") return needUnder(planner, policy, executionOf(planner, policy, question));
  return {
    flashBytes: paperFlashBytes(planner.network, policy, "PC+ICN"),
    ramBytes: leastRamBytes(planner, policy, question),
  };
}

/** FLASH of a policy, in the execution's account: policies of equal activations share an execution, whatever their weights. */
export function flashBytesUnder(
  planner: Planner,
  policy: Policy,
  execution: Pick<Execution, "account" | "calls" | "build">,
): number {
  return execution.account === "model"
    ? paperFlashBytes(planner.network, policy, "PC+ICN")
    : sumOf(flashItems(planner, policy, execution), "flash");
}

/**
 * `needOf` for many policies: RAM depends on activations alone, so equal activations are planned once.
 * @param question says how layers are run: with streaming "auto", in which segments
 */
export function needsOf(planner: Planner, question: Omit<ExecutionQuestion, "ramLimit">): (policy: Policy) => Need {
  const { account, streaming = "off", segments } = question;
  // Else segments, and with them the code of streaming, would differ from policy to policy.
  invariant(streaming === "off" || segments !== undefined, "needs are those of given segments");
  if (account === "model") return (policy) => needOf(planner, policy, question);
  const known = new Map<string, number>();
  let any: Execution | undefined;
  return (policy) => {
    const key = planner.keyOf(policy);
    const ramBytes = known.get(key);
    if (any && ramBytes !== undefined) return { flashBytes: flashBytesUnder(planner, policy, any), ramBytes };
    any = executionOf(planner, policy, question);
    const need = needUnder(planner, policy, any);
    known.set(key, need.ramBytes);
    return need;
  };
}

/** Packed weights of a layer at one width, in either account: the shared ground of report and search. */
export function weightFlashBytes(layer: Layer, bits: WeightBits, account: AccountName, wide = false): number {
  if (!("weights" in layer)) return 0;
  if (account === "linked") return storedWeightBytes(layer, bits, wide);
  const tableBytes = usesLevels(layer, bits) ? maxCode(bits) + 1 : 0;
  return packedWeightBytes(layer.weights.elements, bits) + tableBytes;
}

/** Per-channel constants of a layer, which no width changes. */
export function constantFlashBytes(network: Network, policy: Policy, layer: Layer, account: AccountName): number {
  return account === "model"
    ? paperConstantBytes(network, policy, layer, "PC+ICN")
    : storedConstantBytes(network, layer, isWide(network, policy, layer));
}

function flashOfLayer(
  network: Network,
  policy: Policy,
  layer: Layer,
  account: AccountName,
): Pick<LayerMemory, "weightBytes" | "constantBytes"> {
  const weightBytes =
    "weights" in layer
      ? weightFlashBytes(layer, weightBits(policy, layer), account, isWide(network, policy, layer))
      : 0;
  const table = account === "linked" ? (tableOf(network, policy, layer) ?? 0) : 0;
  return { weightBytes, constantBytes: constantFlashBytes(network, policy, layer, account) + table };
}

function tableOf(network: Network, policy: Policy, layer: Layer): number | undefined {
  const input = layer.inputs[0];
  return input === undefined
    ? undefined
    : tableBytes(layer, activationBits(network, policy, input), isWide(network, policy, layer));
}

function flashItems(
  planner: Planner,
  policy: Policy,
  { calls, build }: Pick<Execution, "calls" | "build">,
): readonly MemoryItem[] {
  const { network } = planner;
  const items: MemoryItem[] = [];
  const addOf = (layer: Layer, kind: "weights" | "constants" | "tables", sizeBytes: number): void => {
    const name = `${layer.name}.${kind}`;
    if (sizeBytes > 0) items.push({ region: "flash", kind, name, sizeBytes, layer: layer.name, estimated: false });
  };
  for (const layer of network.layers) {
    if ("weights" in layer)
      addOf(layer, "weights", storedWeightBytes(layer, weightBits(policy, layer), isWide(network, policy, layer)));
    addOf(layer, "constants", storedConstantBytes(network, layer, isWide(network, policy, layer)));
    addOf(layer, "tables", tableOf(network, policy, layer) ?? 0);
  }
  for (const code of codeItems(codeNeedsOf(planner, policy, calls), build))
    items.push({ region: "flash", kind: "code", ...code, estimated: true });
  return items;
}

function linkedItems(planner: Planner, policy: Policy, execution: Execution): readonly MemoryItem[] {
  const { firmware, contextBytes, build } = execution;
  const states = stateItems(planner.network, firmware);
  const arenaBytes = firmware.arenaBytes - sumOf(states, "ram");
  const ram = (kind: MemoryItem["kind"], name: string, sizeBytes: number, estimated: boolean): MemoryItem => ({
    region: "ram",
    kind,
    name,
    sizeBytes,
    estimated,
  });
  return [
    ...flashItems(planner, policy, execution),
    ram("arena", "arena", arenaBytes, false),
    ...states,
    ...(contextBytes > 0 ? [ram("context", "context", contextBytes, false)] : []),
    ram("stack", "stack bound", stackBoundBytes(planner, build, wideLayers(planner.network, policy)), true),
  ];
}

function sumOf(items: readonly MemoryItem[], region: MemoryItem["region"]): number {
  return items.reduce((sum, item) => sum + (item.region === region ? item.sizeBytes : 0), 0);
}

/** A size at every width. */
export function byActivationWidth(sizeAt: (bits: NarrowBits) => number): Readonly<Record<NarrowBits, number>> {
  return { 8: sizeAt(8), 4: sizeAt(4), 2: sizeAt(2) };
}

export function byWeightWidth(sizeAt: (bits: WeightBits) => number): Readonly<Record<WeightBits, number>> {
  return { 8: sizeAt(8), 5: sizeAt(5), 4: sizeAt(4), 3: sizeAt(3), 2: sizeAt(2) };
}
