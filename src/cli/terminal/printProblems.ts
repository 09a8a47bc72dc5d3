/** What went wrong, on standard error: one line a problem, with its place in front and what can be done behind. */
import type { Problem } from "../../engine";
import type { Output } from "./io";
import { describeRemark } from "../render/renderReport";
import { ornaments, paint } from "./terminal";

/** A broken file may have thousands of problems, and the first explain the rest. */
const MOST_SHOWN = 20;

export async function printProblems(problems: readonly Problem[], output: Output): Promise<void> {
  const lines = problems.slice(0, MOST_SHOWN).map((problem) => ornaments(output.terminal, describeRemark(problem)));
  if (problems.length > MOST_SHOWN) lines.push(`and ${problems.length - MOST_SHOWN} more`);
  const name = paint(output.terminal, "bad", "bitwright:");
  await output.write(lines.map((line) => `${name} ${line}\n`).join(""));
}
