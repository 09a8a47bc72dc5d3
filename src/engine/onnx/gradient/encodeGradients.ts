/**
 * A graph with the gradients of its loss as one ONNX model that onnxruntime runs: the operators in order, then, backwards, what each passes to its
 * operands. onnxruntime's own training exists for no JavaScript; all that it takes are operators of inference.
 */
import { producersOf, tensorOf, type Graph, type Node } from "../../ir/graph";
import type { Clamp, Op, OpKind } from "../../ir/op";
import { gradientOf, targetOf, weightOf, type GradientQuestion, type Seed } from "../../ir/ports";
import { constantsOf, irVersionOf, neededNodes, valueInfo } from "../encode/encode";
import { encodeNode, opsetFor } from "../encode/encodeOps";
import { ModelWriter } from "../encode/modelWriter";
import { encodeModel, type Sparse } from "../wire/codec";
import { DataType, type ValueInfoProto } from "../wire/proto";
import { elementwise, within } from "./elementwise";
import { BLOCKS_DOMAIN, DepthwiseBlocks } from "./depthwise";
import type { Gradient, GradientSite } from "./gradient";
import { rowsOf, Steps, type Place } from "./steps";
import { moves } from "./moves";
import { products } from "./products";
import { windows } from "./windows";

/** Has ScatterElements that add up, and means over axes that are an input. */
const LEAST_OPSET = 18;

/** Normalization of batches is folded away before anything is quantized; what runs over time would have to be unrolled. */
const GRADIENTS: { readonly [K in OpKind]: Gradient<K> | null } = {
  ...products,
  ...elementwise,
  ...moves,
  ...windows,
  batchNorm: null,
  recurrent: null,
  fire: null,
};

/** Whether gradients go through an operator. */
export function hasGradient({ kind }: Op): boolean {
  return GRADIENTS[kind] !== null;
}

/** @param channelBlocks what depthwise convolutions may be written in (channelBlocks.ts) */
export function encodeGradients(graph: Graph, question: GradientQuestion, channelBlocks?: number): Uint8Array {
  const answers = question.seeds.map(({ tensor }) => tensor);
  const nodes = neededNodes(graph, new Set(answers));
  const kept: Graph = { ...graph, nodes };
  const opset = Math.max(LEAST_OPSET, ...nodes.map((node) => opsetFor(node.op)));
  const writer = new ModelWriter(opset, [...graph.tensors.keys(), ...inputNames(question)]);
  for (const name of constantsOf(kept)) {
    const { shape, data } = tensorOf(graph, name);
    if (data) writer.tensor(name, shape, data);
  }
  const blocks = channelBlocks === undefined ? undefined : new DepthwiseBlocks(writer, channelBlocks);
  for (const node of nodes) {
    const inputs = node.inputs.map((name): Place => ({ name, shape: tensorOf(graph, name).shape }));
    const shapes = inputs.map(({ shape }) => shape);
    if (node.op.kind === "conv" && blocks?.takes(node.op, shapes)) blocks.forwards(node.op, inputs, node.output);
    else encodeNode(node, kept, writer, undefined, true);
  }
  backwards(kept, question, writer, blocks);
  return encodeModel({
    irVersion: irVersionOf(opset),
    producerName: "bitwright",
    opsetImport: [{ domain: "", version: opset }, ...(blocks?.used ? [BLOCKS_DOMAIN] : [])],
    graph: {
      name: `${graph.name}@gradients`,
      node: writer.nodes,
      initializer: writer.initializers,
      input: [...graph.inputs.map((name) => valueInfo(graph, name)), ...seedInputs(kept, question)],
      output: [
        ...answers.map((name) => valueInfo(graph, name)),
        ...question.parameters.map((name) => info(gradientOf(name), tensorOf(graph, name).shape)),
      ],
    },
  });
}

function inputNames({ seeds }: GradientQuestion): readonly string[] {
  return seeds.flatMap(({ tensor }) => [targetOf(tensor), weightOf(tensor)]);
}

function seedInputs(graph: Graph, { seeds }: GradientQuestion): readonly Sparse<ValueInfoProto>[] {
  return seeds.flatMap(({ tensor }) => {
    const [samples, values] = rowsOf(tensorOf(graph, tensor).shape);
    return [info(targetOf(tensor), [samples, values]), info(weightOf(tensor), [samples, 1])];
  });
}

function info(name: string, shape: readonly number[]): Sparse<ValueInfoProto> {
  return {
    name,
    type: { tensorType: { elemType: DataType.float, shape: { dim: shape.map((dimValue) => ({ dimValue })) } } },
  };
}

/** Writes the gradient of every parameter under its name. */
function backwards(
  graph: Graph,
  { parameters, seeds }: GradientQuestion,
  writer: ModelWriter,
  blocks: DepthwiseBlocks | undefined,
): void {
  const learning = dependents(graph, parameters);
  const producers = producersOf(graph);
  const parts = new Map<string, string[]>();
  const give = (tensor: string, gradient: string): void => {
    parts.set(tensor, [...(parts.get(tensor) ?? []), gradient]);
  };
  for (const seed of seeds) give(seed.tensor, seedGradient(graph, seed, writer));
  for (const node of [...graph.nodes].reverse()) {
    const given = parts.get(node.output);
    if (!given || !learning.has(node.output)) continue;
    const steps = new Steps(writer, `${node.output}@gradient`);
    const [only = ""] = given;
    const g = given.length === 1 ? only : steps.node("Sum", given);
    const known = boundsOf(producers.get(node.inputs[0] ?? ""));
    writeGradient({ graph, node, known, g: clamped(node, steps, g), steps, blocks, learning, give });
  }
  for (const name of parameters) {
    const given = parts.get(name) ?? [];
    if (given.length === 0) throw new Error(`parameter "${name}" has no part in the loss`);
    writer.node(given.length === 1 ? "Identity" : "Sum", given, gradientOf(name));
  }
}

/** The parameters and all that is computed from them. */
function dependents(graph: Graph, parameters: readonly string[]): ReadonlySet<string> {
  const learning = new Set(parameters);
  for (const { inputs, output } of graph.nodes) if (inputs.some((name) => learning.has(name))) learning.add(output);
  return learning;
}

/** (softmax(y) − target)·weight is the gradient of a divergence, (y − target)·weight that of half a squared error. */
function seedGradient(graph: Graph, { tensor, task }: Seed, writer: ModelWriter): string {
  const steps = new Steps(writer, `${tensor}@seed`);
  const { shape } = tensorOf(graph, tensor);
  const rows = steps.reshape(tensor, rowsOf(shape));
  const answer = task === "classification" ? steps.node("Softmax", [rows], { axis: 1 }) : rows;
  const difference = steps.node("Sub", [answer, targetOf(tensor)]);
  return steps.reshape(steps.node("Mul", [difference, weightOf(tensor)]), shape);
}

/** In front of the clamp that an operator ends with. */
function clamped({ op, output }: Node, steps: Steps, g: string): string {
  return "clamp" in op ? within(steps, output, op.clamp, g) : g;
}

function boundsOf(producer: Node | undefined): Clamp {
  return producer && "clamp" in producer.op ? producer.op.clamp : { min: -Infinity, max: Infinity };
}

interface Backwards extends Pick<GradientSite<OpKind>, "node" | "known" | "g" | "steps" | "blocks"> {
  readonly graph: Graph;
  readonly learning: ReadonlySet<string>;
  readonly give: (tensor: string, gradient: string) => void;
}

function writeGradient({ graph, node, known, g, steps, blocks, learning, give }: Backwards): void {
  const place = (name: string): Place => ({
    name,
    shape: tensorOf(graph, name).shape,
  });
  const inputs = node.inputs.map(place);
  const [x] = inputs;
  if (!x) throw new Error(`"${node.name}" has no operand`);
  gradientFor(node.op).write({
    op: node.op,
    node,
    inputs,
    x,
    y: place(node.output),
    known,
    g,
    steps,
    blocks,
    wants: (input) => learning.has(node.inputs[input] ?? ""),
    give: (input, gradient) => give(node.inputs[input] ?? "", gradient),
  });
}

function gradientFor({ kind }: Op): Gradient<OpKind> {
  const table: Readonly<Record<OpKind, Gradient<OpKind> | null>> = GRADIENTS;
  const found = table[kind];
  if (!found) throw new Error(`${kind} has no gradient`);
  return found;
}
