/** Real data sets, each opened as a person would name it. They do not belong to the repository: without them these tests are skipped. */
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { openSamples, type SampleLocation } from "../../../src/datasets/samples/openSamples";
import type { Preprocessing } from "../../../src/protocol/files/settings";
import { sharedOrSkip } from "../../support/shared";
import { inputOf, opened } from "./made";

const shared = resolve(__dirname, "../../../../shared");
const data = join(shared, "data");

interface Expected {
  readonly count: number;
  readonly kind: "labelled" | "unlabelled";
  readonly classes?: number;
}

describe("real data sets", () => {
  before(function () {
    sharedOrSkip(this, "data");
  });

  const opens = (
    what: string,
    location: SampleLocation,
    shape: readonly number[],
    how: Preprocessing | undefined,
    expected: Expected,
  ): void => {
    it(what, async () => {
      const options = expected.classes === undefined ? {} : { classes: expected.classes };
      const source = opened(
        await openSamples({ ...location, path: join(data, location.path) }, inputOf(shape, how), options),
      );
      assert.deepEqual([source.count, source.kind], [expected.count, expected.kind]);
      const last = await source.sample(source.count - 1);
      assert.deepEqual(last.shape, shape);
      assert.ok(
        last.data.every(Number.isFinite) && new Set(last.data).size > 10,
        "a sample is a varied, finite tensor",
      );
    });
  };

  opens("imagenet, validation images", { path: "imagenet/val_*" }, [1, 3, 128, 128], { mean: 128, std: 128 }, {
    count: 655,
    kind: "labelled",
    classes: 1000,
  }); // prettier-ignore
  opens("imagenet, training images", { path: "imagenet", include: "s1k_" }, [1, 3, 224, 224], { preset: "tensorflow", centerCrop: 224 }, {
    count: 514,
    kind: "labelled",
    classes: 1000,
  }); // prettier-ignore
  opens("cifar10", { path: "cifar10" }, [1, 3, 32, 32], undefined, { count: 2000, kind: "labelled", classes: 10 });
  opens("cifar10, by file", { path: "cifar10/lossless_images.npy" }, [1, 3, 32, 32], undefined, {
    count: 92,
    kind: "labelled",
  });
  opens("kws", { path: "kws" }, [1, 1, 49, 10], undefined, { count: 2225, kind: "labelled", classes: 12 });
  opens("mnist, for a recurrent model", { path: "mnist" }, [1, 28, 28], "unit", {
    count: 5060,
    kind: "labelled",
    classes: 10,
  });
  opens("mnist, for a convolutional one", { path: "mnist/images.npy" }, [1, 1, 28, 28], "unit", {
    count: 5060,
    kind: "labelled",
  });
  opens("vww", { path: "vww" }, [1, 3, 96, 96], "unit", { count: 4, kind: "unlabelled" });
  opens("ad, as windows of five frames", { path: "ad" }, [1, 640], { window: 5 }, { count: 588, kind: "unlabelled" });
  opens(
    "ad, one clip",
    { path: "ad/normal_id_01_00000000_logmel.npy" },
    [1, 640],
    { window: 5 },
    { count: 196, kind: "unlabelled" },
  );
});
