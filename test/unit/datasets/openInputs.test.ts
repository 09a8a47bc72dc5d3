/** Samples for networks of several inputs: which array feeds which input, and what is said where they do not fit. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { openInputs, type FedSamples, type InputsLocation } from "../../../src/datasets/samples/openInputs";
import type { InputSpec } from "../../../src/datasets/input";
import { flat, floats, labelsArray, pngFile, refused, temporaryFolder } from "./made";

const IMAGE: InputSpec = { name: "image", shape: [1, 3, 2, 2] };
const STATE: InputSpec = { name: "state:0", shape: [1, 4] };
const SPEED: InputSpec = { name: "speed", shape: [1] };

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i);
}

describe("samples of several inputs", () => {
  const folder = temporaryFolder();

  function write(name: string, files: Readonly<Record<string, Uint8Array>>): string {
    mkdirSync(join(folder.path(), name), { recursive: true });
    for (const [file, bytes] of Object.entries(files)) folder.write(`${name}/${file}`, bytes);
    return join(folder.path(), name);
  }

  async function opened(location: InputsLocation, inputs: readonly InputSpec[], classes?: number): Promise<FedSamples> {
    const source = await openInputs(location, inputs, classes === undefined ? {} : { classes });
    assert.ok(source.ok, JSON.stringify(source));
    return source.value;
  }

  async function fed(source: FedSamples, index: number): Promise<Readonly<Record<string, readonly number[]>>> {
    const sample = await source.sample(index);
    return Object.fromEntries([...sample].map(([name, { data }]) => [name, [...data]]));
  }

  it("are files of a folder, by the input's name though a file cannot be called so, and by shape", async () => {
    const path = write("named", {
      "state_0.npy": floats([2, 4], range(8)),
      "anything.npy": floats([2, 3, 2, 2], range(24)),
      "speed.npy": floats([2], [7, 8]),
      "labels.npy": labelsArray([1, 0]),
    });
    const source = await opened({ path }, [IMAGE, STATE, SPEED], 2);
    assert.deepEqual([source.count, source.kind, source.label(0)], [2, "labelled", 1]);
    assert.deepEqual(await fed(source, 1), { image: range(24).slice(12), "state:0": [4, 5, 6, 7], speed: [8] });
    assert.deepEqual(
      [...source.origins],
      [
        ["image", "anything.npy"],
        ["state:0", "state_0.npy"],
        ["speed", "speed.npy"],
      ],
    );
  });

  it("are members of an archive, those of usual names for labels among them where an input is called so", async () => {
    const target = { ...STATE, name: "target" };
    const members = {
      "target.npy": floats([2, 4], range(8)),
      "speed.npy": floats([2], [7, 8]),
      "y.npy": labelsArray([1, 0]),
    };
    const path = folder.write("both.npz", zipSync(members));
    const source = await opened({ path }, [target, SPEED]);
    assert.deepEqual(await fed(source, 0), { target: [0, 1, 2, 3], speed: [7] });
    assert.deepEqual([source.origins.get("target"), source.label(0)], ["both.npz:target", 1]);
  });

  it("tell two inputs of one shape apart by name alone, and ask for it", async () => {
    const twin = { ...STATE, name: "goal" };
    const arrays = { "goal.npy": floats([3, 4], range(12)), "start.npy": floats([3, 4], range(12)) };
    const source = await opened({ path: write("half", arrays) }, [STATE, twin]);
    // With one name given, one array is left for the other.
    assert.equal(source.origins.get("state:0"), "start.npy");
    const unnamed = { "a.npy": floats([3, 4], range(12)), "b.npy": floats([3, 4], range(12)) };
    const problem = refused(await openInputs({ path: write("unnamed", unnamed) }, [STATE, twin]));
    assert.equal(
      problem.message,
      '"state:0" and "goal" fit the arrays a [3, 4] and b [3, 4] alike, and no name tells which is which',
    );
  });

  it("say which input lacks an array, and what there is", async () => {
    const path = write("lacking", {
      "image.npy": floats([2, 3, 2, 2], range(24)),
      "state.npy": floats([2, 5], range(10)),
    });
    const problem = refused(await openInputs({ path }, [IMAGE, STATE]));
    assert.match(
      problem.message,
      /^no array feeds input "state:0", which takes \[1, 4\]: what else is here is state \[2, 5\]$/,
    );
    assert.equal(problem.hint, 'save an array "state:0" of shape [samples, 4]');
    const one = join(path, "image.npy");
    assert.match(refused(await openInputs({ path: one }, [IMAGE, STATE])).message, /no other array is here$/);
  });

  it("are as many for every input", async () => {
    const path = write("counts", { "image.npy": floats([2, 3, 2, 2], range(24)), "speed.npy": floats([3], range(3)) });
    const problem = refused(await openInputs({ path }, [IMAGE, SPEED]));
    assert.equal(problem.message, 'input "image" has 2 samples (image.npy) and input "speed" has 3');
  });

  it("refuse an array of the input's name and another shape", async () => {
    const path = write("shape", { "image.npy": floats([2, 3, 5, 2], range(60)), "speed.npy": floats([2], range(2)) });
    assert.match(
      refused(await openInputs({ path }, [IMAGE, SPEED])).message,
      /holds samples of \[3, 5, 2\], but input "image" takes/,
    );
  });

  it("are images for one input beside arrays that are named for the others", async () => {
    const path = write("pictures", { "a.png": pngFile(2, 2, flat(10)), "b.png": pngFile(2, 2, flat(20)) });
    const speed = folder.write("speeds.npy", floats([2], [5, 6]));
    const source = await opened({ path, inputs: { speed } }, [IMAGE, SPEED]);
    assert.deepEqual(await fed(source, 1), { image: Array<number>(12).fill(20), speed: [6] });
    assert.equal(source.name(1), "b.png");
    assert.deepEqual([source.stored, source.origins.get("speed")], ["images", "speeds.npy"]);
    assert.match(refused(await openInputs({ path }, [IMAGE, SPEED])).message, /^images or sounds feed one input/);
    const wrong = refused(await openInputs({ path, inputs: { spede: speed } }, [IMAGE, SPEED]));
    assert.match(wrong.message, /^the model has no input "spede"; it has image \[1, 3, 2, 2\], speed \[1\]$/);
  });

  it("are drawn whole: values of one sample stay together", async () => {
    const arrays = { "state.npy": floats([20, 4], range(80)), "speed.npy": floats([20], range(20)) };
    const path = write("drawn", arrays);
    const source = await openInputs({ path }, [{ ...STATE, name: "state" }, SPEED], { take: { count: 5, seed: 3 } });
    assert.ok(source.ok && source.value.count === 5);
    for (let i = 0; i < 5; i++) {
      const { state, speed } = await fed(source.value, i);
      assert.equal(state?.[0], 4 * (speed?.[0] ?? NaN));
    }
  });
});
