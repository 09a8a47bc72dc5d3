import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { parseTargets } from "../../../../src/engine/targets/parseTargets";

const schema: unknown = JSON.parse(
  readFileSync(new URL("../../../../schemas/targets.schema.json", import.meta.url), "utf8"),
);
const fitsSchema = new Ajv().compile(schema as object);

const board = {
  id: "my-board",
  core: "cortex-m7",
  flash: "2MiB",
  ram: [
    { name: "DTCM", size: "128KiB" },
    { name: "SRAM", size: 393216 },
  ],
};

function problemsOf(json: unknown): string[] {
  const outcome = parseTargets(json);
  return outcome.ok ? [] : outcome.problems.map(({ code, place }) => `${code} at ${place ?? ""}`);
}

describe("parseTargets", () => {
  it("fills in what follows from the rest", () => {
    const outcome = parseTargets({ targets: [board] });
    assert.ok(outcome.ok);
    assert.deepEqual(outcome.value, [
      {
        id: "my-board",
        name: "my-board",
        vendor: "",
        aliases: [],
        core: "cortex-m7",
        flashBytes: 2097152,
        ram: [
          { name: "DTCM", sizeBytes: 131072 },
          { name: "SRAM", sizeBytes: 393216 },
        ],
        defaultRegion: "SRAM",
        dsp: true,
        mve: false,
        fpu: true,
        clockHz: 0,
        source: "targets file",
      },
    ]);
  });

  it("takes everything that may be stated", () => {
    const full = {
      ...board,
      name: "Mine",
      aliases: ["m"],
      defaultRegion: "DTCM",
      core: "cortex-m33",
      dsp: false,
      clockMHz: 0.5,
      source: "me",
    };
    const outcome = parseTargets({ targets: [full] });
    assert.ok(outcome.ok);
    const { name, aliases, defaultRegion, dsp, clockHz, source } = outcome.value[0] ?? assert.fail();
    assert.deepEqual(
      [name, aliases, defaultRegion, dsp, clockHz, source],
      ["Mine", ["m"], "DTCM", false, 500_000, "me"],
    );
  });

  it("tells every problem at once, each with its place", () => {
    const wrong = {
      id: "My Board",
      core: "cortex-m8",
      flash: "lots",
      ram: [{ name: "A", size: "0" }, { size: 4 }],
      fpu: 1,
    };
    assert.deepEqual(problemsOf({ targets: [wrong, board, board] }), [
      "targets.id at $.targets[0].id",
      "targets.core at $.targets[0].core",
      "size.zero at $.targets[0].ram[0].size",
      "targets.ram at $.targets[0].ram[1].name",
      "size.unreadable at $.targets[0].flash",
      "targets.flag at $.targets[0].fpu",
      "targets.duplicate at $.targets[2].id",
    ]);
  });

  it("suggests the key and the core that were meant", () => {
    const outcome = parseTargets({ targets: [{ ...board, core: "Cortex-M33F", defaltRegion: "SRAM" }] });
    assert.ok(!outcome.ok);
    assert.deepEqual(
      outcome.problems.map(({ hint }) => hint),
      ['did you mean "defaultRegion"?', "did you mean cortex-m33?"],
    );
  });

  it("refuses what a core has not, or cannot lack: nobody would act on it", () => {
    const featured = (core: string, features: object): readonly string[] => {
      const outcome = parseTargets({ targets: [{ ...board, core, ...features }] });
      return outcome.ok ? [] : outcome.problems.map(({ place, message, hint }) => `${place}: ${message} (${hint})`);
    };
    assert.deepEqual(featured("cortex-m0+", { dsp: true, mve: true, fpu: false }), [
      "$.targets[0].dsp: cortex-m0+ has no dsp (leave it out)",
      "$.targets[0].mve: cortex-m0+ has no mve (leave it out)",
    ]);
    assert.deepEqual(featured("cortex-m4", { fpu: true }), [
      '$.targets[0].fpu: cortex-m4 has no fpu (the core with it is "cortex-m4f")',
    ]);
    assert.deepEqual(featured("rv32imafc", { fpu: false }), [
      '$.targets[0].fpu: code for rv32imafc without fpu is not known (the core without it is "rv32imac")',
    ]);
    assert.deepEqual(featured("cortex-m7", { dsp: false }), [
      "$.targets[0].dsp: code for cortex-m7 without dsp is not known (leave it out)",
    ]);
    assert.deepEqual(featured("cortex-m33", { dsp: false, fpu: false }), []);
    assert.deepEqual(featured("cortex-m55", { mve: false }), []);
    assert.equal(featured("cortex-m8", { dsp: false }).length, 1);
  });

  const accepted: readonly unknown[] = [
    { targets: [] },
    { $schema: "x", targets: [board] },
    { targets: [{ ...board, ram: [{ name: "R", size: "1.5 mb" }], clockMHz: 64, fpu: false }] },
  ];
  const refused: readonly unknown[] = [
    null,
    [],
    {},
    { targets: {} },
    { targets: [null] },
    { targets: [{ ...board, ram: [] }] },
    { targets: [{ ...board, ram: [{ name: "", size: 1 }] }] },
    { targets: [{ ...board, id: "Upper" }] },
    { targets: [{ ...board, flash: "2 GiB" }] },
    { targets: [{ ...board, flash: -1 }] },
    { targets: [{ ...board, flash: 0.5 }] },
    { targets: [{ ...board, flash: 1000.5 }] },
    { targets: [{ ...board, aliases: [1] }] },
    { targets: [{ ...board, aliases: [null] }] },
    { targets: [{ ...board, clockMHz: 0 }] },
    { targets: [{ ...board, clockMHz: "64" }] },
    { targets: [{ ...board, core: "cortex-m8" }] },
    { targets: [{ ...board, extra: 1 }] },
    { targets: [], extra: 1 },
  ];

  it("agrees with the schema that editors use", () => {
    for (const json of accepted) {
      assert.ok(fitsSchema(json), JSON.stringify(json));
      assert.deepEqual(problemsOf(json), []);
    }
    for (const json of refused) {
      assert.ok(!fitsSchema(json), JSON.stringify(json));
      assert.notDeepEqual(problemsOf(json), [], JSON.stringify(json));
    }
  });

  it("answers any JSON without a throw, and never accepts what the schema refuses", () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record({ targets: fc.array(fc.jsonValue(), { maxLength: 3 }) }),
      fc
        .tuple(fc.constantFrom(...Object.keys(board), "name", "dsp", "clockMHz", "defaultRegion"), fc.jsonValue())
        .map(([key, value]) => ({ targets: [{ ...board, [key]: value }] })),
    );
    fc.assert(
      fc.property(anything, (json) => {
        if (parseTargets(json).ok) assert.ok(fitsSchema(json), JSON.stringify(json));
      }),
      { numRuns: 500, seed: 11 },
    );
  });
});
