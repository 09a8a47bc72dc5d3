/** Problems that differ in the nodes they name alone, told once: a model of one unsupported kind has dozens of them. */
import type { Problem } from "../../engine";

/** @returns the first of each kind, in order, with how many more there are */
export function alike(problems: readonly Problem[]): readonly Problem[] {
  const kinds = new Map<string, { readonly first: Problem; count: number }>();
  for (const problem of problems) {
    const kind = JSON.stringify([problem.code, withoutNames(problem.message), problem.hint ?? ""]);
    const known = kinds.get(kind);
    if (known) known.count++;
    else kinds.set(kind, { first: problem, count: 1 });
  }
  return [...kinds.values()].map(({ first, count }) =>
    count === 1 ? first : { ...first, message: `${first.message}, and ${count - 1} more` },
  );
}

/** What stands in quotes is a name. */
function withoutNames(message: string): string {
  return message.replace(/"[^"]*"/g, '""');
}
