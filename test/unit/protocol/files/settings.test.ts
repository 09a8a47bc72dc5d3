import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { STRATEGIES } from "../../../../src/engine/search/strategies";
import {
  checkSettings,
  parseSettings,
  PREPROCESSING_PRESETS,
  SEARCH_NAMES,
} from "../../../../src/protocol/files/settings";

const schema = JSON.parse(readFileSync(join(__dirname, "../../../../schemas/settings.schema.json"), "utf8")) as Record<
  string,
  unknown
>;
const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile(schema);

const VALID: readonly unknown[] = [
  {},
  { $schema: "./settings.schema.json", target: "stm32h743", flash: "2MiB", ram: 524288, seed: 0 },
  {
    flash: "1.5 mb",
    ram: "512KiB",
    bits: 4,
    search: "exact",
    streaming: "off",
    rows: "supplied",
    scores: "logits",
    account: "linked",
  },
  { name: "kws_2", arena: "caller" },
  {
    calibration: { path: "data", include: "s1k_*", labels: "l.csv", samples: 64, preprocessing: "tensorflow" },
    out: "o",
    targets: "t.json",
  },
  {
    evaluation: { path: "x.npy" },
    preprocessing: { preset: "unit", resize: "shortSide", resizeTo: 256, centerCrop: [224, 192] },
  },
  {
    preprocessing: {
      mean: [1, 2, 3],
      std: 58.4,
      channels: "bgr",
      antialias: true,
      layout: "nhwc",
      window: 5,
      centerCrop: 224,
    },
  },
  { preprocessing: { mean: 0, scale: [0.5, 0.5, -1] } },
  { calibration: { path: "clips", preprocessing: { sound: { rate: 16000, align: "center", fullScale: 32768 } } } },
  { ram: "0.5KiB" },
  { shape: { input: [1, 3, 320, 320], "x:0": [4] }, fix: { sr: 16000, state: [0, -0.5] } },
];

/** What is wrong, and the message and place that must say so. */
const INVALID: readonly (readonly [unknown, RegExp, string | undefined])[] = [
  [[], /the file must be an object .*not \[\]/, undefined],
  [{ calibrate: { path: "x" } }, /calibrate is not a known key/, "calibrate"],
  [
    { calibration: { path: "x", samples: "many" } },
    /^calibration\.samples must be a whole number from 1 to \d+, not "many"$/,
    "calibration.samples",
  ],
  [{ calibration: { path: "x", samples: 0 } }, /calibration\.samples must be/, "calibration.samples"],
  [{ calibration: {} }, /calibration\.path is missing/, "calibration.path"],
  [{ calibration: "data" }, /calibration must be an object/, "calibration"],
  [{ evaluation: { path: " " } }, /evaluation\.path must be text/, "evaluation.path"],
  [{ bits: 6 }, /bits must be one of 8, 5, 4, 3, 2, not 6/, "bits"],
  [{ activations: 3 }, /activations must be one of 16, 8, 4, 2, not 3/, "activations"],
  [{ widths: "odd" }, /widths must be one of "usual", "all", not "odd"/, "widths"],
  [{ bits: "8" }, /bits must be one of 8, 5, 4, 3, 2, not "8"/, "bits"],
  [{ flash: "2 floppies" }, /flash must be a size, not "2 floppies"/, "flash"],
  [{ flash: "0" }, /flash must be a size/, "flash"],
  [{ ram: -1 }, /ram must be a size/, "ram"],
  [{ ram: 1.5 }, /ram must be a size/, "ram"],
  [{ seed: 1e20 }, /seed must be a whole number/, "seed"],
  [{ learn: "minutes" }, /learn must be "off", "auto", "minutes:5" or "steps:300", not "minutes"/, "learn"],
  [{ learn: "steps:1.5" }, /learn must be/, "learn"],
  [{ learn: "minutes:0" }, /learn must be/, "learn"],
  [{ search: "annealing" }, /search must be one of "exact"/, "search"],
  [{ name: "8bit" }, /^name must be at most 32 small letters, digits and underscores .*, not "8bit"$/, "name"],
  [{ name: "a-b" }, /^name must be at most/, "name"],
  [{ streaming: true }, /streaming must be one of "auto", "off", "endless", not true/, "streaming"],
  [{ preprocessing: "imagenett" }, /preprocessing must be one of/, "preprocessing"],
  [
    { preprocessing: { mean: [1, "a"] } },
    /preprocessing\.mean\[1\] must be a number, not "a"/,
    "preprocessing.mean[1]",
  ],
  [{ preprocessing: { std: [1, 0] } }, /preprocessing\.std\[1\] must be a number other than 0/, "preprocessing.std[1]"],
  [{ preprocessing: { mean: [] } }, /preprocessing\.mean must have 1 to \d+ entries/, "preprocessing.mean"],
  [{ bits: 4, activations: 8 }, /activations and bits both say/, "activations"],
  [{ preprocessing: { scale: 1, std: 1 } }, /preprocessing\.std and scale/, "preprocessing.std"],
  [{ preprocessing: { resizeTo: 256 } }, /preprocessing\.resizeTo only works with/, "preprocessing.resizeTo"],
  [
    { preprocessing: { centerCrop: [1, 2, 3] } },
    /preprocessing\.centerCrop must have 2 entries, not 3/,
    "preprocessing.centerCrop",
  ],
  [{ preprocessing: { antialias: 1 } }, /preprocessing\.antialias must be true or false/, "preprocessing.antialias"],
  [{ preprocessing: { sound: { rate: 0.5 } } }, /preprocessing\.sound\.rate must be/, "preprocessing.sound.rate"],
  [{ preprocessing: { sound: { fullScale: 0 } } }, /preprocessing\.sound\.fullScale/, "preprocessing.sound.fullScale"],
  [{ shape: [1, 3] }, /shape must be an object/, "shape"],
  [{ shape: { x: [1, 0] } }, /shape\.x\[1\] must be a whole number from 1/, "shape.x[1]"],
  [{ fix: { sr: "fast" } }, /fix\.sr must be a number/, "fix.sr"],
  [{ "a b": 1 }, /\["a b"\] is not a known key/, '["a b"]'],
];

describe("settings", () => {
  it("names the engine's strategies", () => assert.deepEqual([...SEARCH_NAMES], Object.keys(STRATEGIES)));

  for (const settings of VALID) {
    it(`accepts ${JSON.stringify(settings)}, and so does the schema`, () => {
      const checked = checkSettings(settings);
      assert.deepEqual(checked, { ok: true, value: settings });
      assert.ok(validate(settings), JSON.stringify(validate.errors));
    });
  }

  for (const [settings, message, place] of INVALID) {
    it(`refuses ${JSON.stringify(settings)}, and so does the schema`, () => {
      const checked = checkSettings(settings);
      assert.ok(!checked.ok);
      const problem = checked.problems[0];
      assert.match(problem?.message ?? "", message);
      assert.equal(problem?.place, place);
      assert.equal(validate(settings), false);
    });
  }

  it("asks what a mistyped key or value meant", () => {
    const hintOf = (settings: unknown): string | undefined => {
      const checked = checkSettings(settings);
      return checked.ok ? undefined : checked.problems[0]?.hint;
    };
    assert.equal(hintOf({ calibraton: {} }), 'did you mean "calibration"?');
    assert.equal(hintOf({ Ram: 1 }), 'did you mean "ram"?');
    assert.equal(hintOf({ preprocessing: { centreCrop: 1 } }), 'did you mean "centerCrop"?');
    assert.equal(hintOf({ preprocessing: "tensorflwo" }), 'did you mean "tensorflow"?');
    assert.match(hintOf({ zzzzzz: 1 }) ?? "", /known here: .*target/);
  });

  it("reports every problem of a file, each at its line", () => {
    const text = '{\n  "bits": 6,\n  "calibration": {\n    "samples": -1\n  }\n}\n';
    const checked = parseSettings(text, "m.bitwright.json");
    assert.ok(!checked.ok);
    const places = checked.problems.map(({ place }) => place);
    assert.deepEqual(places, ["m.bitwright.json:2:3", "m.bitwright.json:4:5", "m.bitwright.json:3:3"]);
  });

  it("reads a good file, and says where a broken one is broken", () => {
    assert.deepEqual(parseSettings('{ "seed": 7 }', "f"), { ok: true, value: { seed: 7 } });
    const broken = parseSettings('{ "seed": 7', "f");
    assert.equal(broken.ok ? "" : broken.problems[0]?.place, "f:1:12");
  });

  it("does not take a key from an object's prototype", () => {
    assert.equal(checkSettings(JSON.parse('{"constructor": 1}')).ok, false);
    assert.equal(checkSettings(JSON.parse('{"__proto__": 1}')).ok, false);
  });

  it("describes every key in the schema, with the same choices", () => {
    const undescribed: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== "object" || node === null) return;
      for (const [key, value] of Object.entries(node as Record<string, unknown>)) {
        if (key === "properties") {
          for (const [name, property] of Object.entries(value as Record<string, Record<string, unknown>>)) {
            const described = "description" in property || "$ref" in property || "const" in property;
            if (!described) undescribed.push(`${path}.${name}`);
          }
        }
        walk(value, `${path}.${key}`);
      }
    };
    walk(schema, "");
    assert.deepEqual(undescribed, []);
    const text = JSON.stringify(schema);
    assert.ok(text.includes(JSON.stringify({ enum: PREPROCESSING_PRESETS }).slice(1, -1)));
    assert.ok(text.includes(JSON.stringify({ enum: SEARCH_NAMES }).slice(1, -1)));
  });
});
