/** NumPy's .npz archives: a zip of .npy members, as numpy.savez and savez_compressed write them. */
import { unzipSync } from "fflate";
import { ok, refuse, type Outcome } from "../engine";
import { MAX_FILE_BYTES, messageOf } from "./files";
import { parseNpy, type NpyArray } from "./npy";

/** The archive's arrays by name, without ".npy", in the archive's order. Members that are not arrays are left out. */
export function parseNpz(file: Uint8Array, place: string): Outcome<ReadonlyMap<string, NpyArray>> {
  const corrupt = (message: string): Outcome<ReadonlyMap<string, NpyArray>> =>
    refuse({ code: "data.corrupt", message, place, hint: "write it again with numpy.savez" });
  let total = 0;
  let members: Record<string, Uint8Array>;
  try {
    // The sizes that the directory claims are summed before anything is unpacked: a few bytes must not become gigabytes.
    members = unzipSync(file, {
      filter: ({ name, originalSize }) => {
        if (!name.endsWith(".npy")) return false;
        total += originalSize;
        return total <= MAX_FILE_BYTES;
      },
    });
  } catch (error) {
    return corrupt(`the archive cannot be read: ${messageOf(error)}`);
  }
  if (total > MAX_FILE_BYTES)
    return corrupt(`the archive claims ${total} bytes of arrays, more than can be read at once`);
  const arrays = new Map<string, NpyArray>();
  for (const [name, bytes] of Object.entries(members)) {
    const array = parseNpy(bytes, `${place}:${name}`);
    if (!array.ok) return array;
    arrays.set(name.replace(/\.npy$/, ""), array.value);
  }
  if (arrays.size === 0) return corrupt("the archive holds no arrays");
  return ok(arrays);
}
