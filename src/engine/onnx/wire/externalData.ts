/** Weights that lie in files beside the model: which files a model needs, and the bytes of one tensor. Nothing here opens a file. */
import { ok, refuse, type Outcome, type Problem } from "../../base/outcome";
import { decodeModel } from "./codec";
import type { TensorProto } from "./proto";
import { allGraphs } from "../rewrite/subgraphs";

/** Contents by location, spelled as externalDataFiles() does. */
export type ExternalFiles = ReadonlyMap<string, Uint8Array>;

/** Exporters write one, or one a tensor. */
const MOST_FILES = 4096;

/**
 * The files that a model's tensors lie in, relative to the model's folder, in order of first use. Locations that point outside that
 * folder are refused: a model must not make its reader open arbitrary files. Each file is named once, however it is spelled.
 */
export function externalDataFiles(bytes: Uint8Array): Outcome<readonly string[]> {
  const model = decodeModel(bytes);
  if (!model.ok) return model;
  const graphs = model.value.graph ? allGraphs(model.value.graph) : [];
  const inNodes = graphs.flatMap(({ node }) => node.flatMap(({ attribute }) => attribute.flatMap(({ t }) => t ?? [])));
  const locations = new Set<string>();
  for (const tensor of [...graphs.flatMap(({ initializer }) => initializer), ...inNodes]) {
    if (tensor.dataLocation !== 1) continue;
    const name = tensor.name ?? "";
    const location = entryOf(tensor, "location") ?? "";
    if (!isInside(location)) return refuse(outside(name, location));
    locations.add(plainPath(location));
  }
  if (locations.size <= MOST_FILES) return ok([...locations]);
  const message = `the model's weights lie in ${locations.size} files; ${MOST_FILES} are the limit`;
  return refuse({ code: "onnx.externalMany", message, hint: "save the model with its data in one file" });
}

/** The bytes of one external tensor: a view of its file. */
export function externalBytes(tensor: TensorProto, name: string, files: ExternalFiles): Uint8Array | Problem {
  const place = `tensor "${name}"`;
  const location = entryOf(tensor, "location") ?? "";
  if (!isInside(location)) return outside(name, location);
  const file = files.get(plainPath(location));
  if (!file) {
    const message = `the values of tensor "${name}" are in the file "${location}", which is missing`;
    return { code: "onnx.externalMissing", message, place, hint: `put "${location}" beside the model` };
  }
  const offset = byteCount(entryOf(tensor, "offset") ?? "0");
  const length = byteCount(entryOf(tensor, "length") ?? String(Math.max(0, file.length - offset)));
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length)) {
    return {
      code: "onnx.damagedTensor",
      message: `tensor "${name}" has an unreadable place in the file "${location}"`,
      place,
    };
  }
  if (offset + length > file.length) {
    const message = `the file "${location}" has ${file.length} bytes, but tensor "${name}" ends at byte ${offset + length}`;
    return { code: "onnx.externalShort", message, place, hint: "copy the file again; it may belong to another model" };
  }
  return file.subarray(offset, offset + length);
}

/** Digits alone, as exporters write them; NaN for anything else. */
function byteCount(text: string): number {
  return /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
}

function entryOf(tensor: TensorProto, key: string): string | undefined {
  return tensor.externalData.find((entry) => entry.key === key)?.value;
}

/** Without steps that lead nowhere: `./a` and `.//a` are `a`. */
function plainPath(location: string): string {
  return location
    .split("/")
    .filter((step) => step !== "" && step !== ".")
    .join("/");
}

/** Relative, without a way up, on every platform. */
function isInside(location: string): boolean {
  if (plainPath(location) === "" || /^[/\\]/.test(location) || /^[a-z]+:/i.test(location)) return false;
  return !location.includes("\0") && !location.split(/[/\\]/).includes("..");
}

function outside(name: string, location: string): Problem {
  const message =
    location === ""
      ? `tensor "${name}" is said to lie in an external file that is not named`
      : `tensor "${name}" lies in "${location}", outside the model's folder`;
  return {
    code: "onnx.externalPath",
    message,
    place: `tensor "${name}"`,
    hint: "save the model with its data beside it, or in one file",
  };
}
