/**
 * What a settings file or a policy states is honoured, refused in a sentence, or told to change nothing; and a project's words on its input say
 * what the samples really got. The second column is what a person then reads.
 */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";
import { run } from "../../src/cli/run";
import type { Settings } from "../../src/protocol/files/settings";
import { temporaryFolder } from "../support/cli";
import { smallModel } from "../support/networks/smallModel";
import { npyFile } from "../unit/datasets/made";

const { path: root, remove } = temporaryFolder();

interface Told {
  readonly code: number;
  readonly text: string;
  readonly file: (path: string) => string;
}

async function tell(line: string, settings: Settings, files: Readonly<Record<string, string>> = {}): Promise<Told> {
  const folder = mkdtempSync(join(root, "run-"));
  writeFileSync(join(folder, "net.onnx"), smallModel());
  writeFileSync(join(folder, "net.bitwright.json"), JSON.stringify(settings));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, "images"));
  for (let i = 0; i < 3; i++) {
    const png = new PNG({ width: 12, height: 10 });
    png.data.fill(0xff).fill(60 * i, 0, 200);
    writeFileSync(join(folder, "images", `${i}.png`), PNG.sync.write(png));
  }
  for (const [name, count] of [["some.npy", 60] as const, ["few.npy", 9] as const]) {
    const values = Float32Array.from({ length: count * 192 }, (_, i) => (i * 7919) % 256);
    writeFileSync(join(folder, name), npyFile("<f4", [count, 3, 8, 8], Buffer.from(values.buffer)));
  }
  let text = "";
  const output = {
    terminal: { interactive: false, columns: 10_000, colour: false, unicode: true },
    write: (more: string): Promise<void> => {
      text += more;
      return Promise.resolve();
    },
  };
  const code = await run(line.split(" "), {
    version: "1.2.3",
    folder,
    env: { XDG_CACHE_HOME: join(root, "cache") },
    streams: { out: output, err: output },
    watchInterrupts: () => ({ cancelled: false }),
    now: () => 0,
  });
  return { code, text, file: (path) => readFileSync(join(folder, path), "utf8") };
}

const images = { path: "images" };
const arrays = { path: "some.npy" };
const QUANTIZE = "quantize net.onnx";

const REFUSED: readonly (readonly [settings: Settings, words: RegExp])[] = [
  [
    { calibration: images, preprocessing: { window: 3 } },
    /preprocessing\.window: window makes samples of consecutive rows of arrays, and each image is a sample; these samples are images \(remove it\)/,
  ],
  [
    { calibration: { ...images, preprocessing: { layout: "nhwc" } } },
    /calibration\.preprocessing\.layout: layout says/,
  ],
  [{ evaluation: { ...images, preprocessing: { layout: "nhwc" } } }, /evaluation\.preprocessing\.layout: layout says/],
  [{ calibration: arrays, preprocessing: { resize: "stretch" } }, /preprocessing\.resize: .*arrays are not resized/],
  [
    { calibration: arrays, preprocessing: { resize: "shortSide", resizeTo: 9 } },
    /preprocessing\.resizeTo: .*arrays are not resized/,
  ],
  [{ calibration: arrays, preprocessing: { centerCrop: 8 } }, /preprocessing\.centerCrop: .*arrays are taken whole/],
  [{ calibration: arrays, preprocessing: { antialias: true } }, /preprocessing\.antialias: .*arrays are not resized/],
  [{ calibration: arrays, preprocessing: { channels: "grey" } }, /channels "grey" makes 1, but input .* takes 3/],
  [
    { calibration: arrays, evaluation: { path: "few.npy" }, preprocessing: { centerCrop: 8 } },
    /preprocessing\.centerCrop/,
  ],
];

const NOTED: readonly (readonly [settings: Settings, words: RegExp])[] = [
  [{ search: "greedy" }, /net\.bitwright\.json: "search" changes nothing: "bits" gives every tensor its width/],
  [{ scores: "logits" }, /--scores changes nothing: the network does not end in a softmax/],
  [{ calibration: { ...arrays, samples: 500 } }, /500 samples to calibrate on were asked for, and there are 60/],
  [
    { calibration: { ...arrays, samples: 20 }, evaluation: { path: "few.npy", samples: 10 } },
    /10 samples to measure accuracy on were asked for, and there are 9/,
  ],
  [
    { calibration: { path: "few.npy" }, evaluation: { path: "few.npy", samples: 4 } },
    /4 samples only: mind its interval/,
  ],
];

/** What a project's header says of its input. */
const PREPARED: readonly (readonly [settings: Settings, words: RegExp | undefined])[] = [
  [
    { calibration: images },
    /Channels are RGB\. real = \(value - mean\) \* factor of values 0 to 255, mean 0, factor 1\./,
  ],
  [{ evaluation: { ...images, preprocessing: "unit" } }, /Channels are RGB\. .*factor 0\.003921569\./],
  [{ calibration: { ...images, preprocessing: { channels: "bgr" } } }, /Channels are BGR\./],
  [
    { calibration: arrays, preprocessing: "unit" },
    /How an input is prepared: real = .* of values as the arrays hold them/,
  ],
  [{ calibration: arrays }, undefined],
  [{}, undefined],
];

describe("what is stated", function () {
  this.timeout(120_000);
  after(remove);

  for (const [settings, words] of REFUSED) {
    it(`is refused where samples cannot take it: ${JSON.stringify(settings)}`, async () => {
      const { code, text } = await tell(QUANTIZE, { bits: 8, ...settings });
      assert.match(text, words);
      assert.equal(code, 2);
    });
  }

  it("for two data sets may be meant for the one that can take it, also where only one is read", async () => {
    const settings: Settings = { bits: 8, calibration: images, evaluation: arrays, preprocessing: { centerCrop: 8 } };
    const { code, text, file } = await tell(QUANTIZE, { ...settings, out: "out" });
    assert.equal(code, 0, text);
    const generate = "generate net.onnx --policy policy.json";
    const again = await tell(generate, settings, { "policy.json": file("out/policy.json") });
    assert.equal(again.code, 0, again.text);
  });

  for (const [settings, words] of NOTED) {
    it(`is told where it changes nothing or is not there: ${JSON.stringify(settings)}`, async () => {
      const { code, text } = await tell(QUANTIZE, { bits: 8, ...settings });
      assert.equal(code, 0, text);
      assert.match(text, words);
    });
  }

  it("is told of a search beside widths", async () => {
    const { text } = await tell(QUANTIZE, { search: "greedy", weights: 4, activations: 8 });
    assert.match(text, /"search" changes nothing: "weights" and "activations" give every tensor its width/);
  });

  it("changes nothing only where another key of the same file is the reason", async () => {
    const { text } = await tell(`${QUANTIZE} --bits 8`, { search: "greedy" });
    assert.doesNotMatch(text, /changes nothing/);
  });

  it("in a policy for another file, or of channels that are not there, is told", async () => {
    const { file } = await tell(QUANTIZE, { bits: 8, out: "out" });
    const own = file("out/policy.json");
    const other = own.replace(/"sha256": "\w{64}"/, `"sha256": "${"0".repeat(64)}"`);
    const dead = own.replace('"weights"', '"deadChannels": "fours",\n  "weights"');
    assert.ok(other !== own && dead !== own);
    const limits = { flash: "1MiB", ram: "1MiB" };
    for (const command of ["check", "evaluate", "generate"]) {
      const line = `${command} net.onnx --policy policy.json`;
      const plain = await tell(line, limits, { "policy.json": own });
      assert.doesNotMatch(plain.text, /the policy was made/);
      const strange = await tell(line, limits, { "policy.json": other });
      assert.equal(strange.code, 0, strange.text);
      assert.match(
        strange.text,
        /the policy was made for another file \("net\.onnx", or an earlier version of this one\)/,
      );
      const channels = await tell(line, limits, { "policy.json": dead });
      assert.match(
        channels.text,
        /"deadChannels": "fours"\), and this model has none that could go \(.*--preprocessing/,
      );
    }
  });

  for (const [settings, words] of PREPARED) {
    it(`is what a project says of its input: ${JSON.stringify(settings)}`, async () => {
      const { code, text, file } = await tell(`${QUANTIZE} --out out --quiet`, { bits: 8, ...settings });
      assert.equal(code, 0, text);
      const header = file("out/net.mcu/net.h").replace(/\n \* /g, " ");
      if (words) assert.match(header, words);
      else assert.doesNotMatch(header, /is prepared/);
    });
  }

  it("as an option without effect is told to whoever typed it, and no file speaks of it", async () => {
    for (const more of ["", " --json"]) {
      const { text, file } = await tell(`${QUANTIZE} --no-cache --out out${more}`, { bits: 8 });
      assert.match(text, /--no-cache changes nothing/);
      assert.doesNotMatch(file("out/report.json"), /no-cache/);
    }
  });
});
