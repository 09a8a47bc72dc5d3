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
  readElfSymbols,
  type ElfFile,
  type ElfPlace,
  type ReadAt,
} from "../../../src/formats/elfFile";
import { applicationBytes, budgetText } from "../../../src/protocol/code/linkerBudget";
import type { MemoryRegion } from "../../../src/formats/linkerScript";
import { sampleMap } from "../../support/firmware/sampleMap";

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

function symbolsOf(bytes: Uint8Array) {
  const header = elfHeader(bytes.subarray(0, ELF_HEADER_BYTES));
  assert.ok(header);
  const table = ({ offset, sizeBytes }: ElfPlace): Uint8Array => bytes.subarray(offset, offset + sizeBytes);
  const sections = elfSections(table(header.sections), header);
  const symtab = sections.find(({ type }) => type === SHT_SYMTAB);
  assert.ok(symtab);
  return {
    header,
    symtab,
    sections,
    table,
    symbols: elfSymbols(table(symtab), table(namesOf(sections, symtab)), header),
  };
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
      const named = (await readElfSymbols(over(bytes), new Set(["start", "heap", "main"]))) ?? [];
      assert.deepEqual(named.map(({ name, kind }) => [name, kind]).sort(), [
        ["heap", "object"],
        ["start", "function"],
      ]);
      const whole = new Map(symbolsOf(bytes).symbols.map((symbol) => [symbol.name, symbol]));
      for (const symbol of named) assert.deepEqual(symbol, whole.get(symbol.name));
      assert.equal(await readElfSymbols(over(Uint8Array.of(1, 2, 3)), new Set()), undefined);
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
      const { header, sections, table, symbols } = symbolsOf(bytes);
      const named = sections[header.sectionNames];
      assert.ok(named);
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

  for (const prefix of ["", "arm-none-eabi-"]) {
    it(`of ${prefix}gcc -c: sections as readelf says, none for absolute, common and undefined symbols`, function () {
      if (spawnSync(`${prefix}gcc`, ["--version"]).status !== 0) return this.skip();
      const folder = mkdtempSync(join(tmpdir(), "bitwright-elf-"));
      try {
        const source = `extern int elsewhere; int common[3]; int own = 7; int f(void) { return elsewhere + common[own]; }
          __asm__(".globl absolute\\n.set absolute, 0x1234");`;
        const run = (command: string, ...args: readonly string[]): string => {
          const { status, stdout, stderr } = spawnSync(prefix + command, args, { cwd: folder, encoding: "utf8" });
          assert.equal(status, 0, stderr);
          return stdout;
        };
        writeFileSync(join(folder, "a.c"), source);
        run("gcc", "-fcommon", "-c", "a.c", "-o", "a.o");
        const bytes = new Uint8Array(readFileSync(join(folder, "a.o")));
        // Num: Value Size Type Bind Vis Ndx Name
        const listed = [...run("readelf", "-W", "-s", "a.o").matchAll(/^ *\d+: (?:\S+ +){5}(\w+)/gm)].map(
          ([, index]) => (Number.isNaN(Number(index)) ? undefined : Number(index)),
        );
        const { header, symtab, symbols } = symbolsOf(bytes);
        assert.deepEqual(
          symbols.map(({ section }) => section),
          listed,
        );
        const places = Object.fromEntries(symbols.map(({ name, section }) => [name, section]));
        assert.deepEqual(
          [places["absolute"], places["common"], places["elsewhere"]],
          [undefined, undefined, undefined],
        );
        assert.ok(places["own"] !== undefined && places["f"] !== undefined && places["own"] !== places["f"]);
        // SHN_LORESERVE is the first index that is none.
        const at = symtab.offset + (header.wide ? 24 + 6 : 16 + 14);
        for (const [index, section] of [
          [0xfeff, 0xfeff],
          [0xff00, undefined],
        ] as const) {
          bytes.set([index & 0xff, index >> 8], at);
          assert.equal(symbolsOf(bytes).symbols[1]?.section, section, index.toString(16));
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
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

  describe("whose headers lie", () => {
    /** 32 bits, little-endian: a header, `sections` headers of sections, then `rest`. */
    function made(
      sections: readonly Readonly<Partial<Record<"type" | "offset" | "sizeBytes" | "link", number>>>[],
      header: Readonly<Record<number, number>> = {},
      rest = new Uint8Array(0),
    ): Uint8Array {
      const bytes = new Uint8Array(52 + 40 * sections.length + rest.length);
      const view = new DataView(bytes.buffer);
      bytes.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
      view.setUint32(32, 52, true);
      view.setUint16(46, 40, true);
      view.setUint16(48, sections.length, true);
      for (const [at, value] of Object.entries(header)) view.setUint16(Number(at), value, true);
      sections.forEach(({ type = 0, offset = 0, sizeBytes = 0, link = 0 }, i) => {
        const at = 52 + 40 * i;
        view.setUint32(at + 4, type, true);
        view.setUint32(at + 16, offset, true);
        view.setUint32(at + 20, sizeBytes, true);
        view.setUint32(at + 24, link, true);
      });
      bytes.set(rest, 52 + 40 * sections.length);
      return bytes;
    }

    /** What was read of a file that seems to have the bytes of `start` and then zeros without end. */
    async function read(start: Uint8Array): Promise<{ readonly elf: ElfFile | undefined; readonly bytes: number }> {
      let bytes = 0;
      const elf = await readElf((offset, sizeBytes) => {
        bytes += sizeBytes;
        const found = new Uint8Array(sizeBytes);
        if (offset < start.length) found.set(start.subarray(offset, offset + sizeBytes));
        return Promise.resolve(found);
      });
      return { elf, bytes };
    }

    const LIMIT = 128 * 1024 * 1024;
    const huge = 0xffffffff;

    it("of a few bytes can be read", async () => {
      const symbol = new Uint8Array(16);
      symbol.set([1, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 1]);
      const rest = new Uint8Array([...symbol, ...new TextEncoder().encode("\0arena\0")]);
      const file = made(
        [
          { type: SHT_SYMTAB, offset: 132, sizeBytes: 16, link: 1 },
          { offset: 148, sizeBytes: 7 },
        ],
        {},
        rest,
      );
      assert.deepEqual((await read(file)).elf, { objects: [{ name: "arena", sizeBytes: 7 }], segments: [] });
    });

    const cases: Readonly<Record<string, Uint8Array>> = {
      "a table of symbols of 4 GiB": made([{ type: SHT_SYMTAB, offset: 52, sizeBytes: huge, link: 0 }]),
      "names of 4 GiB": made([{ type: SHT_SYMTAB, sizeBytes: 16, link: 1 }, { sizeBytes: huge }]),
      "as many sections as can be, all of them the same symbols": made(
        Array.from({ length: 0xfeff }, () => ({ type: SHT_SYMTAB, sizeBytes: 1 << 20, link: 0 })),
      ),
      "entries of no bytes": made([{}], { 46: 0, 48: 0xffff }),
      "segments of no bytes": made([{}], { 42: 0, 44: 0xffff }),
      "entries of 64 KiB": made([{}], { 46: 0xffff, 48: 0xffff }),
      "names in a section that there is not": made([{ type: SHT_SYMTAB, sizeBytes: 16, link: huge }]),
    };
    for (const [what, file] of Object.entries(cases)) {
      it(`is broken with ${what}`, async () => {
        const { elf, bytes } = await read(file);
        assert.equal(elf, undefined);
        assert.ok(bytes <= LIMIT + 64, String(bytes));
      });
    }

    it("is broken where every symbol has the longest name", async () => {
      const symbols = new Uint8Array(16 * 100_000);
      for (let at = 0; at < symbols.length; at += 16) symbols[at + 12] = 1;
      const at = 52 + 80;
      const sizeBytes = symbols.length;
      const names = new Uint8Array(10_000).fill(0x61);
      const file = made(
        [
          { type: SHT_SYMTAB, offset: at, sizeBytes, link: 1 },
          { offset: at + sizeBytes, sizeBytes: names.length },
        ],
        {},
        new Uint8Array([...symbols, ...names]),
      );
      assert.equal((await read(file)).elf, undefined);
    });

    it("of 64 bits may point behind every number", async () => {
      const bytes = new Uint8Array(64);
      bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
      bytes.fill(0xff, 32, 64);
      assert.equal(await readElf(over(bytes)), undefined);
      // Segments of 56 bytes and sections of 64.
      new DataView(bytes.buffer).setUint16(54, 56, true);
      new DataView(bytes.buffer).setUint16(56, 1, true);
      assert.equal(await readElf(over(bytes)), undefined);
    });
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
