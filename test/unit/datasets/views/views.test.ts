/** Variants of samples to learn from: other than the sample, of its kind, and the same for the same seed. */
import assert from "node:assert/strict";
import { imageView } from "../../../../src/datasets/views/imageViews";
import { soundView } from "../../../../src/datasets/views/soundViews";
import { seededRandom, type FloatTensor } from "../../../../src/engine";

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);
const RANGE = { min: -1, max: 1 };

/** Grows to the right by 1/200 a pixel and down by half of that; as large as it goes where it wraps nowhere. */
const slope: FloatTensor = {
  shape: [1, 1, 40, 60],
  data: Float32Array.from({ length: 2400 }, (_, i) => ((i % 60) - 30 + 0.5 * (Math.floor(i / 60) - 20)) / 200),
};

function views(image: FloatTensor, range?: typeof RANGE): readonly FloatTensor[] {
  return SEEDS.map((seed) => imageView(image, range, seededRandom(seed)));
}

describe("variants of images", () => {
  it("are the same for a seed, and of the image's shape and range", () => {
    const noise = Float32Array.from(
      { length: 3 * 16 * 16 },
      (
        (random) => () =>
          2 * random.uniform() - 1
      )(seededRandom(7)),
    );
    const image = { shape: [1, 3, 16, 16], data: noise };
    const [one, again] = [views(image, RANGE), views(image, RANGE)];
    assert.deepEqual(one, again);
    for (const { shape, data } of one) {
      assert.deepEqual(shape, image.shape);
      assert.ok(data.every((value) => value >= -1 && value <= 1));
    }
    const own = one.filter(({ data }) => data === noise).length;
    assert.ok(own > 30 && own < 70, `${own} of 200 are the image itself`);
    assert.equal(new Set(one.map(({ data }) => data.join())).size, 200 - own + 1);
  });

  it("are parts of it, mirrored or not, lighter or darker: a slope stays a slope", () => {
    let mirrored = 0;
    for (const { data } of views(slope, RANGE).filter((view) => view !== slope)) {
      const at = (row: number, column: number): number => data[row * 60 + column] ?? NaN;
      const right = at(20, 31) - at(20, 30);
      const down = at(21, 30) - at(20, 30);
      // Windows are at least 0.55 of a side long, at most all of it; contrast is 0.8 to 1.2.
      assert.ok(Math.abs(right) * 200 > 0.8 * 0.55 && Math.abs(right) * 200 < 1.2 + 1e-4, `${right * 200}`);
      assert.ok(down * 400 > 0.8 * 0.55 && down * 400 < 1.2 + 1e-4, `${down * 400}`);
      if (right < 0) mirrored++;
      // Straight everywhere but for the half pixels at the borders.
      for (let column = 2; column < 57; column++) {
        assert.ok(Math.abs(at(5, column + 1) - at(5, column) - right) < 1e-5);
      }
    }
    assert.ok(mirrored > 50 && mirrored < 100, `${mirrored} are mirrored`);
  });
});

describe("variants of sounds", () => {
  it("come earlier or later and are louder or softer", () => {
    const click = new Float32Array(100);
    click[50] = 1;
    const sound = { shape: [1, 100], data: click };
    const places = new Set<number>();
    for (const seed of SEEDS) {
      const { shape, data } = soundView(sound, seededRandom(seed));
      assert.deepEqual(shape, [1, 100]);
      const [place, ...others] = [...data.keys()].filter((i) => data[i] !== 0);
      assert.ok(place !== undefined && others.length === 0);
      assert.ok(Math.abs(place - 50) <= 10);
      const decibels = 20 * Math.log10(data[place] ?? 0);
      assert.ok(Math.abs(decibels) <= 3.001, `${decibels}`);
      places.add(place);
    }
    assert.ok(places.size > 15);
  });

  it("let silence in, nothing from the other end", () => {
    const sound = { shape: [2, 50], data: new Float32Array(100).fill(1) };
    for (const seed of SEEDS) {
      const { data } = soundView(sound, seededRandom(seed));
      const [first, second] = [data.subarray(0, 50), data.subarray(50)];
      assert.deepEqual(first, second);
      const loud = [...first].filter((value) => value !== 0).length;
      assert.ok(loud >= 45 && loud <= 50);
    }
  });
});
