import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { readElf, sectionNamed, symbolsIn, type Elf } from "../../../../../src/worker/verify/image/elf";
import { isInstalled } from "../../../../support/firmware/firmwareToolchain";
import { out } from "../../../../support/folders";

const SOURCE = `
const unsigned char table[10] = {1};
static int counter[3];
extern int elsewhere(int);
int first(int x) { return elsewhere(x) + counter[x]++; }
__attribute__((noinline)) static int second(int x) { return x * 3; }
int third(int x) { return second(x) + first(x) + table[x]; }
`;

/** A header that promises tables where there are none. */
function header(fields: Readonly<Record<number, number>>): Uint8Array {
  const bytes = new Uint8Array(52);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of Object.entries(fields)) view.setUint16(Number(at), value, true);
  return bytes;
}

describe("readElf", () => {
  it("refuses what is no such file or ends too early, and never throws", () => {
    const refused = (bytes: Uint8Array): string => {
      const read = readElf(bytes, "x.elf");
      return read.ok ? "" : (read.problems[0]?.message ?? "");
    };
    assert.match(refused(new Uint8Array()), /no 32-bit/);
    assert.match(refused(new TextEncoder().encode("MZ, says another system")), /no 32-bit/);
    assert.match(refused(header({ 44: 7, 42: 32, 28: 4000 })), /broken/);
    assert.match(refused(header({ 48: 65535, 46: 40, 32: 52 })), /broken/);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (tail) => {
        const bytes = new Uint8Array(7 + tail.length);
        bytes.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
        bytes.set(tail, 7);
        readElf(bytes, "x.elf");
      }),
      { numRuns: 2000, seed: 3 },
    );
  });

  it("reads sections, symbols and references as the toolchain wrote them", function () {
    if (!isInstalled("arm-none-eabi-gcc")) {
      console.log("      skipped: arm-none-eabi-gcc not found");
      this.skip();
    }
    const folder = join(out, "elf");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "a.c"), SOURCE);
    const flags = ["-mcpu=cortex-m4", "-mthumb", "-O1", "-ffunction-sections", "-fdata-sections", "-c"];
    execFileSync("arm-none-eabi-gcc", [...flags, "a.c", "-o", "a.o"], { cwd: folder });
    const object = readElf(readFileSync(join(folder, "a.o")), "a.o");
    assert.ok(object.ok);
    const elf: Elf = object.value;
    assert.equal(sectionNamed(elf, ".rodata.table")?.sizeBytes, 10);
    assert.deepEqual(sectionNamed(elf, ".bss.counter")?.stored, false);
    assert.deepEqual(
      symbolsIn(elf, ".text.second").map(({ name, kind, local }) => [name, kind, local]),
      [["second", "function", true]],
    );
    assert.ok(elf.symbols.some(({ kind, name }) => kind === "file" && name === "a.c"));
    const from = (section: string): readonly string[] =>
      elf.relocations
        .filter((one) => elf.sections[one.section]?.name === section)
        .map(({ symbol }) => elf.symbols[symbol]?.name ?? "");
    assert.ok(from(".text.first").includes("elsewhere"));
    assert.ok(from(".text.third").includes("first"));

    execFileSync("arm-none-eabi-nm", ["-S", "a.o"], { cwd: folder, encoding: "utf8" })
      .split("\n")
      .forEach((line) => {
        const [, size, , name] = line.split(" ");
        const symbol = elf.symbols.find((one) => one.name === name && one.sizeBytes > 0);
        if (name !== undefined && symbol) assert.equal(symbol.sizeBytes, parseInt(size ?? "", 16), name);
      });
  });
});
