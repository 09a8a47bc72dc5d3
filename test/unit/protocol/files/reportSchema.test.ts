import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { renderReport } from "../../../../src/cli/render/renderReport";
import { terminalOf } from "../../../../src/cli/terminal/terminal";
import { REFUSED, type Finding } from "../../../../src/formats/check";
import { reportCheck } from "../../../../src/protocol/files/report";
import { reviewHtml } from "../../../../src/protocol/review/reviewHtml";
import { reviewOf } from "../../../../src/protocol/review/review";
import { layerTimeText } from "../../../../src/protocol/words/reportWords";
import { estimate, infeasible, refined, sample, synthetic, unfit } from "../../../support/sampleReport";

const schema = JSON.parse(readFileSync(join(__dirname, "../../../../schemas/report.schema.json"), "utf8")) as object;
const validate = new Ajv({ allErrors: true, strictTypes: false }).compile(schema);

/** Every path to a key of an object, lists by their first entry; the keys below `policy` are names of tensors. */
function keyPaths(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (Array.isArray(value)) return value.length > 0 ? keyPaths(value[0], [...path, 0]) : [];
  if (typeof value !== "object" || value === null || path[0] === "policy") return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...keyPaths(inner, [...path, key])]);
}

function without(value: unknown, [key, ...inner]: readonly (string | number)[]): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown, i) => (i === key ? without(entry, inner) : entry));
  const entries = Object.entries(value as object);
  if (inner.length === 0) return Object.fromEntries(entries.filter(([name]) => name !== key));
  return Object.fromEntries(
    entries.map(([name, entry]) => [name, name === key ? without(entry, inner) : (entry as unknown)]),
  );
}

describe("report.schema.json", () => {
  for (const [name, report] of Object.entries({
    sample,
    unfit,
    infeasible,
    estimate,
    refined,
    synthetic: { ...sample, accuracy: synthetic },
  })) {
    it(`accepts the report "${name}"`, () => assert.ok(validate(report), JSON.stringify(validate.errors)));
  }

  it("asks for every key but those that may be absent", () => {
    const optional = ["$schema", "layer", "place", "hint", "time", "cycles"];
    /** Layers that are null where there is none. */
    const asked = ["memory.peak.layer", "why.tensors.0.layer", "time.cycles"];
    for (const path of [...keyPaths(sample), ...keyPaths(infeasible)]) {
      const key = path.at(-1);
      const isOptional = typeof key === "string" && optional.includes(key) && !asked.includes(path.join("."));
      assert.equal(validate(without(path[0] === "search" ? infeasible : sample, path)), isOptional, path.join("."));
    }
  });

  it("accepts a report from before time was told, which is read and shown", () => {
    const { time, ...others } = sample;
    assert.ok(time);
    const layers = sample.layers.map((layer) => without(layer, ["cycles"]));
    const text = JSON.stringify({ ...others, layers });
    assert.ok(validate(JSON.parse(text)), JSON.stringify(validate.errors));
    const findings: Finding[] = [];
    const read = reportCheck(JSON.parse(text), [], findings);
    assert.ok(read !== REFUSED, JSON.stringify(findings));
    const shown = renderReport(read, [], terminalOf({ isTTY: false, columns: 200 }, {}));
    assert.doesNotMatch(shown, /estimated from/);
    assert.match(shown, /Streaming/);
    assert.equal(layerTimeText(read.layers[0]?.cycles, read.time), undefined);
    assert.doesNotMatch(
      reviewHtml(reviewOf({ report: read, old: null, verification: null, surface: "terminal" })),
      /instructions/,
    );
  });

  it("refuses values of another kind", () => {
    assert.equal(validate({ ...sample, fits: "yes" }), false);
    assert.equal(validate({ ...sample, format: 2 }), false);
    assert.equal(validate({ ...sample, policy: { weights: { conv0: 6 }, activations: {} } }), false);
    assert.equal(validate({ ...sample, policy: { weights: {}, activations: { conv0: 3 } } }), false);
    assert.equal(validate({ ...sample, memory: { ...sample.memory, model: { flashBytes: -1, ramBytes: 0 } } }), false);
  });

  it("accepts how learning went, and nothing else in its place", () => {
    const learned = (point: object): object => ({ ...sample, search: { ...sample.search, trace: [point] } });
    assert.ok(validate(learned({ episode: 1, reward: -0.5, best: 1.6 })), JSON.stringify(validate.errors));
    assert.ok(validate(learned({ episode: 1, reward: -0.5, best: null })));
    assert.equal(validate(learned({ episode: 0, reward: -0.5, best: null })), false);
    assert.equal(validate(learned({ episode: 1, best: null })), false);
  });

  it("accepts what measuring whole policies brought, if it is all there", () => {
    const given = refined.search.refined;
    assert.ok(given);
    for (const key of Object.keys(given)) {
      const lacking: object = Object.fromEntries(Object.entries(given).filter(([own]) => own !== key));
      assert.equal(validate({ ...sample, search: { ...sample.search, refined: lacking } }), false, key);
    }
  });

  it("lets later versions add keys", () => {
    assert.ok(validate({ ...sample, firmware: {}, model: { ...sample.model, license: "MIT" } }));
  });
});
