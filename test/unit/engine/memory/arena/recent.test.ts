/** What is kept of the answers given last. */
import assert from "node:assert/strict";
import { Recent } from "../../../../../src/engine/memory/arena/recent";
import type { Network } from "../../../../../src/engine";

describe("recent answers", () => {
  const network = (name: string): Network => ({
    name,
    activations: [],
    inputs: [],
    outputs: [],
    layers: [],
    activationOfTensor: new Map(),
  });

  it("are made once, of undefined too, and the oldest is forgotten", () => {
    const recent = new Recent<string | undefined>(2);
    const asked: string[] = [];
    const one = network("one");
    const ask = (key: string, of = one): string | undefined =>
      recent.of(of, key, () => {
        asked.push(`${of.name} ${key}`);
        return key === "none" ? undefined : key;
      });
    assert.deepEqual([ask("a"), ask("none"), ask("a"), ask("none")], ["a", undefined, "a", undefined]);
    assert.deepEqual(asked, ["one a", "one none"]);
    ask("a"); // the youngest now
    ask("b");
    ask("a");
    assert.deepEqual(asked, ["one a", "one none", "one b"]);
    ask("none");
    assert.equal(asked.at(-1), "one none");
  });

  it("belong to one network", () => {
    const recent = new Recent<number>(4);
    const [one, other] = [network("one"), network("other")];
    assert.equal(
      recent.of(one, "key", () => 1),
      1,
    );
    assert.equal(
      recent.of(other, "key", () => 2),
      2,
    );
    assert.equal(
      recent.of(one, "key", () => 3),
      1,
    );
  });
});
