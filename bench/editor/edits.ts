/**
 * What one what-if edit costs: CPU time of the answer to a policy with one other width, as the editor's worker computes it, with the model
 * loaded and estimated before.
 *
 *   npx esbuild bench/editor/edits.ts --bundle --platform=node --external:onnxruntime-node --outfile=out/edits.js
 *   node out/edits.js <model.onnx>...
 */
import { basename, dirname } from "node:path";
import { createHandlers } from "../../src/worker/conversationHandlers";
import { formatPolicy, parsePolicy } from "../../src/protocol/files/policyFile";
import type { ModelQuestion } from "../../src/protocol/messages/workerMessages";

const EDITS = 8;
const WIDTHS = [4, 2, 8] as const;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function main(): Promise<void> {
  const handlers = createHandlers({ env: process.env, progress: () => undefined });
  const signal = { cancelled: false };
  for (const modelPath of process.argv.slice(2)) {
    const question: ModelQuestion = {
      modelPath,
      folder: dirname(modelPath),
      ambient: {},
      trusted: true,
    };
    let begin = cpuMs();
    const first = await handlers.estimate(question, signal);
    const cold = cpuMs() - begin;
    let text = first.policyText;
    for (const kind of ["weights", "activations"] as const) {
      const times: number[] = [];
      for (let edit = 0; edit < EDITS; edit++) {
        const policy = parsePolicy(text, "policy");
        if (!policy.ok) throw new Error("the policy does not read");
        const names = [...policy.value[kind].keys()];
        const name = names[Math.floor(((edit + 0.5) * names.length) / EDITS)] ?? "";
        const edited = new Map(policy.value[kind]).set(name, WIDTHS[edit % WIDTHS.length] ?? 8);
        const changed = formatPolicy({ ...policy.value, [kind]: edited });
        begin = cpuMs();
        const answer = await handlers.replan(
          { ...question, policy: { text: changed, path: "policy" }, losses: {} },
          signal,
        );
        times.push(cpuMs() - begin);
        text = answer.policyText;
      }
      times.sort((a, b) => a - b);
      console.log(
        `${basename(modelPath)}: ${first.report.layers.length} layers, estimate ${cold.toFixed(0)} ms, edit of ${kind} median ${times[EDITS >> 1]?.toFixed(0)} ms, worst ${times.at(-1)?.toFixed(0)} ms`,
      );
    }
  }
}

void main();
