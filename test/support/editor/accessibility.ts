/** What axe-core finds wrong with a page, in words. */
import { readFileSync } from "node:fs";
import type { Frame } from "playwright-core";

/** Only what the test reads of axe's answer. */
interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** @returns a line for each offending element; none where all is well. Rules about whole sites do not apply to a view inside an editor. */
export async function accessibilityViolations(frame: Frame): Promise<readonly string[]> {
  await frame.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  const options = { resultTypes: ["violations"], rules: { region: { enabled: false } } };
  const run = `axe.run(document, ${JSON.stringify(options)}).then((result) => JSON.stringify(result.violations))`;
  const violations = JSON.parse(await frame.evaluate<string>(run)) as readonly Violation[];
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 200)} ${failureSummary ?? ""}`),
  );
}
