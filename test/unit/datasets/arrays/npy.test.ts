import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { zipSync } from "fflate";
import { parseNpy, readElements } from "../../../../src/datasets/arrays/npy";
import { readNpz } from "../../../../src/datasets/arrays/npz";
import { temporaryFolder } from "../../../support/cli";
import { floats, labelsArray, npyFile, refused } from "../made";

type Writer = (view: DataView, at: number, value: number, little: boolean) => void;

const TYPES: Readonly<
  Record<string, { readonly size: number; readonly write: Writer; readonly values: readonly number[] }>
> = {
  u1: { size: 1, write: (view, at, value) => view.setUint8(at, value), values: [0, 1, 255] },
  i1: { size: 1, write: (view, at, value) => view.setInt8(at, value), values: [-128, 0, 127] },
  u2: { size: 2, write: (view, at, value, little) => view.setUint16(at, value, little), values: [0, 258, 65535] },
  i2: { size: 2, write: (view, at, value, little) => view.setInt16(at, value, little), values: [-32768, 258, 1] },
  u4: {
    size: 4,
    write: (view, at, value, little) => view.setUint32(at, value, little),
    values: [0, 16909060, 2 ** 32 - 1],
  },
  i4: {
    size: 4,
    write: (view, at, value, little) => view.setInt32(at, value, little),
    values: [-(2 ** 31), 16909060, 1],
  },
  u8: {
    size: 8,
    write: (view, at, value, little) => view.setBigUint64(at, BigInt(value), little),
    values: [0, 2 ** 40, 7],
  },
  i8: {
    size: 8,
    write: (view, at, value, little) => view.setBigInt64(at, BigInt(value), little),
    values: [-(2 ** 40), 0, 7],
  },
  f4: { size: 4, write: (view, at, value, little) => view.setFloat32(at, value, little), values: [-1.5, 0, 3.25] },
  f8: {
    size: 8,
    write: (view, at, value, little) => view.setFloat64(at, value, little),
    values: [Math.PI, -1e-300, 0],
  },
};

function elements(outcome: ReturnType<typeof parseNpy>): readonly number[] {
  assert.ok(outcome.ok, outcome.ok ? "" : JSON.stringify(outcome.problems));
  const count = outcome.value.shape.reduce((product, size) => product * size, 1);
  return Array.from(readElements(outcome.value, 0, count));
}

describe(".npy arrays", () => {
  for (const [name, { size, write, values }] of Object.entries(TYPES)) {
    for (const order of ["<", ">"]) {
      it(`reads ${order}${name}`, () => {
        const data = new Uint8Array(values.length * size);
        const view = new DataView(data.buffer);
        values.forEach((value, i) => write(view, i * size, value, order === "<"));
        assert.deepEqual(elements(parseNpy(npyFile(`${order}${name}`, [values.length], data), "a")), values);
      });
    }
  }

  it("reads half floats: normal, subnormal, infinite", () => {
    const data = new Uint8Array(Uint16Array.from([0x3c00, 0xc000, 0x3555, 0x0001, 0x7c00, 0x8000]).buffer);
    const read = elements(parseNpy(npyFile("<f2", [6], data), "a"));
    assert.deepEqual(read, [1, -2, 0.333251953125, 2 ** -24, Infinity, -0]);
  });

  it("reads booleans as 0 and 1", () => {
    for (const descr of ["|b1", "?"])
      assert.deepEqual(elements(parseNpy(npyFile(descr, [3], Uint8Array.of(1, 0, 1)), "a")), [1, 0, 1]);
  });

  it("reads versions 1 to 3", () => {
    for (const version of [1, 2, 3] as const) {
      assert.deepEqual(elements(parseNpy(npyFile("|u1", [2], Uint8Array.of(4, 5), { version }), "a")), [4, 5]);
    }
    const unknown = npyFile("|u1", [2], Uint8Array.of(4, 5));
    unknown[6] = 9;
    assert.match(refused(parseNpy(unknown, "a")).message, /version 9/);
  });

  it("brings Fortran order to row-major order, for any shape and width", () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, fc.constantFrom("u1", "<u2", "<f8"), (shape, descr) => {
        const type = TYPES[descr.slice(-2)];
        assert.ok(type);
        const count = shape.reduce((product, axis) => product * axis, 1);
        const view = new DataView(new ArrayBuffer(count * type.size));
        for (let element = 0; element < count; element++) {
          // Element with row-major number n goes to Σ i_k·Π_{j<k} shape_j.
          let rest = element;
          let offset = 0;
          for (let axis = shape.length - 1; axis >= 0; axis--) {
            const size = shape[axis] ?? 1;
            const stride = shape.slice(0, axis).reduce((product, length) => product * length, 1);
            offset += (rest % size) * stride;
            rest = Math.floor(rest / size);
          }
          type.write(view, offset * type.size, element % 256, true);
        }
        const file = npyFile(descr, shape, new Uint8Array(view.buffer), { fortran: true });
        assert.deepEqual(
          elements(parseNpy(file, "a")),
          Array.from({ length: count }, (_, n) => n % 256),
        );
      }),
    );
  });

  it("reads data that is not aligned in memory", () => {
    const shifted = new Uint8Array(200);
    const file = floats([2], [1.5, -2]);
    shifted.set(file, 3);
    assert.deepEqual(elements(parseNpy(shifted.subarray(3, 3 + file.length), "a")), [1.5, -2]);
  });

  const refuses = (what: string, file: Uint8Array, message: RegExp): void => {
    it(`refuses ${what}`, () => {
      const problem = refused(parseNpy(file, "dir/a.npy"));
      assert.match(problem.message, message);
      assert.equal(problem.place, "dir/a.npy");
      assert.ok(problem.hint);
    });
  };
  const good = floats([2, 3], [1, 2, 3, 4, 5, 6]);
  refuses("what is no array", Buffer.from("hello"), /not a \.npy array/);
  refuses("an empty file", new Uint8Array(), /not a \.npy array/);
  refuses("a truncated header", good.subarray(0, 40), /truncated in its header/);
  refuses("a truncated length", good.subarray(0, 9), /truncated in its header/);
  refuses(
    "truncated data",
    good.subarray(0, good.length - 1),
    /truncated: shape \(2, 3\) of <f4 takes 24 bytes and 23 follow/,
  );
  refuses("bytes left over", Buffer.concat([good, Buffer.alloc(4)]), /bytes left over/);
  refuses("an absurd header length", npyWithHeaderLength(0xffffffff), /header claims 4294967295 bytes/);
  refuses("an absurd shape", npyFile("<f4", [2 ** 31, 2 ** 31], new Uint8Array(4)), /claims the shape/);
  refuses("a shape that wants more than there is", npyFile("<f4", [1000000], new Uint8Array(4)), /truncated/);
  refuses("pickled objects", npyFile("|O", [1], new Uint8Array(8)), /pickled Python objects, which are not read/);
  refuses("text", npyFile("<U5", [1], new Uint8Array(20)), /type is <U5/);
  refuses("complex numbers", npyFile("<c8", [1], new Uint8Array(8)), /type is <c8/);
  refuses("records", recordFile(), /type is a record/);
  refuses("a header without a shape", brokenHeader(), /does not state/);

  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.nat(good.length),
        (edits, length) => {
          const file = Uint8Array.from(good);
          for (const [at, value] of edits) file[at] = value;
          const parsed = parseNpy(file.subarray(0, length), "a");
          if (parsed.ok) elements(parsed);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe(".npz archives", () => {
  const { path: folder, remove } = temporaryFolder();
  after(remove);
  const path = join(folder, "a.npz");
  const readAll = (file: Uint8Array, choose = (names: readonly string[]): readonly string[] => names) => {
    writeFileSync(path, file);
    return readNpz(path, choose);
  };

  it("reads stored and compressed members, and leaves out what is no array", async () => {
    for (const level of [0, 9] as const) {
      const file = zipSync(
        { "x.npy": floats([1], [2.5]), "y.npy": labelsArray([1]), "note.txt": Buffer.from("hi") },
        { level },
      );
      const read = await readAll(file);
      assert.ok(read.ok);
      assert.deepEqual(read.value.names, ["x", "y"]);
      const [x, y] = ["x", "y"].map((name) => read.value.arrays.get(name));
      assert.ok(x && y);
      assert.deepEqual([...readElements(x, 0, 1), ...readElements(y, 0, 1)], [2.5, 1]);
    }
  });

  it("unpacks only what is asked for", async () => {
    const read = await readAll(zipSync({ "x.npy": floats([1], [2.5]), "broken.npy": Buffer.from("xx") }), () => ["x"]);
    assert.ok(read.ok);
    assert.deepEqual([...read.value.arrays.keys()], ["x"]);
  });

  it("refuses what is no archive, a truncated one, one without arrays, and one whose member is broken", async () => {
    const file = zipSync({ "x.npy": floats([1], [2.5]) });
    assert.match(refused(await readAll(Buffer.from("no"))).message, /cannot be read/);
    assert.match(refused(await readAll(file.subarray(0, file.length - 30))).message, /cannot be read/);
    assert.match(refused(await readAll(zipSync({ "a.txt": Buffer.from("a") }))).message, /no arrays/);
    const broken = refused(await readAll(zipSync({ "x.npy": Buffer.from("xx") })));
    assert.equal(broken.place, `${path}:x.npy`);
  });

  it("answers every archive with changed bytes with a value", async () => {
    const file = zipSync({ "x.npy": floats([4], [2.5, 1, 2, 3]), "y.npy": labelsArray([1]) });
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.nat(255), async (at, value) => {
        const changed = Uint8Array.from(file);
        changed[at] = value;
        const read = await readAll(changed);
        assert.ok(read.ok || read.problems.length > 0);
      }),
      { numRuns: 500 },
    );
  });
});

function npyWithHeaderLength(length: number): Uint8Array {
  const file = Buffer.from(npyFile("<f4", [1], new Uint8Array(4), { version: 2 }));
  file.writeUInt32LE(length, 8);
  return file;
}

function recordFile(): Uint8Array {
  const file = Buffer.from(npyFile("[('a', '<f4')]", [1], new Uint8Array(4)));
  const text = file.toString("latin1").replace("'[('a', '<f4')]'", "[('a', '<f4')]  ");
  return Buffer.from(text, "latin1");
}

function brokenHeader(): Uint8Array {
  return Buffer.from(
    Buffer.from(floats([1], [1]))
      .toString("latin1")
      .replace("'shape'", "'shaqe'"),
    "latin1",
  );
}
