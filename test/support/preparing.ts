/** Prepares and lowers graphs in tests, verifying at each border and comparing numbers with the reference evaluators. */
import assert from "node:assert/strict";
import type { Graph } from "../../src/engine/ir/graph";
import type { Network } from "../../src/engine/ir/network";
import { verifyGraph } from "../../src/engine/ir/verify";
import { verifyNetwork } from "../../src/engine/layers/verifyNetwork";
import { lowerNetwork } from "../../src/engine/passes/lowerNetwork";
import { prepareGraph } from "../../src/engine/passes/prepareGraph";
import { evaluateGraph } from "./networks/evaluateGraph";
import { cutsOf, evaluateNetwork, toMemory } from "./networks/evaluateNetwork";
import { randomFeeds } from "./networks/graphBuilder";

/** One rewrite: both graphs are sound and compute the same. */
export function checkPass(pass: (graph: Graph) => Graph, graph: Graph, tolerance = 1e-4): Graph {
  assert.deepEqual(verifyGraph(graph, "imported"), []);
  const rewritten = pass(graph);
  assert.deepEqual(verifyGraph(rewritten, "imported"), []);
  assertSameOutputs(graph, rewritten, tolerance);
  return rewritten;
}

export function checkPrepare(graph: Graph, tolerance = 1e-4): Graph {
  assert.deepEqual(verifyGraph(graph, "imported"), []);
  const prepared = prepareGraph(graph, (pass, between) => assert.deepEqual(verifyGraph(between, "imported"), [], pass));
  assert.deepEqual(verifyGraph(prepared, "prepared"), []);
  assert.equal(prepareGraph(prepared), prepared, "preparing again changes nothing");
  assertSameOutputs(graph, prepared, tolerance);
  return prepared;
}

/** Prepares, lowers, and compares the memory of every tensor that survives with the graph's values. */
export function checkLowering(graph: Graph, tolerance = 1e-4): Network {
  const prepared = checkPrepare(graph, tolerance);
  const lowered = lowerNetwork(prepared);
  assert.ok(lowered.ok, lowered.ok ? "" : JSON.stringify(lowered.problems));
  const network = lowered.value;
  assert.deepEqual(verifyNetwork(network), []);
  const feeds = randomFeeds(prepared);
  const values = evaluateGraph(prepared, feeds);
  const memory = evaluateNetwork(network, prepared, feeds);
  const cuts = cutsOf(network, prepared);
  for (const [tensor, id] of network.activationOfTensor) {
    const layout = network.layouts?.get(tensor);
    const value = values.get(tensor);
    assert.ok(layout && value, `"${tensor}" has a layout and a value`);
    const { min, max } = cuts.get(id) ?? { min: -Infinity, max: Infinity };
    const held = toMemory(value.data, layout).map((one) => Math.min(Math.max(one, min), max));
    assertClose(held, memory[id], tolerance, tensor);
  }
  for (const output of graph.outputs) assert.ok(network.activationOfTensor.has(output), `"${output}" survives`);
  return network;
}

export function assertSameOutputs(before: Graph, after: Graph, tolerance: number): void {
  assert.deepEqual(after.inputs, before.inputs);
  assert.deepEqual(after.outputs, before.outputs);
  const feeds = randomFeeds(before);
  const expected = evaluateGraph(before, feeds);
  const found = evaluateGraph(after, feeds);
  for (const output of before.outputs) {
    assert.deepEqual(found.get(output)?.shape, expected.get(output)?.shape);
    assertClose(expected.get(output)?.data, found.get(output)?.data, tolerance, output);
  }
}

/** Tolerance relative to the greatest magnitude of the tensor. */
export function assertClose(
  expected: ArrayLike<number> | undefined,
  found: ArrayLike<number> | undefined,
  tolerance: number,
  name: string,
): void {
  assert.equal(found?.length, expected?.length, `size of "${name}"`);
  let scale = 1;
  for (const value of Array.from(expected ?? [])) scale = Math.max(scale, Math.abs(value));
  for (const [i, value] of Array.from(expected ?? []).entries()) {
    const other = found?.[i] ?? NaN;
    assert.ok(Math.abs(value - other) <= tolerance * scale, `"${name}"[${i}]: ${value} became ${other}`);
  }
}
