import assert from "node:assert/strict";
import { zipSync } from "fflate";
import { matchShape } from "../../../src/datasets/arrays/matchShape";
import { openSamples } from "../../../src/datasets/samples/openSamples";
import {
  bytesArray,
  floats,
  inputOf,
  labelsArray,
  labelsOf,
  npyFile,
  opened,
  refused,
  temporaryFolder,
  valuesOf,
} from "./made";

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe("samples from arrays", () => {
  const folder = temporaryFolder();

  it("come from a file, with the labels beside it", async () => {
    const path = folder.write("images.npy", bytesArray([2, 1, 2, 2], [0, 1, 2, 3, 4, 5, 6, 255]));
    folder.write("labels.npy", labelsArray([3, 0]));
    const source = opened(await openSamples({ path }, inputOf([1, 1, 2, 2])));
    assert.equal(source.count, 2);
    assert.equal(source.kind, "labelled");
    assert.deepEqual(labelsOf(source), [3, 0]);
    assert.deepEqual((await source.sample(1)).shape, [1, 1, 2, 2]);
    assert.deepEqual(await valuesOf(source, 1), [4, 5, 6, 255], "uint8 is not scaled unless asked");
  });

  it("find their labels by name: prefixes, suffixes, and the only array of a folder", async () => {
    folder.write("images.npy", floats([1, 1], [1]));
    folder.write("labels.npy", labelsArray([1]));
    folder.write("clean_images.npy", floats([2, 1], [2, 3]));
    folder.write("clean_labels.npy", labelsArray([5, 6]));
    folder.write("x_test.npy", floats([1, 1], [4]));
    folder.write("y_test.npy", labelsArray([7]));
    folder.write("extra.npy", floats([1, 1], [9]));
    const open = async (name: string): Promise<readonly (number | undefined)[]> =>
      labelsOf(
        opened(await openSamples({ path: name === "" ? folder.path() : `${folder.path()}/${name}` }, inputOf([1, 1]))),
      );
    assert.deepEqual(await open("clean_images.npy"), [5, 6]);
    assert.deepEqual(await open("x_test.npy"), [7]);
    assert.deepEqual(await open("extra.npy"), [undefined], "labels.npy belongs to images.npy");
    assert.deepEqual(await open(""), [1], "a folder means its plainly named array");
  });

  it("find labels.npy beside the only array, whatever its name", async () => {
    folder.write("mfcc.npy", floats([2, 3], range(6)));
    folder.write("labels.npy", labelsArray([1, 0]));
    for (const path of [folder.path(), `${folder.path()}/mfcc.npy`]) {
      assert.deepEqual(labelsOf(opened(await openSamples({ path }, inputOf([1, 3])))), [1, 0]);
    }
  });

  it("take the labels that are named", async () => {
    const path = folder.write("x.npy", floats([2, 1], [1, 2]));
    const labels = folder.write("other.npy", npyFile("|u1", [2, 1], Uint8Array.of(4, 2)));
    assert.deepEqual(labelsOf(opened(await openSamples({ path, labels }, inputOf([1, 1])))), [4, 2]);
  });

  it("come from several arrays in a folder, one after the other", async () => {
    folder.write("b.npy", floats([1, 2], [3, 4]));
    folder.write("a.npy", floats([2, 2], [5, 6, 7, 8]));
    const source = opened(await openSamples({ path: folder.path() }, inputOf([1, 2])));
    assert.equal(source.kind, "unlabelled");
    assert.deepEqual([await valuesOf(source, 0), await valuesOf(source, 1), await valuesOf(source, 2)], [[5, 6], [7, 8], [3, 4]]); // prettier-ignore
    const selected = opened(await openSamples({ path: folder.path(), include: "b*" }, inputOf([1, 2])));
    assert.equal(selected.count, 1);
  });

  it("come from an archive", async () => {
    const path = folder.write("d.npz", zipSync({ "x.npy": floats([2, 1], [1, 2]), "y.npy": labelsArray([0, 1]) }));
    assert.deepEqual(labelsOf(opened(await openSamples({ path }, inputOf([1, 1])))), [0, 1]);
    assert.deepEqual(labelsOf(opened(await openSamples({ path: folder.path() }, inputOf([1, 1])))), [0, 1]);
  });

  it("come from an archive of several parts, where one is named", async () => {
    const parts = {
      "x_train.npy": floats([1, 1], [1]),
      "x_test.npy": floats([2, 1], [2, 3]),
      "y_test.npy": labelsArray([8, 9]),
    };
    const path = folder.write("d.npz", zipSync(parts));
    const unclear = refused(await openSamples({ path }, inputOf([1, 1])));
    assert.match(unclear.message, /x_train, x_test, y_test, and it is not clear/);
    assert.deepEqual(labelsOf(opened(await openSamples({ path, include: "x_test" }, inputOf([1, 1])))), [8, 9]);
  });

  it("move colours from last to first, and back", async () => {
    const path = folder.write("x.npy", bytesArray([1, 2, 1, 3], [1, 2, 3, 4, 5, 6]));
    const source = opened(await openSamples({ path }, inputOf([1, 3, 2, 1])));
    assert.deepEqual(await valuesOf(source, 0), [1, 4, 2, 5, 3, 6]);
    const other = folder.write("chw.npy", bytesArray([1, 3, 1, 2], [1, 4, 2, 5, 3, 6]));
    assert.deepEqual(
      await valuesOf(opened(await openSamples({ path: other }, inputOf([1, 1, 2, 3]))), 0),
      [1, 2, 3, 4, 5, 6],
    );
  });

  it("insert missing axes, flatten for vectors, and take a single sample as one", async () => {
    const path = folder.write("x.npy", floats([2, 2, 2], range(8)));
    assert.deepEqual(await valuesOf(opened(await openSamples({ path }, inputOf([1, 1, 2, 2]))), 1), [4, 5, 6, 7]);
    assert.deepEqual(await valuesOf(opened(await openSamples({ path }, inputOf([1, 4]))), 1), [4, 5, 6, 7]);
    const single = opened(await openSamples({ path }, inputOf([1, 2, 2, 2])));
    assert.equal(single.count, 1);
    assert.deepEqual(await valuesOf(single, 0), range(8));
  });

  it("slide a window over series, never from one array into the next", async () => {
    folder.write("a.npy", floats([3, 2], [0, 1, 2, 3, 4, 5]));
    folder.write("b.npy", floats([2, 2], [6, 7, 8, 9]));
    const source = opened(await openSamples({ path: folder.path() }, inputOf([1, 4], { window: 2 })));
    const samples = await Promise.all(range(source.count).map((index) => valuesOf(source, index)));
    assert.deepEqual(samples, [[0, 1, 2, 3], [2, 3, 4, 5], [6, 7, 8, 9]]); // prettier-ignore
  });

  it("are normalised for each channel, in the model's order", async () => {
    const path = folder.write("x.npy", bytesArray([1, 2, 1, 2], [10, 20, 30, 40]));
    const source = opened(await openSamples({ path }, inputOf([1, 2, 1, 2], { mean: [10, 30], std: [2, 5] })));
    assert.deepEqual(await valuesOf(source, 0), [0, 5, 0, 2]);
    const unit = opened(await openSamples({ path }, inputOf([1, 2, 1, 2], "unit")));
    assert.deepEqual(
      await valuesOf(unit, 0),
      [10, 20, 30, 40].map((value) => Math.fround(value / 255)),
    );
  });

  it("tell content apart by their fingerprint: data, labels, order and preprocessing, not names", async () => {
    const fingerprint = async (
      data: readonly number[],
      labels: readonly number[],
      preprocessing?: "unit",
      name = "x",
    ): Promise<string> => {
      const path = folder.write(`${name}.npy`, bytesArray([2, 1], data));
      const table = folder.write(`${name}_labels.npy`, labelsArray(labels));
      return opened(await openSamples({ path, labels: table }, inputOf([1, 1], preprocessing))).fingerprint;
    };
    const first = await fingerprint([1, 2], [0, 1]);
    assert.equal(await fingerprint([1, 2], [0, 1], undefined, "renamed"), first);
    const others = [
      await fingerprint([2, 1], [0, 1]),
      await fingerprint([1, 2], [1, 0]),
      await fingerprint([1, 2], [0, 1], "unit"),
    ];
    assert.equal(new Set([first, ...others]).size, 4);
  });

  describe("refuse, with one clear problem", () => {
    const refuses = (
      what: string,
      setup: () => Parameters<typeof openSamples>,
      message: RegExp,
      hint?: RegExp,
    ): void => {
      it(what, async () => {
        const problem = refused(await openSamples(...setup()));
        assert.match(problem.message, message);
        if (hint) assert.match(problem.hint ?? "", hint);
      });
    };
    refuses(
      "a shape that does not fit, stating both",
      () => [{ path: folder.write("x.npy", floats([4, 3, 5], range(60))) }, inputOf([1, 1, 49, 10])],
      /the array \[4, 3, 5\] holds samples of \[3, 5\], but input "input" takes \[1, 1, 49, 10\]/,
    );
    refuses(
      "a file that is named and not included",
      () => [{ path: folder.write("x.npy", floats([1, 6], range(6))), include: "y*" }, inputOf([1, 6])],
      /include "y\*" does not match this file/,
      /remove it/,
    );
    refuses(
      "rows that could be a series, saying how",
      () => [{ path: folder.write("x.npy", floats([4, 3], range(12))) }, inputOf([1, 6])],
      /samples of \[3\]/,
      /window to 2/,
    );
    refuses(
      "a transposition that could be meant either way",
      () => [{ path: folder.write("x.npy", floats([1, 3, 3, 3], range(27))) }, inputOf([1, 3, 3, 3])],
      /both with channels first and with channels last/,
      /layout/,
    );
    refuses(
      "a window longer than the series",
      () => [{ path: folder.write("x.npy", floats([2, 1], [1, 2])) }, inputOf([1, 3], { window: 3 })],
      /window of 3 rows does not fit/,
    );
    refuses(
      "no samples",
      () => [{ path: folder.write("x.npy", floats([0, 2], [])) }, inputOf([1, 2])],
      /holds no samples/,
    );
    refuses(
      "a scalar",
      () => [{ path: folder.write("x.npy", npyFile("<f4", [], new Uint8Array(4))) }, inputOf([1, 1])],
      /single number/,
    );
    refuses(
      "NaN, naming the sample",
      () => [{ path: folder.write("x.npy", floats([3, 2], [1, 2, 3, 4, NaN, 6])) }, inputOf([1, 2])],
      /sample 2 holds NaN/,
    );
    refuses(
      "values that overflow float32",
      () => {
        const data = new Uint8Array(Float64Array.of(1, 1e300).buffer);
        return [{ path: folder.write("x.npy", npyFile("<f8", [2, 1], data)) }, inputOf([1, 1])];
      },
      /sample 1 holds 1e\+300/,
    );
    const labelled = (labels: Uint8Array): { path: string; labels: string } => ({
      path: folder.write("x.npy", floats([2, 1], [1, 2])),
      labels: folder.write("l.npy", labels),
    });
    refuses("too few labels", () => [labelled(labelsArray([1])), inputOf([1, 1])], /1 labels for 2 samples/);
    refuses(
      "a negative label",
      () => [labelled(labelsArray([0, -1])), inputOf([1, 1])],
      /label -1 is not a whole number from 0/,
    );
    refuses("a fractional label", () => [labelled(floats([2], [0, 0.5])), inputOf([1, 1])], /label 0\.5/);
    refuses(
      "a label above the model's outputs",
      () => [labelled(labelsArray([0, 10])), inputOf([1, 1]), { classes: 10 }],
      /label 10 is not 0 to 9/,
    );
    refuses(
      "one-hot labels",
      () => [labelled(floats([2, 2], [1, 0, 0, 1])), inputOf([1, 1])],
      /labels have the shape \[2, 2\]/,
      /argmax/,
    );
    refuses(
      "labels of another type",
      () => [{ ...labelled(labelsArray([0, 1])), labels: folder.write("l.csv", "file,class") }, inputOf([1, 1])],
      /read from a \.npy file/,
    );
    refuses(
      "labels that do not exist",
      () => [{ ...labelled(labelsArray([0, 1])), labels: "gone.npy" }, inputOf([1, 1])],
      /no such file/,
    );
    refuses(
      "a path that does not exist",
      () => [{ path: `${folder.path()}/gone.npy` }, inputOf([1, 1])],
      /no such file or folder/,
    );
    refuses("a file of another type", () => [{ path: folder.write("a.txt", "x") }, inputOf([1, 1])], /type of file/);
    refuses("an empty folder", () => [{ path: folder.path() }, inputOf([1, 3, 2, 2])], /no samples here/);
    refuses("a mean for other channels", () => [
      { path: folder.write("x.npy", bytesArray([1, 2, 1, 2], [1, 2, 3, 4])) },
      inputOf([1, 2, 1, 2], { mean: [1, 2, 3] }),
    ], /mean has 3 values, but the model's input has 2 channels/); // prettier-ignore
    refuses("a dynamic input", () => [{ path: folder.path() }, inputOf([0, 3])], /fixed one with batch 1/);
    refuses(
      "an impossible draw",
      () => [{ path: folder.path() }, inputOf([1, 3]), { take: { count: 0, seed: 1 } }],
      /at least 1, not 0/,
    );
  });

  it("match shapes as stored, transposed, or not at all", () => {
    const cases: readonly (readonly [readonly number[], readonly number[], "nchw" | "nhwc" | undefined, string])[] = [
      [[3, 32, 32], [3, 32, 32], undefined, "asStored"],
      [[32, 32, 3], [3, 32, 32], undefined, "hwcToChw"],
      [[3, 32, 32], [32, 32, 3], undefined, "chwToHwc"],
      [[28, 28], [1, 28, 28], undefined, "asStored"],
      [[28, 28, 1], [1, 28, 28], undefined, "asStored"],
      [[1, 28, 28], [28, 28], undefined, "asStored"],
      [[49, 10], [1, 49, 10], undefined, "asStored"],
      [[10, 49], [1, 49, 10], undefined, "mismatch"],
      [[28, 28], [784], undefined, "asStored"],
      [[8, 8, 8], [8, 8, 8], undefined, "ambiguous"],
      [[3, 3, 3], [3, 3, 3], "nchw", "asStored"],
      [[3, 3, 3], [3, 3, 3], "nhwc", "hwcToChw"],
      [[32, 32, 3], [3, 32, 32], "nchw", "mismatch"],
      [[32, 32, 3], [32, 32, 3], "nhwc", "asStored"],
      [[16, 1, 16], [16, 16, 1], undefined, "ambiguous"],
    ]; // prettier-ignore
    for (const [sample, model, layout, expected] of cases) {
      assert.equal(matchShape(sample, model, layout), expected, JSON.stringify([sample, model, layout]));
    }
  });
});
