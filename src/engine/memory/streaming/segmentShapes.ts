/**
 * What a segment of an execution order keeps, in rows: how deep its rings are and how far each of its outputs may move in over an input
 * that dies there. Rows do not depend on widths, so the schedule of an interval is run once a network and serves every policy.
 */
import { activationOf, type ActivationId, type Layer, type Network } from "../../ir/network";
import { layerAt, lifetimesOf, type Lifetime } from "../arena/lifetimes";
import { isStateInput, overwritableInputs } from "../arena/overwrite";
import { longestSegment } from "../arena/planningLimits";
import { answersOfKind, type Planner } from "../execution/planner";
import type { Way } from "../types";
import { RowNeeds, runsByRows, type InputRows } from "./rowNeeds";
import { pipelineOf, runSchedule, type Firing, type Pipeline } from "./schedule";

/** A whole output that is written while a whole input is consumed for the last time. */
export interface Passage {
  readonly over: ActivationId;
  readonly by: ActivationId;
  /** The layer that writes the output. */
  readonly writer: Layer;
  /**
   * Pairs: as row corners[i] − 1 of the output gets written, the input is still needed from row corners[i + 1] on. Only those that may
   * bind, ascending in both.
   */
  readonly corners: readonly number[];
  /** Nobody but an element-by-element writer needs a row of the input when that row of the output is written. */
  readonly mayReplace: boolean;
}

export interface SegmentShape {
  readonly streamed: boolean;
  /** Rows of each tensor of which only a ring is held. */
  readonly ringRows: ReadonlyMap<ActivationId, number>;
  readonly passages: readonly Passage[];
}

type SegmentWay = Required<Pick<Way, "inputInArena" | "rows">>;

/** Layers and tensors by position in an order. Intervals are [first, end). */
export class SegmentShapes {
  readonly network: Network;
  readonly layers: readonly Layer[];
  readonly lifetimes: readonly (Lifetime | undefined)[];
  /** By activation: rows that some reader needs at once, the least that a ring must hold. */
  readonly leastRows: readonly number[];
  /** The network's input where the caller pushes its rows. */
  readonly supplied: ActivationId | undefined;
  /** Layers that a segment of several may have. */
  readonly longest: number;
  /** By position: how many layers before it cannot run by rows. */
  private readonly wholes: readonly number[];
  private readonly shapes = new Map<number, readonly SegmentShape[]>();

  constructor(
    /** What no order changes. */
    private readonly known: KnownRows,
    readonly order: readonly number[],
    private readonly options: SegmentWay,
    /** The same order with the whole input in memory: what takes no rows is the same there. */
    private readonly inMemory?: SegmentShapes,
  ) {
    const { network } = known.needs;
    this.network = network;
    this.layers = order.map((index) => layerAt(network, index));
    this.lifetimes = lifetimesOf(network, order);
    let wholes = 0;
    this.wholes = [0, ...this.layers.map((layer) => (wholes += mayStream(network, layer) ? 0 : 1))];
    this.leastRows = leastRowsOf(known.needs);
    this.longest = longestSegment(
      this.layers.map(({ output }) => activationOf(network, output).shape[0]),
      aliveAt(this.lifetimes, order.length),
    );
    this.supplied = options.rows === "supplied" && network.inputs.length === 1 ? network.inputs[0] : undefined;
  }

  /**
   * The ways to run an interval: none where it is no segment (several layers, one of which cannot run by rows); two where the network's
   * input could be a ring, for the whole of it, which an output may overwrite, can be the smaller.
   */
  shapesOf(first: number, end: number): readonly SegmentShape[] {
    const key = first * (this.order.length + 1) + end;
    const before = this.shapes.get(key);
    if (before) return before;
    const taking = this.couldTakeRows(first, end) ? this.shapeOf(first, end, true) : undefined;
    const whole = this.inMemory?.shapesOf(first, end) ?? this.wholeShapesOf(first, end);
    const shapes = taking ? [taking, ...whole] : whole;
    this.shapes.set(key, shapes);
    return shapes;
  }

  private wholeShapesOf(first: number, end: number): readonly SegmentShape[] {
    const shape = this.shapeOf(first, end, false);
    return shape ? [shape] : [];
  }

  /** Whether every layer of the interval could be part of a streamed segment. */
  canStream(first: number, end: number): boolean {
    return this.wholes[first] === this.wholes[end];
  }

  private couldTakeRows(first: number, end: number): boolean {
    if (this.supplied === undefined || first > 0 || !this.canStream(first, end)) return false;
    const isRead = this.layers.some(({ inputs }) => inputs.includes(this.supplied ?? -1));
    return isRead && this.isInner(this.supplied, first, end);
  }

  /** Whether nobody outside an interval needs a tensor. */
  isInner(id: ActivationId, first: number, end: number): boolean {
    const lifetime = this.lifetimes[id];
    if (!lifetime || lifetime.firstStep < first || lifetime.lastStep >= end) return false;
    return !this.network.outputs.includes(id);
  }

  private shapeOf(first: number, end: number, takesRows: boolean): SegmentShape | undefined {
    const layers = this.layers.slice(first, end);
    const pipeline = this.canStream(first, end)
      ? pipelineOf(this.known.needs, layers, takesRows ? this.supplied : undefined)
      : undefined;
    if (!pipeline) return end - first === 1 ? { streamed: false, ringRows: new Map(), passages: [] } : undefined;

    const streamed = end - first > 1 || takesRows;
    const { rowsAlive, followed } = this.known.runs.of(
      pipeline,
      followedFrom(
        pipeline,
        this.consumed(pipeline, end),
        this.produced(pipeline, first, end, streamed),
        this.options.inputInArena,
        this.network,
      ),
    );
    const ringRows = new Map<ActivationId, number>();
    if (streamed) {
      pipeline.tensors.forEach(({ id }, i) => {
        if (!pipeline.given.includes(i) && this.isInner(id, first, end)) ringRows.set(id, rowsAlive[i] ?? 0);
      });
    }
    return { streamed, ringRows, passages: passagesOf(pipeline, followed) };
  }

  /** Whole tensors that exist before the segment and not after it. */
  private consumed(pipeline: Pipeline, end: number): readonly number[] {
    const { inputs, outputs, activations } = this.network;
    return pipeline.given.filter((tensor) => {
      const id = pipeline.tensors[tensor]?.id ?? -1;
      const isHeld =
        outputs.includes(id) || isStateInput(this.network, id) || (!this.options.inputInArena && inputs.includes(id));
      const lastStep = this.lifetimes[id]?.lastStep ?? end;
      return lastStep < end && !isHeld && activations[id]?.fixed !== "float";
    });
  }

  /** Stages whose output is held whole. */
  private produced(pipeline: Pipeline, first: number, end: number, streamed: boolean): readonly number[] {
    return [...pipeline.stages.keys()].filter((stage) => {
      const { output } = pipeline.stages[stage]?.layer ?? {};
      return output !== undefined && !(streamed && this.isInner(output, first, end));
    });
  }
}

/** A state's new value may be written over the old one, which a layer of the same segment could still want. */
function mayStream(network: Network, layer: Layer): boolean {
  return runsByRows(network, layer) && network.states?.some(({ output }) => output === layer.output) !== true;
}

function aliveAt(lifetimes: readonly (Lifetime | undefined)[], steps: number): readonly number[] {
  const alive = new Array<number>(steps).fill(0);
  for (const lifetime of lifetimes) {
    if (!lifetime) continue;
    for (let step = lifetime.firstStep; step <= lifetime.lastStep; step++) alive[step] = (alive[step] ?? 0) + 1;
  }
  return alive;
}

function leastRowsOf(needs: RowNeeds): readonly number[] {
  const { network } = needs;
  const least = network.activations.map(() => 1);
  for (const layer of network.layers) {
    needs.of(layer)?.forEach(({ keptFrom, upTo }, input) => {
      const id = layer.inputs[input] ?? -1;
      upTo.forEach((last, y) => (least[id] = Math.max(least[id] ?? 1, last - (keptFrom[y] ?? 0) + 1)));
    });
  }
  return least;
}

/** Rows that layers need, and how pipelines of them run: the same in any order, for any widths. */
interface KnownRows {
  readonly needs: RowNeeds;
  readonly runs: FollowedRuns;
}

const KNOWN_ROWS = answersOfKind<KnownRows>(1);
/** Two orders, the input in the arena and not, rows supplied and not. */
const SHAPES = answersOfKind<SegmentShapes>(8);

export function segmentShapesOf(planner: Planner, order: readonly number[], options: SegmentWay): SegmentShapes {
  const { network } = planner;
  return planner.once(SHAPES, `${options.rows} ${options.inputInArena} ${order.join()}`, () => {
    const inMemory =
      options.rows === "supplied" ? segmentShapesOf(planner, order, { ...options, rows: "memory" }) : undefined;
    const rows = planner.once(KNOWN_ROWS, "", () => ({ needs: new RowNeeds(network), runs: new FollowedRuns() }));
    return new SegmentShapes(rows, order, options, inMemory);
  });
}

/** A tensor that dies in a segment, and a stage that could write over it; by their numbers in the pipeline. */
interface Followed {
  readonly tensor: number;
  readonly stage: number;
  mayReplace: boolean;
  readonly corners: number[];
}

function followedFrom(
  pipeline: Pipeline,
  consumed: readonly number[],
  produced: readonly number[],
  inputInArena: boolean,
  network: Network,
): readonly Followed[] {
  return produced.flatMap((stage) => {
    const layer = pipeline.stages[stage]?.layer;
    if (!layer || activationOf(network, layer.output).fixed === "float") return [];
    const overwritable = overwritableInputs(network, layer, inputInArena);
    return consumed.map((tensor) => {
      const mayReplace = overwritable.includes(pipeline.tensors[tensor]?.id ?? -1);
      return { tensor, stage, mayReplace, corners: [] };
    });
  });
}

function passagesOf({ tensors, stages }: Pipeline, followed: readonly Followed[]): readonly Passage[] {
  return followed.flatMap(({ tensor, stage, mayReplace, corners }) => {
    const over = tensors[tensor]?.id;
    const writer = stages[stage]?.layer;
    return over === undefined || !writer ? [] : [{ over, by: writer.output, writer, corners, mayReplace }];
  });
}

interface FollowedRun {
  readonly rowsAlive: Int32Array;
  readonly followed: readonly Followed[];
}

/**
 * Runs of schedules by structure: layers that need the same rows of each other run alike whatever they are called, and networks are made of
 * such repetitions.
 */
class FollowedRuns {
  private readonly known = new Map<string, FollowedRun>();
  private readonly numbers = new Map<string, number>();
  private readonly numberOf = new WeakMap<InputRows, number>();

  /** @param followed before the run; what it became is in the answer */
  of(pipeline: Pipeline, followed: readonly Followed[]): FollowedRun {
    const key = this.keyOf(pipeline, followed);
    const before = this.known.get(key);
    if (before) return before;
    const watch = new PassageWatch(pipeline, followed);
    const { rowsAlive } = runSchedule(pipeline, [], (firing) => watch.see(firing));
    const run = { rowsAlive, followed };
    this.known.set(key, run);
    return run;
  }

  /** All that a run depends on, as characters: rows needed tell the heights of what is read and written. */
  private keyOf({ stages, supplied = -1 }: Pipeline, followed: readonly Followed[]): string {
    const parts = [supplied + 1];
    for (const { inputs, output } of stages) {
      parts.push(output, inputs.length);
      for (const { tensor, rows } of inputs) parts.push(tensor, this.numberOfRows(rows));
    }
    for (const { tensor, stage, mayReplace } of followed) parts.push(tensor, 2 * stage + Number(mayReplace));
    return parts.every((part) => part < 2 ** 16) ? String.fromCharCode(...parts) : parts.join();
  }

  private numberOfRows(rows: InputRows): number {
    const before = this.numberOf.get(rows);
    if (before !== undefined) return before;
    const content = `${rows.keptFrom.join()};${rows.upTo.join()}`;
    const number = this.numbers.get(content) ?? this.numbers.size;
    this.numbers.set(content, number);
    this.numberOf.set(rows, number);
    return number;
  }
}

/** Follows how far every dying input is consumed as the rows of every output get written. */
class PassageWatch {
  private readonly byStage: readonly (readonly Followed[])[];

  constructor({ stages }: Pipeline, followed: readonly Followed[]) {
    const byStage = stages.map((): Followed[] => []);
    for (const passage of followed) byStage[passage.stage]?.push(passage);
    this.byStage = byStage;
  }

  see({ stage, row, keptFrom }: Firing): void {
    for (const passage of this.byStage[stage] ?? []) {
      const { corners } = passage;
      const kept = keptFrom(passage.tensor);
      if (corners[corners.length - 1] === kept) corners.length -= 2; // of equal needs the later row binds
      corners.push(row + 1, kept);
      if (passage.mayReplace) passage.mayReplace = keptFrom(passage.tensor, stage) > row;
    }
  }
}
