import assert from "node:assert/strict";
import fc from "fast-check";
import { kindOf, readLinkerMemory, regionsOf, type MemoryRegion } from "../../../src/formats/linkerScript";

const memoryRegions = (script: string): readonly MemoryRegion[] => readLinkerMemory(script).regions;

function lengths(script: string): Readonly<Record<string, number | null>> {
  return Object.fromEntries(memoryRegions(script).map(({ name, lengthBytes }) => [name, lengthBytes]));
}

function lengthOf(expression: string): number | null | undefined {
  return memoryRegions(`MEMORY { R (rx) : ORIGIN = 0, LENGTH = ${expression} }`)[0]?.lengthBytes;
}

describe("a linker script", () => {
  it("as the vendor's tools write it", () => {
    const script = [
      "/* Entry Point */",
      "ENTRY(Reset_Handler)",
      "_Min_Heap_Size = 0x200; /* RAM (xrw) : ORIGIN = 1, LENGTH = 1 */",
      "MEMORY",
      "{",
      "  FLASH (rx)      : ORIGIN = 0x08000000, LENGTH = 2048K",
      "  DTCMRAM (xrw)   : ORIGIN = 0x20000000, LENGTH = 128K",
      "  RAM_D1 (xrw)    : ORIGIN = 0x24000000, LENGTH = 512K",
      "}",
      "SECTIONS { .text : { *(.text) } >FLASH }",
    ].join("\n");
    assert.deepEqual(memoryRegions(script), [
      { name: "FLASH", attributes: "rx", originBytes: 0x08000000, lengthBytes: 2 << 20, line: 6, column: 3 },
      { name: "DTCMRAM", attributes: "xrw", originBytes: 0x20000000, lengthBytes: 128 << 10, line: 7, column: 3 },
      { name: "RAM_D1", attributes: "xrw", originBytes: 0x24000000, lengthBytes: 512 << 10, line: 8, column: 3 },
    ]);
  });

  it("with several regions on a line, short keywords and no commas", () => {
    const script = "MEMORY { rom : org = 0x0 len = 64K ram (w!rx) : o = 0x20000000, l = 16K }";
    assert.deepEqual(lengths(script), { rom: 65536, ram: 16384 });
  });

  it("with sizes that are worked out", () => {
    const script = `
      flash_size = 1M;
      PROVIDE(reserved = 0x1000 * 2);
      MEMORY
      {
        BOOT (rx)  : ORIGIN = 0x08000000, LENGTH = 32K
        FLASH (rx) : ORIGIN = ORIGIN(BOOT) + LENGTH(BOOT), LENGTH = flash_size - LENGTH(BOOT)
        RAM (rwx)  : ORIGIN = 0x20000000, LENGTH = (96K << 1) - reserved
        SMALL      : ORIGIN = 0x10000000, LENGTH = DEFINED(nothing) ? nothing : 8K
        BIG        : ORIGIN = 0x10000000, LENGTH = DEFINED(flash_size) ? flash_size : nothing
      }`;
    assert.deepEqual(lengths(script), {
      BOOT: 32768,
      FLASH: (1 << 20) - 32768,
      RAM: 2 * 96 * 1024 - 8192,
      SMALL: 8192,
      BIG: 1 << 20,
    });
    assert.equal(memoryRegions(script)[1]?.originBytes, 0x08000000 + 32768);
  });

  it("tells nothing where the text alone does not say it", () => {
    for (const expression of [
      "unknown",
      "SIZEOF(.text)",
      "LENGTH(R)",
      "4K / 0",
      "LENGTH(GONE)",
      "",
      "1 << 99",
      "-4K",
    ]) {
      assert.equal(lengthOf(expression) ?? null, null, expression);
    }
    assert.deepEqual(lengths("a = b; b = a; MEMORY { R : ORIGIN = 0, LENGTH = a }"), { R: null });
  });

  it("gives operators the precedence of C", () => {
    const cases: Readonly<Record<string, number>> = {
      "2 + 3 * 4": 14,
      "(2 + 3) * 4": 20,
      "1 << 4 + 1": 32,
      "0x10 | 1 & 0": 16,
      "7 - 2 - 1": 4,
      "~0 & 0xff": 255,
      "!0 + 1": 2,
      "4 > 3 ? 10 : 20": 10,
      "0 ? 1 : 0 ? 2 : 3": 3,
      "010 + 1": 9,
      "1k + 1m": 1024 + (1 << 20),
    };
    for (const [expression, value] of Object.entries(cases)) assert.equal(lengthOf(expression), value, expression);
  });

  it("with comments over several lines, lines of the preprocessor, quoted names and other scripts", () => {
    const script = `
      /* MEMORY
         { OLD : ORIGIN = 0, LENGTH = 1K } */
      #define SIZE MEMORY { DEFINED : ORIGIN = 0, LENGTH = 1K }
      INCLUDE this.ld
      ENTRY("MEMORY { QUOTED : ORIGIN = 0, LENGTH = 1K }")
      MEMORY { RAM-1 (w !x) : /* here */ ORIGIN = 0x10, /* and
        there */ LENGTH = 2K }`;
    assert.deepEqual(readLinkerMemory(script).regions, [
      { name: "RAM-1", attributes: "w!x", originBytes: 16, lengthBytes: 2048, line: 7, column: 16 },
    ]);
  });

  it("tells nothing of a symbol that is changed after it was assigned", () =>
    assert.equal(memoryRegions("s = 1K; s += 1K; MEMORY { R : ORIGIN = 0, LENGTH = s }")[0]?.lengthBytes, null));

  it("needs only the side of a choice that holds, even in a circle", () => {
    const script = "a = 1 ? 5 : b; b = a; MEMORY { A : ORIGIN = b, LENGTH = a B : ORIGIN = 0, LENGTH = b }";
    assert.deepEqual(lengths(script), { A: 5, B: 5 });
    assert.equal(lengthOf("1 ? 0 ? gone : 7 : gone"), 7);
    assert.equal(lengthOf("0 ? 1 ? gone : gone : 8"), 8);
  });

  describe("that is made to take long", () => {
    const doubling = (count: number, operator: string): string => {
      const symbols = Array.from({ length: count }, (_, i) => `s${i} = s${i + 1} ${operator} s${i + 1};`);
      return `${symbols.join("\n")} s${count} = 2; MEMORY { A : ORIGIN = s0, LENGTH = s0 }`;
    };

    it("works a symbol out once, however often it is named", () => {
      const { regions, limit, steps } = readLinkerMemory(doubling(30, "+"));
      assert.equal(regions[0]?.lengthBytes, 2 ** 31);
      assert.equal(limit, undefined);
      // Two operands for each symbol, the last one, and the two of the region.
      assert.equal(steps, 2 * 30 + 1 + 2);
    });

    it("computes with as many bits as the linker", () => {
      const { regions, steps } = readLinkerMemory(doubling(40, "*"));
      assert.equal(regions[0]?.lengthBytes, null);
      assert.ok(steps < 200);
      assert.equal(lengthOf("9".repeat(100_000)), null);
    });

    const sizes: readonly (readonly [string, string, RegExp])[] = [
      ["parentheses", `${"(".repeat(5000)}1${")".repeat(5000)}`, /nested more than 100 deep/],
      ["signs", `${"-~".repeat(5000)}1`, /nested more than 100 deep/],
      ["choices", `${"1 ? ".repeat(5000)}1${" : 0".repeat(5000)}`, /nested more than 100 deep/],
      ["other choices", `${"0 ? 1 : ".repeat(5000)}1`, /nested more than 100 deep/],
      ["operands", Array(100_001).fill("1").join("+"), /more than 100,000 steps/],
    ];
    for (const [what, expression, sentence] of sizes) {
      it(`says that it has too many ${what}`, () => {
        const { regions, limit, steps } = readLinkerMemory(`MEMORY { R : ORIGIN = 0, LENGTH = ${expression} }`);
        assert.equal(regions[0]?.lengthBytes, null);
        assert.match(limit ?? "", sentence);
        assert.ok(steps <= 100_001);
      });
    }

    it("says that symbols are defined by too many others", () => {
      const { limit, steps } = readLinkerMemory(doubling(3000, "-"));
      assert.match(limit ?? "", /nested more than 100 deep/);
      assert.ok(steps < 1000);
    });

    it("says that it is too long, or has too many regions", () => {
      const many = Array.from({ length: 35_000 }, () => "a:o=,l=").join("");
      assert.match(readLinkerMemory(`MEMORY{${many}}`).limit ?? "", /more than 256 memory regions/);
      assert.match(readLinkerMemory(" ".repeat(250_001)).limit ?? "", /more than 250,000 characters/);
    });

    // Each was quadratic where every start is searched to the end. They end by themselves: this file is done in seconds.
    const long: Readonly<Record<string, string>> = {
      "blocks that never end": "MEMORY{",
      "names that never end": "a",
      "comments that never end": "/*",
      "assignments that never end": "a=",
      brackets: ")",
      "heads without names": "):o=",
      blanks: " \n",
      "quotation marks": '" ',
    };
    for (const [what, part] of Object.entries(long)) {
      it(`reads many ${what} once`, () => {
        const text = part.repeat(Math.floor(249_000 / part.length));
        assert.deepEqual(readLinkerMemory(text).regions, []);
        assert.deepEqual(readLinkerMemory(`MEMORY { ${text} `).regions, []);
        const { regions } = readLinkerMemory(`MEMORY { R : ORIGIN = 0, LENGTH = 1K ${text} }`);
        assert.ok(regions.length <= 1);
      });
    }
  });

  it("may hold anything", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (text, inside) => {
        memoryRegions(text);
        memoryRegions(`MEMORY {${inside}}`);
        memoryRegions(`MEMORY { R : ORIGIN = ${inside}, LENGTH = ${text} }`);
      }),
    ));

  it("has kinds of memory by name, then by attributes", () => {
    const region = (name: string, attributes: string): MemoryRegion => {
      return { name, attributes, originBytes: 0, lengthBytes: 1, line: 1, column: 1 };
    };
    const kinds: readonly (readonly [string, string, string | null])[] = [
      ["FLASH", "rwx", "flash"],
      ["m_text_rom", "", "flash"],
      ["EEPROM", "", null],
      ["ITCM", "rx", "ram"],
      ["SRAM1", "", "ram"],
      ["PROGRAM", "rx", "ram"],
      ["m_text", "rx", "flash"],
      ["m_data", "rw", "ram"],
      ["other", "!w", null],
      ["other", "", null],
    ];
    for (const [name, attributes, kind] of kinds) assert.equal(kindOf(region(name, attributes)), kind, name);
  });

  it("offers the largest region first, and none of unknown length", () => {
    const regions = memoryRegions(
      "MEMORY { RAM1 : ORIGIN = 0, LENGTH = 1K RAM2 : ORIGIN = 0, LENGTH = 4K RAM3 : ORIGIN = 0, LENGTH = x }",
    );
    assert.deepEqual(
      regionsOf(regions, "ram").map(({ name }) => name),
      ["RAM2", "RAM1"],
    );
    assert.deepEqual(regionsOf(regions, "flash"), []);
  });
});
