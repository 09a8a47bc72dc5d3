import assert from "node:assert/strict";
import fc from "fast-check";
import { visible as visibleInTerminal } from "../../../../src/engine/base/visible";
import { inert, markdownText, visible, visibleSentence } from "../../../../src/protocol/words/visible";
import { hostileNames } from "../../../support/hostileNames";

describe("a name that is shown", () => {
  it("hides in the editor nothing that the terminal shows as an escape", () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      assert.equal(visible(character) === character, visibleInTerminal(character) === character, code.toString(16));
    }
  });

  it("is itself where all of it can be seen", () => {
    for (const name of ["conv1", "block_12/Conv2D:0", "層/畳み込み", "слой", "naïve é", "a b", "🙂", "x".repeat(120)]) {
      assert.equal(visible(name), name);
    }
  });

  it("has escapes for what cannot be seen, or turns and breaks what follows", () => {
    const cases: Readonly<Record<string, string>> = {
      "a\u202eb": "a\\u{202E}b",
      "a\nb\r\t": "a\\nb\\r\\t",
      "\u001b[31mred": "\\u{1B}[31mred",
      "a\u0000b\u0085": "a\\u{0}b\\u{85}",
      "a\u2028b\u2029": "a\\u{2028}b\\u{2029}",
      "\u2066a\u2069\ufeff\u200b\u200d": "\\u{2066}a\\u{2069}\\u{FEFF}\\u{200B}\\u{200D}",
      "half\ud800": "half\\u{D800}",
      "\u{e0041}": "\\u{E0041}",
    };
    for (const [name, words] of Object.entries(cases)) assert.equal(visible(name), words);
    assert.equal(visible(`e${"\u0301".repeat(50)}`), `e${"\u0301".repeat(3)}`);
  });

  it("loses its middle where it is long, and takes no longer for being longer", () => {
    assert.equal(visible("block_12_expand_relu_quant", 13), "block_…_quant");
    assert.equal(visible(`head${"x".repeat(1e7)}tail`, 11), "headx…xtail".slice(0, 11));
    assert.equal(visible("y".repeat(10_000)).length, 120);
    assert.equal(visible("\u202e".repeat(500), 20).length, 20);
  });

  it("whatever it is, is short and holds nothing unseen", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 3, max: 60 }), (name, most) => {
        const words = visible(name, most);
        assert.ok(Array.from(words).length <= most);
        assert.doesNotMatch(words, /[\p{C}\p{Zl}\p{Zp}]/u);
        assert.doesNotMatch(inert(words), /\]\(|\$\(/);
      }),
    ));

  it("is no link, no icon and no Markdown", () => {
    assert.equal(inert("[x](command:y) $(trash)"), "[x] (command:y) $ (trash)");
    assert.equal(inert("]((a"), "] ((a");
    for (const name of hostileNames) {
      const text = markdownText(name);
      // What is left without escaped characters is letters, digits, blanks and characters beyond ASCII.
      assert.doesNotMatch(text.replace(/\\[!-/:-@[-`{-~]/g, ""), /[!-/:-@[-`{-~]/);
    }
  });

  it("stands in a sentence of one line", () =>
    assert.equal(visibleSentence("one\n  two\r\nthree\u202e"), "one   two three\\u{202E}"));
});
