/** The documents are held to the code: vectors in docs/numerics.md are computed, links and citations lead somewhere. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { isActivationBits, packCodes, type ActivationBits } from "../../src/engine/base/bits";
import { sigmoidUnits, tanhUnits } from "../../src/engine/layers/arithmetic/gates";
import { requantize, requantizeSum } from "../../src/engine/base/fixedPoint";
import { encodeExponentStep, POWER_COEFFICIENTS } from "../../src/engine/base/powerOfTwo";
import { quantizeInput } from "../../src/engine/interpret/quantizeInput";
import { runSoftmax } from "../../src/engine/layers/arithmetic/softmax";
import { root } from "../support/folders";

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");
const numbers = (cell = ""): readonly number[] => cell.split(" ").map(Number);

function widthOf(cell: string | undefined): ActivationBits {
  const bits = Number(cell);
  assert.ok(isActivationBits(bits), `${cell} is no width`);
  return bits;
}

/** By the table's name: what the code gives for a row without its last cell. */
const COMPUTED: Readonly<Record<string, (cells: readonly string[]) => string>> = {
  pack: ([bits, codes]) =>
    [...packCodes(Uint8Array.from(numbers(codes)), widthOf(bits))].map((byte) => hex(byte, 2)).join(" "),
  input: ([real, scale, zeroPoint, bits]) => {
    const format = { bits: widthOf(bits), scale: Number(scale), zeroPoint: Number(zeroPoint) };
    return quantizeInput(Float32Array.of(Number(real)), [1, 1, 1], format).join(" ");
  },
  requantize: ([acc, m, n]) => String(requantize(Number(acc), Number(m), Number(n))),
  sum: ([a, ma, b, mb, n]) => String(requantizeSum(Number(a), Number(ma), Number(b), Number(mb), Number(n))),
  softmax: ([list, scaleText]) => {
    const [codes, scale] = [Uint8Array.from(numbers(list)), Number(scaleText)];
    const format = { bits: 8, scale, zeroPoint: 0 } as const;
    const shape = [1, 1, codes.length] as const;
    const floats = runSoftmax({
      layer: { kind: "softmax", index: 0, name: "softmax", inputs: [0], output: 1, macs: 0 },
      step: { kind: "softmax", exponentStep: encodeExponentStep(scale) },
      inputs: [{ codes, shape, format }],
      output: { shape, elements: codes.length, format },
    });
    return [...new Uint32Array(floats.buffer)].map((bits) => hex(bits, 8)).join(" ");
  },
  gate: ([z = ""]) => `${sigmoidUnits(Number(z))} ${tanhUnits(Number(z))}`,
};

/** Cells of the rows of every table behind a line `<!-- vectors: name -->`. */
function vectorTables(text: string): ReadonlyMap<string, readonly (readonly string[])[]> {
  const tables = [...text.matchAll(/<!-- vectors: (\w+) -->\n\s*\n((?: *\|.*\n)+)/g)];
  return new Map(
    tables.map(([, name = "", table = ""]) => [
      name,
      table
        .trim()
        .split("\n")
        .map((line) =>
          line
            .trim()
            .slice(1, -1)
            .split("|")
            .map((cell) => cell.trim()),
        ),
    ]),
  );
}

function filesBelow(folder: string, pattern: RegExp): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): readonly string[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(node_modules|out|dist|\..*)$/.test(entry.name) ? [] : filesBelow(path, pattern);
    return pattern.test(entry.name) ? [path] : [];
  });
}

/** Anchors as GitHub makes them of headings. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => title.toLowerCase());
  return new Set(headings.map((title) => title.replace(/[^\p{L}\p{N} _-]/gu, "").replace(/ /g, "-")));
}

describe("documents", () => {
  const numerics = readFileSync(join(root, "docs/numerics.md"), "utf8");
  const tables = vectorTables(numerics);

  for (const [name, compute] of Object.entries(COMPUTED)) {
    it(`numerics.md tells the code's own numbers: ${name}`, () => {
      const rows = tables.get(name)?.slice(2) ?? [];
      assert.ok(rows.length > 2, `${rows.length} rows`);
      for (const row of rows) assert.equal(row.at(-1), compute(row.slice(0, -1)), row.join(" | "));
    });
  }

  it("numerics.md tells the polynomial of softmax, and has no table that nobody computes", () => {
    assert.deepEqual(tables.get("coefficients")?.[0]?.map(Number), [...POWER_COEFFICIENTS]);
    assert.deepEqual([...tables.keys()].sort(), [...Object.keys(COMPUTED), "coefficients"].sort());
    const kernel = readFileSync(join(root, "src/firmware/plain/bw_softmax.c"), "utf8");
    const [, body = ""] = /power_of_two\(uint32_t fraction\) \{([^}]*)\}/.exec(kernel) ?? [];
    assert.deepEqual(
      [...body.matchAll(/(\d+)u/g)].map(([, digits]) => Number(digits)),
      [...POWER_COEFFICIENTS],
    );
  });

  it("link to what there is", () => {
    const broken: string[] = [];
    let links = 0;
    for (const file of filesBelow(root, /\.md$/)) {
      const text = readFileSync(file, "utf8").replace(/```[\s\S]*?```/g, "");
      for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        links++;
        const [path = "", anchor] = target.split("#");
        const linked = path === "" ? file : join(dirname(file), decodeURIComponent(path));
        const isThere =
          existsSync(linked) && (anchor === undefined || anchorsOf(readFileSync(linked, "utf8")).has(anchor));
        if (!isThere) broken.push(`${relative(root, file)}: ${target}`);
      }
    }
    assert.deepEqual(broken, []);
    assert.ok(links > 50, `${links} links found`);
  });

  it("are there where sources cite them", () => {
    const missing: string[] = [];
    let citations = 0;
    for (const folder of ["src", "webview", "test", "bench", "scripts", "schemas"]) {
      for (const file of filesBelow(join(root, folder), /\.(ts|c|h|mjs|cjs|json)$/)) {
        if (file === __filename) continue;
        // A name in capitals is the repository's own; a bare one in small letters belongs into docs/.
        for (const [cited, path = ""] of readFileSync(file, "utf8").matchAll(
          /(?<![\w./-])((?:docs\/)?(?:numerics|glossary)\.md|docs\/[\w-]+\.md)/g,
        )) {
          citations++;
          if (!path.startsWith("docs/") || !existsSync(join(root, path)))
            missing.push(`${relative(root, file)}: ${cited}`);
        }
      }
    }
    assert.deepEqual(missing, []);
    assert.ok(citations >= 7, `${citations} citations found`);
  });

  it("are whole: every document in docs/ is linked from README and ARCHITECTURE", () => {
    for (const name of readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"))) {
      assert.ok(statSync(join(root, "docs", name)).size > 1000, name);
      for (const reader of ["README.md", "ARCHITECTURE.md"])
        assert.ok(
          readFileSync(join(root, reader), "utf8").includes(`(docs/${name})`),
          `${reader} does not link ${name}`,
        );
    }
  });

  it("list every decision, each with the command that measures it", () => {
    const folder = join(root, "docs/decisions");
    const index = readFileSync(join(folder, "README.md"), "utf8");
    const decisions = readdirSync(folder).filter((name) => name !== "README.md");
    assert.ok(decisions.length >= 30);
    for (const name of decisions) {
      const text = readFileSync(join(folder, name), "utf8");
      assert.ok(
        index.includes(`[${/^# (.*)$/m.exec(text)?.[1] ?? ""}](${name})`),
        `${name} is not listed under its title`,
      );
      assert.match(text, /^Measured by: .+\.$/m, name);
      for (const [, command = ""] of text.matchAll(/\b(bench\/\w+\.ts)/g))
        assert.ok(existsSync(join(root, command)), command);
    }
  });
});
