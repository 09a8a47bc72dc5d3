/** The example's firmware, as its README has it built: it hears every test clip, and as well as the float network. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CLASSES } from "../../examples/keywords/speech";
import { parseNpz } from "../../src/datasets/npz";
import { readElements } from "../../src/datasets/npy";
import { uniformPolicy } from "../../src/engine/ir/network";
import { unwatched } from "../../src/engine/ir/ports";
import { generateModel } from "../../src/worker/generate";
import { loadModel } from "../../src/worker/loadModel";
import { writePolicy } from "../../src/worker/policyText";
import { temporaryFolder } from "../support/cli";
import { isInstalled } from "../support/firmwareToolchain";
import { root } from "../support/folders";

const example = join(root, "examples/keywords");
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
    await generate(join(example, "keywords.onnx"), project);
    const built = join(project, "../firmware");
    mkdirSync(built);
    for (const file of ["main.c", "Makefile"]) {
      writeFileSync(join(built, file), readFileSync(join(example, "firmware", file)));
    }
    execFileSync("make", ["-s", `PROJECT=${project}`, "CFLAGS=-std=c99 -O2 -Wall -Wextra -Wconversion -Werror"], {
      cwd: built,
    });

    const { features, labels } = testClips();
    const heard = execFileSync(join(built, "hear"), { input: features, encoding: "utf8" }).trim().split("\n");
    assert.equal(heard.length, labels.length);
    const right = heard.filter((word, clip) => word === CLASSES[labels[clip] ?? -1]).length;
    const percent = (100 * right) / heard.length;
    assert.ok(percent > FLOAT_PERCENT - 2, `${percent} % of the clips`);
  });
});

async function generate(path: string, folder: string): Promise<void> {
  const model = await loadModel(path);
  assert.ok(model.ok);
  const generated = await generateModel(
    {
      modelPath: path,
      account: "linked",
      search: "exact",
      rounding: "nearest",
      seed: 0,
      streaming: "auto",
      rows: "memory",
      calibration: { path: join(example, "calibration.npz") },
      policy: { text: writePolicy(model.value, uniformPolicy(model.value.network, 8)), path: "policy.json" },
    },
    unwatched,
  );
  assert.ok(generated.ok, JSON.stringify(generated));
  for (const file of generated.value.project ?? []) {
    mkdirSync(dirname(join(folder, file.path)), { recursive: true });
    writeFileSync(join(folder, file.path), file.text);
  }
}

function testClips(): { readonly features: Uint8Array; readonly labels: Float64Array } {
  const arrays = parseNpz(readFileSync(join(example, "test.npz")), "test.npz");
  assert.ok(arrays.ok);
  const elements = (name: string): Float64Array => {
    const array = arrays.value.get(name);
    assert.ok(array, name);
    return readElements(
      array,
      0,
      array.shape.reduce((product, size) => product * size, 1),
    );
  };
  return { features: Uint8Array.from(elements("features")), labels: elements("labels") };
}
