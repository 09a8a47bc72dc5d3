/**
 * The agent of HAQ (Wang et al. 2019): deep deterministic policy gradient (Lillicrap et al. 2016) with one action in [0, 1]. The critic
 * learns what reward an action in a state leads to, the actor what the critic prefers; both follow slowly moving targets. Rewards are
 * taken relative to a moving average of their batches.
 */
import { Adam } from "../../../base/adam";
import type { Random } from "../../../base/random";
import { meanOf } from "../../../base/statistics";
import type { MatrixProducts } from "../../../quantize/round/roundingProducts";
import { DenseNetwork } from "./denseNetwork";
import { Replay, type Transition } from "./replay";

export interface AgentOptions {
  /** Units of each of the two hidden layers, in the actor and in the critic. */
  readonly hiddenUnits: number;
  readonly actorRate: number;
  readonly criticRate: number;
  /** γ */
  readonly discount: number;
  /** τ: how much of the new parameters a target takes over in an update. */
  readonly targetRate: number;
  /** Of the moving average of rewards. */
  readonly baselineRate: number;
  readonly batch: number;
  readonly capacity: number;
}

export class Agent {
  private readonly actor: DenseNetwork;
  private readonly critic: DenseNetwork;
  private readonly actorTarget: DenseNetwork;
  private readonly criticTarget: DenseNetwork;
  private readonly actorSteps: Adam;
  private readonly criticSteps: Adam;
  private readonly replay: Replay;
  private baseline: number | undefined;

  constructor(
    private readonly stateSize: number,
    private readonly options: AgentOptions,
    private readonly random: Random,
    private readonly products: MatrixProducts,
  ) {
    const { hiddenUnits } = options;
    this.actor = new DenseNetwork({ sizes: [stateSize, hiddenUnits, hiddenUnits, 1], head: "sigmoid" });
    this.critic = new DenseNetwork({ sizes: [stateSize + 1, hiddenUnits, hiddenUnits, 1], head: "linear" });
    this.actor.initialize(random);
    this.critic.initialize(random);
    this.actorTarget = this.actor.copyOf();
    this.criticTarget = this.critic.copyOf();
    this.actorSteps = new Adam(this.actor.parameters);
    this.criticSteps = new Adam(this.critic.parameters);
    this.replay = new Replay(options.capacity);
  }

  /** What the actor would do. */
  act(state: Float32Array): number {
    return this.actor.respond(state)[0] ?? 0;
  }

  observe(transition: Transition): void {
    this.replay.add(transition);
  }

  /** One step of the critic, one of the actor, and the targets after them. */
  async update(): Promise<void> {
    const { products, options, stateSize } = this;
    const batch = this.replay.sample(options.batch, this.random);
    const rows = batch.length;
    const states = stacked(batch.map(({ state }) => state));
    const goals = await this.goalsOf(batch);

    const actions = Float32Array.from(batch, ({ action }) => action);
    const judged = await this.critic.forward(besides(states, actions), rows, products);
    const errors = judged.output.map((value, row) => (2 * (value - (goals[row] as number))) / rows);
    this.criticSteps.step(await this.critic.gradient(judged, errors, products), this.options.criticRate);

    const acted = await this.actor.forward(states, rows, products);
    const imagined = await this.critic.forward(besides(states, acted.output), rows, products);
    const uphill = new Float32Array(rows).fill(-1 / rows);
    const inputSlopes = await this.critic.inputSlopes(imagined, uphill, products);
    const actionSlopes = acted.output.map((_, row) => inputSlopes[row * (stateSize + 1) + stateSize] as number);
    this.actorSteps.step(await this.actor.gradient(acted, actionSlopes, products), this.options.actorRate);

    follow(this.actorTarget, this.actor, options.targetRate);
    follow(this.criticTarget, this.critic, options.targetRate);
  }

  /** What the critic should have said: the reward, and what the targets expect afterwards. */
  private async goalsOf(batch: readonly Transition[]): Promise<Float32Array> {
    const { products, options } = this;
    const meanReward = meanOf(batch.map(({ reward }) => reward));
    this.baseline =
      this.baseline === undefined ? meanReward : this.baseline + options.baselineRate * (meanReward - this.baseline);
    const baseline = this.baseline;
    const next = stacked(batch.map((transition) => transition.next));
    const acted = await this.actorTarget.forward(next, batch.length, products);
    const expected = await this.criticTarget.forward(besides(next, acted.output), batch.length, products);
    return expected.output.map((value, row) => {
      const { reward, isLast } = batch[row] as Transition;
      return reward - baseline + (isLast ? 0 : options.discount * value);
    });
  }
}

function follow(target: DenseNetwork, leader: DenseNetwork, rate: number): void {
  const [to, from] = [target.parameters, leader.parameters];
  for (let i = 0; i < to.length; i++) to[i] = (1 - rate) * (to[i] as number) + rate * (from[i] as number);
}

function stacked(states: readonly Float32Array[]): Float32Array {
  const size = states[0]?.length ?? 0;
  const rows = new Float32Array(states.length * size);
  states.forEach((state, row) => rows.set(state, row * size));
  return rows;
}

/** [rows][size] and [rows] → [rows][size + 1] */
function besides(states: Float32Array, actions: Float32Array): Float32Array {
  const size = states.length / actions.length;
  const joined = new Float32Array(states.length + actions.length);
  for (let row = 0; row < actions.length; row++) {
    joined.set(states.subarray(row * size, (row + 1) * size), row * (size + 1));
    joined[row * (size + 1) + size] = actions[row] as number;
  }
  return joined;
}
