/** Which array feeds which of a network's inputs: by name first, then by shape where only one of each is left that fits. */
import { ok, refuse, type Outcome } from "../../engine";
import { formatShape, type InputSpec } from "../input";
import { matchShape } from "./matchShape";
import type { NamedArray } from "./namedArrays";

/** As many as a sentence lists. */
const MOST_LISTED = 8;

/** @param place what holds the arrays */
export function matchInputs(
  inputs: readonly InputSpec[],
  arrays: readonly NamedArray[],
  place: string,
): Outcome<ReadonlyMap<string, NamedArray>> {
  const matched = new Map<string, NamedArray>();
  for (const sameName of [(a: string, b: string): boolean => a === b, (a: string, b: string) => plain(a) === plain(b)])
    matchAll(inputs, arrays, matched, (input, { name }) => sameName(input.name, name));
  matchAll(inputs, arrays, matched, fits);
  const missing = inputs.filter(({ name }) => !matched.has(name));
  const [first, second] = missing;
  if (!first) return ok(matched);
  const left = arrays.filter((one) => ![...matched.values()].includes(one));
  const candidates = left.filter((one) => fits(first, one));
  if (second && candidates.length > 0) {
    const rivals = missing.filter((input) => candidates.some((one) => fits(input, one)));
    return refuse({
      code: "data.ambiguous",
      message: `${listed(rivals.map(quoted))} fit the arrays ${listed(candidates.map(shown))} alike, and no name tells which is which`,
      place,
      hint: "save each array under the name of its input",
    });
  }
  if (candidates.length > 1) {
    return refuse({
      code: "data.ambiguous",
      message: `the arrays ${listed(candidates.map(shown))} all fit input ${quoted(first)}`,
      place,
      hint: `save the one that is meant under the name "${first.name}"`,
    });
  }
  const there = left.length === 0 ? "no other array is here" : `what else is here is ${listed(left.map(shown))}`;
  return refuse({
    code: "data.input",
    message: `no array feeds input ${quoted(first)}, which takes ${formatShape(first.shape)}: ${there}`,
    place,
    hint: `save an array "${first.name}" of shape ${formatShape(["samples", ...first.shape.slice(1)])}`,
  });
}

/** Pairs that both sides have no other choice for, until there are none. */
function matchAll(
  inputs: readonly InputSpec[],
  arrays: readonly NamedArray[],
  matched: Map<string, NamedArray>,
  belong: (input: InputSpec, array: NamedArray) => boolean,
): void {
  for (let before = -1; before < matched.size;) {
    before = matched.size;
    const open = inputs.filter(({ name }) => !matched.has(name));
    const left = arrays.filter((one) => ![...matched.values()].includes(one));
    for (const input of open) {
      const [own, ...others] = left.filter((one) => belong(input, one));
      if (!own || others.length > 0 || open.some((rival) => rival !== input && belong(rival, own))) continue;
      matched.set(input.name, own);
    }
  }
}

/** A folder cannot hold every name that ONNX allows: signs count as one another. */
function plain(name: string): string {
  return name.replace(/[^\p{L}\p{N}]+/gu, "_").toLowerCase();
}

function fits({ shape, sequences }: InputSpec, { array }: NamedArray): boolean {
  const axes = sequences === true ? [1, 2] : [1];
  return axes.some(
    (axis) =>
      array.shape.length >= axis && matchShape(array.shape.slice(axis), shape.slice(1), undefined) !== "mismatch",
  );
}

function quoted({ name }: InputSpec): string {
  return `"${name}"`;
}

function shown({ name, array }: NamedArray): string {
  return `${name} ${formatShape(array.shape)}`;
}

function listed(items: readonly string[]): string {
  const rest = items.length - MOST_LISTED;
  if (rest > 0) return `${items.slice(0, MOST_LISTED).join(", ")} and ${rest} more`;
  return items.length > 1 ? `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}` : (items[0] ?? "");
}
