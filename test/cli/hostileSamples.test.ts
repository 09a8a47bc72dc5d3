/** Samples that are no samples, or enormous, or describe something enormous: one sentence, little time, little memory. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { deflateRawSync, deflateSync } from "node:zlib";
import { zipSync } from "fflate";
import { PNG } from "pngjs";
import { buildCli, temporaryFolder } from "../support/cli";
import { canLimit, runLimited } from "../support/limitedRun";
import { smallModel } from "../support/networks/smallModel";
import { npyFile } from "../unit/datasets/made";

const SAMPLE = [3, 8, 8];
const EACH = 3 * 8 * 8;

describe("samples that would hurt", function () {
  this.timeout(200_000);
  const { path: folder, remove } = temporaryFolder();
  let server: Server | undefined;
  before(async function () {
    if (!canLimit) this.skip();
    buildCli();
    makeFiles(folder);
    server = createServer().listen(join(folder, "socket.npy"));
    await new Promise((resolve) => server?.once("listening", resolve));
  });
  after(() => {
    server?.close();
    remove();
  });

  const refused: readonly (readonly [title: string, path: string, sentence: RegExp])[] = [
    [
      "values that calibration cannot hold",
      "max.npy",
      /max\.npy: sample \d becomes 3.40e\+38 at element 0; ±1e\+30 is the limit/,
    ],
    ["infinity", "infinite.npy", /infinite\.npy: sample 2 holds Infinity at element 5, which is not a finite/],
    ["NaN", "nan.npy", /nan\.npy: sample 1 holds NaN at element 7, which is not a finite/],
    ["doubles beyond float32", "double.npy", /double\.npy: sample 0 holds 1e\+300 at element 0/],
    [
      "one array that unpacks to more than is read",
      "bomb.npz",
      /bomb\.npz:x\.npy: it unpacks to \d+ bytes; \d+ are the limit/,
    ],
    ["one that unpacks to more than it states", "liar.npz", /liar\.npz:x\.npy: it unpacks to more than the \d+ bytes/],
    ["two arrays of one name", "twice.npz", /twice\.npz: the archive holds two arrays of the name "x"/],
    ["thousands of arrays", "many.npz", /many\.npz: the archive has 5000 members; 4096 are the limit/],
    ["hundreds of arrays", "several.npz", /several\.npz: the archive holds the arrays .* and 292 more/],
    ["an archive whose directory lies elsewhere", "cut.npz", /cut\.npz: the archive cannot be read/],
    ["a shape larger than the file", "short.npy", /short\.npy: the \.npy file is truncated/],
    ["a shape beyond all numbers", "endless.npy", /endless\.npy: the \.npy header claims the shape/],
    ["nothing times everything", "zero.npy", /zero\.npy: the \.npy header claims the shape/],
    ["a negative shape", "negative.npy", /negative\.npy: the \.npy header does not state/],
    ["Python objects", "object.npy", /object\.npy: the array holds pickled Python objects, which are not read/],
    ["a header of four gigabytes", "header.npy", /header\.npy: the \.npy header claims 4294967295 bytes/],
    ["a file of sixteen gigabytes", "sparse.npy", /sparse\.npy: the file has 17179869184 bytes; \d+ are the limit/],
    ["a million million samples", "thin.npy", /thin\.npy: /],
    ["a pipe", "pipe.npy", /pipe\.npy: this is a pipe, and a regular file is needed/],
    ["a socket", "socket.npy", /socket\.npy: this is a socket, and a regular file is needed/],
    ["a device", "device.npy", /device\.npy: this is a device, and a regular file is needed/],
    ["a device itself", "/dev/zero", /\/dev\/zero: /],
    ["links in a circle", "circle.npy", /circle\.npy: its links lead in a circle/],
    ["a folder of the name of an array", "folder.npy", /folder\.npy: there are no samples here/],
    ["a folder of more files than are read", "crowd", /crowd: there are more than 65536 files and folders here/],
    ["a folder with itself inside", "cycle", /cycle: there are no samples here/],
    ["a pipe among the images", "piped", /piped: there are no samples here/],
    ["an image of absurd size", "vast", /vast\/a\.png: the header says 4294967295x4294967295 pixels/],
    [
      "a near-empty image of 33 million pixels",
      "bombed",
      /bombed\/a\.png: the header says 8192x4096 pixels; 16777216 are the limit for an input of 8x8/,
    ],
    [
      "an interlaced image that unpacks to more than it shows",
      "interlaced",
      /interlaced\/a\.png: the image cannot be decoded/,
    ],
    ["a table of labels with one huge line", "table", /table\/labels\.csv/],
    [
      "a table of labels too large to be one",
      "bigtable",
      /bigtable\/labels\.csv: the file has \d+ bytes; \d+ are the limit/,
    ],
  ];
  for (const [title, path, sentence] of refused) {
    it(`${title}: told in one sentence`, async () => {
      const args = ["quantize", "good.onnx", "--bits", "8", "--no-cache", "--quiet", "--out", "out", "--calibration"];
      const { code, out, err, peakMiB, seconds } = await runLimited([...args, path], { folder });
      report(title, code, seconds, peakMiB);
      assert.equal(code, 2, err);
      assert.equal(out, "");
      assert.match(err, sentence);
      assert.match(err, /^bitwright: [^\n]*\n$/);
      assert.ok(peakMiB < 1024, `${peakMiB} MiB`);
    });
  }

  const done: readonly (readonly [title: string, path: string])[] = [
    ["large finite values", "large.npy"],
    ["the smallest values that there are", "tiny.npy"],
    ["an array in Fortran order", "fortran.npy"],
    ["a header of version 3", "third.npy"],
    ["an archive with an array that unpacks to gigabytes beside the samples", "beside.npz"],
    ["an array in a folder of an archive", "nested.npz"],
    ["a folder that is named like an image", "folder.png"],
    ["a table of labels that is a pipe, and so none", "pipetable"],
    ["the largest image that is read", "largest"],
  ];
  for (const [title, path] of done) {
    it(`${title}: works`, async () => {
      const args = ["quantize", "good.onnx", "--bits", "8", "--rounding", "nearest", "--no-cache", "--quiet"];
      const run = await runLimited([...args, "--out", "out", "--calibration", path], { folder });
      report(title, run.code, run.seconds, run.peakMiB);
      assert.equal(run.code, 0, run.err);
      assert.ok(run.peakMiB < 1024, `${run.peakMiB} MiB`);
    });
  }
});

/** What it took, for whoever asks. */
function report(title: string, code: number | null, seconds: number, peakMiB: number): void {
  if (process.env["BITWRIGHT_TABLE"] === undefined) return;
  console.log(`| ${title} | ${code ?? "-"} | ${seconds.toFixed(1)} | ${Math.round(peakMiB)} |`);
}

function makeFiles(folder: string): void {
  const file = (name: string, content: string | Uint8Array): void => {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  file("good.onnx", smallModel());
  const filled = (value: number): Float32Array => new Float32Array(4 * EACH).fill(value);
  const shape = [4, ...SAMPLE];
  const array = (values: Float32Array | Float64Array, type = "<f4", options = {}): Uint8Array =>
    npyFile(type, shape, new Uint8Array(values.buffer), options);
  const plain = array(filled(0.5));
  file("max.npy", array(filled(3.4e38)));
  file("large.npy", array(filled(1e9)));
  file("tiny.npy", array(filled(1e-45)));
  const infinite = filled(1);
  infinite[2 * EACH + 5] = Infinity;
  file("infinite.npy", array(infinite));
  const nan = filled(1);
  nan[EACH + 7] = Number.NaN;
  file("nan.npy", array(nan));
  file("double.npy", array(new Float64Array(4 * EACH).fill(1e300), "<f8"));
  file("fortran.npy", array(filled(0.5), "<f4", { fortran: true }));
  file("third.npy", array(filled(0.5), "<f4", { version: 3 }));

  const zeros = deflateRawSync(new Uint8Array(800 * 2 ** 20), { level: 1 });
  file("bomb.npz", zipOf([{ name: "x.npy", packed: zeros, bytes: 800 * 2 ** 20 }]));
  file("liar.npz", zipOf([{ name: "x.npy", packed: zeros, bytes: plain.length }]));
  const own = { name: "x.npy", packed: deflateRawSync(plain), bytes: plain.length };
  file("beside.npz", zipOf([own, { name: "other.npy", packed: zeros, bytes: 2 ** 33 }]));
  file("twice.npz", zipOf([own, own]));
  file("nested.npz", zipSync({ "__proto__/../x.npy": plain }));
  const many = (count: number) => Array.from({ length: count }, (_, i) => ({ ...own, name: `a${i}.npy` }));
  file("many.npz", zipOf(many(5000)));
  file("several.npz", zipOf(many(300)));
  file("cut.npz", zipSync({ "x.npy": plain }).subarray(0, -10));

  file("short.npy", plain.subarray(0, 200));
  const described = (dimensions: string, type = "<f4"): Uint8Array => {
    const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${dimensions}), }`;
    const header = Buffer.alloc(10);
    header.write("\u0093NUMPY\u0001\u0000", "latin1");
    header.writeUInt16LE(text.length, 8);
    return Buffer.concat([header, Buffer.from(text)]);
  };
  file("endless.npy", described("9".repeat(5000)));
  file("zero.npy", described(`0, ${"9".repeat(400)}`));
  file("negative.npy", described("-4, 3, 8, 8"));
  file("object.npy", described("4, 3, 8, 8", "|O"));
  const header = Buffer.from(npyFile("<f4", [1], new Uint8Array(4), { version: 2 }));
  header.writeUInt32LE(0xffffffff, 8);
  file("header.npy", header);
  file("sparse.npy", plain);
  truncateSync(join(folder, "sparse.npy"), 2 ** 34);
  file("thin.npy", described("300000000", "|u1"));
  truncateSync(join(folder, "thin.npy"), described("300000000", "|u1").length + 300_000_000);
  execFileSync("mkfifo", [join(folder, "pipe.npy")]);
  symlinkSync("/dev/zero", join(folder, "device.npy"));
  symlinkSync("circle.npy", join(folder, "circle.npy"));
  mkdirSync(join(folder, "folder.npy"));

  mkdirSync(join(folder, "crowd"));
  execFileSync("/bin/bash", ["-c", "seq -f a%.0f.png 1 70000 | xargs touch"], { cwd: join(folder, "crowd") });
  mkdirSync(join(folder, "cycle"));
  symlinkSync("..", join(folder, "cycle", "up"));
  symlinkSync(".", join(folder, "cycle", "here"));
  mkdirSync(join(folder, "piped"));
  execFileSync("mkfifo", [join(folder, "piped", "a.png")]);

  const image = PNG.sync.write(new PNG({ width: 8, height: 8 }));
  file("folder.png/a.png", image);
  file("vast/a.png", pngOf({ width: 0xffffffff, height: 0xffffffff, interlaced: false, pixels: new Uint8Array(8) }));
  const pixelsOf = (width: number, height: number): Uint8Array => new Uint8Array(height * (1 + 3 * width));
  file("bombed/a.png", pngOf({ width: 8192, height: 4096, interlaced: false, pixels: pixelsOf(8192, 4096) }));
  file("largest/a.png", pngOf({ width: 4096, height: 4096, interlaced: false, pixels: pixelsOf(4096, 4096) }));
  file("interlaced/a.png", pngOf({ width: 8, height: 8, interlaced: true, pixels: new Uint8Array(400 * 2 ** 20) }));
  file("table/a.png", image);
  file("table/labels.csv", `file,class\na.png,${"x".repeat(7_000_000)}\n`);
  file("bigtable/a.png", image);
  file("bigtable/labels.csv", "file,class\n");
  truncateSync(join(folder, "bigtable/labels.csv"), 2 ** 33);
  file("pipetable/a.png", image);
  execFileSync("mkfifo", [join(folder, "pipetable", "labels.csv")]);
}

interface Member {
  readonly name: string;
  readonly packed: Uint8Array;
  /** As the archive states them. */
  readonly bytes: number;
}

/** An archive of deflated members as it should not be: no other program writes these. */
function zipOf(members: readonly Member[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, packed, bytes } of members) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(name.length, 26);
    const isLong = bytes > 0xffffffff;
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(isLong ? 0xffffffff : bytes, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt16LE(isLong ? 12 : 0, 30);
    entry.writeUInt32LE(at, 42);
    const extra = Buffer.alloc(isLong ? 12 : 0);
    if (isLong) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(8, 2);
      extra.writeBigUInt64LE(BigInt(bytes), 4);
    }
    parts.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name), extra);
    at += local.length + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listed, end]);
}

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly interlaced: boolean;
  /** Before they are compressed. */
  readonly pixels: Uint8Array;
}

/** An 8-bit RGB image whose pixels are not those that its header announces. */
function pngOf({ width, height, interlaced, pixels }: Picture): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, interlaced ? 1 : 0], 8);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const chunks = [
    ["IHDR", header],
    ["IDAT", deflateSync(pixels, { level: 1 })],
    ["IEND", Buffer.alloc(0)],
  ] as const;
  return Buffer.concat([signature, ...chunks.map(([type, data]) => chunkOf(type, data))]);
}

function chunkOf(type: string, data: Uint8Array): Uint8Array {
  const content = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
}

/** As PNG has it (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
