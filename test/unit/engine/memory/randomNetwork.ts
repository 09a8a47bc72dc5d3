/** Small random directed acyclic networks with mixed shapes, moves that share a group, and operands read more than once. */
import type { NarrowBits } from "../../../../src/engine/base/bits";
import { seededRandom, type Random } from "../../../../src/engine/base/random";
import { choicesOf, type ActivationId, type Network, type Policy } from "../../../../src/engine/ir/network";
import { NetworkBuilder } from "../../../support/firmware/architectures";

const BITS: readonly NarrowBits[] = [8, 4, 2];

export function randomNetwork(seed: number, layers: number): Network {
  const random = seededRandom(seed);
  const builder = new NetworkBuilder(`random${seed}`);
  const made: ActivationId[] = [];
  const unread = new Set<ActivationId>();
  for (let i = 0; i < 1 + random.below(2); i++) {
    made.push(builder.input(`in${i}`, [1 + random.below(3), 1 + random.below(3), 1 + random.below(5)]));
  }
  made.forEach((id) => unread.add(id));
  for (let i = 0; i < layers; i++) {
    const a = pick(random, made);
    const output = randomLayer(random, builder, `l${i}`, a, made);
    for (const id of output.read) unread.delete(id);
    made.push(output.id);
    unread.add(output.id);
  }
  const outputs = made.filter((id, i) => i > 0 && (unread.has(id) || random.uniform() < 0.1));
  return builder.build(outputs.length > 0 ? outputs : [made[made.length - 1] ?? 0]);
}

function randomLayer(
  random: Random,
  builder: NetworkBuilder,
  name: string,
  a: ActivationId,
  made: readonly ActivationId[],
): { readonly id: ActivationId; readonly read: readonly ActivationId[] } {
  const shape = builder.shapeOf(a);
  const alike = made.filter((id) => builder.shapeOf(id).join() === shape.join());
  switch (random.below(6)) {
    case 0: {
      const b = pick(random, alike);
      return { id: builder.add(name, a, b), read: [a, b] };
    }
    case 1: {
      const fn = { fn: "sigmoid" } as const;
      return { id: builder.layer({ kind: "lookup", fn, name, inputs: [a], macs: 0 }, shape), read: [a] };
    }
    case 2: {
      const b = pick(
        random,
        made.filter((id) => sameRows(builder.shapeOf(id), shape)),
      );
      const channels = shape[2] + builder.shapeOf(b)[2];
      const draft = { kind: "concat", axis: 2, name, inputs: [a, b], macs: 0 } as const;
      return { id: builder.layer(draft, [shape[0], shape[1], channels]), read: [a, b] };
    }
    case 3: {
      const draft = { kind: "slice", starts: [0, 0, 0], steps: [1, 1, 1], name, inputs: [a], macs: 0 } as const;
      const channels = 1 + random.below(shape[2]);
      return { id: builder.layer(draft, [shape[0], shape[1], channels], builder.groupOf(a)), read: [a] };
    }
    case 4:
      return { id: builder.depthwise(name, a, { kernel: 3, stride: 1 + random.below(2) }), read: [a] };
    default:
      return { id: builder.pointwise(name, a, 1 + random.below(6)), read: [a] };
  }
}

export function randomPolicy(network: Network, seed: number, widths: readonly NarrowBits[] = BITS): Policy {
  const random = seededRandom(seed);
  const weights = new Map<string, NarrowBits>();
  const activations = new Map<string, NarrowBits>();
  for (const { kind, name } of choicesOf(network)) {
    (kind === "weights" ? weights : activations).set(name, pick(random, widths));
  }
  return { weights, activations };
}

function pick<T>(random: Random, from: readonly T[]): T {
  const chosen = from[random.below(from.length)];
  if (chosen === undefined) throw new Error("nothing to pick from");
  return chosen;
}

function sameRows(a: readonly number[], b: readonly number[]): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
