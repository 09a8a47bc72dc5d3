/**
 * Network and policy → Plan: an execution order, segments of it that run row by row, what overwrites what, and a place in one arena for
 * every activation and scratch buffer. Two buffers whose lifetimes share a step never share a byte, unless one was written over the other
 * (`inPlaceOf`) or moves in over it row by row (`slidesOver`).
 *
 * Segmentation minimises the greatest live sum, which placement cannot always reach: several segmentations of the same peak are placed
 * until one does, and the lowest arena is the answer.
 */
import { activationBytes, wideLayers, type ActivationId, type Network, type Policy } from "../../ir/network";
import { invariant } from "../../base/outcome";
import { assemblePlan, type AssemblyOptions, type Draft } from "./assemblePlan";
import { scratchBytes } from "../accounts/kernelCosts";
import { isExecutionOrder, layerAt, lifetimesOf } from "./lifetimes";
import { bestOrder, type FoundOrder, type OrderCosts } from "./order";
import { overwritableUnder } from "./overwrite";
import { stateBytes, stateHeld, withStateBlock } from "./states";
import { isFullEffort, placingEffort, type PlacingEffort } from "./planningLimits";
import { answersOfKind, type Planner } from "../execution/planner";
import { rowBytesOf, Segmenter, type Aim, type CostedSegment, type Overlap } from "../streaming/segmentation";
import { segmentShapesOf } from "../streaming/segmentShapes";
import type { Plan, PlanOptions } from "../types";

/**
 * The memory plan of a policy.
 * @param policy states a width for every choice of the network
 * @throws when `options.order` is no execution order of the network, or `options.segments` are no segments of it (a caller's bug)
 */
export function planMemory(planner: Planner, policy: Policy, options: PlanOptions = {}): Plan {
  const { network } = planner;
  const plan = planRest(planner, policy, options);
  if (!network.states) return plan;
  const { inPlace: overwriting = true, alignmentBytes = 4 } = options;
  return withStateBlock(network, policy, plan, { overwriting, alignmentBytes });
}

/** All but the states, whose bytes are no matter of any choice. */
function planRest(planner: Planner, policy: Policy, options: PlanOptions): Plan {
  const { network } = planner;
  const { rows, costsOf, assemblyOf, order, orderProven, segmenterOf } = prepare(planner, policy, options);
  const plain = (): Plan =>
    assemblePlan(planner, policy, layerByLayer(network, order, orderProven, costsOf(order)), assemblyOf(order));
  if ((options.streaming ?? "off") === "off") {
    invariant(rows === "memory" && !options.segments, "rows and segments are matters of streaming");
    return plain();
  }
  const place: Place = (each, segments, work) => {
    const draft = {
      order: each,
      orderProven: isOnlyOrder(network, each),
      segments: segments.map(({ shape, ...segment }) => ({ ...segment, ...shape })),
    };
    return assemblePlan(planner, policy, draft, { ...assemblyOf(each), ...(work !== undefined && { work }) });
  };
  if (options.segments) {
    const given = place(order, givenSegments(segmenterOf(order), options.segments));
    return given.segments.some(({ streamed }) => streamed) ? given : lower(given, plain());
  }

  const isFree = options.order === undefined || options.order === "best";
  const orders = isFree ? distinctOrders(network, order) : [order];
  const effort = placingEffort(network.layers.length);
  const best = lowestPlan(orders, segmenterOf, place, effort, options.alignmentBytes ?? 4);
  const lowest = rows === "supplied" || best.arenaBytes === best.lowerBoundBytes ? best : lower(plain(), best);
  const isLimited = !isFullEffort(effort) || orders.some((each) => segmenterOf(each).isLimited);
  return isLimited ? { ...lowest, limited: true } : lowest;
}

function lower(first: Plan, second: Plan): Plan {
  return first.arenaBytes <= second.arenaBytes ? first : second;
}

/** The greatest live sum of the best segmentation of an order (of `options.segments` where given), without placing anything. */
export function leastPeakBytes(planner: Planner, policy: Policy, options: PlanOptions): number {
  const { order, segmenterOf } = prepare(planner, policy, options);
  const segmenter = segmenterOf(order);
  const rest = options.segments ? peakOf(givenSegments(segmenter, options.segments)) : segmenter.leastPeakBytes();
  return rest + stateBytes(planner.network, policy);
}

/** What intervals cost is asked for while an order is looked for, to plan with it and for the least peak alone. */
const SEGMENTERS = answersOfKind<Segmenter>(8);

function prepare(planner: Planner, policy: Policy, options: PlanOptions) {
  const { network } = planner;
  const { inPlace = true, scratch = true, rows = "memory", alignmentBytes = 4 } = options;
  const wide = wideLayers(network, policy);
  const inputInArena = rows === "supplied" || (options.inputInArena ?? true);
  // Which states are renewed in place depends on the order: that of the layers as they are stands in where one is looked for.
  const outsideOf = (each: readonly number[]): ReadonlySet<ActivationId> =>
    new Set([...(inputInArena ? [] : network.inputs), ...stateHeld(network, each, inPlace)]);
  const rest = {
    scratch: network.layers.map((layer) => (scratch ? scratchBytes(network, layer, wide.has(layer.index)) : 0)),
    overwritable: network.layers.map((layer) =>
      inPlace ? overwritableUnder(network, policy, layer, inputInArena) : [],
    ),
  };
  const costsOf = (each: readonly number[]): OrderCosts => {
    const outside = outsideOf(each);
    const sizes = network.activations.map(({ id }) => (outside.has(id) ? 0 : activationBytes(network, policy, id)));
    return { sizes, ...rest };
  };
  const assemblyOf = (each: readonly number[]): AssemblyOptions => ({
    scratch: rest.scratch,
    outside: outsideOf(each),
    alignmentBytes,
  });
  const found = chooseOrder(planner, costsOf(defaultOrder(network)), options.order ?? "best");
  const { order } = found;
  const orderProven = found.proven && !network.states;
  const makeSegmenter = (each: readonly number[], source: typeof rows): Segmenter =>
    planner.once(SEGMENTERS, planner.keyOf(policy, each, inPlace, scratch, inputInArena, source), () => {
      const rowBytes = network.activations.map(({ id }) => rowBytesOf(network, policy, id));
      const shapes = segmentShapesOf(planner, each, { inputInArena, rows: source });
      const inMemory = source === "supplied" ? makeSegmenter(each, "memory") : undefined;
      return new Segmenter(shapes, policy, { ...costsOf(each), rowBytes }, { inPlace, inputInArena }, inMemory);
    });
  const segmenterOf = (each: readonly number[]): Segmenter => makeSegmenter(each, rows);
  return { rows, costsOf, assemblyOf, order, orderProven, segmenterOf };
}

type Place = (order: readonly number[], segments: readonly CostedSegment[], work?: number) => Plan;

function givenSegments(segmenter: Segmenter, segments: NonNullable<PlanOptions["segments"]>): readonly CostedSegment[] {
  return segments.map(({ firstStep, lastStep, inputRows }) => segmenter.given(firstStep, lastStep + 1, inputRows));
}

function peakOf(segments: readonly CostedSegment[]): number {
  return Math.max(0, ...segments.map(({ liveBytes }) => liveBytes));
}

/** In which respects a segmentation of least peak may be the best, the most desirable first. */
const AIMS: readonly Aim[] = ["fewestStreamed", "leastDrift", "leastSums"];
/** As placement counts work: what is granted once a plan exists that this one would have to beat. */
const RETRY_WORK = 200_000;

/**
 * The plan with the smallest arena, the first of those that differ by less than `toleranceBytes`. None is smaller than its order's least
 * peak, so most need not be placed.
 */
function lowestPlan(
  orders: readonly (readonly number[])[],
  segmenterOf: (order: readonly number[]) => Segmenter,
  place: Place,
  effort: PlacingEffort,
  toleranceBytes: number,
): Plan {
  const candidates = orders
    .map((order) => ({ order, segmenter: segmenterOf(order) }))
    .map((candidate) => ({ ...candidate, peakBytes: candidate.segmenter.leastPeakBytes() }))
    .sort((a, b) => a.peakBytes - b.peakBytes);
  let best: Plan | undefined;
  const placed = new Set<string>();
  const attempt = ({ order, segmenter }: (typeof candidates)[number], peakBytes: number): void => {
    for (const aim of AIMS.slice(0, effort.aims)) {
      if (best && best.arenaBytes < peakBytes + toleranceBytes) return;
      const segments = segmenter.within(peakBytes, aim);
      // With no more work to spend, the same segments are placed as before.
      const key = `${orders.indexOf(order)}: ${segments.map(({ end }) => end).join()}`;
      if (placed.has(key)) continue;
      placed.add(key);
      const plan = place(order, segments, best && RETRY_WORK);
      if (!best || plan.arenaBytes < best.arenaBytes) best = plan;
    }
  };
  for (const candidate of candidates) {
    attempt(candidate, candidate.peakBytes);
    let low = candidate.peakBytes;
    for (let i = 0; i < effort.bisections && best && best.arenaBytes - low > toleranceBytes; i++) {
      // A segmentation that keeps more alive may leave fewer gaps.
      const middle = Math.floor((low + best.arenaBytes) / 2);
      const before = best.arenaBytes;
      attempt(candidate, middle);
      if (best.arenaBytes === before || best.arenaBytes > middle) low = middle;
    }
  }
  invariant(best !== undefined, "a network has at least one order");
  return best;
}

const NO_RINGS: ReadonlyMap<ActivationId, number> = new Map();

/** Every layer a segment of its own, over an operand where it may write in place. */
function layerByLayer(network: Network, order: readonly number[], orderProven: boolean, costs: OrderCosts): Draft {
  const lifetimes = lifetimesOf(network, order);
  /** Since when the bytes of an activation have been fixed. */
  const since = new Map<ActivationId, number>();
  const segments = order.map((index, step) => {
    const { output } = layerAt(network, index);
    const dying = (costs.overwritable[index] ?? []).filter((id) => lifetimes[id]?.lastStep === step);
    const over = youngest(dying, (id) => since.get(id) ?? 0);
    since.set(output, over === undefined ? step : (since.get(over) ?? 0));
    const savedBytes = costs.sizes[output] ?? 0;
    const overlaps: Overlap[] =
      over === undefined ? [] : [{ over, by: output, kind: "replaces", gapBytes: 0, savedBytes }];
    return { first: step, end: step + 1, overlaps, streamed: false, ringRows: NO_RINGS };
  });
  return { order, orderProven, segments };
}

/** Of the operands that could be overwritten, the one whose bytes have been fixed for the shortest time: it leaves placement most freedom. */
function youngest(candidates: readonly ActivationId[], since: (id: ActivationId) => number): ActivationId | undefined {
  return candidates.reduce<ActivationId | undefined>(
    (best, id) => (best === undefined || since(id) > since(best) ? id : best),
    undefined,
  );
}

function chooseOrder(
  planner: Planner,
  costs: OrderCosts,
  wanted: NonNullable<PlanOptions["order"]>,
): { readonly order: readonly number[]; readonly proven: boolean } {
  if (wanted === "best") return bestOrderOnce(planner, costs);
  const { network } = planner;
  const order = wanted === "default" ? defaultOrder(network) : wanted;
  invariant(isExecutionOrder(network, order), `[${order.join(", ")}] does not execute network ${network.name}`);
  return { order, proven: false };
}

/** A network's order is asked for with each way to run its layers, which changes nothing about the costs: the last answer is kept. */
const ORDERS = answersOfKind<FoundOrder>(1);

function bestOrderOnce(planner: Planner, costs: OrderCosts): FoundOrder {
  return planner.once(ORDERS, JSON.stringify(costs), () => bestOrder(planner.network, costs));
}

function defaultOrder(network: Network): readonly number[] {
  return network.layers.map(({ index }) => index);
}

/** The order that is best layer by layer need not be best for streaming: the default order is the other one worth a try. */
function distinctOrders(network: Network, best: readonly number[]): readonly (readonly number[])[] {
  const byDefault = defaultOrder(network);
  return best.every((index, step) => index === byDefault[step]) ? [best] : [best, byDefault];
}

/** Whether each layer reads what the one before it made, so that there is no choice. */
export function isOnlyOrder(network: Network, order: readonly number[]): boolean {
  return order.every((index, step) => {
    const before = order[step - 1];
    return before === undefined || layerAt(network, index).inputs.includes(layerAt(network, before).output);
  });
}
