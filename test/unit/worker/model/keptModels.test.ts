import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refuse, type Outcome } from "../../../../src/engine";
import { keepModels } from "../../../../src/worker/model/keptModels";
import { loadModel, type Model } from "../../../../src/worker/model/loadModel";
import { smallModel } from "../../../support/networks/smallModel";

describe("kept models", () => {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "bitwright-kept-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const pathOf = (name: string): string => join(folder, name);
  const counted = (load: (path: string) => Promise<Outcome<Model>> = loadModel) => {
    const loads: string[] = [];
    const kept = keepModels((path) => {
      loads.push(path.slice(folder.length + 1));
      return load(path);
    });
    return { loads, kept };
  };

  it("are loaded once for requests that come together or later", async () => {
    writeFileSync(pathOf("a"), smallModel());
    const { loads, kept } = counted();
    const [first, second] = await Promise.all([kept.open(pathOf("a")), kept.open(pathOf("a"))]);
    assert.equal(first, second);
    assert.equal(await kept.open(pathOf("a")), first);
    assert.deepEqual(loads, ["a"]);
  });

  it("are two at most, the least recently used going first", async () => {
    for (const name of ["a", "b", "c"]) writeFileSync(pathOf(name), smallModel());
    const { loads, kept } = counted();
    for (const name of ["a", "b", "a", "c", "a", "b"]) await kept.open(pathOf(name));
    assert.deepEqual(loads, ["a", "b", "c", "b"]);
  });

  it("do not keep a refusal", async () => {
    writeFileSync(pathOf("a"), "");
    const { loads, kept } = counted(() => Promise.resolve(refuse({ code: "x", message: "external data is missing" })));
    await kept.open(pathOf("a"));
    await kept.open(pathOf("a"));
    assert.deepEqual(loads, ["a", "a"]);
  });
});
