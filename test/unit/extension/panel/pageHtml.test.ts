import assert from "node:assert/strict";
import { pageHtml } from "../../../../src/extension/panel/pageHtml";

describe("the page", () => {
  const html = pageHtml({
    title: "</title><script>alert(1)</script>",
    language: "en",
    scriptUri: "https://x/webview.js",
    styleUri: "https://x/webview.css",
    cspSource: "https://x",
    nonce: "abc",
  });

  it("allows its own bundle and nothing else", () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    const rules = new Map(policy.split("; ").map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1).join(" ")]));
    assert.equal(rules.get("default-src"), "'none'");
    assert.equal(rules.get("script-src"), "'nonce-abc'");
    assert.doesNotMatch(policy, /unsafe|\*|data:|https?:(?!\/\/x)/);
  });

  it("lets no name of a model become markup", () => {
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.match(html, /<script nonce="abc" src="https:\/\/x\/webview\.js"><\/script>/);
  });
});
