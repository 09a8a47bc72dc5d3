/** A folder of .wav files, made by the format's description: what is read of them, how lengths are matched, and what is refused. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { misfitsOf, type Stored } from "../../../src/datasets/samples/misfits";
import { openSamples } from "../../../src/datasets/samples/openSamples";
import { readWavHeader } from "../../../src/datasets/sounds/wav";
import type { Outcome } from "../../../src/engine";
import type { NamedSamples } from "../../../src/datasets/samples/namedSamples";
import type { Preprocessing } from "../../../src/protocol/files/settings";
import { sharedOrSkip } from "../../support/shared";
import {
  chunk,
  flat,
  inputOf,
  labelsOf,
  opened,
  pcm16,
  pngFile,
  refused,
  temporaryFolder,
  valuesOf,
  wavFile,
} from "./made";

function floats32(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

describe("samples from sounds", () => {
  const folder = temporaryFolder();
  const open = (
    length: number,
    preprocessing?: Preprocessing,
    location: { readonly include?: string } = {},
    classes?: number,
  ): Promise<Outcome<NamedSamples>> => {
    const options = classes === undefined ? {} : { classes };
    return openSamples({ path: folder.path(), ...location }, inputOf([1, 1, length], preprocessing), options);
  };

  it("are fractions of full scale, whatever bits they were stored in", async () => {
    folder.write("a.wav", wavFile(pcm16(-32768, -16384, 0, 32767)));
    folder.write("b.WAV", wavFile(Uint8Array.of(0, 64, 128, 255), { bits: 8 }));
    folder.write("c.wav", wavFile(Uint8Array.of(0, 0, 0x80, 0, 0, 0xc0, 0, 0, 0, 0xff, 0xff, 0x7f), { bits: 24 }));
    folder.write(
      "d.wav",
      wavFile(new Uint8Array(Int32Array.of(-(2 ** 31), -(2 ** 30), 0, 2 ** 31 - 1).buffer), { bits: 32 }),
    );
    folder.write("e.wav", wavFile(floats32(-1, -0.5, 0, 1.25), { code: 3, bits: 32 }));
    folder.write("f.wav", wavFile(new Uint8Array(Float64Array.of(-1, -0.5, 0, 0.75).buffer), { code: 3, bits: 64 }));
    folder.write("g.wav", wavFile(pcm16(-32768, -16384, 0, 8192), { extensible: true }));
    const source = opened(await open(4));
    const ends = [32767 / 32768, 127 / 128, 8388607 / 8388608, 1, 1.25, 0.75, 0.25];
    for (const [index, end] of ends.entries())
      assert.deepEqual(await valuesOf(source, index), [-1, -0.5, 0, Math.fround(end)], source.name(index));
    assert.equal(source.stored, "sounds");
    assert.deepEqual(source.notes, []);
  });

  it("fit every way to write a series: a vector, channels and a single row", async () => {
    folder.write("a.wav", wavFile(pcm16(16384, -16384)));
    for (const shape of [
      [1, 2],
      [1, 1, 2],
      [1, 1, 1, 2],
      [1, 2, 1],
    ]) {
      const source = opened(await openSamples({ path: folder.path() }, inputOf(shape)));
      assert.deepEqual((await source.sample(0)).shape, shape);
      assert.deepEqual(await valuesOf(source, 0), [0.5, -0.5]);
    }
  });

  it("become whole numbers where the network takes those", async () => {
    folder.write("a.wav", wavFile(pcm16(-32768, 1000)));
    assert.deepEqual(await valuesOf(opened(await open(2, { sound: { fullScale: 32768 } })), 0), [-32768, 1000]);
  });

  it("are cut and filled with silence at the end, or at both, and that is told", async () => {
    folder.write("a.wav", wavFile(pcm16(8192, 16384)));
    folder.write("b.wav", wavFile(pcm16(0, 4096, 8192, 16384, 4096, 0)));
    const start = opened(await open(4));
    assert.deepEqual(await valuesOf(start, 0), [0.25, 0.5, 0, 0]);
    assert.deepEqual(await valuesOf(start, 1), [0, 0.125, 0.25, 0.5]);
    const center = opened(await open(4, { sound: { align: "center" } }));
    assert.deepEqual(await valuesOf(center, 0), [0, 0.25, 0.5, 0]);
    assert.deepEqual(await valuesOf(center, 1), [0.125, 0.25, 0.5, 0.125]);
    assert.match(
      start.notes[0]?.message ?? "",
      /^of 2 sounds 1 are shorter .* 4 samples .* 1 are longer and cut, at the end$/,
    );
    assert.match(center.notes[0]?.message ?? "", /at both ends$/);
    assert.notEqual(start.fingerprint, center.fingerprint);
  });

  it("have labels by sub-folder or by table, as images have", async () => {
    for (const [word, value] of [
      ["go", 1],
      ["stop", 2],
    ] as const)
      for (const take of [0, 1]) folder.write(`${word}/${take}.wav`, wavFile(pcm16(value, take)));
    const byFolder = opened(await open(2, undefined, {}, 2));
    assert.deepEqual(labelsOf(byFolder), [0, 0, 1, 1]);
    assert.deepEqual(
      [...byFolder.classNames],
      [
        [0, "go"],
        [1, "stop"],
      ],
    );
    folder.write("a.wav", wavFile(pcm16(1, 2)));
    folder.write("labels.csv", "file,class\na.wav,1\n");
    assert.deepEqual(labelsOf(opened(await open(2, undefined, {}, 2))), [1]);
  });

  it("may be a single file, and files in front of the format are passed over", async () => {
    const path = folder.write("a.wav", wavFile(pcm16(16384, 0), { before: chunk("LIST", Uint8Array.of(1, 2, 3)) }));
    assert.deepEqual(await valuesOf(opened(await openSamples({ path }, inputOf([1, 2]))), 0), [0.5, 0]);
  });

  it("that were written into a pipe state no length and go on to the end", async () => {
    folder.write("a.wav", wavFile(pcm16(16384, -16384), { claimed: 0xffffffff }));
    assert.deepEqual(await valuesOf(opened(await open(2)), 0), [0.5, -0.5]);
  });

  it("are refused at another rate than the stated one, or than that of the first, with the command that mends it", async () => {
    folder.write("a.wav", wavFile(pcm16(1, 2), { rate: 16000 }));
    folder.write("b.wav", wavFile(pcm16(1, 2), { rate: 8000 }));
    const mixed = refused(await open(2));
    assert.equal(mixed.code, "data.rate");
    assert.match(mixed.message, /8000 samples a second, and .*a\.wav has 16000$/);
    assert.match(mixed.place ?? "", /b\.wav$/);
    const stated = refused(await open(2, { sound: { rate: 44100 } }));
    assert.match(stated.message, /16000 samples a second, and the settings say 44100$/);
    assert.match(stated.hint ?? "", /ffmpeg .* -ar 44100/);
    opened(await open(2, { sound: { rate: 16000 } }, { include: "a*" }));
  });

  const refusals: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ["empty", new Uint8Array(0), /^the file is empty$/],
    ["another content", Buffer.from("ID3 is how an MP3 begins, whatever its name is"), /^the content is no WAVE file$/],
    ["stereo", wavFile(pcm16(1, 2), { channels: 2 }), /^the sound has 2 channels, and one is needed$/],
    ["no channel", wavFile(pcm16(1, 2), { channels: 0 }), /^the sound has 0 channels/],
    [
      "µ-law",
      wavFile(Uint8Array.of(1, 2), { code: 7, bits: 8 }),
      /^the sound is compressed \(µ-law\), and PCM is needed$/,
    ],
    ["an unheard-of format", wavFile(pcm16(1), { code: 4660 }), /^the sound is compressed \(format 4660\)/],
    ["12 bits", wavFile(pcm16(1), { bits: 12 }), /^the sound is PCM of 12 bits/],
    ["half floats", wavFile(pcm16(1), { code: 3, bits: 16 }), /^the sound is floating point of 16 bits/],
    ["truncated samples", wavFile(pcm16(1, 2), { claimed: 4000 }), /^the WAVE file is truncated: 4 of 4000 bytes/],
    ["no samples", wavFile(new Uint8Array(0)), /^the WAVE file holds no samples$/],
    ["no rate", wavFile(pcm16(1), { rate: 0 }), /^the WAVE file states 0 samples a second$/],
    ["big-endian", Buffer.concat([Buffer.from("RIFX"), wavFile(pcm16(1)).subarray(4)]), /kind RIFX/],
    [
      "samples without format",
      chunk("RIFF", Buffer.concat([Buffer.from("WAVE"), chunk("data", pcm16(1))])),
      /no format/,
    ],
  ];
  for (const [what, content, sentence] of refusals) {
    it(`are refused in a sentence: ${what}`, async () => {
      folder.write("a.wav", content);
      const problem = refused(await open(2));
      assert.equal(problem.code, "data.sound");
      assert.match(problem.message, sentence);
      assert.match(problem.place ?? "", /a\.wav$/);
      assert.ok((problem.hint ?? "").length > 0);
    });
  }

  it("cut off anywhere are refused or read, and never throw", () => {
    const whole = wavFile(pcm16(1, 2, 3), { extensible: true, before: chunk("LIST", Uint8Array.of(9)) });
    for (let length = 0; length < whole.length; length++) readWavHeader(whole.subarray(0, length), "a.wav");
  });

  it("that are not finite are refused when they are read", async () => {
    folder.write("a.wav", wavFile(floats32(NaN, 0), { code: 3, bits: 32 }));
    await assert.rejects(opened(await open(2)).sample(0), /NaN at element 0/);
  });

  it("do not suit a network that takes features, nor pixels' presets, and that is said", async () => {
    folder.write("a.wav", wavFile(pcm16(1, 2)));
    const features = refused(await openSamples({ path: folder.path() }, inputOf([1, 1, 49, 10])));
    assert.match(features.message, /not a sound of one channel$/);
    assert.match(features.hint ?? "", /\.npy arrays/);
    assert.equal(refused(await open(2, "tensorflow")).code, "preprocessing.sound");
  });

  it("take no steps of images and arrays, and those no steps of sounds", () => {
    const places = (stored: Stored): readonly (string | undefined)[] =>
      misfitsOf({ resize: "stretch", window: 3, sound: { rate: 8000 } }, stored, "p").map(({ place }) => place);
    assert.deepEqual(places("sounds"), ["p.resize", "p.window"]);
    assert.deepEqual(places("images"), ["p.window", "p.sound"]);
    assert.deepEqual(places("arrays"), ["p.resize", "p.sound"]);
  });

  it("are not mixed with images", async () => {
    folder.write("a.wav", wavFile(pcm16(1, 2)));
    folder.write("b.png", pngFile(1, 1, flat(1)));
    assert.match(refused(await open(2)).message, /both images and sounds/);
  });

  it("of Speech Commands are what Python's wave module reads", async function () {
    const clips = resolve(__dirname, "../../../../shared/data/kws/wav");
    sharedOrSkip(this, "data/kws/wav");
    const names = readdirSync(clips).filter((name) => name.endsWith(".wav"));
    for (const name of names) {
      const word = name.slice(0, name.indexOf("_"));
      mkdirSync(join(folder.path(), word), { recursive: true });
      copyFileSync(join(clips, name), join(folder.path(), word, name));
    }
    const source = opened(await open(16000, { sound: { rate: 16000 } }));
    assert.equal(source.count, names.length);
    assert.equal(source.kind, "labelled");
    assert.equal(source.classNames.get(source.label(0) ?? -1), "down");
    const script =
      "import sys, wave; f = wave.open(sys.argv[1]); sys.stdout.buffer.write(f.readframes(f.getnframes()))";
    const read = spawnSync("python3", ["-c", script, join(folder.path(), source.name(0))]);
    if (read.status !== 0) {
      console.log("      skipped: there is no python3 to compare with");
      return this.skip();
    }
    const expected = [...new Int16Array(Uint8Array.from(read.stdout).buffer)].map((value) => value / 32768);
    assert.ok(expected.length > 8000);
    const own = await valuesOf(source, 0);
    assert.deepEqual(own.slice(0, expected.length), expected.slice(0, own.length));
  });
});
