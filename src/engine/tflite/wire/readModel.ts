/** TensorFlow Lite bytes → tables as plain data. Everything that the file says is checked here once, so that later stages index freely. */
import { ok, refuse, type Outcome, type Problem } from "../../base/outcome";
import { MAX_AXES, MAX_NODES } from "../../onnx/limits";
import { Damaged, Reader, type Table } from "./reader";
import {
  CUSTOM,
  operatorName,
  PLACEHOLDER,
  type OperatorInfo,
  type Quantization,
  type Subgraph,
  type TensorInfo,
  type TfliteModel,
} from "./schema";

const IDENTIFIER = "TFL3";
const VERSION = 3;
/** Constants and intermediate results; a node has a handful. */
const MOST_TENSORS = 8 * MAX_NODES;
const MOST_SUBGRAPHS = 1024;
/** Inputs and outputs of one operator. */
const MOST_VALUES = 4096;
/** Scales of one tensor: its channels. */
const MOST_SCALES = 2 ** 20;

/** Whether bytes say of themselves that they are a TensorFlow Lite model. */
export function isTflite(bytes: Uint8Array): boolean {
  for (let i = 0; i < IDENTIFIER.length; i++) if (bytes[4 + i] !== IDENTIFIER.charCodeAt(i)) return false;
  return true;
}

export function readModel(bytes: Uint8Array): Outcome<TfliteModel> {
  try {
    return ok(modelOf(new Reader(bytes).root()));
  } catch (error) {
    if (error instanceof Damaged) return refuse(damaged(error.message));
    throw error;
  }
}

/** @param what the end of the sentence */
export function damaged(what: string): Problem {
  return {
    code: "tflite.damaged",
    message: `the file begins like a TensorFlow Lite model but is damaged: ${what}`,
    hint: "copy or export it again (for Git LFS, run git lfs pull)",
  };
}

function modelOf(root: Table): TfliteModel {
  const version = root.uint32(0);
  if (version !== VERSION) throw new Damaged(`it says that it has version ${version} of the format, not ${VERSION}`);
  const codes = root.tables(1, MAX_NODES).map(codeOf);
  const buffers = root.tables(4, MOST_TENSORS).map(bufferOf);
  const subgraphs = root.tables(2, MOST_SUBGRAPHS).map((table) => subgraphOf(table, codes, buffers));
  if (subgraphs.length === 0) throw new Damaged("it holds no network");
  return { description: root.text(3), subgraphs };
}

interface Code {
  readonly name: string;
  readonly isCustom: boolean;
}

function codeOf(table: Table): Code {
  const short = table.int8(0);
  const code = Math.max(short, table.int32(3));
  if (code < 0 || code === PLACEHOLDER) throw new Damaged(`it names the operator ${code}, which there is none`);
  return code === CUSTOM
    ? { name: table.text(1) || "CUSTOM", isCustom: true }
    : { name: operatorName(code), isCustom: false };
}

/** Undefined: no data, a tensor that is computed. */
function bufferOf(table: Table): Uint8Array | undefined {
  if (table.uint64(1) > 1) throw new Damaged("its weights lie outside its tables, as in files above 2 GB");
  const data = table.bytes(0);
  return data.length === 0 ? undefined : data;
}

function subgraphOf(table: Table, codes: readonly Code[], buffers: readonly (Uint8Array | undefined)[]): Subgraph {
  const tensors = table.tables(0, MOST_TENSORS).map((tensor, i) => tensorOf(tensor, i, buffers));
  const known = (indices: readonly number[], optional: boolean): readonly number[] => {
    const wrong = indices.find((index) => index >= tensors.length || index < (optional ? -1 : 0));
    if (wrong !== undefined) throw new Damaged(`it names tensor ${wrong} of ${tensors.length}`);
    return indices;
  };
  const operators = table.tables(3, MAX_NODES).map((operator): OperatorInfo => {
    const code = codes[operator.uint32(0)];
    if (!code) throw new Damaged(`it names operator ${operator.uint32(0)} of ${codes.length}`);
    return {
      ...code,
      inputs: known(operator.int32s(1, MOST_VALUES), true),
      outputs: known(operator.int32s(2, MOST_VALUES), false),
      options: operator.table(4),
    };
  });
  return {
    name: table.text(4),
    tensors,
    inputs: known(table.int32s(1, MOST_VALUES), false),
    outputs: known(table.int32s(2, MOST_VALUES), false),
    operators,
  };
}

function tensorOf(table: Table, index: number, buffers: readonly (Uint8Array | undefined)[]): TensorInfo {
  const shape = table.int32s(0, MAX_AXES);
  const name = table.text(3) || `tensor_${index}`;
  if (shape.some((size) => size < 0)) throw new Damaged(`tensor "${name}" has the shape [${shape.join(",")}]`);
  const buffer = table.uint32(2);
  if (buffer > 0 && buffer >= buffers.length)
    throw new Damaged(`tensor "${name}" has buffer ${buffer} of ${buffers.length}`);
  const data = buffers[buffer];
  const quantization = quantizationOf(table.table(4), name);
  return {
    name,
    shape,
    signature: table.int32s(7, MAX_AXES),
    type: table.int8(1),
    isSparse: table.table(6) !== undefined,
    isVariable: table.bool(5),
    ...(data && { data }),
    ...(quantization && { quantization }),
  };
}

/** Ranges alone, as training notes them, are no quantization. */
function quantizationOf(table: Table | undefined, name: string): Quantization | undefined {
  const scales = table?.float32s(2, MOST_SCALES) ?? [];
  if (!table || scales.length === 0) return undefined;
  const wrong = scales.find((scale) => !(Number.isFinite(scale) && scale > 0));
  if (wrong !== undefined) throw new Damaged(`tensor "${name}" has the scale ${wrong}`);
  const zeroPoints = table.int64s(3, MOST_SCALES);
  if (zeroPoints.length > 1 && zeroPoints.length !== scales.length)
    throw new Damaged(`tensor "${name}" has ${scales.length} scales and ${zeroPoints.length} zero points`);
  const [first = 0] = zeroPoints;
  return {
    scales,
    zeroPoints: zeroPoints.length === scales.length ? zeroPoints : scales.map(() => first),
    axis: table.int32(6),
  };
}
