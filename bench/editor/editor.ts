/**
 * What a person waits for in the editor, on a real model in a real VS Code: from asking for the memory profile to the painted estimate, from
 * pressing a width to the re-planned page, and what a search costs the extension host meanwhile.
 *
 *   npm run package && npx tsx bench/editor/editor.ts <model.onnx>
 */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { performance } from "node:perf_hooks";
import { builtPackage } from "../../test/support/editor/builtPackage";
import { startEditor } from "../../test/support/editor/editor";
import { PanelPage } from "../../test/support/editor/panelPage";
import { REPAINT_AFTER_KEY } from "../../test/support/editor/repaint";
import { descendants } from "../../test/support/processes";
import { Workbench } from "../../test/support/editor/workbench";
import { makeWorkspace, putModel, SMALL } from "../../test/support/editor/workspace";

const EDITS = 8;

async function main(): Promise<void> {
  const [path, layer = ""] = process.argv.slice(2);
  if (path === undefined) throw new Error("arguments: see the header");
  const workspace = makeWorkspace();
  const name = basename(path);
  copyFileSync(path, join(workspace.folder, name));
  const budget = JSON.stringify({ flash: "2MiB", ram: "512KiB", account: "model" });
  writeFileSync(join(workspace.folder, name.replace(/\.onnx$/, ".bitwright.json")), budget);
  putModel(workspace.folder, "warm", SMALL);
  const started = await startEditor(builtPackage(), (line) => console.log(line));
  if (!started.ok) throw new Error(started.reason);
  const editor = started.value;
  const { server, browser } = editor;
  try {
    const window = await Workbench.open(browser, server.url, workspace.folder);
    const profileOf = async (model: string): Promise<PanelPage> => {
      await window.row(model).click();
      await window.page.keyboard.press("F1");
      await window.page.locator(".quick-input-widget input.input").fill(">Bitwright: Open Memory Profile");
      await window.page
        .locator(".quick-input-list .monaco-list-row", { hasText: "Open Memory Profile" })
        .first()
        .waitFor();
      const begin = performance.now();
      await window.page.keyboard.press("Enter");
      const panel = new PanelPage(await window.panel(`body[data-ready] h1:text-is("${model}")`));
      await panel.verdict.filter({ hasText: /\S/ }).waitFor();
      console.log(
        `${model}: from Enter in the palette to the painted estimate ${(performance.now() - begin).toFixed(0)} ms`,
      );
      return panel;
    };
    await profileOf("warm.onnx"); // activation and the worker's start are not the model's
    const panel = await profileOf(name);

    const first = layer === "" ? await firstLayer(panel) : layer;
    const times: number[] = [];
    await panel.goTo(first, "weights");
    for (let edit = 0; edit < EDITS; edit++) {
      const bits = edit % 2 === 0 ? "4" : "2";
      times.push(await panel.frame.evaluate<number>(`(${REPAINT_AFTER_KEY})(document.activeElement, "${bits}")`));
    }
    times.sort((a, b) => a - b);
    console.log(
      `what-if, from the key to the changed page: median ${times[EDITS >> 1]?.toFixed(0)} ms, worst ${times.at(-1)?.toFixed(0)} ms`,
    );

    await panel.button("Quantize").click();
    await panel.busy.getByText(/ of /).waitFor();
    const host = descendants(server.pid).find(({ command }) => command.includes("type=extensionHost"));
    if (host) {
      const status = readFileSync(`/proc/${host.pid}/status`, "utf8");
      console.log(`extension host during the search: ${/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? "?"} kB resident`);
    }
    const cancel = performance.now();
    await panel.button("Cancel").click();
    await panel.busy.waitFor({ state: "hidden" });
    console.log(`from Cancel to the page's end of work ${(performance.now() - cancel).toFixed(0)} ms`);
  } finally {
    await editor.stop();
    workspace.remove();
  }
}

async function firstLayer(panel: PanelPage): Promise<string> {
  const title = await panel.layers.locator("[data-column='name'] [title]").first().getAttribute("title");
  return (title ?? "").replace(/^\d+\. /, "");
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
