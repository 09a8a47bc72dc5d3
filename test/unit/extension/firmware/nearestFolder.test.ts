import assert from "node:assert/strict";
import { nearestFolder } from "../../../../src/extension/firmware/nearestFolder";

const nearest = (from: string, ...folders: readonly string[]): string | undefined =>
  nearestFolder(folders, from, (folder) => folder);

describe("the nearest folder", () => {
  it("is the one with the fewest steps between", () => {
    assert.equal(nearest("/w/app/src", "/w/other/a.mcu", "/w/app/net.mcu"), "/w/app/net.mcu");
    assert.equal(nearest("/w/a/net.mcu", "/w/b/net.mcu", "/w/a/net.mcu"), "/w/a/net.mcu");
    assert.equal(nearest("/w", "/w/x/y/z", "/w/x"), "/w/x");
  });

  it("is the first of equals, and none of none", () => {
    assert.equal(nearest("/w/src", "/w/a", "/w/b"), "/w/a");
    assert.equal(nearest("/w/src"), undefined);
  });
});
