import assert from "node:assert/strict";
import { chmodSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { decodeImage } from "../../../src/datasets/images/decodeImage";
import { readImageHeader } from "../../../src/datasets/images/imageHeader";
import { openSamples } from "../../../src/datasets/samples/openSamples";
import { SampleError } from "../../../src/datasets/samples/sampleError";
import { Cancelled, unwatched, type Outcome, type TensorSource } from "../../../src/engine";
import type { Preprocessing } from "../../../src/protocol/files/settings";
import {
  flat,
  floats,
  inputOf,
  jpegFile,
  labelsOf,
  opened,
  pngFile,
  refused,
  temporaryFolder,
  valuesOf,
  type Colour,
} from "./made";

const rgb1 = inputOf([1, 3, 1, 1]);

function near(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) =>
    assert.ok(Math.abs(value - (expected[i] ?? NaN)) <= tolerance, `${actual.join()} ≠ ${expected.join()}`),
  );
}

describe("samples from images", () => {
  const folder = temporaryFolder();
  const open = (
    location: { include?: string; labels?: string } = {},
    classes?: number,
  ): Promise<Outcome<TensorSource>> =>
    openSamples({ path: folder.path(), ...location }, rgb1, classes === undefined ? {} : { classes });

  it("are sorted by name, JPEG and PNG alike, told apart by content", async () => {
    folder.write("b.jpg", jpegFile(8, 8, flat(200, 100, 50)));
    folder.write("a.PNG", pngFile(2, 2, flat(1, 2, 3)));
    folder.write("c.jpeg", pngFile(2, 2, flat(7, 8, 9)));
    folder.write(".hidden.png", "not an image");
    const source = opened(await open());
    assert.deepEqual([source.count, source.kind], [3, "unlabelled"]);
    assert.deepEqual(await valuesOf(source, 0), [1, 2, 3]);
    near(await valuesOf(source, 1), [200, 100, 50], 2);
    assert.deepEqual(await valuesOf(source, 2), [7, 8, 9]);
  });

  it("drop alpha and keep the colour; grey becomes three equal colours", async () => {
    folder.write("a.png", pngFile(1, 1, flat(10, 20, 30), 0));
    folder.write("b.png", pngFile(1, 1, flat(77), 255, 0));
    const source = opened(await open());
    assert.deepEqual(await valuesOf(source, 0), [10, 20, 30]);
    assert.deepEqual(await valuesOf(source, 1), [77, 77, 77]);
  });

  it("take colours in the model's order, or as luma", async () => {
    folder.write("a.png", pngFile(1, 1, flat(100, 50, 200)));
    const values = async (shape: readonly number[], preprocessing?: Preprocessing): Promise<readonly number[]> =>
      valuesOf(opened(await openSamples({ path: folder.path() }, inputOf(shape, preprocessing))), 0);
    assert.deepEqual(await values([1, 3, 1, 1], { channels: "bgr" }), [200, 50, 100]);
    near(await values([1, 1, 1, 1]), [0.299 * 100 + 0.587 * 50 + 0.114 * 200], 1e-4);
    near(await values([1, 1, 1]), [0.299 * 100 + 0.587 * 50 + 0.114 * 200], 1e-4);
    assert.deepEqual(await values([1, 2, 1, 3]), [100, 50, 200, 100, 50, 200], "channels last");
    near(await values([1, 3, 1, 1], "tensorflow"), [-0.2157, -0.6078, 0.5686], 1e-4);
    near(await values([1, 3, 1, 1], "torch"), [-0.4054, -1.1604, 1.6814], 1e-4);
    near(await values([1, 3, 1, 1], { preset: "imagenet", channels: "bgr" }), [1.6814, -1.1604, -0.4054], 1e-4);
    near(await values([1, 3, 1, 1], { mean: 100, scale: 0.5 }), [0, -25, 50], 1e-6);
  });

  describe("are resized", () => {
    const grey = (shape: readonly number[], preprocessing: Preprocessing): Promise<readonly number[]> =>
      openSamples({ path: folder.path() }, inputOf(shape, preprocessing)).then((source) => valuesOf(opened(source), 0));
    const column = (x: number): Colour => [x * 10, x * 10, x * 10];

    it("bilinear with half-pixel centres, clamped at the border", async () => {
      folder.write("a.png", pngFile(2, 1, column));
      near(await grey([1, 1, 1, 4], {}), [0, 2.5, 7.5, 10], 1e-4);
      folder.write("a.png", pngFile(4, 1, column));
      near(await grey([1, 1, 1, 2], {}), [5, 25], 1e-4);
      folder.write("a.png", pngFile(8, 1, column));
      near(await grey([1, 1, 1, 2], {}), [15, 55], 1e-4);
    });

    it("with antialiasing, over all pixels under the widened triangle", async () => {
      folder.write(
        "a.png",
        pngFile(8, 1, (x) => (x === 0 ? [255, 255, 255] : [0, 0, 0])),
      );
      // Centre 1.5, support 4: weights 1 − |i − 1.5|/4 for i = 0..5.
      const weights = [0, 1, 2, 3, 4, 5].map((i) => 1 - Math.abs(i - 1.5) / 4);
      const expected = (255 * (weights[0] ?? 0)) / weights.reduce((sum, weight) => sum + weight, 0);
      near((await grey([1, 1, 1, 2], { antialias: true })).slice(0, 1), [expected], 1e-3);
      near((await grey([1, 1, 1, 2], {})).slice(0, 1), [0], 1e-6);
    });

    it("after the centre is cut out", async () => {
      folder.write("a.png", pngFile(6, 4, column));
      near(await grey([1, 1, 1, 2], { centerCrop: [2, 2] }), [20, 30], 1e-4);
      near(await grey([1, 1, 1, 4], { centerCrop: 4 }), [10, 20, 30, 40], 1e-4);
      near(await grey([1, 1, 1, 4], { centerCrop: 100 }), [10, 20, 30, 40], 1e-4); // the largest square there is
    });

    it("to the short side, then cut to the model's size", async () => {
      folder.write("a.png", pngFile(12, 4, column));
      near(await grey([1, 1, 4, 4], { resize: "shortSide" }).then((all) => all.slice(0, 4)), [40, 50, 60, 70], 1e-3);
      near(await grey([1, 1, 2, 2], { resize: "shortSide" }).then((all) => all.slice(0, 2)), [45, 65], 1e-3);
      near(
        await grey([1, 1, 2, 2], { resize: "shortSide", resizeTo: 4, centerCrop: 2 }).then((all) => all.slice(0, 2)),
        [50, 60],
        1e-3,
      );
    });
  });

  describe("have labels", () => {
    beforeEach(() => {
      for (const name of ["a.png", "b.png", "c.png"]) folder.write(name, pngFile(1, 1, flat(name.charCodeAt(0))));
    });

    it("from labels.csv, whatever else it holds", async () => {
      folder.write(
        "labels.csv",
        "\ufefffile,class,source\r\nb.png,4,x\r\na.png,2,x\r\n\r\nc.png,0,x\r\ngone.png,1,x\r\n",
      );
      assert.deepEqual(labelsOf(opened(await open({}, 5))), [2, 4, 0]);
    });

    it("by name through classes.csv, whole or to the first comma, or classes.json", async () => {
      folder.write("labels.csv", 'Image;Label\n./a.png;tench\nb.png;"gold ""x"""\nc.png;1\n');
      folder.write("classes.csv", 'index,wnid,name\n7,n01,"tench, Tinca tinca"\n8,n02,"gold ""x"""\n');
      assert.deepEqual(labelsOf(opened(await open())), [7, 8, 1]);
      rmSync(`${folder.path()}/classes.csv`);
      folder.write("classes.json", '["gold \\"x\\"", "tench"]');
      assert.deepEqual(labelsOf(opened(await open())), [1, 0, 1]);
    });

    it("from a table that is named", async () => {
      const labels = folder.write("other/truth.csv", "name\tindex\na.png\t1\nb.png\t2\nc.png\t3\n");
      assert.deepEqual(labelsOf(opened(await open({ labels }))), [1, 2, 3]);
    });

    const refuses = (what: string, table: string, message: RegExp, place: RegExp): void => {
      it(`or are refused: ${what}`, async () => {
        folder.write("labels.csv", table);
        const problem = refused(await open({}, 3));
        assert.match(problem.message, message);
        assert.match(problem.place ?? "", place);
        assert.ok(problem.hint);
      });
    };
    refuses("a file is missing", "file,class\na.png,0\n", /no class for "b\.png" and 1 more files/, /labels\.csv$/);
    refuses(
      "out of range",
      "file,class\na.png,0\nb.png,3\nc.png,0\n",
      /label 3 is not 0 to 2, one of the model's 3 outputs/,
      /labels\.csv:3$/,
    );
    refuses(
      "an unknown name",
      "file,class\na.png,cat\n",
      /"cat" is neither a class index nor the name/,
      /labels\.csv:2$/,
    );
    refuses("a negative index", "file,class\na.png,-1\n", /"-1" is neither/, /labels\.csv:2$/);
    refuses("no class", "file,class\na.png\n", /the row has no class/, /labels\.csv:2$/);
    refuses("two classes", "file,class\na.png,1\na.png,2\n", /"a\.png" has two classes, 1 and 2/, /labels\.csv:3$/);
    refuses("no header", "a.png,1\n", /first line must name a file column and a class column/, /labels\.csv:1$/);
    refuses("an empty table", "", /first line must name/, /labels\.csv:1$/);

    it("or are refused: a table that is not text, or of another type", async () => {
      folder.write("labels.csv", Uint8Array.of(0xff, 0xfe, 0x41));
      assert.match(refused(await open()).message, /not UTF-8/);
      const labels = folder.write("other/l.npy", floats([3], [0, 1, 2]));
      assert.match(refused(await open({ labels })).message, /read from a \.csv table/);
    });
  });

  it("have the labels of their sub-folders: in alphabetical order, by number, or through classes.csv", async () => {
    const make = (names: readonly string[]): void =>
      names.forEach((name, i) => folder.write(`${name}/1.png`, pngFile(1, 1, flat(i))));
    make(["dog", "cat"]);
    folder.write("dog/2.png", pngFile(1, 1, flat(9)));
    const source = opened(await open());
    assert.deepEqual(labelsOf(source), [0, 1, 1]);
    assert.deepEqual(await valuesOf(source, 2), [9, 9, 9]);
    assert.equal(opened(await open({ include: "dog/*" })).count, 2);
    folder.write("classes.csv", "index,name\n5,cat\n9,dog\n");
    assert.deepEqual(labelsOf(opened(await open())), [5, 9, 9]);
    assert.match(refused(await open({}, 9)).message, /label 9 is not 0 to 8/);
    folder.write("cow/1.png", pngFile(1, 1, flat(1)));
    assert.match(refused(await open()).message, /"cow" is not the name of a class/);
  });

  it("have the numbers of sub-folders that are numbers", async () => {
    for (const name of ["10", "2"]) folder.write(`${name}/1.png`, pngFile(1, 1, flat(1)));
    assert.deepEqual(labelsOf(opened(await open())), [10, 2]);
  });

  it("are chosen by pattern or prefix, also at the end of the path", async () => {
    for (const name of ["val_1.png", "val_2.png", "s1k_1.png"]) folder.write(name, pngFile(1, 1, flat(1)));
    folder.write("labels.csv", "file,class\nval_1.png,1\nval_2.png,2\n");
    const count = async (path: string, include?: string): Promise<number> =>
      opened(await openSamples(include === undefined ? { path } : { path, include }, rgb1)).count;
    assert.equal(await count(folder.path(), "val_"), 2);
    assert.equal(await count(folder.path(), "*_1.png").catch(() => 0), 0, "s1k_1.png has no label");
    assert.equal(await count(`${folder.path()}/val_*`), 2);
    assert.equal(await count(`${folder.path()}/val_?.png`), 2);
    assert.equal(await count(`${folder.path()}/val_1.png`), 1);
    assert.match(refused(await open({ include: "train_*" })).message, /no sample matches "train_\*"/);
  });

  it("are drawn balanced over classes, and only those drawn are read", async () => {
    for (let i = 0; i < 9; i++)
      folder.write(`${i < 6 ? "a" : "b"}/${i}.png`, i === 0 ? "broken" : pngFile(1, 1, flat(i)));
    const draws = await Promise.all(
      Array.from({ length: 20 }, (_, seed) => openSamples({ path: folder.path() }, rgb1, { take: { count: 4, seed } })),
    );
    const good = draws.filter((draw) => draw.ok).map(opened);
    assert.ok(good.length > 0 && good.length < draws.length, "some draws hold the broken file, some do not");
    for (const draw of good) assert.deepEqual([...labelsOf(draw)].sort(), [0, 0, 1, 1]);
  });

  it("have a fingerprint of content, labels, order and preprocessing", async () => {
    const fingerprint = async (preprocessing?: Preprocessing): Promise<string> =>
      opened(await openSamples({ path: folder.path() }, inputOf([1, 3, 1, 1], preprocessing))).fingerprint;
    folder.write("a.png", pngFile(1, 1, flat(1)));
    folder.write("b.png", pngFile(1, 1, flat(2)));
    const first = await fingerprint();
    assert.equal(await fingerprint(), first);
    assert.equal(await fingerprint("raw"), first, "the default is raw");
    const scaled = await fingerprint("unit");
    folder.write("labels.csv", "file,class\na.png,0\nb.png,1\n");
    const labelled = await fingerprint();
    rmSync(`${folder.path()}/labels.csv`);
    folder.write("b.png", pngFile(1, 1, flat(3)));
    assert.equal(new Set([first, scaled, labelled, await fingerprint()]).size, 4);
  });

  it("are decoded once while they fit the cache, and again where they do not", async () => {
    const path = folder.write("a.png", pngFile(1, 1, flat(1)));
    const kept = opened(await openSamples({ path }, rgb1));
    const [once, twice] = await Promise.all([kept.sample(0), kept.sample(0)]);
    assert.equal(once, twice, "overlapping calls share one decoding");
    writeFileSync(path, pngFile(1, 1, flat(2)));
    assert.equal(await kept.sample(0), once);
    const unkept = opened(await openSamples({ path }, rgb1, { cacheBytes: 0 }));
    assert.notEqual(await unkept.sample(0), await unkept.sample(0));
  });

  it("stop being read when cancelled, and report progress", async () => {
    for (let i = 0; i < 3; i++) folder.write(`${i}.png`, pngFile(1, 1, flat(i)));
    const seen: number[] = [];
    const watch = { ...unwatched, progress: (_: string, done: number): number => seen.push(done) };
    opened(await openSamples({ path: folder.path() }, rgb1, { watch }));
    assert.deepEqual(seen, [1, 2, 3]);
    await assert.rejects(
      openSamples({ path: folder.path() }, rgb1, { watch: { ...unwatched, cancelled: true } }),
      Cancelled,
    );
  });

  it("are found through links; broken links are left out", async () => {
    const target = folder.write("elsewhere/a.png", pngFile(1, 1, flat(5)));
    symlinkSync(target, `${folder.path()}/link.png`);
    symlinkSync(`${folder.path()}/gone.png`, `${folder.path()}/broken.png`);
    assert.equal(opened(await open()).count, 1);
  });

  describe("refuse, with one clear problem that names the file", () => {
    const good = jpegFile(32, 32, (x, y) => [x * 8, y * 8, 99]);
    const refuses = (what: string, name: string, content: Uint8Array, message: RegExp): void => {
      it(what, async () => {
        folder.write("good.png", pngFile(1, 1, flat(1)));
        const path = folder.write(name, content);
        const problem = refused(await open());
        assert.equal(problem.place, path);
        assert.match(problem.message, message);
        assert.ok(problem.hint);
      });
    };
    refuses("a truncated JPEG", "x.jpg", good.subarray(0, good.length - 20), /JPEG file is truncated/);
    refuses("a JPEG cut in its header", "x.jpg", good.subarray(0, 30), /JPEG file is truncated/);
    refuses("a truncated PNG", "x.png", pngFile(9, 9, flat(1)).subarray(0, 60), /PNG file is truncated/);
    refuses("what is no image", "x.png", Buffer.from("<html>"), /neither JPEG nor PNG/);
    refuses("an empty file", "x.jpg", new Uint8Array(), /empty/);
    refuses(
      "more pixels than anyone makes one of, by the header alone",
      "x.png",
      announcing(8192, 4096),
      /header says 8192×4096 pixels; 16777216 are the limit for an input of 1×1$/,
    );
    refuses("an absurd size", "x.png", announcing(1_000_000, 1_000_000), /header says 1000000×1000000 pixels/);

    it("at once, five of them, and counts the rest", async () => {
      for (let i = 0; i < 8; i++) folder.write(`${i}.png`, "broken");
      const outcome = await open();
      assert.ok(!outcome.ok);
      assert.equal(outcome.problems.length, 6);
      assert.match(outcome.problems[0]?.place ?? "", /0\.png$/);
      assert.match(outcome.problems[5]?.message ?? "", /3 more files/);
    });

    it("a model that takes no image, or other colours", async () => {
      folder.write("a.png", pngFile(1, 1, flat(1)));
      const refusal = async (shape: readonly number[], preprocessing?: Preprocessing): Promise<string> =>
        refused(await openSamples({ path: folder.path() }, inputOf(shape, preprocessing))).message;
      assert.match(await refusal([1, 640]), /\[1, 640\], which is not an image/);
      assert.match(await refusal([1, 4, 8, 8]), /not an image of one or three channels/);
      assert.match(await refusal([1, 3, 8, 8], { channels: "grey" }), /"grey" makes 1, but .* takes 3/);
      assert.match(await refusal([1, 1, 8, 8], { channels: "rgb" }), /"rgb" makes 3, but .* takes 1/);
      assert.match(await refusal([1, 1, 8, 8], "imagenet"), /mean has 3 values, but the model's input has 1 channels/);
      assert.match(await refusal([1, 3, 8, 8], { resizeTo: 256 }), /resizeTo is given/);
    });

    it("images and arrays in one folder", async () => {
      folder.write("a.png", pngFile(1, 1, flat(1)));
      folder.write("x.npy", floats([1, 3, 1, 1], [1, 2, 3]));
      assert.match(refused(await open()).message, /both images and arrays/);
      assert.equal(opened(await open({ include: "*.png" })).count, 1);
    });

    it("a folder that cannot be read", async function () {
      if (process.getuid?.() === 0) return this.skip(); // nothing is unreadable to the superuser
      chmodSync(folder.path(), 0);
      assert.match(refused(await open()).message, /not permitted/);
      chmodSync(folder.path(), 0o700);
    });

    it("a file that is damaged where only decoding sees it, when it is asked for", async () => {
      const scan = good.indexOf(Buffer.from([0xff, 0xda]));
      const damaged = Buffer.from(good);
      damaged.fill(Buffer.from([0xff, 0x00]), scan + 20, scan + 80); // all ones are no Huffman code
      const path = folder.write("x.jpg", damaged);
      const source = opened(await open());
      await assert.rejects(source.sample(0), (error) => {
        assert.ok(error instanceof SampleError);
        assert.equal(error.problem.place, path);
        assert.match(error.problem.message, /cannot be decoded/);
        return true;
      });
      rmSync(path);
      await assert.rejects(source.sample(0), SampleError);
    });
  });

  it("may have more pixels where the input has", () => {
    const limit = (side: number, width: number, height: number): string | undefined => {
      const header = readImageHeader(announcing(width, height), "a", { height: side, width: side });
      return header.ok ? undefined : header.problems[0]?.message;
    };
    assert.equal(limit(96, 4096, 4096), undefined, "a photograph of sixteen million pixels");
    assert.match(limit(96, 4096, 4097) ?? "", /16777216 are the limit for an input of 96×96/);
    assert.equal(limit(640, 6400, 4096), undefined, "64 for one of 640×640");
    assert.match(limit(640, 6400, 4097) ?? "", /26214400 are the limit/);
    assert.match(limit(1024, 8192, 4097) ?? "", /33554432 are the limit/);
  });

  it("never throw while decoding, whatever the bytes", () => {
    const files = [jpegFile(16, 16, (x) => [x * 16, 1, 2]), pngFile(8, 8, (x) => [x * 16, 1, 2])];
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }),
        fc.nat(),
        (file, edits, cut) => {
          const bytes = Uint8Array.from(file);
          for (const [at, value] of edits) bytes[at % bytes.length] = value;
          const part = cut % 4 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
          readImageHeader(part, "a", { height: 8, width: 8 });
          decodeImage(part, "a", { height: 8, width: 8 });
        },
      ),
      { numRuns: 300 },
    );
  });
});

function announcing(width: number, height: number): Uint8Array {
  const file = pngFile(1, 1, flat(1));
  file.writeUInt32BE(width, 16);
  file.writeUInt32BE(height, 20);
  return file;
}
