/**
 * What the page itself takes at many layers, in Chromium: from pressing a width in the table, over the host's answer (which is there at once), to
 * the frame that shows it; from an arrow key to the frame that shows the other selection; and from opening to the first painted state.
 *
 *   npx tsx bench/editor/panel.ts [layers=300]
 */
import { performance } from "node:perf_hooks";
import { chromium } from "playwright-core";
import type { Report } from "../../src/protocol/files/report";
import type { PanelState } from "../../src/protocol/messages/panel";
import { mobileNetV2 } from "../../test/support/firmware/architectures";
import { CHROMIUM_FLAGS, provideChromium } from "../../test/support/editor/chromium";
import { PanelScene } from "../../test/support/editor/panelFixtures";
import { bundlePanel, HarnessedPanel } from "../../test/support/editor/panelHarness";
import { REPAINT_AFTER_KEY } from "../../test/support/editor/repaint";

const KIB = 1024;
const EDITS = 12;

/** The host's answers as they come: prepared, so that the page alone is measured. */
class PreparedScene extends PanelScene {
  private states: readonly PanelState[] = [];

  prepare(states: readonly PanelState[]): void {
    this.states = states;
  }

  override setBits(_kind: "weights" | "activation", _name: string, bits: 2 | 4 | 8): PanelState {
    const [state] = this.states.filter(({ report }) => report?.layers[0]?.weightBits === bits);
    if (!state) throw new Error(`nothing is prepared for ${bits} bits`);
    return state;
  }

  override planWidths(): readonly [] {
    return [];
  }
}

/** The network again and again, with its buffers, until there are so many layers. */
function repeated(report: Report, count: number): Report {
  const { length } = report.layers;
  const nameOf = (name: string, round: number): string => `${name}_${round}`;
  const layers = Array.from({ length: count }, (_, step) => {
    const layer = report.layers[step % length];
    if (!layer) throw new Error("a network has layers");
    const round = Math.floor(step / length);
    const last = report.layers.at(-1)?.name ?? "";
    const inputs = layer.inputs.map((name) => nameOf(name, round));
    const joined = inputs.length === 0 && round > 0 ? [nameOf(last, round - 1)] : inputs;
    return { ...layer, name: nameOf(layer.name, round), inputs: joined };
  });
  const { arena } = report.memory;
  const buffers = Array.from({ length: Math.ceil(count / length) }, (_, round) =>
    arena.buffers.map((buffer) => ({
      ...buffer,
      name: nameOf(buffer.name, round),
      firstStep: buffer.firstStep + round * length,
      lastStep: buffer.lastStep + round * length,
      madeAt: buffer.madeAt === null ? null : buffer.madeAt + round * length,
    })),
  ).flat();
  const alive = buffers.filter(({ lastStep }) => lastStep < count);
  const peak = { ...report.memory.peak, layer: nameOf(report.memory.peak.layer, 0) };
  return { ...report, layers, memory: { ...report.memory, peak, arena: { ...arena, buffers: alive } } };
}

function withBits(report: Report, bits: 2 | 4 | 8): Report {
  return { ...report, layers: report.layers.map((layer, i) => (i === 0 ? { ...layer, weightBits: bits } : layer)) };
}

function told(what: string, times: readonly number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  console.log(`${what}: median ${sorted[sorted.length >> 1]?.toFixed(0)} ms, worst ${sorted.at(-1)?.toFixed(0)} ms`);
}

async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 300);
  const found = provideChromium((line) => console.log(line));
  if (!found.ok) throw new Error(found.reason);
  const scene = new PreparedScene({
    fileName: "many.onnx",
    network: mobileNetV2(),
    board: null,
    flashBytes: 4096 * KIB,
    ramBytes: 2048 * KIB,
    account: "linked",
  });
  const estimate = scene.estimate();
  if (!estimate.report) throw new Error("a scene has a report");
  const base = withBits(repeated(estimate.report, count), 8);
  const name = base.layers[0]?.name ?? "";
  const state: PanelState = { ...estimate, report: base };
  const edit = (bits: 2 | 4): PanelState => {
    return { ...state, report: withBits(base, bits), before: base, edited: [`weights:${name}`], canUndo: true };
  };
  scene.prepare([edit(2), edit(4)]);
  const [browser, bundle] = await Promise.all([
    chromium.launch({ executablePath: found.value, args: [...CHROMIUM_FLAGS] }),
    bundlePanel(),
  ]);
  try {
    const begin = performance.now();
    const panel = await HarnessedPanel.open(browser, bundle, { theme: "dark", width: 1100, state, scene });
    console.log(`${count} layers: opened and painted in ${(performance.now() - begin).toFixed(0)} ms`);
    // Only rows in view have elements.
    await panel.page.locator(".grid-header").scrollIntoViewIfNeeded();
    await panel.page.mouse.wheel(0, 300);
    await panel.page.locator(".grid [data-step='0'] .col-name").click();
    const column = (): Promise<string> => panel.page.evaluate("document.activeElement.dataset.column ?? ''");
    while ((await column()) !== "weights") await panel.page.keyboard.press("ArrowRight");
    // On a busy machine frames come late: what the page's own thread computes says more.
    const session = await panel.page.context().newCDPSession(panel.page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const cpuMs = async (): Promise<number> => {
      const { metrics } = await session.send("Performance.getMetrics");
      return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0);
    };
    const edits: number[] = [];
    const cpu: number[] = [];
    for (let i = 0; i < EDITS; i++) {
      const key = i % 2 === 0 ? "4" : "2";
      const before = await cpuMs();
      edits.push(await panel.page.evaluate<number>(`(${REPAINT_AFTER_KEY})(document.activeElement, "${key}")`));
      cpu.push((await cpuMs()) - before);
    }
    told("what-if, from the key to the frame that shows it", edits);
    told("the same, CPU of the page's thread", cpu);
    const moves: number[] = [];
    for (let i = 0; i < EDITS; i++) moves.push(await panel.page.evaluate<number>(FRAME_AFTER_ARROW));
    told("selection, from the arrow key to the next frame", moves);
    // What the page still has to tell.
    await panel.page.waitForTimeout(500);
  } finally {
    await browser.close();
  }
}

/** Runs in the page, hence text. */
const FRAME_AFTER_ARROW = `new Promise((resolve) => {
  const begin = performance.now();
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begin)));
})`;

void main();
