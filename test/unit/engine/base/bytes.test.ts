import assert from "node:assert/strict";
import { formatBytes, parseBytes } from "../../../../src/engine/base/bytes";

function read(text: string): number | string {
  const outcome = parseBytes(text, "--flash");
  if (outcome.ok) return outcome.value;
  assert.ok(outcome.problems.every(({ place, hint }) => place === "--flash" && hint !== undefined));
  return outcome.problems.map(({ code }) => code).join();
}

describe("parseBytes", () => {
  const table: readonly (readonly [string, number | string])[] = [
    ["70", 70],
    ["70 B", 70],
    ["512KiB", 524288],
    ["512 kib", 524288],
    ["512kB", 512000],
    ["512KB", 512000],
    ["2MB", 2_000_000],
    ["2 MiB", 2_097_152],
    ["1.5 MiB", 1_572_864],
    ["  1.94MiB  ", 2_034_237],
    ["2.3MB", 2_300_000],
    ["1.1kB", 1100],
    ["0.0009765625 KiB", 1],
    ["0", "size.zero"],
    ["0.4", "size.zero"],
    ["", "size.unreadable"],
    ["KiB", "size.unreadable"],
    ["-5", "size.unreadable"],
    ["+5", "size.unreadable"],
    ["1e6", "size.unreadable"],
    [".5MB", "size.unreadable"],
    ["5.", "size.unreadable"],
    ["5 GB", "size.unreadable"],
    ["5 constructor", "size.unreadable"],
    ["5 KiB 6", "size.unreadable"],
    ["1,5 MiB", "size.unreadable"],
    ["Infinity", "size.unreadable"],
    ["1048577 MiB", "size.absurd"],
    ["9".repeat(400), "size.absurd"],
  ];
  for (const [text, expected] of table) {
    const shown = text.length > 40 ? `${text.slice(0, 10)}… (${text.length} digits)` : `"${text}"`;
    it(`reads ${shown} as ${expected}`, () => assert.equal(read(text), expected));
  }

  it("does not go back and forth over a long run of blanks: that would take minutes", () => {
    assert.equal(read(`5${" ".repeat(200_000)}!`), "size.unreadable");
    assert.equal(read(`${" ".repeat(200_000)}!`), "size.unreadable");
  });
});

describe("formatBytes", () => {
  const table: readonly (readonly [number, string])[] = [
    [0, "0 B"],
    [70, "70 B"],
    [1023, "1023 B"],
    [1024, "1 KiB"],
    [348672, "340.5 KiB"],
    [524288, "512 KiB"],
    [1048575, "1024 KiB"],
    [1048576, "1 MiB"],
    [2034237, "1.94 MiB"],
    [1572864, "1.50 MiB"],
    [-2048, "-2 KiB"],
  ];
  for (const [sizeBytes, expected] of table) {
    it(`writes ${sizeBytes} as ${expected}`, () => assert.equal(formatBytes(sizeBytes), expected));
  }
});
