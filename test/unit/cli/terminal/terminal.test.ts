import assert from "node:assert/strict";
import fc from "fast-check";
import { harmless, ornaments, paint, shorten, terminalOf, widthOf, wrap } from "../../../../src/cli/terminal/terminal";

const utf8 = { LANG: "en_US.UTF-8" };

describe("terminal", () => {
  it("is plain and of one width where it is piped, whatever the environment", () => {
    const plain = { columns: 100, colour: false, unicode: false, interactive: false };
    assert.deepEqual(terminalOf({}, utf8), plain);
    assert.deepEqual(terminalOf({ isTTY: false, columns: 200 }, { ...utf8, COLUMNS: "40" }), plain);
  });

  it("has colour and Unicode where it can", () => {
    const screen = { isTTY: true, columns: 110 };
    assert.deepEqual(terminalOf(screen, utf8), { columns: 110, colour: true, unicode: true, interactive: true });
    assert.equal(terminalOf(screen, { LANG: "C" }).unicode, false);
    assert.equal(terminalOf(screen, { ...utf8, LC_ALL: "POSIX" }).unicode, false);
    assert.equal(terminalOf(screen, { ...utf8, NO_COLOR: "1" }).colour, false);
    assert.equal(terminalOf(screen, { ...utf8, NO_COLOR: "" }).colour, true);
    assert.deepEqual(terminalOf(screen, { ...utf8, TERM: "dumb" }), {
      columns: 110,
      colour: false,
      unicode: false,
      interactive: false,
    });
  });

  it("keeps widths between 80 and 120", () => {
    assert.deepEqual(
      [40, 100, 300].map((columns) => terminalOf({ isTTY: true, columns }, utf8).columns),
      [80, 100, 120],
    );
  });

  it("shortens in the middle", () => {
    assert.equal(shorten("stage1/block2/conv", 11), "stage…/conv");
    assert.equal(shorten("short", 11), "short");
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 1, max: 40 }),
        (text, length) => widthOf(shorten(text, length)) <= Math.max(length, 2),
      ),
    );
  });

  it("wraps without losing a word or parting a figure from its unit", () => {
    assert.deepEqual(wrap("needs 12 KiB or 97 % now", 9, "  "), ["needs", "  12 KiB", "  or 97 %", "  now"]);
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 12 }).filter((word) => !word.includes(" "))),
        (words) => {
          assert.equal(wrap(words.join(" "), 20).join(" "), words.join(" "));
        },
      ),
    );
  });

  it("translates ornaments one to one and paints only in colour", () => {
    const plain = terminalOf({}, {});
    assert.equal(ornaments(plain, "▓ 3×3 −1.2 ◀ é"), "= 3x3 -1.2 < é");
    assert.equal(paint(plain, "good", "Fits"), "Fits");
    assert.equal(paint(terminalOf({ isTTY: true }, utf8), "good", "Fits"), "\u001b[32mFits\u001b[0m");
  });

  it("lets through colours and lines, and shows everything else that would steer a terminal", () => {
    assert.equal(harmless("\u001b[31ma\u001b[0m\nb\r\u001b[2Kc"), "\u001b[31ma\u001b[0m\nb\r\u001b[2Kc");
    assert.equal(
      harmless("a\u001b[2J\r\u009b\u202eb\u001b]0;t\u0007"),
      "a\\u001b[2J\\u000d\\u009b\\u202eb\\u001b]0;t\\u0007",
    );
  });
});
