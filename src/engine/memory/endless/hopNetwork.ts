/**
 * A network whose rows never end as what a hop computes: new rows in, the answer of now out, and between two hops the rows that layers look back at, as
 * states (ir/network.ts). So planning, interpreter, C and verification know nothing of time: a hop is a step of a sequence.
 */
import { invariant, ok, refuse, type Outcome, type Problem } from "../../base/outcome";
import { elementsOf } from "../../ir/graph";
import {
  activationOf,
  suppliedInputs,
  type Activation,
  type ActivationId,
  type Layer,
  type LayerBody,
  type Network,
  type NetworkState,
  type Shape3,
} from "../../ir/network";
import { MOST_COLUMNS, MOST_ROWS, sumPlaces } from "../../layers/arithmetic/movingAverage";
import { isWindow, timingOf, type RowsRead, type Timing, type UnevenHop } from "./rowClocks";

/** What a hop computes, and of which rows it speaks. */
export interface Hop {
  readonly network: Network;
  /** By layer of `network`: the layer of the network as given that it executes a part of; undefined for one that only keeps or cuts rows. */
  readonly sources: readonly (Layer | undefined)[];
  /** By activation of `network`: the one as given whose numbers it has; undefined for cells. */
  readonly origins: readonly (ActivationId | undefined)[];
  readonly figures: HopFigures;
}

export interface HopFigures {
  /** New rows of the input. */
  readonly hopRows: number;
  /** Rows of the input as given. */
  readonly windowRows: number;
  /** After so many rows from a reset on the first answer speaks of rows alone that there are. */
  readonly firstRows: number;
  /** Rows that come behind the window that an answer speaks of before it is there: layers look so far ahead. */
  readonly delayRows: number;
  /** Multiply-accumulates of a hop, and of the window. */
  readonly macs: number;
  readonly windowMacs: number;
  /** Tensors of which rows are kept from hop to hop, or sums of so many. */
  readonly kept: readonly { readonly tensor: ActivationId; readonly rows: number }[];
  /** Layers that the network as given pads in time. */
  readonly padded: readonly string[];
  /** Layers that compute on a whole window each hop. */
  readonly onWindows: readonly string[];
}

/** Zero padding at the ends of time: in front of the first row alone, or at both ends of the one clip that a stream then is. */
export type EndlessPadding = "continuous" | "clip";

/** @param hop rows of the input that a run brings */
export function hopNetwork(network: Network, hop: number, padding: EndlessPadding = "continuous"): Outcome<Hop> {
  const [input, ...others] = suppliedInputs(network);
  if (network.states)
    return refuse(impossible("the network has states already: each of its runs is a step of a stream"));
  if (input === undefined || others.length > 0)
    return refuse(impossible(`rows can go on without end in one input, and this network has ${network.inputs.length}`));
  const { name, shape } = activationOf(network, input);
  const [windowRows] = shape;
  if (windowRows === 1) return refuse(impossible(`input "${name}" has one row, so its rows cannot be time`));
  if (hop > windowRows)
    return refuse(impossible(`a hop of ${hop} rows is longer than input "${name}", which has ${windowRows}`));
  if (network.outputs.includes(input)) return refuse(impossible(`input "${name}" is an output as well`));
  const timing = timingOf(network, input, hop, padding === "clip");
  if ("every" in timing) return refuse(uneven(network, input, hop, timing));
  if (timing.byRows.size === 0)
    return refuse(
      impossible(
        `no layer runs row by row over the rows of input "${name}": a hop would cost as much as the whole window`,
      ),
    );
  return ok(new Rewriting(network, timing, padding).hop(input, hop));
}

function impossible(message: string, hint?: string): Problem {
  return { code: "endless.impossible", message, ...(hint !== undefined && { hint }) };
}

function uneven(network: Network, input: ActivationId, hop: number, { layer, rows, every }: UnevenHop): Problem {
  const [windowRows] = activationOf(network, input).shape;
  const possible = Array.from({ length: windowRows }, (_, i) => i + 1).filter(
    (each) => !("every" in timingOf(network, input, each, false)),
  );
  const nearest = possible.find((each) => each > hop) ?? possible.at(-1);
  return impossible(
    `a hop of ${hop} rows leaves "${layer.name}" ${rows}, of which it takes every ${ordinal(every)}`,
    nearest === undefined ? "no hop within the window fits the network's strides" : `use a hop of ${nearest} rows`,
  );
}

function ordinal(n: number): string {
  return n === 2 ? "second" : n === 3 ? "third" : `${n}th`;
}

/** Rows of a tensor as layers of a hop find them: the activation, and how far back its first row is from the youngest. */
interface Held {
  readonly id: ActivationId;
  readonly rows: number;
}

class Rewriting {
  private readonly activations: Activation[];
  private readonly origins: (ActivationId | undefined)[];
  private readonly layers: Layer[] = [];
  private readonly sources: (Layer | undefined)[] = [];
  private readonly states: NetworkState[] = [];
  private readonly held = new Map<ActivationId, Held>();
  private readonly kept: HopFigures["kept"][number][] = [];
  private readonly names: Set<string>;
  private readonly layerNames: Set<string>;

  constructor(
    private readonly network: Network,
    private readonly timing: Timing,
    private readonly padding: EndlessPadding,
  ) {
    this.activations = network.activations.map((activation) => {
      const clock = timing.clocks.get(activation.id);
      return clock ? resized(activation, clock.rows) : activation;
    });
    this.origins = network.activations.map(({ id }) => id);
    this.names = new Set(network.activations.map(({ name }) => name));
    this.layerNames = new Set(network.layers.map(({ name }) => name));
  }

  hop(input: ActivationId, hopRows: number): Hop {
    const { network, timing } = this;
    for (const layer of network.layers) this.rewrite(layer);
    const [windowRows] = activationOf(network, input).shape;
    const own = network.inputs.filter((id) => id === input);
    const made: Network = {
      name: network.name,
      activations: this.activations,
      layers: this.layers,
      inputs: [...own, ...this.states.map((state) => state.input)],
      outputs: [...network.outputs, ...this.states.map((state) => state.output)],
      ...(this.states.length > 0 && { states: this.states }),
      activationOfTensor: network.activationOfTensor,
    };
    const macsOf = ({ layers }: Pick<Network, "layers">): number => layers.reduce((sum, { macs }) => sum + macs, 0);
    const padded = timing.reads
      .filter(({ padded: { inFront, behind } }) => inFront || behind)
      .map(({ layer }) => layer.name);
    const onWindows = network.layers.filter(
      ({ index, macs, inputs }) => macs > 0 && !timing.byRows.has(index) && inputs.some((id) => timing.clocks.has(id)),
    );
    return {
      network: made,
      sources: this.sources,
      origins: this.origins,
      figures: {
        hopRows,
        windowRows,
        firstRows: Math.ceil(timing.answerRows / hopRows) * hopRows,
        delayRows: Math.max(0, timing.answerRows - windowRows),
        macs: macsOf(made),
        windowMacs: macsOf(network),
        kept: this.kept,
        padded: [...new Set(padded)],
        onWindows: onWindows.map(({ name }) => name),
      },
    };
  }

  private rewrite(layer: Layer): void {
    const { timing, network } = this;
    const reads = timing.reads.filter((read) => read.layer === layer);
    const [only] = reads;
    if (only && layer.kind === "averagePool" && this.average(layer, only)) return;
    const inputs = layer.inputs.map((id) => {
      const read = reads.find(({ tensor }) => tensor === id);
      return read ? this.rowsFor(read, layer) : id;
    });
    if (!timing.byRows.has(layer.index)) {
      const [height] = activationOf(network, layer.inputs[0] ?? -1).shape;
      const isCropped = only !== undefined && only.oldest - only.youngest + 1 < height;
      this.emit(isCropped ? unpadded(layer) : layer, inputs, layer.output, layer.name, layer.macs, layer);
      return;
    }
    const { rows = 0 } = timing.clocks.get(layer.output) ?? {};
    const macs = (layer.macs / activationOf(network, layer.output).shape[0]) * rows;
    this.emit(unpadded(layer), inputs, layer.output, layer.name, macs, layer);
  }

  /** An average over the youngest rows and all their columns keeps sums instead of rows. */
  private average(layer: Extract<Layer, { kind: "averagePool" }>, { tensor, oldest, youngest }: RowsRead): boolean {
    const { network, timing } = this;
    const [, columns, channels] = activationOf(network, tensor).shape;
    const rows = oldest - youngest + 1;
    const output = activationOf(network, layer.output);
    const isPlain =
      !timing.byRows.has(layer.index) &&
      youngest === 0 &&
      rows === layer.kernel[0] &&
      layer.dilations[0] === 1 &&
      layer.kernel[1] === columns &&
      layer.pads[1] === 0 &&
      layer.pads[3] === 0 &&
      output.shape[0] * output.shape[1] === 1;
    const isShared = timing.reads.some((read) => read.tensor === tensor && read.layer !== layer);
    if (!isPlain || isShared || columns > MOST_COLUMNS || rows > MOST_ROWS) return false;
    const cell = this.cell(`${output.name}_sums`, sumPlaces(rows, columns, channels).bytes);
    this.kept.push({ tensor, rows });
    this.emit({ kind: "movingAverage", rows, columns }, [tensor, cell], layer.output, layer.name, 0, layer);
    return true;
  }

  /** The rows that a layer reads, as its whole input: those held of the tensor, or a part of them. */
  private rowsFor({ tensor, oldest, youngest }: RowsRead, layer: Layer): ActivationId {
    const held = this.heldOf(tensor);
    const starts = held.rows - 1 - oldest;
    // A window may leave out rows at the bottom that its stride does not reach.
    const slack = isWindow(layer) ? layer.strides[0] - 1 : 0;
    if (starts === 0 && youngest <= slack) return held.id;
    const { shape } = this.at(tensor);
    const rows = oldest - youngest + 1;
    const id = this.add(this.unusedName(`${this.at(tensor).name}_part`), [rows, shape[1], shape[2]], tensor);
    const body = { kind: "slice", starts: [starts, 0, 0], steps: [1, 1, 1] } as const;
    this.emit(body, [held.id], id, this.unusedLayer(this.at(id).name), 0, undefined);
    return id;
  }

  /** The youngest rows of a tensor, as many as the reader that looks back furthest needs. */
  private heldOf(tensor: ActivationId): Held {
    const known = this.held.get(tensor);
    if (known) return known;
    const { clocks, reads } = this.timing;
    const clock = clocks.get(tensor) ?? { rows: 0, late: 0, stride: 1 };
    const all = reads.filter((read) => read.tensor === tensor);
    const rows = Math.max(clock.rows, ...all.map(({ oldest }) => oldest + 1));
    const skipped = all.some(({ padded }) => padded.inFront) ? clock.late : 0;
    const isPadded = all.some(({ padded: { inFront, behind } }) => inFront || behind);
    const isCut = this.padding === "clip" && isPadded;
    const ends = isCut ? { ends: clock.late + activationOf(this.network, tensor).shape[0] } : {};
    const isPassed = rows === clock.rows && skipped === 0 && !isCut;
    const held = isPassed ? { id: tensor, rows } : this.keep(tensor, rows, { skipped, ...ends });
    this.held.set(tensor, held);
    return held;
  }

  private keep(
    tensor: ActivationId,
    rows: number,
    told: Pick<Extract<Layer, { kind: "keptRows" }>, "skipped" | "ends">,
  ): Held {
    const { name, shape } = this.at(tensor);
    const whole: Shape3 = [rows, shape[1], shape[2]];
    const before = this.add(this.unusedName(`${name}_before`), whole, tensor);
    const now = this.add(this.unusedName(`${name}_kept`), whole, tensor);
    this.states.push({ input: before, output: now });
    const isCounted = told.skipped > 0 || told.ends !== undefined;
    const counter = isCounted ? [this.cell(`${name}_counted`, 2)] : [];
    const inputs = [tensor, before, ...counter];
    this.emit({ kind: "keptRows", ...told }, inputs, now, this.unusedLayer(`${name}_kept`), 0, undefined);
    this.kept.push({ tensor, rows });
    return { id: now, rows };
  }

  private at(id: ActivationId): Activation {
    const found = this.activations[id];
    invariant(found !== undefined, `there is no activation ${id}`);
    return found;
  }

  private cell(name: string, bytes: number): ActivationId {
    const id = this.activations.length;
    const shape: Shape3 = [1, 1, bytes];
    this.activations.push({ id, name: this.unusedName(name), shape, elements: bytes, group: id, fixed: "cell" });
    this.origins.push(undefined);
    this.states.push({ input: id, output: id });
    return id;
  }

  private add(name: string, shape: Shape3, like: ActivationId): ActivationId {
    const id = this.activations.length;
    const { group } = this.at(like);
    const { fixed } = this.at(group);
    this.activations.push({
      id,
      name,
      shape,
      elements: elementsOf(shape),
      group,
      ...(fixed !== undefined && { fixed }),
    });
    this.origins.push(like);
    return id;
  }

  private emit(
    body: LayerBody,
    inputs: readonly ActivationId[],
    output: ActivationId,
    name: string,
    macs: number,
    source: Layer | undefined,
  ): void {
    const nodes = source?.nodes ?? (source ? undefined : []);
    const index = this.layers.length;
    const layer: Layer = { ...body, index, name, inputs, output, macs };
    this.layers.push(nodes ? { ...layer, nodes } : layer);
    this.sources.push(source);
  }

  private unusedName(wanted: string): string {
    return unused(this.names, wanted);
  }

  private unusedLayer(wanted: string): string {
    return unused(this.layerNames, wanted);
  }
}

function unused(taken: Set<string>, wanted: string): string {
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}_${i}`;
  taken.add(name);
  return name;
}

function resized(activation: Activation, rows: number): Activation {
  const shape: Shape3 = [rows, activation.shape[1], activation.shape[2]];
  return { ...activation, shape, elements: elementsOf(shape) };
}

/** A layer given the very rows that it reads: no padding in time, nothing in front to leave out. */
function unpadded(layer: Layer): Layer {
  switch (layer.kind) {
    case "conv":
    case "maxPool":
      return { ...layer, pads: [0, layer.pads[1], 0, layer.pads[3]] };
    case "averagePool":
      return { ...layer, pads: [0, layer.pads[1], 0, layer.pads[3]], ceilExtra: [0, layer.ceilExtra[1]] };
    case "slice":
      return { ...layer, starts: [0, layer.starts[1], layer.starts[2]] };
    default:
      return layer;
  }
}
