/**
 * The products that rounding with compensation needs, as graphs that a GraphExecutor runs: the inputs of a product layer laid out as a
 * matrix with one column for each sampled output position (im2col by slices), and that matrix times itself, group by group. Row
 * tap·channels + c of a group holds what weight tap `tap` of its input channel c is multiplied with; padding is 0, as in the layer itself.
 */
import { tensorOf, type Graph, type Node, type Tensor } from "../../ir/graph";
import type { Op } from "../../ir/op";
import type { ProductLayer } from "../../ir/network";

/** Positions of one sample that are taken: neighbours tell nearly the same, and many samples tell more than many positions. */
const POSITIONS_DENSE = 1024;
/** The few columns of a grouped layer need fewer still. */
const POSITIONS_GROUPED = 256;

export interface PatchShape {
  /** Groups, each with a Gram matrix of its own. */
  readonly groups: number;
  /** Input channels of one group. */
  readonly channels: number;
  readonly taps: number;
  readonly positions: number;
}

/** Nodes and tensors that are added to a graph; the names of new tensors start with `prefix`. */
export class GraphDraft {
  readonly nodes: Node[] = [];
  readonly tensors = new Map<string, Tensor>();

  constructor(private readonly prefix: string) {}

  add(op: Op, inputs: readonly string[], shape: readonly number[]): string {
    const name = `${this.prefix}/${this.nodes.length}`;
    this.tensors.set(name, { name, shape });
    this.nodes.push({ name, op, inputs, output: name });
    return name;
  }

  constant(data: Float32Array, shape: readonly number[]): string {
    const name = `${this.prefix}/constant${this.tensors.size}`;
    this.tensors.set(name, { name, shape, data });
    return name;
  }
}

export function patchShapeOf(graph: Graph, layer: ProductLayer, input: string): PatchShape {
  const shape = tensorOf(graph, input).shape;
  if (layer.kind === "fullyConnected") {
    const channels = layer.weights.perChannel;
    return { groups: 1, channels, taps: 1, positions: shape.reduce((product, size) => product * size, 1) / channels };
  }
  const taps = layer.kernel[0] * layer.kernel[1];
  const [rows, columns] = sampledPositions(layer, shape);
  return {
    groups: layer.groups,
    channels: layer.weights.perChannel / taps,
    taps,
    positions: rows.count * columns.count,
  };
}

/** Adds what lays `input` out as [groups·taps·channels, positions]; the result's name. */
export function addPatches(draft: GraphDraft, graph: Graph, layer: ProductLayer, input: string): string {
  const { shape } = tensorOf(graph, input);
  const { groups, channels, taps, positions } = patchShapeOf(graph, layer, input);
  if (layer.kind === "fullyConnected") {
    if (positions === 1) return draft.add({ kind: "reshape" }, [input], [channels, 1]);
    const rows = draft.add({ kind: "reshape" }, [input], [positions, channels]);
    return draft.add({ kind: "transpose", perm: [1, 0] }, [rows], [channels, positions]);
  }
  const padded = addPadding(draft, layer, input, shape);
  const all = groups * channels;
  const [rows, columns] = sampledPositions(layer, shape);
  const slices: string[] = [];
  for (let y = 0; y < layer.kernel[0]; y++) {
    for (let x = 0; x < layer.kernel[1]; x++) {
      const vertical = tapRange(rows, y * layer.dilations[0]);
      const horizontal = tapRange(columns, x * layer.dilations[1]);
      const op: Op = {
        kind: "slice",
        starts: [0, 0, vertical.start, horizontal.start],
        ends: [1, all, vertical.end, horizontal.end],
        steps: [1, 1, vertical.step, horizontal.step],
      };
      slices.push(draft.add(op, [padded], [1, all, rows.count, columns.count]));
    }
  }
  const joined =
    slices.length === 1
      ? (slices[0] as string)
      : draft.add({ kind: "concat", axis: 1 }, slices, [1, taps * all, rows.count, columns.count]);
  if (groups === 1) return draft.add({ kind: "reshape" }, [joined], [taps * all, positions]);
  const split = draft.add({ kind: "reshape" }, [joined], [taps, groups, channels, positions]);
  const byGroup = draft.add({ kind: "transpose", perm: [1, 0, 2, 3] }, [split], [groups, taps, channels, positions]);
  return draft.add({ kind: "reshape" }, [byGroup], [groups * taps * channels, positions]);
}

/**
 * a · bᵀ of each group of two patch matrices: element [group][i][j] is Σ a_i·b_j over positions. Without groups a fully connected layer
 * whose weights are computed; with groups a grouped 1×1 convolution over the positions as channels, a as its weights.
 */
export function addProduct(draft: GraphDraft, a: string, b: string, shape: PatchShape): string {
  const { groups, positions } = shape;
  const columns = shape.channels * shape.taps;
  if (groups === 1) return draft.add({ kind: "fullyConnected" }, [a, b], [columns, columns]);
  const weights = draft.add({ kind: "reshape" }, [a], [groups * columns, positions, 1, 1]);
  const split = draft.add({ kind: "reshape" }, [b], [groups, columns, positions]);
  const swapped = draft.add({ kind: "transpose", perm: [0, 2, 1] }, [split], [groups, positions, columns]);
  const image = draft.add({ kind: "reshape" }, [swapped], [1, groups * positions, columns, 1]);
  const window = { kernel: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
  return draft.add({ kind: "conv", ...window, groups }, [image, weights], [1, groups * columns, columns, 1]);
}

/** A tensor of the layer's output shape, [channels, positions], at the positions that its patches are taken at. */
export function addSampled(
  draft: GraphDraft,
  graph: Graph,
  layer: ProductLayer,
  input: string,
  tensor: string,
): string {
  const channels = layer.weights.outputChannels;
  const { positions } = patchShapeOf(graph, layer, input);
  if (layer.kind === "fullyConnected") {
    if (positions === 1) return draft.add({ kind: "reshape" }, [tensor], [channels, 1]);
    const rows = draft.add({ kind: "reshape" }, [tensor], [positions, channels]);
    return draft.add({ kind: "transpose", perm: [1, 0] }, [rows], [channels, positions]);
  }
  const sampled = sampledPositions(layer, tensorOf(graph, input).shape);
  const along = sampled.map(({ count, start, step }, axis) => {
    const stride = layer.strides[axis === 0 ? 0 : 1];
    const first = start / stride;
    const every = step / stride;
    return { count, first, end: first + (count - 1) * every + 1, every };
  }) as [Along, Along];
  const op: Op = {
    kind: "slice",
    starts: [0, 0, along[0].first, along[1].first],
    ends: [1, channels, along[0].end, along[1].end],
    steps: [1, 1, along[0].every, along[1].every],
  };
  const sliced = draft.add(op, [tensor], [1, channels, along[0].count, along[1].count]);
  return draft.add({ kind: "reshape" }, [sliced], [channels, positions]);
}

interface Along {
  readonly count: number;
  readonly first: number;
  readonly end: number;
  readonly every: number;
}

/** Mean over positions of every row. */
export function addMean(draft: GraphDraft, patches: string, { groups, channels, taps }: PatchShape): string {
  return draft.add({ kind: "reduceMean", axes: [1], keepDims: false }, [patches], [groups * channels * taps]);
}

interface Sampled {
  readonly count: number;
  /** In the padded input: where the first sampled window starts, and how far the next one is. */
  readonly start: number;
  readonly step: number;
}

type Convolution = Extract<ProductLayer, { readonly kind: "conv" }>;

/** Every m-th output row and column, centred, with the least m that keeps within the limit. */
function sampledPositions(layer: Convolution, shape: readonly number[]): readonly [Sampled, Sampled] {
  const limit = layer.groups === 1 ? POSITIONS_DENSE : POSITIONS_GROUPED;
  const sizes = ([0, 1] as const).map((axis) => {
    const extent = (layer.kernel[axis] - 1) * layer.dilations[axis] + 1;
    const padded = (shape[axis + 2] ?? 1) + layer.pads[axis] + layer.pads[axis === 0 ? 2 : 3];
    return Math.floor((padded - extent) / layer.strides[axis]) + 1;
  }) as [number, number];
  let every = 1;
  while (Math.ceil(sizes[0] / every) * Math.ceil(sizes[1] / every) > limit) every++;
  const along = (axis: 0 | 1): Sampled => {
    const count = Math.ceil(sizes[axis] / every);
    const first = Math.floor((sizes[axis] - 1 - (count - 1) * every) / 2);
    return { count, start: first * layer.strides[axis], step: every * layer.strides[axis] };
  };
  return [along(0), along(1)];
}

function tapRange(
  { count, start, step }: Sampled,
  offset: number,
): { readonly start: number; readonly end: number; readonly step: number } {
  return { start: start + offset, end: start + offset + (count - 1) * step + 1, step };
}

function addPadding(draft: GraphDraft, layer: Convolution, input: string, shape: readonly number[]): string {
  const [top, left, bottom, right] = layer.pads;
  if (top + left + bottom + right === 0) return input;
  const [, channels = 1, height = 1, width = 1] = shape;
  const padded = [1, channels, height + top + bottom, width + left + right];
  return draft.add({ kind: "pad", before: [0, 0, top, left], after: [0, 0, bottom, right], value: 0 }, [input], padded);
}
