/**
 * Pictures of the panel for people to look at: MobileNetV2 in the editor's four kinds of theme, wide, narrow, over budget and as an estimate.
 * Whoever changes the page looks at them; what a program can tell (contrast, names, overflow) the tests tell.
 *
 *   npx tsx bench/editor/pictures.ts [folder=out/pictures]
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { mobileNetV2 } from "../../test/support/firmware/architectures";
import { CHROMIUM_FLAGS, provideChromium } from "../../test/support/editor/chromium";
import { PanelScene } from "../../test/support/editor/panelFixtures";
import { bundlePanel, HarnessedPanel } from "../../test/support/editor/panelHarness";
import type { ThemeName } from "../../test/support/editor/panelThemes";

const KIB = 1024;
const NARROW = 420;
const WIDE = 1280;
const SETTLED_MS = 300;

function sceneWithin(flashKib: number, ramKib: number): PanelScene {
  return new PanelScene({
    fileName: "mobilenet_v2.onnx",
    network: mobileNetV2(),
    board: { id: "stm32h743", name: "STM32H743" },
    flashBytes: flashKib * KIB,
    ramBytes: ramKib * KIB,
    account: "linked",
    streaming: "auto",
  });
}

async function main(): Promise<void> {
  const folder = process.argv[2] ?? "out/pictures";
  const found = provideChromium(console.log);
  if (!found.ok) throw new Error(JSON.stringify(found));
  mkdirSync(folder, { recursive: true });
  const fitting = sceneWithin(2048, 512);
  const state = await fitting.quantized();
  const short = sceneWithin(512, 128);
  const shots: readonly { name: string; theme: ThemeName; width: number; scene: PanelScene; shown: typeof state }[] = [
    ...(["dark", "light", "highContrast", "highContrastLight"] as const).map((theme) => ({
      name: theme,
      theme,
      width: WIDE,
      scene: fitting,
      shown: state,
    })),
    { name: "narrow", theme: "dark", width: NARROW, scene: fitting, shown: state },
    { name: "over-budget", theme: "light", width: WIDE, scene: short, shown: await short.quantized() },
    { name: "estimate", theme: "dark", width: WIDE, scene: fitting, shown: fitting.estimate() },
  ];
  const bundle = await bundlePanel();
  const browser = await chromium.launch({ executablePath: found.value, args: [...CHROMIUM_FLAGS] });
  try {
    for (const { name, theme, width, scene, shown } of shots) {
      const panel = await HarnessedPanel.open(browser, bundle, { theme, width, height: 1600, state: shown, scene });
      const path = join(folder, `${name}.png`);
      // The graph is painted once it is seen.
      await panel.page.locator(".graph, .network").first().scrollIntoViewIfNeeded();
      await panel.page.waitForTimeout(SETTLED_MS);
      await panel.page.screenshot({ path, fullPage: true });
      console.log(path);
      await panel.close();
    }
  } finally {
    await browser.close();
  }
}

void main();
