/**
 * An ONNX model with something wrong or unusual about it: what exporters, optimizers, editors of graphs and damaged disks make of one. Changes
 * are made to the decoded file, so that most results still are models, and a few to its bytes. Long as the list of changes is.
 */
import { ok, type Outcome } from "../../src/engine/base/outcome";
import { seededRandom, type Random } from "../../src/engine/base/random";
import { isTflite } from "../../src/engine/tflite/wire/readModel";
import { decodeModel, encodeModel } from "../../src/engine/onnx/wire/codec";
import {
  AttributeType,
  DataType,
  type AttributeProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
} from "../../src/engine/onnx/wire/proto";

type Mutable<T> = T extends Uint8Array | number | string
  ? T
  : T extends readonly (infer E)[]
    ? Mutable<E>[]
    : { -readonly [K in keyof T]: Mutable<T[K]> };

type Model = Mutable<ModelProto>;
type Node = Mutable<NodeProto>;
type Tensor = Mutable<TensorProto>;
type Attribute = Mutable<AttributeProto>;
type Graph = NonNullable<Model["graph"]>;

export interface Mutant {
  readonly bytes: Uint8Array;
  /** What was changed, in order. */
  readonly changes: readonly string[];
}

const MOST_CHANGES = 3;

/** The same bytes and seed give the same mutant. Refuses what is no model to begin with. */
export function mutate(bytes: Uint8Array, seed: number): Outcome<Mutant> {
  if (isTflite(bytes)) return ok(mutatedTables(bytes, seededRandom(seed)));
  const decoded = decodeModel(bytes);
  if (!decoded.ok) return decoded;
  const random = seededRandom(seed);
  const model = structuredClone(decoded.value) as Model;
  const { graph } = model;
  const changes: string[] = [];
  const count = random.below(3) > 0 ? 1 : 1 + random.below(MOST_CHANGES);
  while (graph && changes.length < count) {
    const [name, change] = pick(CHANGES, random) ?? CHANGES[0];
    change({ model, graph, random });
    changes.push(name);
  }
  const written = encodeModel(model);
  if (random.uniform() >= DAMAGED_SHARE) return ok({ bytes: written, changes });
  return ok({ bytes: damaged(written, random), changes: [...changes, "damaged bytes"] });
}

const DAMAGED_SHARE = 0.04;
/** Numbers of a FlatBuffer's tables lie in words; most of the tables lie at the file's end or beginning. */
const TABLE_BYTES = 4096;
const FLATBUFFER_BYTES = [0, 1, 2, 3, 4, 8, 16, 127, 128, 254, 255];

/** FlatBuffers have no form in which a change leaves a model: bytes change where they lie, mostly among tables. */
function mutatedTables(bytes: Uint8Array, random: Random): Mutant {
  if (random.uniform() < DAMAGED_SHARE) return { bytes: bytes.slice(0, random.below(bytes.length)), changes: ["cut"] };
  const changed = bytes.slice();
  const changes: string[] = [];
  for (let i = random.below(3); i >= 0; i--) {
    const near = random.below(Math.min(TABLE_BYTES, changed.length - 8));
    const places = [8 + near, changed.length - 1 - near, 8 + random.below(changed.length - 8)];
    const at = pick(places, random) ?? 8;
    changed[at] = (random.below(2) === 0 ? pick(FLATBUFFER_BYTES, random) : random.below(256)) ?? 0;
    changes.push(`byte ${at} = ${changed[at] ?? 0}`);
  }
  return { bytes: changed, changes };
}

function damaged(bytes: Uint8Array, random: Random): Uint8Array {
  if (random.below(2) === 0) return bytes.slice(0, random.below(bytes.length));
  const changed = bytes.slice();
  for (let i = random.below(4); i >= 0; i--) changed[random.below(changed.length)] = random.below(256);
  return changed;
}

interface Site {
  readonly model: Model;
  readonly graph: Graph;
  readonly random: Random;
}

type Change = (site: Site) => void;

/** Sizes, axes, counts: what lies at and beyond every edge. */
const WHOLE_NUMBERS = [
  0,
  1,
  -1,
  2,
  3,
  -2,
  5,
  8,
  -7,
  16,
  100,
  255,
  1000,
  65_536,
  2 ** 31 - 1,
  -(2 ** 31),
  2 ** 31,
  2 ** 32,
  2 ** 40,
  2 ** 53,
  -(2 ** 62),
];
const REAL_NUMBERS = [0, -0, 1, -1, 0.5, 1e-45, 1e-38, 1e-8, 1e8, 3.4e38, -3.4e38, NaN, Infinity, -Infinity, 6, 255];
const NAMES = [
  "",
  "x",
  "y",
  "__proto__",
  "constructor",
  "toString",
  "a b",
  "a\nb",
  'a"b',
  "*/",
  "é",
  "\u202e",
  "n".repeat(5000),
];
const WORDS = [
  "SAME_UPPER",
  "SAME_LOWER",
  "VALID",
  "NOTSET",
  "linear",
  "nearest",
  "cubic",
  "reflect",
  "edge",
  "wrap",
  "floor",
  "align_corners",
  "asymmetric",
  "half_pixel",
  "CRD",
  "reverse",
  "bidirectional",
  "Tanh",
  "none",
  "tanh",
  "?",
  "",
];
const OPERATORS =
  "Abs Add ArgMax AveragePool BatchNormalization Cast Ceil Clip Concat Constant ConstantOfShape Conv ConvInteger ConvTranspose CumSum DepthToSpace DequantizeLinear Div Dropout DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor GRU Gather GatherElements GatherND Gelu Gemm GlobalAveragePool GlobalMaxPool GroupNormalization HardSigmoid HardSwish Identity If InstanceNormalization LRN LSTM LayerNormalization LeakyRelu Less Log LogSoftmax Loop LpNormalization MatMul MatMulInteger Max MaxPool Mean Min Mish Mod Mul Neg NonZero Not OneHot Or PRelu Pad Pow QLinearConv QuantizeLinear RNN RandomNormal Range Reciprocal ReduceL2 ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum Relu Reshape Resize ScatterND Selu Shape Sigmoid Sign Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Tanh ThresholdedRelu Tile TopK Transpose Trilu Unsqueeze Upsample Where Xor".split(
    " ",
  );
/** Operators of one input that need nothing else. */
const PLAIN =
  "Abs Ceil Elu Erf Exp Flatten Floor GlobalAveragePool GlobalMaxPool HardSigmoid HardSwish Identity LeakyRelu Log LogSoftmax Neg Reciprocal ReduceMax ReduceMean ReduceSum Relu Selu Shape Sigmoid Sign Softmax Softplus Softsign Sqrt Squeeze Tanh ThresholdedRelu Transpose".split(
    " ",
  );
const ATTRIBUTES: readonly (readonly [string, "int" | "ints" | "float" | "word"])[] = [
  ["axis", "int"],
  ["axes", "ints"],
  ["group", "int"],
  ["strides", "ints"],
  ["pads", "ints"],
  ["dilations", "ints"],
  ["kernel_shape", "ints"],
  ["output_padding", "ints"],
  ["auto_pad", "word"],
  ["ceil_mode", "int"],
  ["count_include_pad", "int"],
  ["keepdims", "int"],
  ["transA", "int"],
  ["transB", "int"],
  ["alpha", "float"],
  ["beta", "float"],
  ["epsilon", "float"],
  ["perm", "ints"],
  ["mode", "word"],
  ["allowzero", "int"],
  ["blocksize", "int"],
  ["to", "int"],
  ["noop_with_empty_axes", "int"],
  ["coordinate_transformation_mode", "word"],
  ["exclude_outside", "int"],
  ["direction", "word"],
  ["hidden_size", "int"],
  ["layout", "int"],
  ["num_outputs", "int"],
  ["storage_order", "int"],
  ["block_size", "int"],
  ["training_mode", "int"],
];

const CHANGES: readonly [readonly [string, Change], ...(readonly [string, Change])[]] = [
  ["drop a node", ({ graph, random }) => void graph.node.splice(random.below(graph.node.length), 1)],
  ["duplicate a node", duplicateNode],
  ["repeat a node in a row", repeatNode],
  ["move a node", moveNode],
  ["rewire an input", rewire],
  ["rewire an input", rewire],
  ["take an input away", takeInput],
  ["add an input", addInput],
  ["swap inputs", ({ graph, random }) => void pick(graph.node, random)?.input.reverse()],
  ["rename an output", ({ graph, random }) => renameOutput(pick(graph.node, random), graph, random)],
  ["another operator", ({ graph, random }) => setOperator(pick(graph.node, random), random)],
  ["another domain", anotherDomain],
  ["insert an operator", insertPlain],
  ["insert an operator", insertPlain],
  ["insert arithmetic with a constant", insertArithmetic],
  ["change an attribute", changeAttribute],
  ["change an attribute", changeAttribute],
  ["change an attribute", changeAttribute],
  ["add an attribute", addAttribute],
  ["add an attribute", addAttribute],
  ["drop an attribute", dropAttribute],
  ["another attribute type", anotherAttributeType],
  ["dimensions of a constant", constantDimensions],
  ["dimensions of a constant", constantDimensions],
  ["size of a constant's data", constantSize],
  ["type of a constant", ({ graph, random }) => withTensor(graph, random, (t) => void (t.dataType = random.below(24)))],
  ["values of a constant", constantValues],
  ["values of a constant", constantValues],
  ["values of a constant", constantValues],
  ["drop a constant", ({ graph, random }) => void graph.initializer.splice(random.below(graph.initializer.length), 1)],
  ["duplicate a constant", duplicateConstant],
  [
    "rename a constant",
    ({ graph, random }) => withTensor(graph, random, (t) => void (t.name = anyName(graph, random))),
  ],
  ["constant elsewhere", constantElsewhere],
  ["constant among the inputs", constantAmongInputs],
  ["dimensions of an input", inputDimensions],
  ["dimensions of an input", inputDimensions],
  ["type of an input", inputType],
  ["shape of an input", dropShape],
  ["another input", anotherInput],
  ["drop an input", ({ graph, random }) => void graph.input.splice(random.below(graph.input.length), 1)],
  ["another output", anotherOutput],
  ["another output", anotherOutput],
  ["drop an output", ({ graph, random }) => void graph.output.splice(random.below(graph.output.length), 1)],
  ["operator set", operatorSet],
  ["drop value infos", ({ graph }) => void graph.valueInfo.splice(0)],
  ["names of nodes", nodeNames],
  ["rename a tensor everywhere", renameTensor],
];

function pick<T>(list: readonly T[], random: Random): T | undefined {
  return list[random.below(list.length)];
}

function whole(random: Random): number {
  return pick(WHOLE_NUMBERS, random) ?? 0;
}

/** Mostly what shapes and windows could be. */
function smallWhole(random: Random): number {
  return random.below(3) === 0 ? whole(random) : random.below(9) - 2;
}

function real(random: Random): number {
  return random.below(2) === 0 ? (pick(REAL_NUMBERS, random) ?? 0) : random.normal() * 10;
}

function tensorNames(graph: Graph): readonly string[] {
  const ofNodes = graph.node.flatMap(({ output }) => output);
  return [...graph.input.map(({ name = "" }) => name), ...graph.initializer.map(({ name = "" }) => name), ...ofNodes];
}

function anyName(graph: Graph, random: Random): string {
  return (random.below(8) === 0 ? pick(NAMES, random) : pick(tensorNames(graph), random)) ?? "";
}

let fresh = 0;
function freshName(graph: Graph): string {
  const known = new Set(tensorNames(graph));
  fresh = 0;
  while (known.has(`fuzz${fresh}`)) fresh++;
  return `fuzz${fresh}`;
}

function duplicateNode({ graph, random }: Site): void {
  const at = random.below(graph.node.length);
  const node = graph.node[at];
  if (!node) return;
  const copy = structuredClone(node);
  if (random.below(4) > 0) {
    const name = freshName(graph);
    copy.output = copy.output.map((_, i) => `${name}_${i}`);
    // Half of the copies are read by someone.
    const reader = pick(graph.node, random);
    if (reader && reader.input.length > 0) reader.input[random.below(reader.input.length)] = copy.output[0] ?? "";
  }
  graph.node.splice(at + 1, 0, copy);
}

function repeatNode({ graph, random }: Site): void {
  const at = random.below(graph.node.length);
  const node = graph.node[at];
  const last = node?.output[0];
  if (!node || last === undefined) return;
  const copies: Node[] = [];
  const name = freshName(graph);
  for (let i = 2 + random.below(12); i > 0; i--) {
    const copy = structuredClone(node);
    if (copies.length > 0) copy.input[0] = `${name}_${copies.length - 1}`;
    copy.output = copy.output.map((_, k) => (k === 0 ? `${name}_${copies.length}` : `${name}_${copies.length}_${k}`));
    copies.push(copy);
  }
  const final: Node = { ...structuredClone(node), input: [`${name}_${copies.length - 1}`, ...node.input.slice(1)] };
  graph.node.splice(at, 1, ...copies, final);
}

function moveNode({ graph, random }: Site): void {
  const [node] = graph.node.splice(random.below(graph.node.length), 1);
  if (node) graph.node.splice(random.below(graph.node.length + 1), 0, node);
}

function rewire({ graph, random }: Site): void {
  const node = pick(graph.node, random);
  if (node && node.input.length > 0) node.input[random.below(node.input.length)] = anyName(graph, random);
}

function takeInput({ graph, random }: Site): void {
  const node = pick(graph.node, random);
  if (!node) return;
  const at = random.below(node.input.length);
  if (random.below(2) === 0) node.input.splice(at, 1);
  else if (node.input.length > 0) node.input[at] = "";
}

function addInput({ graph, random }: Site): void {
  const node = pick(graph.node, random);
  node?.input.splice(random.below(node.input.length + 1), 0, anyName(graph, random));
}

function renameOutput(node: Node | undefined, graph: Graph, random: Random): void {
  if (!node) return;
  if (random.below(3) === 0) node.output.push(anyName(graph, random));
  else if (node.output.length > 0) node.output[random.below(node.output.length)] = anyName(graph, random);
}

function setOperator(node: Node | undefined, random: Random): void {
  if (node) node.opType = pick(random.below(20) === 0 ? NAMES : OPERATORS, random) ?? "";
}

function anotherDomain({ graph, random }: Site): void {
  const node = pick(graph.node, random);
  if (node) node.domain = pick(["", "ai.onnx", "com.microsoft", "ai.onnx.ml", "?"], random) ?? "";
}

/** Puts a node between a tensor and all who read it. */
function insert({ graph, random }: Site, make: (input: string, output: string) => Node): void {
  const at = random.below(graph.node.length);
  const node = graph.node[at];
  const given = node?.output[0];
  if (!node || given === undefined) return;
  const name = freshName(graph);
  node.output[0] = name;
  graph.node.splice(at + 1, 0, make(name, given));
}

function insertPlain(site: Site): void {
  const { random } = site;
  insert(site, (input, output) => ({
    opType: pick(PLAIN, random) ?? "Relu",
    input: [input],
    output: [output],
    attribute: random.below(4) === 0 ? [randomAttribute(random)] : [],
  }));
}

function insertArithmetic(site: Site): void {
  const { graph, random } = site;
  const constant = `${freshName(graph)}_constant`;
  const dims = pick([[], [1], [1, 1, 1, 1], [2], [3, 1, 1], [1, 8, 1, 1], [0]], random) ?? [];
  const count = dims.reduce((product, size) => product * size, 1);
  const values = Float32Array.from({ length: count }, () => real(random));
  graph.initializer.push(tensorOf(constant, DataType.float, dims, new Uint8Array(values.buffer)));
  const opType =
    pick(["Add", "Sub", "Mul", "Div", "Max", "Min", "Pow", "PRelu", "Clip", "Where", "Concat"], random) ?? "Add";
  insert(site, (input, output) => ({
    opType,
    input: random.below(3) === 0 ? [constant, input] : [input, constant],
    output: [output],
    attribute: opType === "Concat" ? [attributeOf("axis", AttributeType.int, { i: 1 })] : [],
  }));
}

function tensorOf(name: string, dataType: number, dims: readonly number[], rawData: Uint8Array): Tensor {
  return {
    name,
    dataType,
    dims: [...dims],
    rawData,
    floatData: [],
    int32Data: [],
    int64Data: [],
    doubleData: [],
    uint64Data: [],
    externalData: [],
  };
}

function attributeOf(name: string, type: number, values: Partial<Attribute>): Attribute {
  return { name, type, floats: [], ints: [], strings: [], ...values };
}

function randomAttribute(random: Random): Attribute {
  const [name, kind] = pick(ATTRIBUTES, random) ?? ATTRIBUTES[0] ?? ["axis", "int"];
  switch (kind) {
    case "int":
      return attributeOf(name, AttributeType.int, { i: smallWhole(random) });
    case "ints":
      return attributeOf(name, AttributeType.ints, {
        ints: Array.from({ length: random.below(6) }, () => smallWhole(random)),
      });
    case "float":
      return attributeOf(name, AttributeType.float, { f: real(random) });
    case "word":
      return attributeOf(name, AttributeType.string, { s: wordBytes(random) });
  }
}

function wordBytes(random: Random): Uint8Array {
  return new TextEncoder().encode(pick(WORDS, random) ?? "");
}

function addAttribute({ graph, random }: Site): void {
  const attribute = random.below(3) === 0 ? copiedAttribute(graph, random) : randomAttribute(random);
  const node = pick(graph.node, random);
  if (!node) return;
  const known = node.attribute.findIndex(({ name }) => name === attribute.name);
  if (known >= 0 && random.below(5) > 0) node.attribute[known] = attribute;
  else node.attribute.push(attribute);
}

function copiedAttribute(graph: Graph, random: Random): Attribute {
  const all = graph.node.flatMap(({ attribute }) => attribute);
  return structuredClone(pick(all, random) ?? randomAttribute(random));
}

function nodeWithAttributes(graph: Graph, random: Random): Node | undefined {
  return pick(
    graph.node.filter(({ attribute }) => attribute.length > 0),
    random,
  );
}

function changeAttribute({ graph, random }: Site): void {
  const node = nodeWithAttributes(graph, random);
  const attribute = node && pick(node.attribute, random);
  if (!attribute) return;
  if (attribute.i !== undefined) attribute.i = smallWhole(random);
  if (attribute.f !== undefined) attribute.f = real(random);
  if (attribute.s !== undefined) attribute.s = wordBytes(random);
  if (attribute.t) changeTensorValues(attribute.t, random);
  changeList(attribute.ints, () => smallWhole(random), random);
  changeList(attribute.floats, () => real(random), random);
}

function changeList(list: number[], value: () => number, random: Random): void {
  if (list.length === 0) return;
  const way = random.below(4);
  if (way === 0) list.splice(random.below(list.length), 1);
  else if (way === 1) list.splice(random.below(list.length + 1), 0, value());
  else list[random.below(list.length)] = value();
}

function dropAttribute({ graph, random }: Site): void {
  const node = nodeWithAttributes(graph, random);
  node?.attribute.splice(random.below(node.attribute.length), 1);
}

function anotherAttributeType({ graph, random }: Site): void {
  const node = nodeWithAttributes(graph, random);
  const attribute = node && pick(node.attribute, random);
  if (attribute) attribute.type = random.below(12);
}

function withTensor(graph: Graph, random: Random, change: (tensor: Tensor) => void): void {
  const inNodes = graph.node.flatMap(({ attribute }) => attribute.flatMap(({ t }) => t ?? []));
  const tensor = pick([...graph.initializer, ...inNodes], random);
  if (tensor) change(tensor);
}

function constantDimensions({ graph, random }: Site): void {
  withTensor(graph, random, (tensor) => {
    const way = random.below(5);
    if (way === 0) tensor.dims.reverse();
    else if (way === 1) tensor.dims.unshift(1);
    else if (way === 2) tensor.dims = [tensor.dims.reduce((product, size) => product * size, 1)];
    else changeList(tensor.dims, () => smallWhole(random), random);
  });
}

function constantSize({ graph, random }: Site): void {
  withTensor(graph, random, (tensor) => {
    const { rawData } = tensor;
    if (rawData && random.below(2) === 0) tensor.rawData = rawData.slice(0, random.below(rawData.length + 1));
    else if (rawData) tensor.rawData = new Uint8Array([...rawData.slice(0, 4096), ...new Uint8Array(random.below(64))]);
    for (const list of [tensor.floatData, tensor.int32Data, tensor.int64Data]) if (list.length > 0) list.pop();
  });
}

function constantValues({ graph, random }: Site): void {
  withTensor(graph, random, (tensor) => changeTensorValues(tensor, random));
}

function changeTensorValues(tensor: Tensor, random: Random): void {
  const many = random.below(3) === 0;
  const { rawData } = tensor;
  const set = (length: number, put: (at: number) => void): void => {
    if (length > 0)
      for (let i = many ? Math.min(length, 100_000) : 1; i > 0; i--) put(many ? i - 1 : random.below(length));
  };
  const float = real(random);
  const integer = smallWhole(random);
  if (tensor.dataType === DataType.float && rawData) {
    const bytes = (tensor.rawData = rawData.slice());
    const view = new DataView(bytes.buffer);
    set(bytes.length >> 2, (at) => view.setFloat32(4 * at, float, true));
  } else if (tensor.dataType === DataType.int64 && rawData) {
    const bytes = (tensor.rawData = rawData.slice());
    const view = new DataView(bytes.buffer);
    set(bytes.length >> 3, (at) => view.setBigInt64(8 * at, BigInt(integer), true));
  } else if (rawData) {
    const bytes = (tensor.rawData = rawData.slice());
    set(bytes.length, (at) => (bytes[at] = integer));
  }
  set(tensor.floatData.length, (at) => (tensor.floatData[at] = float));
  set(tensor.int64Data.length, (at) => (tensor.int64Data[at] = integer));
  set(tensor.int32Data.length, (at) => (tensor.int32Data[at] = integer | 0));
}

function duplicateConstant({ graph, random }: Site): void {
  const tensor = pick(graph.initializer, random);
  if (tensor)
    graph.initializer.push({
      ...structuredClone(tensor),
      ...(random.below(2) === 0 ? {} : { name: freshName(graph) }),
    });
}

function constantElsewhere({ graph, random }: Site): void {
  withTensor(graph, random, (tensor) => {
    tensor.dataLocation = 1;
    const location = pick(["weights.bin", "../weights.bin", "/dev/zero", "", "model.onnx"], random) ?? "";
    tensor.externalData = [{ key: "location", value: location }];
    delete tensor.rawData;
  });
}

function constantAmongInputs({ graph, random }: Site): void {
  const tensor = pick(graph.initializer, random);
  if (!tensor) return;
  const dim = tensor.dims.map((dimValue) => ({ dimValue }));
  graph.input.push({
    name: tensor.name ?? "",
    type: { tensorType: { elemType: tensor.dataType ?? 1, shape: { dim } } },
  });
  if (random.below(2) === 0) graph.initializer.splice(graph.initializer.indexOf(tensor), 1);
}

function inputDimensions({ graph, random }: Site): void {
  const dims = pick(graph.input, random)?.type?.tensorType?.shape?.dim;
  if (!dims) return;
  const size = (): { dimValue?: number; dimParam?: string } =>
    random.below(6) === 0 ? { dimParam: pick(["N", "", "?"], random) ?? "" } : { dimValue: smallWhole(random) };
  const way = random.below(6);
  if (way === 0) dims.splice(random.below(dims.length), 1);
  else if (way === 1) dims.splice(random.below(dims.length + 1), 0, size());
  else if (way === 2) dims.reverse();
  else dims.splice(random.below(dims.length), 1, size());
}

function inputType({ graph, random }: Site): void {
  const input = pick(graph.input, random);
  if (input?.type?.tensorType) input.type.tensorType.elemType = random.below(18);
}

function dropShape({ graph, random }: Site): void {
  const input = pick(graph.input, random);
  if (random.below(2) === 0) delete input?.type;
  else delete input?.type?.tensorType?.shape;
}

function anotherInput({ graph, random }: Site): void {
  const input = pick(graph.input, random);
  if (!input) return;
  const copy = structuredClone(input);
  if (random.below(4) > 0) {
    copy.name = freshName(graph);
    const node = pick(graph.node, random);
    if (node && node.input.length > 0) node.input[random.below(node.input.length)] = copy.name;
  }
  graph.input.push(copy);
}

function anotherOutput({ graph, random }: Site): void {
  const name = anyName(graph, random);
  const output = pick(graph.output, random);
  if (output && random.below(2) === 0) output.name = name;
  else graph.output.push({ name, type: { tensorType: { elemType: DataType.float } } });
}

function operatorSet({ model, random }: Site): void {
  const way = random.below(6);
  if (way === 0) model.opsetImport = [];
  else if (way === 1) model.irVersion = whole(random);
  else for (const entry of model.opsetImport) entry.version = way === 2 ? whole(random) : 7 + random.below(19);
}

function nodeNames({ graph, random }: Site): void {
  const name = pick(NAMES, random) ?? "";
  if (random.below(2) === 0) for (const node of graph.node) node.name = name;
  else {
    const node = pick(graph.node, random);
    if (node) node.name = name;
  }
}

function renameTensor({ graph, random }: Site): void {
  const from = pick(tensorNames(graph), random);
  const to = pick(NAMES, random) ?? "";
  const renamed = (name: string): string => (name === from ? to : name);
  for (const node of graph.node) {
    node.input = node.input.map(renamed);
    node.output = node.output.map(renamed);
  }
  for (const named of [...graph.input, ...graph.output, ...graph.initializer]) named.name = renamed(named.name ?? "");
}
