import assert from "node:assert/strict";
import fc from "fast-check";
import { parseJson, plainValue, positionAt } from "../../../src/formats/json";

function problemOf(text: string): { message: string; place: string | undefined; hint: string | undefined } {
  const parsed = parseJson(text, "a.json");
  assert.ok(!parsed.ok, `accepted ${text}`);
  const [problem] = parsed.problems;
  assert.ok(problem && parsed.problems.length === 1);
  return { message: problem.message, place: problem.place, hint: problem.hint };
}

describe("JSON with positions", () => {
  it("reads what JSON.parse reads, however it is indented", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, "\t"), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const parsed = parseJson(text, "a.json");
        assert.ok(parsed.ok);
        assert.deepEqual(plainValue(parsed.value), JSON.parse(text));
      }),
    );
  });

  it("refuses what JSON.parse refuses, and never throws", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.nat(),
        fc.constantFrom("", ",", "}", '"', "x", "-", "\u0001", "\\"),
        (value, at, insert) => {
          const whole = JSON.stringify(value);
          const cut = at % (whole.length + 1);
          const text = whole.slice(0, cut) + insert + whole.slice(insert === "" ? cut + 1 : cut);
          let expected: unknown;
          let valid = true;
          try {
            expected = JSON.parse(text);
          } catch {
            valid = false;
          }
          const parsed = parseJson(text, "a.json");
          if (parsed.ok) assert.deepEqual([true, plainValue(parsed.value)], [valid, expected]);
          else assert.ok(!valid || parsed.problems[0]?.message.includes("occurs twice"), text);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("names line and column of what is broken", () => {
    assert.equal(problemOf('{\n  "a": 1\n  "b": 2\n}').place, "a.json:3:3");
    assert.match(problemOf('{\n  "a": 1\n  "b": 2\n}').message, /"," or "}" is expected here/);
    assert.deepEqual(problemOf('{\n  "a": 1,\n}'), {
      message: "a comma stands before the closing bracket",
      place: "a.json:2:9",
      hint: "remove the comma",
    });
    assert.match(problemOf("").message, /empty/);
    assert.match(problemOf("{").message, /the file ends/);
    assert.match(problemOf('{ // note\n"a": 1}').message, /no comments/);
    assert.match(problemOf('{\n<<<<<<< ours\n"a": 1}').message, /merge conflict/);
    assert.match(problemOf('{"a": tru}').message, /a value is expected/);
    assert.match(problemOf('{"a": "b\n"}').message, /not closed/);
    assert.match(problemOf("01").message, /a value is expected|nothing may follow/);
    assert.match(problemOf("[1] 2").message, /nothing may follow/);
  });

  it("refuses a name that occurs twice, which a careless merge leaves behind", () => {
    const problem = problemOf('{\n  "conv1": 8,\n  "conv1": 4\n}');
    assert.match(problem.message, /"conv1" occurs twice/);
    assert.equal(problem.place, "a.json:3:3");
  });

  it("refuses absurd nesting instead of overflowing the stack", () => {
    assert.match(problemOf("[".repeat(100_000)).message, /nested/);
  });

  it("finds the position of a path, or of what is around it", () => {
    const parsed = parseJson('{\n "a": [1,\n  {"b": 2}]\n}', "a.json");
    assert.ok(parsed.ok);
    assert.deepEqual(positionAt(parsed.value, ["a", 1, "b"]), { line: 3, column: 4 });
    assert.deepEqual(positionAt(parsed.value, ["a", 7]), { line: 2, column: 2 });
    assert.deepEqual(positionAt(parsed.value, ["c"]), { line: 1, column: 1 });
  });
});
