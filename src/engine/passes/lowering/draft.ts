/**
 * The network while it grows. It knows where each graph tensor lies: in which activation and in which order of its axes. An
 * operator asks for its input with certain axes in the three places [H, W, C]; where memory has them so already that is free,
 * else a transpose layer is put in between (once for each tensor and order).
 *
 * The shape of an input, or of a fully connected layer's output, is only a way to read its memory, so it stays open until the
 * first operator asks.
 */
import type { Problem } from "../../base/outcome";
import {
  consumersOf,
  elementsOf,
  originsOf,
  producersOf,
  tensorOf,
  type Graph,
  type Node,
  type StatePair,
} from "../../ir/graph";
import type {
  Activation,
  ActivationId,
  Layer,
  LayerBody,
  Network,
  NetworkState,
  Shape3,
  TensorLayout,
} from "../../ir/network";
import type { OpKind, OpOf } from "../../ir/op";
import { aligned, axesInMemory, layoutInOrder, naturalLayout, sameLayout } from "./layout";

/** For each of H, W, C the axis of the graph's tensor that lies there. */
export type Slots = readonly [number | undefined, number | undefined, number | undefined];

export interface Placement {
  readonly activation: ActivationId;
  readonly layout: TensorLayout;
}

/** A shape that several activations share (operators element by element keep it). */
interface ShapeCell {
  shape: Shape3;
  settled: boolean;
}

interface ActivationDraft {
  readonly name: string;
  readonly cell: ShapeCell;
  readonly group: ActivationId;
  readonly float: boolean;
}

/** How operators become layers, or views: one entry for each. */
export type Lowerings<K extends OpKind> = {
  readonly [P in K]: (node: Node, op: OpOf<P>, draft: NetworkDraft) => void;
};

export class NetworkDraft {
  readonly problems: Problem[] = [];
  private readonly activations: ActivationDraft[] = [];
  private readonly layers: Layer[] = [];
  /** By layer. */
  private readonly nodesOfLayers: string[][] = [];
  private readonly states: NetworkState[] = [];
  private readonly cells = new Set<ActivationId>();
  private readonly membranes = new Set<ActivationId>();
  private readonly spikes = new Set<ActivationId>();
  private readonly placements = new Map<string, Placement[]>();
  private readonly activationNames = new Set<string>();
  private readonly layerNames = new Set<string>();
  private readonly nodeNames: ReadonlySet<string>;
  private readonly producers: ReadonlyMap<string, Node>;
  private readonly consumers: ReadonlyMap<string, readonly Node[]>;

  constructor(readonly graph: Graph) {
    this.nodeNames = new Set(graph.nodes.map((node) => node.name));
    this.producers = producersOf(graph);
    this.consumers = consumersOf(graph);
  }

  refuse(node: Node, message: string, hint: string): void {
    this.problems.push({ code: "lowering.unsupported", message: `${node.op.kind} ${message}`, place: node.name, hint });
  }

  shapeOf(tensor: string): readonly number[] {
    return tensorOf(this.graph, tensor).shape;
  }

  /** The node that makes a tensor; undefined for inputs and constants. */
  makerOf(tensor: string): Node | undefined {
    return this.producers.get(tensor);
  }

  /** The nodes that read a tensor; the graph's own outputs count as none. */
  readersOf(tensor: string): readonly Node[] {
    return this.graph.outputs.includes(tensor) ? [] : (this.consumers.get(tensor) ?? []);
  }

  isReadByOne(tensor: string): boolean {
    return this.consumers.get(tensor)?.length === 1;
  }

  /** Where a tensor lies; undefined for constants and for what an earlier refusal left out. */
  placementOf(tensor: string): Placement | undefined {
    return this.placements.get(tensor)?.[0];
  }

  placementIn(tensor: string, id: ActivationId): Placement | undefined {
    return this.placements.get(tensor)?.find((placement) => placement.activation === id);
  }

  activationShape(id: ActivationId): Shape3 {
    return this.draftOf(id).cell.shape;
  }

  /** Whether the shape is still a matter of how the memory will be read. */
  isOpen(id: ActivationId): boolean {
    return !this.draftOf(id).cell.settled;
  }

  isFloat(id: ActivationId): boolean {
    return this.draftOf(id).float;
  }

  /** A view: the tensor lies where another does. */
  place(tensor: string, placement: Placement): void {
    this.placements.set(tensor, [placement]);
  }

  /** A new activation for a tensor. `sharing` keeps it in that activation's group; `open` leaves the shape to the first reader. */
  create(
    tensor: string,
    shape: Shape3,
    layout: TensorLayout,
    options: { readonly sharing?: ActivationId; readonly open?: boolean; readonly float?: boolean } = {},
  ): ActivationId {
    return this.createIn(
      tensor,
      { shape, settled: options.open !== true },
      layout,
      options.sharing,
      options.float === true,
    );
  }

  /** A new activation of the shape and layout of another, element for element. */
  createLike(tensor: string, source: Placement, options: { readonly float?: boolean } = {}): ActivationId {
    return this.createIn(
      tensor,
      this.draftOf(source.activation).cell,
      source.layout,
      undefined,
      options.float === true,
    );
  }

  /** What a recurrent layer keeps at 16 bits from one run to the next: halves of values, of its own. */
  createCell(name: string, shape: Shape3): ActivationId {
    const id = this.createIn(name, { shape, settled: true }, naturalLayout(shape), undefined, false);
    this.placements.delete(name);
    this.cells.add(id);
    this.states.push({ input: id, output: id });
    return id;
  }

  /** What neurons keep, of the shape of their spikes; its width is a choice. */
  createMembrane(name: string, spikes: ActivationId): ActivationId {
    const { cell } = this.draftOf(spikes);
    const id = this.createIn(name, cell, naturalLayout(cell.shape), undefined, false);
    this.placements.delete(name);
    this.membranes.add(id);
    this.states.push({ input: id, output: id });
    return id;
  }

  /** Its codes are 0 and 1, in 1 bit each. */
  holdSpikes(id: ActivationId): void {
    this.spikes.add(id);
  }

  isSpikes(id: ActivationId): boolean {
    return this.spikes.has(this.leaderOf(id));
  }

  /** Whether all that reads a tensor, views looked through, takes it as spikes of 1 bit; what leaves the network is read at 8. */
  areSpikesTaken(tensor: string): boolean {
    const tensors = [tensor];
    for (const name of tensors) {
      if (this.graph.outputs.includes(name)) return false;
      for (const { op, output, inputs } of this.consumers.get(name) ?? []) {
        if (op.kind === "reshape") tensors.push(output);
        else if (inputs[0] !== name) return false;
        else if (op.kind === "conv" && op.groups !== 1) return false;
        else if (op.kind !== "conv" && op.kind !== "fullyConnected" && op.kind !== "fire") return false;
      }
    }
    return true;
  }

  /** Spikes that nothing of the graph's reads as they are: under a name of their own, with the tensor at 8 bits behind them. */
  widenSpikes(node: Node, spikes: ActivationId): void {
    const { cell } = this.draftOf(spikes);
    const [placement] = this.placements.get(spikesOf(node.output)) ?? [];
    if (!placement) throw new Error(`"${node.output}" has no spikes`);
    this.placements.delete(spikesOf(node.output));
    const name = unused(`${node.name}.wide`, (taken) => this.layerNames.has(taken) || this.nodeNames.has(taken));
    const wide = this.createIn(node.output, cell, placement.layout, undefined, false);
    this.append({ name, node }, { kind: "requantize", ofSpikes: true }, [spikes], wide, 0);
  }

  emit(node: Node, body: LayerBody, inputs: readonly ActivationId[], output: ActivationId, macs = 0): void {
    this.append({ name: node.name, node }, body, inputs, output, macs);
  }

  /** The node became part of the layer that makes the activation in which its output lies, where a layer does. */
  absorb(node: Node, tensor = node.output): void {
    const activation = this.placementOf(tensor)?.activation;
    const layer = this.layers.findIndex(({ output }) => output === activation);
    this.nodesOfLayers[layer]?.push(...originsOf(node));
  }

  /** The axes of a tensor in the places [H, W, C] that it has, or that a transpose gives it where it cannot be read so. */
  slotsOf(node: Node, tensor: string): { readonly activation: ActivationId; readonly slots: Slots } | undefined {
    const placement = this.placementOf(tensor);
    if (!placement) return undefined;
    const shape = this.shapeOf(tensor);
    const order = axesInMemory(placement.layout, shape);
    if (order && order.length <= 3) {
      const { cell } = this.draftOf(placement.activation);
      const slots = cell.settled ? slotsWithin(cell.shape, shape, order) : openSlots(shape, order);
      if (slots) return { activation: this.demand(node, tensor, slots), slots };
    }
    const slots = openSlots(
      shape,
      (shape.length === 4 ? [2, 3, 1] : [...shape.keys()]).filter((axis) => shape[axis] !== 1),
    );
    return slots && { activation: this.demand(node, tensor, slots), slots };
  }

  /** The activation that holds a tensor with these axes as H, W and C; all axes that are not named have size 1. */
  demand(node: Node, tensor: string, slots: Slots): ActivationId {
    const logical = this.shapeOf(tensor);
    const axes = slots.filter((axis) => axis !== undefined);
    const shape = shapeAt(logical, slots);
    const wanted = layoutInOrder(logical, axes);
    return this.inLayout(node, tensor, wanted, shape);
  }

  /** The activation that holds a tensor row-major. */
  demandNatural(node: Node, tensor: string): Placement {
    const shape = this.shapeOf(tensor);
    const slots = openSlots(
      shape,
      [...shape.keys()].filter((axis) => shape[axis] !== 1),
    );
    const layout = naturalLayout(shape);
    const activation = this.inLayout(node, tensor, layout, slots ? shapeAt(shape, slots) : [1, 1, elementsOf(shape)]);
    return { activation, layout };
  }

  /** The same memory read in another shape. */
  reshaped(node: Node, tensor: string, shape: Shape3): ActivationId {
    const placement = this.placementOf(tensor);
    if (!placement) throw new Error(`"${tensor}" lies nowhere`);
    return this.inLayout(node, tensor, placement.layout, shape);
  }

  /**
   * Makes the next run find its state where it was put: an activation in the memory order of the state's input, which a layer makes and
   * nothing else answers with.
   */
  tieState({ input, output }: StatePair): void {
    const [held, made] = [this.placementOf(input), this.placementOf(output)];
    const maker = this.producers.get(output);
    if (!held || !made) return;
    if (!maker || this.isFloat(made.activation)) {
      const message = `the state "${input}" takes over "${output}", which ${maker ? "is the float result of a softmax" : "no operator makes"}`;
      this.problems.push({
        code: "lowering.state",
        message,
        place: output,
        hint: "say with {{states}} what is a state",
      });
      return;
    }
    const isShared = (id: ActivationId): boolean =>
      !this.layers.some((layer) => layer.output === id) ||
      this.states.some((other) => other.output === id) ||
      this.graph.outputs.some((name) => name !== output && this.placementOf(name)?.activation === id);
    const { cell } = this.draftOf(held.activation);
    let { activation } = made;
    if (!sameLayout(made.layout, held.layout)) {
      activation = this.transpose(maker, output, made, held.layout, cell.shape);
    } else if (isShared(activation)) {
      const { shape } = this.draftOf(activation).cell;
      const name = unused(`${maker.name}.state`, (taken) => this.layerNames.has(taken) || this.nodeNames.has(taken));
      const copy = this.create(output, shape, held.layout, { sharing: activation });
      this.append({ name, node: maker }, { kind: "slice", starts: [0, 0, 0], steps: [1, 1, 1] }, [activation], copy, 0);
      activation = copy;
    }
    const others = (this.placements.get(output) ?? []).filter((one) => one.activation !== activation);
    this.placements.set(output, [{ activation, layout: held.layout }, ...others]);
    this.states.push({ input: held.activation, output: activation });
  }

  finish(): Network {
    const leaders = this.leaders();
    const fixed = new Set<ActivationId>();
    const fix = (id: ActivationId | undefined): void => {
      if (id !== undefined) fixed.add(leaders[id] ?? id);
    };
    const idsOf = (tensors: readonly string[]): ActivationId[] =>
      tensors.flatMap((name) => this.placementOf(name)?.activation ?? []);
    const kept = [...this.cells, ...this.membranes];
    const inputs = [...idsOf(this.graph.inputs), ...kept];
    const outputs = [...idsOf(this.graph.outputs), ...kept];
    // Nobody outside reads or writes the codes of a state: its width is a choice.
    for (const id of inputs) if (!this.states.some(({ input }) => input === id)) fix(id);
    for (const id of outputs.filter((one) => !this.states.some(({ output }) => output === one))) {
      // The logits in front of a float tail are the integer network's output.
      fix(this.isFloat(id) ? this.layers.find((layer) => layer.output === id)?.inputs[0] : id);
    }
    return {
      name: this.graph.name,
      activations: this.activations.map(({ name, cell, float }, id): Activation => {
        const group = leaders[id] ?? id;
        const width = this.cells.has(id)
          ? ({ fixed: "cell" } as const)
          : float
            ? ({ fixed: "float" } as const)
            : this.spikes.has(group)
              ? ({ fixed: "spikes" } as const)
              : this.membranes.has(id)
                ? ({ membrane: true } as const)
                : fixed.has(group)
                  ? ({ fixed: 8 } as const)
                  : {};
        return { id, name, shape: cell.shape, elements: elementsOf(cell.shape), group, ...width };
      }),
      layers: this.layers.map((layer, index) => {
        const nodes = this.nodesOfLayers[index] ?? [];
        return nodes.length === 1 && nodes[0] === layer.name ? layer : { ...layer, nodes };
      }),
      inputs,
      outputs,
      ...(this.states.length > 0 && { states: this.states }),
      activationOfTensor: new Map(
        [...this.placements].flatMap(([name, [own]]) => (own ? [[name, own.activation]] : [])),
      ),
      layouts: new Map([...this.placements].flatMap(([name, [own]]) => (own ? [[name, own.layout]] : []))),
    };
  }

  private inLayout(node: Node, tensor: string, wanted: TensorLayout, shape: Shape3): ActivationId {
    for (const { activation, layout } of this.placements.get(tensor) ?? []) {
      if (!sameLayout(layout, wanted)) continue;
      const { cell } = this.draftOf(activation);
      if (!cell.settled) Object.assign(cell, { shape, settled: true });
      if (cell.shape.every((size, axis) => size === shape[axis])) return activation;
    }
    const source = this.placementOf(tensor);
    if (!source) throw new Error(`"${tensor}" lies nowhere`);
    return this.transpose(node, tensor, source, wanted, shape);
  }

  /** Copies a tensor into another order of its factors. */
  private transpose(node: Node, tensor: string, source: Placement, wanted: TensorLayout, shape: Shape3): ActivationId {
    const moves = movesBetween(source.layout, wanted, shape);
    if (!moves) {
      // The two orders cut the elements at different places: by way of row-major, which every order can be made from.
      const layout = naturalLayout([elementsOf(shape)]);
      const activation = this.transpose(node, tensor, source, layout, [1, 1, elementsOf(shape)]);
      return this.transpose(node, tensor, { activation, layout }, wanted, shape);
    }
    const maker = this.producers.get(tensor);
    const isView = maker?.op.kind === "transpose" || maker?.op.kind === "reshape";
    const own = isView && !this.layerNames.has(maker.name) ? maker.name : undefined;
    const name =
      own ?? unused(`${node.name}.transpose`, (taken) => this.layerNames.has(taken) || this.nodeNames.has(taken));
    const output = this.create(tensor, shape, wanted, { sharing: source.activation });
    const from = own === undefined ? node : maker;
    this.append({ name, node: from ?? node }, { kind: "transpose", ...moves }, [source.activation], output, 0);
    return output;
  }

  private createIn(
    tensor: string,
    cell: ShapeCell,
    layout: TensorLayout,
    sharing: ActivationId | undefined,
    float: boolean,
  ): ActivationId {
    const id = this.activations.length;
    const name = unused(
      tensor,
      (taken) => this.activationNames.has(taken) || (taken !== tensor && this.graph.tensors.has(taken)),
    );
    this.activationNames.add(name);
    this.activations.push({ name, cell, group: sharing ?? id, float });
    const placement = { activation: id, layout };
    const known = this.placements.get(tensor) ?? [];
    // The tensor's own activation stays its first; a copy of a view becomes the view's own.
    this.placements.set(tensor, name === tensor ? [placement, ...known] : [...known, placement]);
    return id;
  }

  private append(
    { name, node }: { readonly name: string; readonly node: Node },
    body: LayerBody,
    inputs: readonly ActivationId[],
    output: ActivationId,
    macs: number,
  ): void {
    this.layerNames.add(name);
    this.nodesOfLayers.push([...originsOf(node)]);
    this.layers.push({ ...body, index: this.layers.length, name, inputs, output, macs });
  }

  /** The lowest member of each activation's group; a state's input and output are of one. */
  private leaders(): readonly ActivationId[] {
    let leaders: readonly ActivationId[] = this.activations.map((_, id) => this.leaderOf(id));
    for (const { input, output } of this.states) {
      const ends = [leaders[input] ?? input, leaders[output] ?? output];
      const [low, high] = [Math.min(...ends), Math.max(...ends)];
      leaders = leaders.map((leader) => (leader === high ? low : leader));
    }
    return leaders;
  }

  private leaderOf(id: ActivationId): ActivationId {
    let leader = id;
    for (let next = this.draftOf(leader).group; next !== leader; next = this.draftOf(leader).group) leader = next;
    return leader;
  }

  private draftOf(id: ActivationId): ActivationDraft {
    const draft = this.activations[id];
    if (!draft) throw new Error(`there is no activation ${id}`);
    return draft;
  }
}

/** What spikes are called where their tensor is held at 8 bits, too. */
export function spikesOf(tensor: string): string {
  return `${tensor}.spikes`;
}

/** [H, W, C] with the sizes of the axes that lie there. */
export function shapeAt(shape: readonly number[], slots: Slots): Shape3 {
  const size = (axis: number | undefined): number => (axis === undefined ? 1 : (shape[axis] ?? 1));
  return [size(slots[0]), size(slots[1]), size(slots[2])];
}

/** Where ONNX's axes lie in [H, W, C] by convention: NCHW for four axes, the last axes as they are for fewer. */
function usualSlot(axis: number, rank: number): number {
  return rank === 4 ? ([-1, 2, 0, 1][axis] ?? -1) : axis + 3 - rank;
}

/** Places for the axes of a tensor whose activation may still take any shape: by convention, else from C outwards. */
function openSlots(shape: readonly number[], order: readonly number[]): Slots | undefined {
  if (order.length > 3) return undefined;
  const usual = order.map((axis) => usualSlot(axis, shape.length));
  const ascending = usual.every((slot, i) => slot >= 0 && slot > (usual[i - 1] ?? -1));
  const places = ascending ? usual : order.map((_, i) => 3 - order.length + i);
  const slots: [number | undefined, number | undefined, number | undefined] = [undefined, undefined, undefined];
  order.forEach((axis, i) => (slots[places[i] ?? 0] = axis));
  return withUnits(slots, shape);
}

/** Places for the axes within a shape that is settled; undefined where their sizes are not those of the shape, in order. */
function slotsWithin(cell: Shape3, shape: readonly number[], order: readonly number[]): Slots | undefined {
  const used = [0, 1, 2].filter((slot) => cell[slot] !== 1);
  if (used.length !== order.length || order.some((axis, i) => shape[axis] !== cell[used[i] ?? 0])) return undefined;
  const slots: [number | undefined, number | undefined, number | undefined] = [undefined, undefined, undefined];
  order.forEach((axis, i) => (slots[used[i] ?? 0] = axis));
  return withUnits(slots, shape);
}

/** Gives axes of size 1 a place too, so that they can be concatenated or padded: the conventional one where it is free. */
function withUnits(slots: readonly (number | undefined)[], shape: readonly number[]): Slots {
  const filled = [...slots];
  const units = [...shape.keys()].filter((axis) => shape[axis] === 1 && (axis > 0 || shape.length < 2)).reverse();
  for (const axis of units) {
    const usual = usualSlot(axis, shape.length);
    if (usual >= 0 && filled[usual] === undefined) filled[usual] = axis;
  }
  for (const axis of units) {
    const free = filled.lastIndexOf(undefined);
    if (!filled.includes(axis) && free >= 0) filled[free] = axis;
  }
  return [filled[0], filled[1], filled[2]];
}

/** The regrouping and permutation that bring one order of factors to another, as short as possible. */
function movesBetween(
  source: TensorLayout,
  wanted: TensorLayout,
  shape: Shape3,
): { readonly from: readonly number[]; readonly perm: readonly number[] } | undefined {
  // Cutting both at each other's boundaries gives the factors that move as wholes.
  const cut = aligned(source, wanted.factors);
  if (!cut) return undefined;
  const sequence = wanted.order.flatMap((factor) => cut.axes[factor] ?? []); // cut factors in wanted memory order
  const place = (factor: number | undefined): number => (factor === undefined ? -2 : cut.order.indexOf(factor));
  const runs: number[][] = [];
  for (const [i, factor] of sequence.entries()) {
    const last = runs.at(-1);
    if (last && place(factor) === place(sequence[i - 1]) + 1) last.push(factor);
    else runs.push([factor]);
  }
  const sizeOf = (run: readonly number[]): number =>
    run.reduce((product, factor) => product * (cut.factors[factor] ?? 1), 1);
  const moving = runs.map((run) => ({ size: sizeOf(run), from: place(run[0]) }));
  return alongAxes(moving, shape) ?? inSourceOrder(moving);
}

interface MovingRun {
  readonly size: number;
  /** Position in the source's memory; only the order counts. */
  readonly from: number;
}

function inSourceOrder(runs: readonly MovingRun[]): {
  readonly from: readonly number[];
  readonly perm: readonly number[];
} {
  const sources = [...runs].sort((a, b) => a.from - b.from);
  return { from: sources.map((run) => run.size), perm: runs.map((run) => sources.indexOf(run)) };
}

/** Greater than any position of a run; finite, so that differences are numbers. */
const BEHIND_ALL = 2 ** 20;

/** The same with exactly the axes [H, W, C] as a result, where each of them moves as a whole. */
function alongAxes(runs: readonly MovingRun[], shape: Shape3): ReturnType<typeof inSourceOrder> | undefined {
  const cut = aligned({ factors: runs.map((run) => run.size), order: [...runs.keys()] }, shape);
  if (!cut || cut.axes.some((axis) => axis.length > 1)) return undefined;
  const parts: MovingRun[] = [];
  let run = 0;
  let rest = runs[0]?.size ?? 1;
  for (const size of cut.factors) {
    if (rest === 1) rest = runs[(run += 1)]?.size ?? 1;
    rest /= size;
    parts.push({ size, from: (runs[run]?.from ?? 0) + parts.length / 4 }); // parts of one run stay in order
  }
  // Axes of size 1 move last: it makes no difference to memory.
  let next = 0;
  return inSourceOrder(
    shape.map((size, slot) => (size === 1 ? { size, from: BEHIND_ALL + slot } : (parts[next++] ?? { size, from: 0 }))),
  );
}

function unused(wanted: string, taken: (name: string) => boolean): string {
  let name = wanted;
  for (let count = 2; taken(name); count++) name = `${wanted}.${count}`;
  return name;
}
