import assert from "node:assert/strict";
import { renderTargets } from "../../../../src/cli/render/renderTargets";
import { terminalOf } from "../../../../src/cli/terminal/terminal";
import { listTargets } from "../../../../src/engine/targets/targets";

describe("table of targets", () => {
  const lines = renderTargets(listTargets(), terminalOf({}, {})).trimEnd().split("\n");

  it("has a line for each target, within the width", () => {
    assert.equal(lines.length, listTargets().length + 1);
    for (const line of lines) assert.ok(line.length <= 100, line);
  });

  it("tells the memory that a budget counts with", () => {
    assert.match(
      lines.find((line) => line.startsWith("stm32h743 ")) ?? "",
      /^stm32h743 +2 MiB +512 KiB +AXI SRAM +cortex-m7 +STM32H743ZI/,
    );
  });
});
