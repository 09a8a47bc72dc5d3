/** NumPy's .npz archives: a zip of .npy members, as numpy.savez and savez_compressed write them. */
import { ok, refuse, type Outcome } from "../../engine";
import { withFile } from "../files";
import { parseNpy, type NpyArray } from "./npy";
import { readZipDirectory, readZipMember } from "./zip";

export interface NpzArrays {
  /** Of every array in the archive, without ".npy", in the archive's order. */
  readonly names: readonly string[];
  readonly arrays: ReadonlyMap<string, NpyArray>;
}

/**
 * Only the arrays asked for are unpacked. Members that are not arrays are left out.
 * @param choose names of those that are wanted, among all
 */
export async function readNpz(
  path: string,
  choose: (names: readonly string[]) => readonly string[],
): Promise<Outcome<NpzArrays>> {
  return withFile(path, async (file, { size }) => {
    const directory = await readZipDirectory(file, size, path);
    if (!directory.ok) return directory;
    const members = directory.value.filter(({ name }) => name.endsWith(".npy"));
    const names = members.map(({ name }) => name.replace(/\.npy$/, ""));
    if (names.length === 0) return corrupt("the archive holds no arrays", path);
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) return corrupt(`the archive holds two arrays of the name "${twice}"`, path);
    const arrays = new Map<string, NpyArray>();
    for (const name of choose(names)) {
      const member = members[names.indexOf(name)];
      if (!member) continue;
      const place = `${path}:${member.name}`;
      const bytes = await readZipMember(file, size, member, place);
      if (!bytes.ok) return bytes;
      const array = parseNpy(bytes.value, place);
      if (!array.ok) return array;
      arrays.set(name, array.value);
    }
    return ok({ names, arrays });
  });
}

function corrupt(message: string, place: string): Outcome<never> {
  return refuse({ code: "data.corrupt", message, place, hint: "write it again with numpy.savez" });
}
