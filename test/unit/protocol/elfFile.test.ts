import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import {
  ELF_HEADER_BYTES,
  SHT_SYMTAB,
  elfFields,
  elfHeader,
  elfSections,
  elfSymbols,
  namesOf,
  readElf,
  type ElfFile,
  type ElfPlace,
  type ReadAt,
} from "../../../src/protocol/elfFile";
import { applicationBytes, budgetText } from "../../../src/protocol/linkerBudget";
import type { MemoryRegion } from "../../../src/protocol/linkerScript";
import { sampleMap } from "../../support/sampleMap";

const SCRIPT = `
MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 64K RAM (xrw) : ORIGIN = 0x20000000, LENGTH = 16K }
SECTIONS {
  .text : { *(.text*) *(.rodata*) } > FLASH
  .data : { *(.data*) } > RAM AT> FLASH
  .bss : { *(.bss*) } > RAM
}`;
const PROGRAM = `
unsigned char model_arena[1024];
static const unsigned char model_fc_weights[400] = {1};
int counter[25] = {7};
char heap[100];
int start(void) { return model_arena[1] + model_fc_weights[counter[3]] + heap[2]; }`;

const over =
  (bytes: Uint8Array): ReadAt =>
  (offset, sizeBytes) =>
    Promise.resolve(bytes.subarray(offset, offset + sizeBytes));

/** undefined where there is no such compiler. */
function link(compiler: string, ...flags: readonly string[]): Uint8Array | undefined {
  if (spawnSync(compiler, ["--version"]).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "bitwright-elf-"));
  try {
    writeFileSync(join(folder, "a.ld"), SCRIPT);
    writeFileSync(join(folder, "a.c"), PROGRAM);
    const args = [
      "-O1",
      "-g",
      "-nostdlib",
      "-static",
      "-Wl,--build-id=none,-e,start",
      "-T",
      "a.ld",
      "a.c",
      "-o",
      "a.elf",
    ];
    const { status, stderr } = spawnSync(compiler, [...flags, ...args], { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return new Uint8Array(readFileSync(join(folder, "a.elf")));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sizesOf({ objects }: ElfFile): Readonly<Record<string, number>> {
  return Object.fromEntries(objects.map(({ name, sizeBytes }) => [name, sizeBytes]));
}

describe("an ELF file", () => {
  const compilers: readonly (readonly [string, readonly string[]])[] = [
    ["arm-none-eabi-gcc", ["-mcpu=cortex-m4", "-mthumb"]],
    ["gcc", ["-fno-pie", "-no-pie", "-mcmodel=large", "-fno-asynchronous-unwind-tables", "-fcf-protection=none"]],
  ];
  for (const [compiler, flags] of compilers) {
    it(`of ${compiler}: sizes of objects, static ones too, and what lies where`, async function () {
      if (compiler === "gcc" && process.arch !== "x64") return this.skip();
      const bytes = link(compiler, ...flags);
      if (!bytes) return this.skip();
      const elf = await readElf(over(bytes));
      assert.ok(elf);
      assert.deepEqual(sizesOf(elf), { model_arena: 1024, model_fc_weights: 400, counter: 100, heap: 100 });
      const region = (name: string, originBytes: number, lengthBytes: number): MemoryRegion => {
        return { name, attributes: "", originBytes, lengthBytes, line: 1, column: 1 };
      };
      const [flash, ram] = [region("FLASH", 0x08000000, 65536), region("RAM", 0x20000000, 16384)];
      // counter and heap, and what aligns them; the arena is the network's own.
      const used = applicationBytes(elf, ram, "ram", [sampleMap]) ?? 0;
      assert.ok(used >= 200 && used < 264, String(used));
      const all = applicationBytes(elf, flash, "flash", []) ?? 0;
      const without = applicationBytes(elf, flash, "flash", [sampleMap]);
      assert.equal(without, all - 400);
      assert.ok(all >= 500 && all < 1500, String(all));
      assert.equal(applicationBytes(elf, region("OTHER", 0x60000000, 4096), "ram", [sampleMap]), undefined);
      return undefined;
    });
  }

  const forms: readonly (readonly [name: string, compiler: string, flags: readonly string[]])[] = [
    ["32 bits, big-endian", "arm-none-eabi-gcc", ["-mcpu=cortex-m4", "-mthumb", "-mbig-endian"]],
    ["64 bits, little-endian", "gcc", ["-fno-pie", "-no-pie", "-mcmodel=large"]],
  ];
  for (const [form, compiler, flags] of forms) {
    it(`of ${form}: symbols lie in the sections that hold them`, function () {
      if (compiler === "gcc" && process.arch !== "x64") return this.skip();
      const bytes = link(compiler, ...flags);
      if (!bytes) return this.skip();
      const header = elfHeader(bytes.subarray(0, ELF_HEADER_BYTES));
      assert.ok(header);
      const table = ({ offset, sizeBytes }: ElfPlace): Uint8Array => bytes.subarray(offset, offset + sizeBytes);
      const sections = elfSections(table(header.sections), header);
      const [named, symtab] = [sections[header.sectionNames], sections.find(({ type }) => type === SHT_SYMTAB)];
      assert.ok(named && symtab);
      const symbols = elfSymbols(table(symtab), table(namesOf(sections, symtab)), header);
      const found = (name: string): unknown => {
        const symbol = symbols.find((one) => one.name === name);
        const section = sections[symbol?.section ?? 0];
        assert.ok(symbol && section);
        const offset = symbol.address - section.address;
        assert.ok(offset >= 0 && offset + symbol.sizeBytes <= section.sizeBytes, name);
        return [symbol.kind, symbol.local, elfFields(table(named), header).name(section.nameAt)];
      };
      assert.deepEqual(found("counter"), ["object", false, ".data"]);
      assert.deepEqual(found("model_fc_weights"), ["object", true, ".text"]);
      assert.deepEqual(found("start"), ["function", false, ".text"]);
      return undefined;
    });
  }

  it("is broken where a name lies behind the names", async function () {
    const bytes = link("arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb") ?? link("gcc", "-fno-pie", "-no-pie");
    if (!bytes) return this.skip();
    const header = elfHeader(bytes.subarray(0, ELF_HEADER_BYTES));
    assert.ok(header);
    const { offset, sizeBytes } = header.sections;
    const sections = elfSections(bytes.subarray(offset, offset + sizeBytes), header);
    const symtab = sections.find(({ type }) => type === SHT_SYMTAB);
    assert.ok(symtab);
    // Every symbol's name, the objects' among them.
    const entryBytes = header.wide ? 24 : 16;
    for (let at = symtab.offset; at < symtab.offset + symtab.sizeBytes; at += entryBytes) bytes.fill(0x7f, at, at + 4);
    assert.equal(await readElf(over(bytes)), undefined);
    return undefined;
  });

  it("is told from other files", async () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(100), new TextEncoder().encode("\x7fELF and no more")]) {
      assert.equal(await readElf(over(bytes)), undefined);
    }
  });

  it("may be broken anywhere", async function () {
    const whole = link("arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb") ?? link("gcc", "-fno-pie", "-no-pie");
    if (!whole) return this.skip();
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), fc.nat(63), fc.nat(255), async (length, at, value) => {
        await readElf(over(whole.subarray(0, length)));
        const changed = whole.slice();
        changed[at] = value;
        await readElf(over(changed));
      }),
    );
    return undefined;
  });
});

describe("a budget's text", () => {
  it("is short where that is exact", () =>
    assert.deepEqual([524288, 1536, 1000].map(budgetText), ["512KiB", "1536", "1000"]));
});
