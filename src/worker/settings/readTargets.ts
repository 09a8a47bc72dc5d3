/** The built-in boards together with a person's own, from the file that `--targets` names. */
import { listTargets, ok, parseTargets, refuse, type Outcome, type Target } from "../../engine";
import { readTextFile } from "../../datasets/files";
import { parseJson, plainValue } from "../../formats/json";

/** @param path of the person's own file, absolute; absent: the built-in ones alone */
export async function readTargets(path: string | undefined): Promise<Outcome<readonly Target[]>> {
  if (path === undefined) return ok(listTargets());
  const text = await readTextFile(path);
  if (!text.ok) return text;
  const json = parseJson(text.value, path);
  if (!json.ok) {
    const [first, ...others] = json.problems;
    if (!first) throw new Error("a refusal without problems");
    return refuse(first, ...others);
  }
  const own = parseTargets(plainValue(json.value));
  if (own.ok) return ok(listTargets(own.value));
  const [first, ...others] = own.problems.map((problem) => ({ ...problem, place: `${path}: ${problem.place ?? "$"}` }));
  if (!first) throw new Error("a refusal without problems");
  return refuse(first, ...others);
}
