/** Names that hide, turn or break what stands around them. */
import assert from "node:assert/strict";
import { cutInMiddle, visible } from "../../../../src/engine/base/visible";
import { inComment } from "../../../../src/engine/codegen/names";

describe("names that cannot be seen", () => {
  const cases: readonly (readonly [name: string, terminal: string, comment: string])[] = [
    ["stage1/Übung 层 😀", "stage1/Übung 层 😀", "stage1/Übung 层 😀"],
    ["a\u202eb\u2066c", "a\\u202eb\\u2066c", "a<U+202E>b<U+2066>c"],
    ["a\u200bb\ufeffc\u00add", "a\\u200bb\\ufeffc\\u00add", "a<U+200B>b<U+FEFF>c<U+00AD>d"],
    ["a\u001b[2Jb\u0000\u007f\u009b", "a\\u001b[2Jb\\u0000\\u007f\\u009b", "a<U+001B>[2Jb<U+0000><U+007F><U+009B>"],
    [
      "a\nb\rc\u2028d\u2029e\u0085",
      "a\\u000ab\\u000dc\\u2028d\\u2029e\\u0085",
      "a<U+000A>b<U+000D>c<U+2028>d<U+2029>e<U+0085>",
    ],
    ["a\ud800b\udc00", "a\\ud800b\\udc00", "a<U+D800>b<U+DC00>"],
    ["a\u{e0041}\u3164\u2800", "a\\udb40\\udc41\\u3164\\u2800", "a<U+E0041><U+3164><U+2800>"],
    ["*/ int x; /*", "*/ int x; /*", "* / int x; / *"],
    ["a???/b", "a???/b", "a? ? ?/b"],
    ["a\\", "a\\", "a<U+005C>"],
    ["50 %:x", "50 %:x", "50 % :x"],
  ];
  for (const [name, terminal, comment] of cases) {
    it(JSON.stringify(visible(name)), () => {
      assert.equal(visible(name), terminal);
      assert.equal(inComment(name), comment);
    });
  }

  it("are cut in the middle where they are long, between characters", () => {
    assert.equal(cutInMiddle("abcdefgh", 5), "ab…gh");
    assert.equal(cutInMiddle("abcde", 5), "abcde");
    assert.equal(cutInMiddle("😀".repeat(10), 3), "😀…😀");
    assert.ok(inComment("x".repeat(10_000)).length <= 400);
  });
});
