/** What if: widths changed with the keyboard alone, taken back, and kept over a reload of the window. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../src/protocol/files/report";
import { PanelPage } from "../support/editor/panelPage";
import type { Workbench } from "../support/editor/workbench";
import { putModel, SMALL, TIGHT } from "../support/editor/workspace";
import { openWindow, theEditor, theFolder } from "./hooks";

type Policy = Report["policy"];

/** What the extension keeps of each model in the editor's storage for this project. */
function savedPolicies(): readonly Policy[] {
  const storage = join(theEditor().server.profile, "data", "User", "workspaceStorage");
  return readdirSync(storage, { recursive: true, encoding: "utf8" })
    .filter((name) => /session-\w+\.json$/.test(name))
    .map(
      (name) =>
        JSON.parse(readFileSync(join(storage, name), "utf8")) as { readonly session: { readonly report: Report } },
    )
    .map(({ session }) => session.report.policy);
}

function holds({ weights, activations }: Policy, widths: { readonly conv2: string; readonly r3: string }): boolean {
  return String(weights["conv2"]) === widths.conv2 && String(activations["r3"]) === widths.r3;
}

describe("what if", () => {
  let window: Workbench;
  let panel: PanelPage;
  let unedited: string;

  before(async () => {
    putModel(theFolder(), "edited", SMALL, TIGHT);
    window = await openWindow();
    await window.quantizeWithoutSamples("edited.onnx");
    panel = new PanelPage(await window.panel());
    await panel.quantized();
    unedited = await panel.figures();
  });
  after(() => window.close());

  it("plans a width that was typed into its cell", async () => {
    const old = await panel.width("conv2", "weights");
    const flash = await panel.card("FLASH").innerText();
    await panel.setWidth("conv2", "weights", old === "2" ? 8 : 2);
    await panel.frame.locator(".edit-line", { hasText: "1 edit:" }).waitFor();
    assert.notEqual(await panel.card("FLASH").innerText(), flash);
    assert.match(await panel.cell("conv2", "weights").innerText(), new RegExp(`${old}→`));
  });

  it("takes it back with Ctrl+Z and makes it again with Ctrl+Y", async () => {
    const edited = await panel.figures();
    await panel.cell("conv2", "weights").press("Control+z");
    await panel.frame.locator(".edit-line").waitFor({ state: "detached" });
    assert.equal(await panel.figures(), unedited);
    await panel.cell("conv2", "weights").press("Control+y");
    await panel.frame.locator(".edit-line").waitFor();
    assert.equal(await panel.figures(), edited);
  });

  it("offers the widths in a menu, with arrows and Enter", async () => {
    const cell = panel.cell("conv3", "activation");
    const old = await panel.width("conv3", "activation");
    await panel.goTo("conv3", "activation");
    await cell.press("Enter");
    const menu = panel.frame.getByRole("menu");
    await menu.waitFor();
    await window.page.keyboard.press("ArrowDown");
    await window.page.keyboard.press("Enter");
    await panel.frame.locator(".edit-line", { hasText: "2 edits:" }).waitFor();
    assert.notEqual(await panel.width("conv3", "activation"), old);
    const focused = panel.frame.locator("[data-column]:focus");
    assert.equal(await focused.getAttribute("aria-label"), await cell.getAttribute("aria-label"));
  });

  it("is still there after a reload of the window", async () => {
    const shown = await panel.figures();
    const widths = { conv2: await panel.width("conv2", "weights"), r3: await panel.width("conv3", "activation") };
    // Written in the background, with nothing on the screen to wait for.
    await window.until("the state on disk", () =>
      Promise.resolve(savedPolicies().some((policy) => holds(policy, widths))),
    );
    // The editor's own command, which waits until the layout of the window is stored; the browser's reload does not.
    await Promise.all([
      window.page.waitForEvent("domcontentloaded"),
      window.command("Developer: Reload Window").catch(() => undefined), // the menu goes with the page
    ]);
    await window.ready();
    panel = new PanelPage(await window.panel());
    await panel.frame.locator(".edit-line", { hasText: "2 edits:" }).waitFor();
    await panel.busy.waitFor({ state: "hidden" });
    assert.equal(await panel.figures(), shown);
  });

  it("goes back to the start with Reset", async () => {
    await panel.button("Reset").click();
    await panel.frame.locator(".edit-line").waitFor({ state: "detached" });
    assert.equal(await panel.figures(), unedited);
  });
});
