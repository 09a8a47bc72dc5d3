/**
 * Folds scale[c]·x + shift[c] into the weights and bias of the convolution or fully connected layer before or behind it. Only exact
 * rewrites (in real arithmetic): products in double precision, each new constant rounded to float32 once.
 */
import type { GivenQuantization, Node, Tensor } from "../../ir/graph";
import type { OpOf } from "../../ir/op";
import { axisAfter, axisBefore, isUniform, type Affine } from "./affine";
import type { GraphView, Rewrite } from "../rewrite";

type ProductNode = Node & { readonly op: OpOf<"conv"> | OpOf<"fullyConnected"> };

function isProduct(node: Node | undefined): node is ProductNode {
  return node?.op.kind === "conv" || node?.op.kind === "fullyConnected";
}

/** The axis of a product's output (or input) that its channels lie on. */
function channelAxisOf(node: ProductNode, shape: readonly number[]): number {
  return node.op.kind === "conv" ? 1 : shape.length - 1;
}

/** w'[o] = scale[o]·w[o], b'[o] = scale[o]·b[o] + shift[o], where the product feeds `node` alone, through views at most. */
export function foldIntoProducer(node: Node, affine: Affine, view: GraphView): Rewrite | undefined {
  const path: Node[] = [];
  let axis: number | undefined = affine.axis;
  let producer = view.privateProducer(affine.x, node);
  while (producer && (producer.op.kind === "reshape" || producer.op.kind === "transpose")) {
    axis = axis === undefined ? undefined : axisBefore(producer, axis, view);
    path.unshift(producer);
    producer = view.privateProducer(producer.inputs[0], producer);
  }
  if (!isProduct(producer) || producer.op.clamp) return undefined;
  const uniform = isUniform(affine.scale) && isUniform(affine.shift);
  if (!uniform && axis !== channelAxisOf(producer, view.shape(producer.output))) return undefined;

  const known = constantsOf(producer, view);
  if (!known) return undefined;
  const { weights, bias } = known;
  const channels = weights.shape[0] ?? 0;
  const perChannel = weights.data.length / channels;
  const at = (list: Float64Array, c: number): number => list[uniform ? 0 : c] ?? 0;
  const data = weights.data.map((value, i) => value * at(affine.scale, Math.floor(i / perChannel)));
  const biasData = Float32Array.from(
    { length: channels },
    (_, c) => (bias?.data[c] ?? 0) * at(affine.scale, c) + at(affine.shift, c),
  );
  const given = weights.given && scaledGiven(weights.given, channels, (c) => at(affine.scale, c));
  const product = rebuilt(producer, { data, ...(given ? { given } : {}) }, biasData, known, view);
  if (!product) return undefined;

  const chain = [
    affine.clamp ? { ...product.node, op: { ...product.node.op, clamp: affine.clamp } } : product.node,
    ...path,
  ];
  const last = chain.pop();
  if (!last) return undefined;
  return {
    removed: [producer, ...path, node],
    added: [...chain, { ...last, output: node.output }],
    tensors: product.tensors,
  };
}

/**
 * w'[o,c] = w[o,c]·scale[c], b'[o] = b[o] + Σ w[o,c]·shift[c], where one product alone reads `node`, through views at most. A
 * convolution that pads would see shift[c] instead of 0 in its padding, so with padding only a pure scaling folds.
 */
export function foldIntoConsumer(node: Node, affine: Affine, view: GraphView): Rewrite | undefined {
  if (affine.clamp) return undefined;
  const path: Node[] = [];
  let consumer = view.onlyConsumer(node.output);
  while (consumer && (consumer.op.kind === "reshape" || consumer.op.kind === "transpose")) {
    path.push(consumer);
    consumer = view.onlyConsumer(consumer.output);
  }
  const source = path.at(-1)?.output ?? node.output;
  if (!isProduct(consumer) || consumer.inputs[0] !== source || consumer.inputs.slice(1).includes(source))
    return undefined;
  const known = constantsOf(consumer, view);
  if (!known) return undefined;
  const pads = consumer.op.kind === "conv" && consumer.op.pads.some((pad) => pad > 0);
  if (pads && affine.shift.some((value) => value !== 0)) return undefined;

  const uniform = isUniform(affine.scale) && isUniform(affine.shift);
  const channelOf = uniform ? () => 0 : channelOfColumn(node, affine, path, consumer, view);
  if (!channelOf) return undefined;
  const { weights, bias } = known;
  const [outputs = 0, inner = 0] = weights.shape;
  const perChannel = weights.data.length / outputs;
  const taps = perChannel / inner;
  const groups = consumer.op.kind === "conv" ? consumer.op.groups : 1;
  const data = new Float32Array(weights.data.length);
  const biasData = new Float32Array(outputs);
  for (let o = 0; o < outputs; o++) {
    const firstInput = Math.floor(o / (outputs / groups)) * inner;
    let sum = bias?.data[o] ?? 0;
    for (let k = 0; k < perChannel; k++) {
      const c = channelOf(firstInput + Math.floor(k / taps));
      const weight = weights.data[o * perChannel + k] ?? 0;
      data[o * perChannel + k] = weight * (affine.scale[c] ?? 0);
      sum += weight * (affine.shift[c] ?? 0);
    }
    biasData[o] = sum;
  }
  const given = weights.given && uniform ? scaledGiven(weights.given, outputs, () => affine.scale[0] ?? 1) : undefined;
  const product = rebuilt(consumer, { data, ...(given ? { given } : {}) }, biasData, known, view);
  if (!product) return undefined;
  const chain = [...path, product.node];
  const [head, ...rest] = chain;
  if (!head) return undefined;
  return {
    removed: [node, ...path, consumer],
    added: [{ ...head, inputs: [affine.x, ...head.inputs.slice(1)] }, ...rest],
    tensors: product.tensors,
  };
}

/** Which channel of the affine function multiplies each input channel (column) of the product behind the views. */
function channelOfColumn(
  node: Node,
  affine: Affine,
  path: readonly Node[],
  product: ProductNode,
  view: GraphView,
): ((column: number) => number) | undefined {
  let axis: number | undefined = affine.axis;
  for (const step of path) axis = axis === undefined ? undefined : axisAfter(step, axis, view);
  const source = path.at(-1)?.output ?? node.output;
  if (axis !== undefined && axis === channelAxisOf(product, view.shape(source))) return (column) => column;
  // A flatten: [1,C,H,W] to [1,C·H·W], whose column k belongs to channel k / (H·W).
  const shape = view.shape(node.output);
  const only = path.length === 1 && path[0]?.op.kind === "reshape" && product.op.kind === "fullyConnected";
  const leading = shape.slice(0, affine.axis).every((size) => size === 1);
  if (
    !only ||
    !leading ||
    view
      .shape(source)
      .slice(0, -1)
      .some((size) => size !== 1)
  )
    return undefined;
  const stride = shape.slice(affine.axis + 1).reduce((product, size) => product * size, 1);
  return (column) => Math.floor(column / stride);
}

interface ProductConstants {
  readonly weights: Tensor & { readonly data: Float32Array };
  readonly bias?: Tensor & { readonly data: Float32Array };
}

function constantsOf(node: ProductNode, view: GraphView): ProductConstants | undefined {
  const [, weightsName, biasName] = node.inputs;
  const weights = view.constant(weightsName);
  const bias = view.constant(biasName);
  if (!weights?.data || (biasName !== undefined && !bias?.data)) return undefined;
  return {
    weights: { ...weights, data: weights.data },
    ...(bias?.data ? { bias: { ...bias, data: bias.data } } : {}),
  };
}

/** The product over new constants. Names are kept where nothing else reads them. Undefined where float32 cannot hold a result. */
function rebuilt(
  node: ProductNode,
  weights: { readonly data: Float32Array; readonly given?: GivenQuantization },
  bias: Float32Array,
  known: ProductConstants,
  view: GraphView,
): { readonly node: ProductNode; readonly tensors: readonly Tensor[] } | undefined {
  if (!weights.data.every(Number.isFinite) || !bias.every(Number.isFinite)) return undefined;
  const own = (tensor: Tensor | undefined, suffix: string): string =>
    tensor && view.onlyConsumer(tensor.name) ? tensor.name : view.freshName(`${node.name}.${suffix}`);
  const weightsName = own(known.weights, "weights");
  const biasName = own(known.bias, "bias");
  const [x = ""] = node.inputs;
  return {
    node: { ...node, inputs: [x, weightsName, biasName] },
    tensors: [
      { name: weightsName, shape: known.weights.shape, ...weights },
      { name: biasName, shape: [bias.length], data: bias },
    ],
  };
}

/** Weights that lie on a prescribed grid still lie on one after a positive scaling by channel. */
function scaledGiven(
  given: GivenQuantization,
  channels: number,
  scaleOf: (channel: number) => number,
): GivenQuantization | undefined {
  const factors = Array.from({ length: channels }, (_, c) => scaleOf(c));
  if (factors.some((factor) => factor <= 0)) return undefined;
  const pick = (list: readonly number[], c: number): number => (list.length === 1 ? list[0] : list[c]) ?? 0;
  return {
    bits: given.bits,
    scales: factors.map((factor, c) => factor * pick(given.scales, c)),
    zeroPoints: factors.map((_, c) => pick(given.zeroPoints, c)),
  };
}
