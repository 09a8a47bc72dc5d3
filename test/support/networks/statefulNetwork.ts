/** The network of the small model with three states (statefulModel.ts), for what asks of its memory alone. */
import { strict as assert } from "node:assert";
import { importOnnx, type Network } from "../../../src/engine";
import { lowerNetwork } from "../../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../../src/engine/passes/prepareGraph";
import { STATEFUL_PAIRS, statefulModel } from "../statefulModel";

export function statefulNetwork(): Network {
  const imported = importOnnx(statefulModel(), { stated: { states: STATEFUL_PAIRS } });
  assert.ok(imported.ok, imported.ok ? "" : JSON.stringify(imported.problems));
  const lowered = lowerNetwork(prepareGraph(imported.value.graph));
  assert.ok(lowered.ok, lowered.ok ? "" : JSON.stringify(lowered.problems));
  return lowered.value;
}
