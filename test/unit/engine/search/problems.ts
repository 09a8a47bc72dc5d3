/** Search problems for tests: small random ones that can be enumerated, and real architectures with losses that look measured. */
import {
  ACTIVATION_WIDTHS,
  packedBytes,
  type ActivationBits,
  type NarrowBits,
  USUAL_WEIGHT_WIDTHS,
  WEIGHT_WIDTHS,
  type Bits,
  type WeightBits,
} from "../../../../src/engine/base/bits";
import { seededRandom, type Random } from "../../../../src/engine/base/random";
import { activationBytes, choicesOf, type Choice, type Network, type Policy } from "../../../../src/engine/ir/network";
import { executionOrder } from "../../../../src/engine/memory/execution/executionOf";
import { constraintsOf } from "../../../../src/engine/memory/accounts/constraintsOf";
import type { AccountName, Constraints, RamStep } from "../../../../src/engine/memory/types";
import { unwatched } from "../../../../src/engine/ir/ports";
import type { Question, Work } from "../../../../src/engine/search/answers/budgets";
import type { LossTable, SearchProblem } from "../../../../src/engine/search/types";
import { NetworkBuilder } from "../../../support/firmware/architectures";
import { accountsFor, plannerOf } from "../../../support/planning";

export const NO_LIMIT = 2 ** 40;

export interface Features {
  readonly code: boolean;
  readonly tables: boolean;
  /** The arena of some policies is larger than what is alive in it, and some FLASH needs padding. */
  readonly fragments: boolean;
}

/** A network of at most 8 choices (chains, skips, shared groups) with limits near the need of a random policy. */
export function randomProblem(
  seed: number,
  features: Features,
  weightWidths: readonly WeightBits[] = USUAL_WEIGHT_WIDTHS,
): SearchProblem {
  const random = seededRandom(seed);
  let network = randomNetwork(random);
  while (choicesOf(network).length > 8) network = randomNetwork(random);
  const constraints = randomConstraints(network, random, features);
  const losses = randomLosses(network, random);
  const salt = random.below(1_000_000);
  const need = (policy: Policy): { flashBytes: number; ramBytes: number } => {
    const { flashBytes, ramBytes } = countedBytes(network, constraints, policy);
    if (!features.fragments) return { flashBytes, ramBytes };
    const arena = hash(`${salt}${JSON.stringify([...policy.activations])}`);
    const image = hash(`${salt}${JSON.stringify([...policy.weights, ...policy.activations])}`);
    return {
      flashBytes: flashBytes + (image % 5 === 0 ? 1 + (image % 37) : 0),
      ramBytes: ramBytes + (arena % 2 === 0 ? 1 + (arena % 53) : 0),
    };
  };
  const near = need(randomPolicy(network, random));
  const slack = (bytes: number): number => Math.floor(bytes * (0.85 + 0.4 * random.uniform()));
  return {
    network,
    constraints,
    weightWidths,
    losses,
    need,
    limits: { flashBytes: slack(near.flashBytes), ramBytes: slack(near.ramBytes) },
  };
}

/** What the constraints say of a policy, counted apart from the code under test. */
/** Searches choose no other. */
function narrow(bits: Bits): NarrowBits {
  const found = ACTIVATION_WIDTHS.find((width) => width === bits);
  if (found === undefined) throw new Error(`${bits} bits`);
  return found;
}

export function countedBytes(
  network: Network,
  constraints: Constraints,
  policy: Policy,
): { readonly flashBytes: number; readonly ramBytes: number } {
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const widths = <B extends Bits>(all: readonly B[], map: ReadonlyMap<string, B>, also: readonly B[]): B[] =>
    all.filter((bits) => also.includes(bits) || [...map.values()].includes(bits));
  const bitsOfGroup = (group: number): ActivationBits => {
    const { fixed, name } = network.activations[group] ?? { name: "" };
    return fixed === undefined ? (policy.activations.get(name) ?? 8) : 8;
  };
  return {
    flashBytes:
      constraints.flashFixedBytes +
      sum(constraints.weights.map(({ name, bytes }) => bytes[policy.weights.get(name) ?? 8])) +
      sum(constraints.tables.map(({ name, bytes }) => bytes[narrow(policy.activations.get(name) ?? 8)])) +
      constraints.codeBytes(
        widths(WEIGHT_WIDTHS, policy.weights, []),
        widths(ACTIVATION_WIDTHS, policy.activations, [8]),
      ),
    ramBytes: Math.max(
      ...constraints.steps.map(
        (step) =>
          step.fixedBytes + sum(step.terms.map(({ group, elements }) => packedBytes(elements, bitsOfGroup(group)))),
      ),
    ),
  };
}

/** Every policy with its loss, summed as predictedLossOf sums; `policyAt` builds the policy only where it is wanted. */
export function eachPolicy(problem: SearchProblem, visit: (loss: number, policyAt: () => Policy) => void): void {
  const choices = choicesOf(problem.network);
  const widthsOf = ({ kind }: Choice): readonly Bits[] =>
    kind === "weights" ? problem.weightWidths : ACTIVATION_WIDTHS;
  const losses = choices.map((choice) => widthsOf(choice).map((bits) => problem.losses.lossOf(choice, bits)));
  const digits = choices.map(() => 0);
  const policyAt = (): Policy => {
    const weights = new Map<string, WeightBits>();
    const activations = new Map<string, NarrowBits>();
    choices.forEach(({ kind, name }, i) => {
      if (kind === "weights") weights.set(name, problem.weightWidths[digits[i] ?? 0] ?? 8);
      else activations.set(name, ACTIVATION_WIDTHS[digits[i] ?? 0] ?? 8);
    });
    return { weights, activations };
  };
  const policies = losses.reduce((product, { length }) => product * length, 1);
  for (let code = 0; code < policies; code++) {
    let loss = 0;
    let rest = code;
    losses.forEach((own, i) => {
      digits[i] = rest % own.length;
      loss += own[rest % own.length] ?? 0;
      rest = Math.floor(rest / own.length);
    });
    visit(loss, policyAt);
  }
}

/** A real network in one of the accounts, with losses over six decades. */
export function realProblem(
  network: Network,
  account: AccountName,
  limits: SearchProblem["limits"],
  seed: number,
): SearchProblem {
  const order = executionOrder(plannerOf(network));
  return {
    network,
    constraints: constraintsOf(plannerOf(network), account, { order }),
    weightWidths: USUAL_WEIGHT_WIDTHS,
    limits,
    losses: measuredLooking(network, seed),
    need: (policy) => accountsFor(network, policy, { account, order })[account],
  };
}

/** Each halving costs 5 to 45 times as much; one table in twenty is not monotone. */
export function measuredLooking(network: Network, seed: number): LossTable {
  const random = seededRandom(seed);
  const table = new Map(
    choicesOf(network).map((choice) => {
      const eight = 10 ** (-6 + 4 * random.uniform());
      const four = eight * (random.uniform() < 0.05 ? 0.7 : 5 + 40 * random.uniform());
      return [`${choice.kind}:${choice.name}`, { 8: eight, 4: four, 2: four * (5 + 40 * random.uniform()) }] as const;
    }),
  );
  return { lossOf: (choice, bits) => table.get(`${choice.kind}:${choice.name}`)?.[bits as NarrowBits] ?? 0 };
}

function randomNetwork(random: Random): Network {
  const builder = new NetworkBuilder("random");
  const side = 2 + random.below(4);
  const channels = 1 + random.below(6);
  let last = builder.input("input", [side, side, channels]);
  const made = [last];
  const layers = 2 + random.below(2);
  for (let i = 0; i < layers; i++) {
    last = builder.pointwise(`conv${i}`, last, channels);
    made.push(last);
    const skip = made[random.below(made.length - 1)];
    if (skip !== undefined && random.uniform() < 0.3) made.push((last = builder.add(`add${i}`, skip, last)));
  }
  if (random.uniform() < 0.5) {
    const window = { kernel: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
    last = builder.layer(
      { kind: "maxPool", ...window, name: "pool", inputs: [last], macs: 0 },
      builder.shapeOf(last),
      last,
    );
  }
  return builder.build([builder.fullyConnected("fc", last, 1 + random.below(9))]);
}

/** Live sums from first to last use; tables and code with any numbers that keep code monotone. */
function randomConstraints(network: Network, random: Random, features: Features): Constraints {
  const lastUse = network.activations.map(({ id }) =>
    Math.max(
      -1,
      ...network.layers.filter(({ inputs, output }) => output === id || inputs.includes(id)).map(({ index }) => index),
    ),
  );
  const firstUse = network.activations.map(({ id }) => network.layers.find(({ output }) => output === id)?.index ?? 0);
  const steps = network.layers.map(({ index }): RamStep => {
    const alive = network.activations.filter(({ id }) => (firstUse[id] ?? 0) <= index && index <= (lastUse[id] ?? -1));
    const free = alive.filter(({ group }) => network.activations[group]?.fixed === undefined);
    const fixedBytes =
      random.below(5) + alive.filter((one) => !free.includes(one)).reduce((sum, one) => sum + one.elements, 0);
    return { layer: index, fixedBytes, terms: free.map(({ group, elements }) => ({ group, elements })) };
  });
  const choices = choicesOf(network);
  const cost = { 8: random.below(40), 4: random.below(40), 2: random.below(40), pair: random.below(4) };
  return {
    account: "linked",
    flashFixedBytes: random.below(30),
    weights: choices
      .filter(({ kind }) => kind === "weights")
      .map(({ name, elements }) => ({ name, bytes: byWidth((bits) => packedBytes(elements, bits) + random.below(3)) })),
    tables: features.tables
      ? choices
          .filter(({ kind }) => kind === "activation" && random.uniform() < 0.5)
          .map(({ name }) => ({
            name,
            bytes: byWidth((bits) => (random.uniform() < 0.8 ? 2 ** bits / 4 : random.below(50))),
          }))
      : [],
    steps,
    codeBytes: (weights, activations) =>
      features.code
        ? [...weights, ...activations].reduce(
            (sum, bits) => sum + (bits === 5 ? 9 : bits === 3 ? 13 : cost[narrow(bits)]),
            0,
          ) +
          cost.pair * weights.length * activations.length
        : 0,
  };
}

/** Whole numbers in some cases (many ties), six decades in others; not monotone in one case of five. */
function randomLosses(network: Network, random: Random): LossTable {
  const whole = random.uniform() < 0.3;
  const table = new Map<string, Record<Bits, number>>();
  for (const { kind, name } of choicesOf(network)) {
    const losses = [1, 2, 3].map(() => (whole ? random.below(6) : 10 ** (-6 + 6 * random.uniform())));
    if (random.uniform() < 0.8) losses.sort((a, b) => a - b);
    const [eight = 0, four = 0, two = 0] = losses;
    const between = (a: number, b: number): number => (whole ? Math.max(a, b) : (a + b) / 2);
    table.set(`${kind}:${name}`, { 16: 0, 8: eight, 5: between(eight, four), 4: four, 3: between(four, two), 2: two });
  }
  return { lossOf: (choice, bits) => table.get(`${choice.kind}:${choice.name}`)?.[bits] ?? 0 };
}

function randomPolicy(network: Network, random: Random): Policy {
  const draw = (kind: "weights" | "activation"): ReadonlyMap<string, NarrowBits> =>
    new Map(
      choicesOf(network)
        .filter((choice) => choice.kind === kind)
        .map(({ name }) => [name, ACTIVATION_WIDTHS[random.below(3)] ?? 8]),
    );
  return { weights: draw("weights"), activations: draw("activation") };
}

/** 5 and 3 bits lie between their neighbours. */
function byWidth(size: (bits: NarrowBits) => number): Readonly<Record<WeightBits, number>> {
  const [eight, four, two] = [size(8), size(4), size(2)];
  return { 8: eight, 5: Math.ceil((eight + 2 * four) / 3), 4: four, 3: Math.ceil((four + two) / 2), 2: two };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** A problem whose layers run in one way, asked without haste. */
export function asking(problem: SearchProblem): Question {
  const figuresOf: Question["figuresOf"] = (policy) => ({ ...problem.need(policy), peakLayer: "" });
  return { problems: [problem], figuresOf, editedFiguresOf: figuresOf };
}

export const unhurried: Work = { watch: unwatched, pause: () => Promise.resolve() };

/** The largest input plus output of a layer with weights: the paper's RAM, in the form of constraints. */
export function pairSteps(network: Network): readonly RamStep[] {
  const uniform: Policy = { weights: new Map(), activations: new Map() };
  return network.layers.flatMap((layer): RamStep[] => {
    if (!("weights" in layer)) return [];
    const ids = [...layer.inputs, layer.output].flatMap((id) => network.activations[id] ?? []);
    const fixed = ids.filter(({ fixed: width }) => width !== undefined);
    const free = ids.filter(({ fixed: width }) => width === undefined);
    return [
      {
        layer: layer.index,
        fixedBytes: fixed.reduce((sum, { id }) => sum + activationBytes(network, uniform, id), 0),
        terms: free.map(({ group, elements }) => ({ group, elements })),
      },
    ];
  });
}
