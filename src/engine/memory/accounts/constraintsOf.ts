/**
 * An account's limits in the separable form that exact search needs. Where the account itself is not separable (what may be
 * overwritten depends on two widths, offsets on all of them, code on which widths occur) the form states a lower bound for RAM and an upper
 * bound for code, so search asks `accountsOf` for the last word. In the model account nothing is lost: the bounds are the figures.
 */
import { packedBytes, type NarrowBits } from "../../base/bits";
import type { Build } from "../../base/build";
import {
  activationOf,
  uniformPolicy,
  type ActivationId,
  type Layer,
  type Network,
  type Policy,
} from "../../ir/network";
import type { ExecutionQuestion } from "../execution/execution";
import { executionOrder } from "../execution/executionOf";
import type { Planner } from "../execution/planner";
import { byActivationWidth, byWeightWidth, constantFlashBytes, weightFlashBytes } from "./accountsOf";
import { callShapeOf } from "./callSizes";
import { scratchBytes, stackBoundBytes } from "./kernelCosts";
import { layerAt, lifetimesOf } from "../arena/lifetimes";
import { mostCodeBytes, tableBytes } from "./linkedSizes";
import { overwritableInputs } from "../arena/overwrite";
import { stateElements, stateHeld } from "../arena/states";
import { fixedBits, ramStepOf } from "./ramStep";
import { segmentSteps, streamedSegments } from "../streaming/segmentSteps";
import type { AccountName, Constraints, RamStep } from "../types";

/** Which account, and in which way: the same as for the execution. Without segments layers run one after the other. */
export type ConstraintOptions = Pick<ExecutionQuestion, "order" | "inputInArena" | "rows" | "build" | "segments">;

export function constraintsOf(planner: Planner, account: AccountName, options: ConstraintOptions = {}): Constraints {
  const { network } = planner;
  const { order = executionOrder(planner), inputInArena = true, rows = "memory", build, segments } = options;
  const anyPolicy = uniformPolicy(network, 8); // constants depend on no width
  const constantsOf = (layer: Layer): number => constantFlashBytes(network, anyPolicy, layer, account);
  const linked = account === "linked";
  const streamed = segments && {
    order,
    inputInArena,
    rows,
    segments,
    stackBytes: linked ? stackBoundBytes(planner, build) : 0,
  };
  const calls = callShapeOf(network, {
    order,
    rows,
    segments: streamed
      ? streamedSegments(planner, streamed)
      : order.map((_, step) => ({ firstStep: step, lastStep: step, streamed: false })),
  });
  return {
    account,
    flashFixedBytes:
      network.layers.reduce((sum, layer) => sum + ("weights" in layer ? 0 : constantsOf(layer)), 0) +
      (linked ? fixedTableBytes(network) : 0),
    weights: network.layers
      .filter((layer) => "weights" in layer)
      .map((layer) => ({
        name: layer.name,
        bytes: byWeightWidth((bits) => weightFlashBytes(layer, bits, account) + constantsOf(layer)),
      })),
    tables: linked ? chosenTables(network) : [],
    steps: streamed ? segmentSteps(planner, account, streamed) : ramSteps(planner, order, account, inputInArena, build),
    codeBytes: (weights, activations) => (linked ? mostCodeBytes(planner, weights, activations, calls, build) : 0),
  };
}

/** RAM that one step of the constraints asks for under a policy. */
export function ramStepBytes(network: Network, policy: Policy, step: RamStep): number {
  return step.terms.reduce((sum, { group, elements }) => {
    const { name } = activationOf(network, group);
    const bits = policy.activations.get(name);
    if (bits === undefined) throw new Error(`the policy has no width for activation "${name}"`);
    return sum + packedBytes(elements, bits);
  }, step.fixedBytes);
}

/** The table of a lookup layer: its owner is the width of its input. */
function tablesOf(
  network: Network,
): readonly { readonly input: ActivationId; readonly bytes: Readonly<Record<NarrowBits, number>> }[] {
  return network.layers.flatMap((layer) => {
    const input = layer.inputs[0];
    if (input === undefined || tableBytes(layer, 8) === undefined) return [];
    return [{ input, bytes: byActivationWidth((bits) => tableBytes(layer, bits) ?? 0) }];
  });
}

function fixedTableBytes(network: Network): number {
  return tablesOf(network).reduce((sum, { input, bytes }) => sum + (fixedBits(network, input) ? bytes[8] : 0), 0);
}

function chosenTables(network: Network): Constraints["tables"] {
  return tablesOf(network)
    .filter(({ input }) => fixedBits(network, input) === undefined)
    .map(({ input, bytes }) => ({ name: activationOf(network, activationOf(network, input).group).name, bytes }));
}

function ramSteps(
  planner: Planner,
  order: readonly number[],
  account: AccountName,
  inputInArena: boolean,
  build: Build | undefined,
): readonly RamStep[] {
  const { network } = planner;
  const linked = account === "linked";
  const lifetimes = lifetimesOf(network, order);
  const outside = new Set([...(linked && !inputInArena ? network.inputs : []), ...stateHeld(network, order, linked)]);
  return order.flatMap((index, step) => {
    const layer = layerAt(network, index);
    const alive = network.activations.flatMap(({ id }) => {
      const lifetime = lifetimes[id];
      return lifetime && !outside.has(id) && lifetime.firstStep <= step && step <= lifetime.lastStep ? [id] : [];
    });
    const alwaysBytes = linked ? scratchBytes(network, layer) + stackBoundBytes(planner, build) : 0;
    return aliveTogether(network, layer, alive, (id) => linked && lifetimes[id]?.lastStep === step, inputInArena).map(
      (ids) => ramStep(network, index, ids, alwaysBytes),
    );
  });
}

/**
 * Sets of activations that all exist at this step whatever the widths. Where the output may overwrite an operand, which only equal
 * widths allow, neither set holds both: everything but the output, and everything but the operands that it may overwrite.
 */
function aliveTogether(
  network: Network,
  layer: Layer,
  alive: readonly ActivationId[],
  diesHere: (id: ActivationId) => boolean,
  inputInArena: boolean,
): readonly (readonly ActivationId[])[] {
  const overwritable = overwritableInputs(network, layer, inputInArena).filter(diesHere);
  if (overwritable.length === 0) return [alive];
  return [alive.filter((id) => id !== layer.output), alive.filter((id) => !overwritable.includes(id))];
}

function ramStep(network: Network, layer: number, alive: readonly ActivationId[], alwaysBytes: number): RamStep {
  const held = alive.map((id) => ({ id, elements: activationOf(network, id).elements }));
  return ramStepOf(network, layer, [...held, ...stateElements(network)], alwaysBytes);
}
