import assert from "node:assert/strict";
import { withBudget, withSettings } from "../../../../src/extension/files/settingsEdit";

describe("changing the budget in a settings file", () => {
  it("changes the value and nothing else", () => {
    const text = '{\n  "seed": 7,\n  "target":  "stm32f4",\n  "calibration": { "path": "a" }\n}\n';
    assert.equal(withBudget(text, { target: "rp2040" }), text.replace("stm32f4", "rp2040"));
  });

  it("removes what the new budget does not have, wherever it stands", () => {
    const budget = { target: "x" };
    const flat = '{ "flash": 1, "target": "a", "ram": "2KiB" }';
    assert.equal(withBudget(flat, budget), '{\n  "target": "x"\n}');
    assert.equal(withBudget('{\n  "target": "a",\n  "ram": 5\n}\n', budget), '{\n  "target": "x"\n}\n');
    assert.equal(withBudget('{"ram":5}', budget), '{\n  "target": "x"\n}');
  });

  it("adds in front, in the file's own indentation", () => {
    assert.equal(withBudget('{\n\t"seed": 1\n}', { target: "x" }), '{\n\t"target": "x",\n\t"seed": 1\n}');
    const added = withBudget('{\n    "seed": 1\n}\n', { flash: "1MiB", ram: 2048 });
    assert.equal(added, '{\n    "flash": "1MiB",\n    "ram": 2048,\n    "seed": 1\n}\n');
    assert.equal(withBudget("{}", { target: "x" }), '{\n  "target": "x"\n}');
  });

  it("keeps a byte order mark in its place", () => {
    assert.equal(withBudget('\ufeff{"target": "a"}', { target: "b" }), '\ufeff{"target": "b"}');
  });

  it("leaves broken files alone", () => {
    for (const text of ["", "[]", '{"target": }', "{ // comment\n}"]) assert.equal(withBudget(text, {}), undefined);
  });

  it("gives what parses to the budget and the rest, for every order and layout", () => {
    const members = ['"target": "a"', '"flash": "2 MiB"', '"ram": 4096', '"seed": 3', '"out": "a, \\"b\\" }"'];
    for (const [comma, open, close] of [
      [",", "{", "}"],
      [", ", "{ ", " }"],
      [",\r\n  ", "{\r\n  ", "\r\n}\r\n"],
    ] as const) {
      for (let mask = 1; mask < 1 << members.length; mask++) {
        const chosen = members.filter((_, i) => mask & (1 << i));
        for (const ordered of [chosen, [...chosen].reverse()]) {
          for (const budget of [{ target: "b" }, { flash: 1, ram: "2KiB" }, {}]) {
            const before = JSON.parse(`{${ordered.join(",")}}`) as Record<string, unknown>;
            const rest = Object.entries(before).filter(([key]) => !["target", "flash", "ram"].includes(key));
            const changed = withBudget(`${open}${ordered.join(comma)}${close}`, budget);
            assert.deepEqual(JSON.parse(changed ?? ""), { ...Object.fromEntries(rest), ...budget });
          }
        }
      }
    }
  });

  it("states samples and how they are prepared", () => {
    const text = '{\n  "target": "x",\n  "calibration": { "path": "old" }\n}\n';
    const changed = withSettings(text, { calibration: { path: "images" }, preprocessing: "tensorflow" });
    assert.equal(
      changed,
      '{\n  "preprocessing": "tensorflow",\n  "target": "x",\n  "calibration": {\n    "path": "images"\n  }\n}\n',
    );
    assert.equal(withSettings(changed, { preprocessing: undefined })?.includes("preprocessing"), false);
  });

  it("states a preparation for every data set: their own would be taken before it", () => {
    const text =
      '{\n  "calibration": {\n    "path": "a",\n    "preprocessing": "raw"\n  },\n  "evaluation": {\n    "path": "b"\n  }\n}\n';
    const changed = withSettings(text, { preprocessing: "unit" });
    assert.deepEqual(JSON.parse(changed ?? ""), {
      preprocessing: "unit",
      calibration: { path: "a" },
      evaluation: { path: "b" },
    });
    assert.equal(withSettings(text, { seed: 1 })?.includes('"raw"'), true, "what is not asked for stays");
  });
});
