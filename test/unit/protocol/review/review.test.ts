import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { linkedParts, reviewOf, type ReviewSubject } from "../../../../src/protocol/review/review";
import { reviewHtml, REVIEW_STYLE, REVIEW_STYLE_DIGEST } from "../../../../src/protocol/review/reviewHtml";
import { reviewMarkdown } from "../../../../src/protocol/review/reviewMarkdown";
import { hostileNames } from "../../../support/hostileNames";
import { sampleVerification } from "../../../support/firmware/sampleMap";
import { estimate, infeasible, sample, unfit } from "../../../support/sampleReport";

const subject: ReviewSubject = { report: sample, verification: null, old: null, surface: "file" };

describe("the page for a review", () => {
  it("tells model, board, fit, both accounts with their items, accuracy with its interval, layers and streaming", () => {
    const text = reviewMarkdown(reviewOf(subject));
    for (const words of [
      "keywords.onnx",
      "STM32H743 · 32 KiB FLASH, 16 KiB RAM · linked account · cortex-m7 at -O3",
      "**Fits. ",
      "| linked account (what the budget binds) | 24,576 B | 12,288 B |",
      "| model account | 18,432 B | 8,192 B |",
      "| FLASH | 8-bit weights | 1 | 8,192 | exact |",
      "| FLASH | code | 1 | 6,144 | estimated |",
      "| RAM | arena | 1 | 10,240 | exact |",
      "95 % interval −2.1 to −0.3",
      "measured on 655 labelled samples against the model's file in onnxruntime",
      "| 1 | pw1 | Conv 1×1 | 25×5×64 | 4 | 4 | 6.5 KiB | 12 KiB ▲ | about 1.2 points |",
      "Layer by layer; row by row RAM would fall from 12 KiB to 9 KiB",
      "sha256 0123456789abcdef",
      "input: the batch size was fixed to 1",
      "- **C code**: not verified",
    ])
      assert.ok(text.includes(words), `${words} in\n${text}`);
  });

  it("lists parts that add up to the linked account", () => {
    for (const report of [sample, unfit, estimate]) {
      const sum = (region: "flash" | "ram"): number =>
        linkedParts(report, region).reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
      assert.deepEqual([sum("flash"), sum("ram")], [report.memory.linked.flashBytes, report.memory.linked.ramBytes]);
    }
  });

  it("says what was verified, and by what", () => {
    const text = reviewMarkdown(reviewOf({ ...subject, verification: sampleVerification }));
    assert.ok(text.includes("Bit-exact on cortex-m4 (emulated): all 100 values are the network’s"), text);
    assert.ok(text.includes("100,000 instructions") && text.includes("312 B"));
    const failed = { ...sampleVerification, passed: false, differing: 3 };
    assert.ok(reviewMarkdown(reviewOf({ ...subject, verification: failed })).includes("Not bit-exact: 3 of 100"));
  });

  it("puts what it replaces beside it", () => {
    const old = { title: "policy.json as committed", report: { ...sample, policy: { weights: {}, activations: {} } } };
    const text = reviewMarkdown(reviewOf({ ...subject, old }));
    assert.ok(text.includes("## Compared with policy.json as committed"));
    assert.ok(text.includes("- **Widths**: 5 differ"), text);
  });

  it("is of every kind of report, and says what is not known", () => {
    for (const report of [estimate, infeasible, unfit]) {
      const review = reviewOf({ ...subject, report });
      assert.ok(reviewHtml(review).includes(review.verdict.slice(0, 12)));
    }
    assert.ok(reviewMarkdown(reviewOf({ ...subject, report: estimate })).includes("Not measured: nothing was run"));
    assert.equal(reviewOf({ ...subject, report: estimate }).fits, null);
  });

  it("is the same text for the same report", () => {
    assert.equal(reviewHtml(reviewOf(subject)), reviewHtml(reviewOf(structuredClone(subject))));
    assert.equal(reviewMarkdown(reviewOf(subject)), reviewMarkdown(reviewOf(structuredClone(subject))));
  });

  describe("as HTML", () => {
    it("lets in its own style by digest, and nothing else", () => {
      const html = reviewHtml(reviewOf(subject));
      assert.equal(createHash("sha256").update(REVIEW_STYLE).digest("base64"), REVIEW_STYLE_DIGEST);
      assert.ok(html.includes(`default-src &#39;none&#39;; style-src &#39;sha256-${REVIEW_STYLE_DIGEST}&#39;`));
      assert.doesNotMatch(html, /<script|\sstyle=|\son\w+=|https?:|url\(|@import/);
    });

    it("shows names as text, whatever they hold", () => {
      for (const name of [...hostileNames, "</style><img src=x onerror=alert(1)>", "a|b\n# c"]) {
        const report = {
          ...sample,
          model: { ...sample.model, name },
          layers: sample.layers.map((layer) => ({ ...layer, name })),
          notes: [{ code: "x", message: name, place: name, hint: name }],
        };
        const html = reviewHtml(reviewOf({ ...subject, report, old: { title: name, report: sample } }));
        const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag?.toLowerCase()));
        assert.ok(!tags.has("img") && !tags.has("script"), name);
        assert.equal(html.match(/<\/style>/g)?.length, 1);
        const markdown = reviewMarkdown(reviewOf({ ...subject, report }));
        const rows = markdown.split("\n").filter((line) => line.startsWith("| 0 |"));
        assert.equal(rows.length, 1, name);
        assert.doesNotMatch(markdown, /(?<!\\)<|(?<!\\)\]\(|(?<!\\):\/\//, name);
        // Nine columns, whatever the name has in it.
        assert.equal(rows[0]?.match(/(?<!\\)\|/g)?.length, 10, rows[0]);
      }
    });
  });
});
