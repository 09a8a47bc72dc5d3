/**
 * How long the extension host is kept from other work, such as a person's typing, by what this extension does in it: a histogram of the delay of its
 * event loop with three models and their generated projects in the window. Runs inside a real VS Code; what is written in this file for the
 * editor's files (fsync'd copies, waiting for watchers) is not part of a measurement.
 *
 *   npm run package && node --import=tsx test/host/runner/drive.ts bench/editor/eventLoop.ts
 */
import { readFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import * as vscode from "vscode";
import type { MemoryMap } from "../../src/protocol/files/memoryMap";
import type { PanelState } from "../../src/protocol/messages/panel";
import { hoverOver, lensesOf, openFile } from "../../test/host/support/firmwareCode";
import { addModel, closeEditors, projectPath } from "../../test/host/support/project";

const MODELS = ["one", "two", "three"].map((name, i) => ({
  name: `loop/${name}`,
  size: { side: 32, channels: 8 * (i + 1), blocks: 12 },
}));
const ROUNDS = 10;
/** The timer's own steps: a delay of one is none. */
const RESOLUTION_MS = 1;
const NS_PER_MS = 1e6;

const mapOf = (name: string): MemoryMap =>
  JSON.parse(
    readFileSync(projectPath(`${name}.bitwright/${name.split("/").at(-1) ?? ""}.mcu/memory.json`), "utf8"),
  ) as MemoryMap;

async function measured(test: Mocha.Runnable | undefined, work: () => Promise<void>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  await work();
  delay.disable();
  const [half, most, longest] = [delay.percentile(50), delay.percentile(99), delay.max].map((ns) =>
    Math.max(0, ns / NS_PER_MS - RESOLUTION_MS).toFixed(1),
  );
  if (test) test.title += `: median ${half ?? ""}, 99 % ${most ?? ""}, longest ${longest ?? ""} ms`;
}

describe("the extension host waits", () => {
  const models: vscode.Uri[] = [];

  before(async function () {
    this.timeout(200_000);
    for (const { name, size } of MODELS) {
      models.push(await addModel(name, size, { flash: "256KiB", ram: "256KiB", account: "linked" }));
    }
  });
  after(closeEditors);

  const firstTensor = ({ report }: PanelState): string => Object.keys(report?.policy.weights ?? {})[0] ?? "";

  it("while three models are estimated and shown", async function () {
    this.timeout(60_000);
    await measured(this.test, async () => {
      for (const model of models) await vscode.commands.executeCommand("bitwright.openPanel", model);
    });
  });

  it("while each is quantized and its C project written", async function () {
    this.timeout(200_000);
    await measured(this.test, async () => {
      for (const model of models) await vscode.commands.executeCommand("bitwright.quantize", model, { samples: null });
    });
  });

  it("while widths are edited and undone", async function () {
    this.timeout(60_000);
    await measured(this.test, async () => {
      for (const model of models) {
        const state = await vscode.commands.executeCommand<PanelState>("bitwright.openPanel", model);
        for (let i = 0; i < ROUNDS; i++) {
          const edit = { kind: "weights", name: firstTensor(state), bits: i % 2 === 0 ? 4 : 8 };
          await vscode.commands.executeCommand("bitwright.setBits", edit);
        }
        await vscode.commands.executeCommand("bitwright.undo");
      }
    });
  });

  it("while generated code is opened and asked for hovers and lenses", async function () {
    this.timeout(120_000);
    await measured(this.test, async () => {
      for (const { name } of MODELS) {
        const { prefix } = mapOf(name);
        const short = name.split("/").at(-1) ?? "";
        const document = await openFile(`${name}.bitwright/${short}.mcu/${prefix}.c`);
        for (let i = 0; i < ROUNDS; i++) {
          await hoverOver(document, `${prefix}_invoke`);
          await lensesOf(document);
        }
      }
    });
  });
});
