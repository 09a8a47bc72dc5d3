/** The example's firmware, as its README has it built: it hears every test clip, and as well as the float network; and it never stops listening. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BANDS, FRAMES } from "../../examples/keywords/features";
import { hear, isHeard, makeProject, type Word } from "../../examples/keywords/listen";
import { CLASSES, SILENCE, UNKNOWN } from "../../examples/keywords/speech";
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

  it("hears words in sound that never ends, on a Cortex-M4 in QEMU, and little that was not said", async function () {
    this.timeout(240_000);
    const missing = ["arm-none-eabi-gcc", "qemu-system-arm"].filter((tool) => !isInstalled(tool));
    if (missing.length > 0) {
      console.log(`      skipped: ${missing.join(" and ")} not found`);
      this.skip();
    }
    const folder = join(temporary.path, "listening");
    const { rows, said } = wordsInSilence(await testClips());
    const heard = hear(folder, makeProject(folder), rows);
    const right = said.filter((word) => isHeard(word, heard)).length;
    // Of single seconds with the word anywhere in them the float network gets nine of ten.
    assert.ok(said.length === 20 && right >= 16, `${right} of ${said.length} words were heard`);
    assert.ok(heard.length - right <= 4, `${heard.length - right} were told that were not said`);
  });
});

interface Clips {
  readonly features: Uint8Array;
  readonly labels: Float64Array;
}

/** The first clips of each word, each with a second of background behind it. */
function wordsInSilence({ features, labels }: Clips): { readonly rows: Uint8Array; readonly said: readonly Word[] } {
  const WORDS = 20;
  const at = (label: (one: number) => boolean): number[] =>
    [...labels].flatMap((one, clip) => (label(one) ? [clip] : [])).slice(0, WORDS);
  const background = at((label) => label === SILENCE);
  const words = at((label) => label > UNKNOWN);
  const clip = (index: number): Uint8Array => features.subarray(index * FRAMES * BANDS, (index + 1) * FRAMES * BANDS);
  const secondsOfTwo = (2 * FRAMES) / 50;
  return {
    rows: Buffer.concat(words.flatMap((index, i) => [clip(index), clip(background[i] ?? 0)])),
    said: words.map((index, i) => ({ seconds: i * secondsOfTwo, word: CLASSES[labels[index] ?? -1] ?? "" })),
  };
}

async function testClips(): Promise<Clips> {
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
