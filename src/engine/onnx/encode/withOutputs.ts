/**
 * A model file that answers more of its tensors. The file's own bytes stay as they are: a message in protobuf may be continued behind its end,
 * and ModelProto.graph.output is a list, so the additional outputs are a few bytes after them.
 */
import { encodeModel } from "../wire/codec";

/** @param names tensors that nodes of the file's graph compute and that are not outputs already */
export function withOutputs(file: Uint8Array, names: readonly string[]): Uint8Array {
  if (names.length === 0) return file;
  const more = encodeModel({ graph: { output: names.map((name) => ({ name })) } });
  const bytes = new Uint8Array(file.length + more.length);
  bytes.set(file);
  bytes.set(more, file.length);
  return bytes;
}
