/** The example's firmware, as its README has it built: it hears every test clip, and as well as the float network. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLASSES } from "../../examples/keywords/speech";
import { readNpz } from "../../src/datasets/arrays/npz";
import { readElements } from "../../src/datasets/arrays/npy";
import { temporaryFolder } from "../support/cli";
import { isInstalled } from "../support/firmware/firmwareToolchain";
import { EXAMPLE, exampleFolder as example, writeModelProject } from "../support/networks/modelProject";

const FLOAT_PERCENT = 91;

describe("the example's firmware", () => {
  const temporary = temporaryFolder();
  after(() => temporary.remove());

  it("hears the test clips as well as the float network", async function () {
    this.timeout(120_000);
    if (!isInstalled("gcc") || !isInstalled("make")) {
      console.log("      skipped: gcc or make not found");
      this.skip();
    }
    const project = join(temporary.path, "keywords.mcu");
    await writeModelProject(project, EXAMPLE);
    const built = join(project, "../firmware");
    mkdirSync(built);
    for (const file of ["main.c", "Makefile"]) {
      writeFileSync(join(built, file), readFileSync(join(example, "firmware", file)));
    }
    execFileSync("make", ["-s", `PROJECT=${project}`, "CFLAGS=-std=c99 -O2 -Wall -Wextra -Wconversion -Werror"], {
      cwd: built,
    });

    const { features, labels } = await testClips();
    const heard = execFileSync(join(built, "hear"), { input: features, encoding: "utf8" }).trim().split("\n");
    assert.equal(heard.length, labels.length);
    const right = heard.filter((word, clip) => word === CLASSES[labels[clip] ?? -1]).length;
    const percent = (100 * right) / heard.length;
    assert.ok(percent > FLOAT_PERCENT - 2, `${percent} % of the clips`);
  });
});

async function testClips(): Promise<{ readonly features: Uint8Array; readonly labels: Float64Array }> {
  const read = await readNpz(join(example, "test.npz"), (names) => names);
  assert.ok(read.ok);
  const { arrays } = read.value;
  const elements = (name: string): Float64Array => {
    const array = arrays.get(name);
    assert.ok(array, name);
    return readElements(
      array,
      0,
      array.shape.reduce((product, size) => product * size, 1),
    );
  };
  return { features: Uint8Array.from(elements("features")), labels: elements("labels") };
}
