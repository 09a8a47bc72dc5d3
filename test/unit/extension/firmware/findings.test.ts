import assert from "node:assert/strict";
import {
  findingOfOverflow,
  findingsOfBudget,
  findingsOfElf,
  findingsOfScript,
  findingsOfSources,
  findingsOfVerification,
  overflowIn,
  type Firmware,
  type FirmwareFinding,
  type LinkedFile,
} from "../../../../src/extension/firmware/findings";
import { readLinkerMemory } from "../../../../src/protocol/linkerScript";
import { sampleMap, sampleVerification } from "../../../support/sampleMap";

const project: Firmware = { folder: "/w/net.bitwright/net.mcu", map: sampleMap, verification: null, writtenAt: 10_000 };
const header = { path: "/w/net.bitwright/net.mcu/model.h", line: 1 };

const SIZES: Readonly<Record<string, number>> = {
  model_arena: 1024,
  ...Object.fromEntries(sampleMap.layers.flatMap(({ data }) => data.map(({ name, sizeBytes }) => [name, sizeBytes]))),
};

function linked(changes: Readonly<Record<string, number | undefined>> = {}, writtenAt = 20_000): LinkedFile {
  const objects = Object.entries({ ...SIZES, ...changes }).flatMap(([name, sizeBytes]) =>
    sizeBytes === undefined ? [] : [{ name, sizeBytes }],
  );
  return { path: "/w/build/app.elf", elf: { objects, segments: [] }, writtenAt };
}

const kinds = (findings: readonly FirmwareFinding[]): readonly string[] => findings.map(({ kind }) => kind);

describe("findings of firmware", () => {
  describe("in the linked ELF", () => {
    it("none where every array has its planned size", () => assert.deepEqual(findingsOfElf(linked(), [project]), []));

    it("each array of another size, at its line", () =>
      assert.deepEqual(findingsOfElf(linked({ model_arena: 512, model_fc_weights: 200 }), [project]), [
        {
          kind: "size",
          elfPath: "/w/build/app.elf",
          symbol: "model_arena",
          plannedBytes: 1024,
          linkedBytes: 512,
          place: header,
        },
        {
          kind: "size",
          elfPath: "/w/build/app.elf",
          symbol: "model_fc_weights",
          plannedBytes: 400,
          linkedBytes: 200,
          place: { path: "/w/net.bitwright/net.mcu/weights.c", line: 30 },
        },
      ]));

    it("nothing of arrays that the linker left out, and of programs without the network", () => {
      assert.deepEqual(findingsOfElf(linked({ model_fc_weights: undefined }), [project]), []);
      assert.deepEqual(findingsOfElf(linked({ model_arena: undefined, model_fc_weights: 1 }), [project]), []);
    });

    it("that it is older than the project", () => {
      assert.deepEqual(kinds(findingsOfElf(linked({}, 5_000), [project])), ["older"]);
      assert.deepEqual(kinds(findingsOfElf(linked({}, 9_000), [project])), []);
    });

    it("of projects with the same names, compares the one that was linked", () => {
      const other: Firmware = {
        ...project,
        folder: "/w/build/other.mcu",
        map: { ...sampleMap, arena: { ...sampleMap.arena, sizeBytes: 2048 } },
      };
      assert.deepEqual(findingsOfElf(linked(), [other, project]), []);
      const [finding] = findingsOfElf(linked({ model_arena: 99 }), [project, other]);
      assert.equal(finding?.place.path, "/w/build/other.mcu/model.h");
    });
  });

  describe("in the linker script", () => {
    const script = (flash: string, ...ram: readonly string[]) => {
      const rams = ram.map((length, i) => `RAM${i} (rw) : ORIGIN = 0, LENGTH = ${length}`);
      const text = `MEMORY {\nFLASH (rx) : ORIGIN = 0, LENGTH = ${flash}\n${rams.join("\n")}\n}`;
      return { path: "/w/app.ld", ...readLinkerMemory(text) };
    };

    it("none where it has room", () => assert.deepEqual(findingsOfScript(script("2K", "1K"), [project]), []));

    it("a RAM region that the arena alone exceeds: one array needs one region", () =>
      assert.deepEqual(findingsOfScript(script("2K", "512", "1000"), [project]), [
        {
          kind: "region",
          memory: "ram",
          region: "RAM1",
          lengthBytes: 1000,
          needBytes: 1024,
          model: "net.onnx",
          isMeasured: false,
          place: { path: "/w/app.ld", line: 4 },
        },
      ]));

    it("FLASH that the constants alone exceed", () => {
      const [finding, ...others] = findingsOfScript(script("1K", "1K"), [project]);
      assert.deepEqual(others, []);
      assert.ok(finding?.kind === "region" && finding.memory === "flash");
      assert.deepEqual([finding.needBytes, finding.place.line], [3 * 416, 2]);
    });

    it("what was measured, where it was", () => {
      const verified: Firmware = { ...project, verification: sampleVerification };
      const found = findingsOfScript(script("8K", "1200"), [verified]);
      assert.deepEqual(
        found.map((each) => each.kind === "region" && [each.memory, each.needBytes, each.isMeasured]),
        [
          ["ram", 1500, true],
          ["flash", 9000, true],
        ],
      );
    });

    it("nothing of lengths that nobody knows", () =>
      assert.deepEqual(findingsOfScript(script("somewhere", "else"), [project]), []));
  });

  it("in a script that a budget was taken from: lengths that have changed", () => {
    const source = {
      modelPath: "/w/net.onnx",
      scriptPath: "/w/app.ld",
      regions: [
        { name: "FLASH", lengthBytes: 2048 },
        { name: "RAM", lengthBytes: 1024 },
        { name: "GONE", lengthBytes: 1 },
      ],
    };
    const memory = readLinkerMemory("MEMORY {\nFLASH : ORIGIN = 0, LENGTH = 2K\nRAM : ORIGIN = 0, LENGTH = 4K\n}");
    assert.deepEqual(findingsOfBudget(source, [{ path: "/w/app.ld", ...memory }]), [
      {
        kind: "moved",
        region: "RAM",
        nowBytes: 4096,
        thenBytes: 1024,
        modelPath: "/w/net.onnx",
        place: { path: "/w/app.ld", line: 3 },
      },
    ]);
    assert.deepEqual(findingsOfBudget(source, [{ path: "/w/other.ld", ...memory }]), []);
  });

  it("in model and policy: what has changed since", () => {
    const model = { path: "/w/net.onnx", sha256: sampleMap.model.sha256 };
    const policy = { path: "/w/net.bitwright/policy.json", sha256: sampleMap.policySha256 };
    assert.deepEqual(findingsOfSources(project, { model, policy }), []);
    assert.deepEqual(findingsOfSources(project, { model: undefined, policy: undefined }), []);
    const other = { ...model, sha256: "f".repeat(64) };
    assert.deepEqual(findingsOfSources(project, { model: other, policy: { ...policy, sha256: "e" } }), [
      { kind: "stale", source: "model", sourcePath: "/w/net.onnx", folder: project.folder, place: header },
      { kind: "stale", source: "policy", sourcePath: policy.path, folder: project.folder, place: header },
    ]);
  });

  it("in what verify found, at the line that computes it", () => {
    assert.deepEqual(findingsOfVerification({ ...project, verification: sampleVerification }), []);
    const divergence = {
      sample: 1,
      layer: "fc",
      position: [0, 0, 3],
      expected: 4,
      actual: 5,
      file: "model.c",
      line: 44,
    };
    const [finding] = findingsOfVerification({ ...project, verification: { ...sampleVerification, divergence } });
    assert.deepEqual(
      [finding?.kind, finding?.place],
      ["divergence", { path: "/w/net.bitwright/net.mcu/model.c", line: 44 }],
    );
  });

  it("in what GNU ld says, at the region that is too small", () => {
    assert.deepEqual(overflowIn("region `RAM' overflowed by 3976 bytes"), { region: "RAM", overBytes: 3976 });
    assert.deepEqual(overflowIn("ld: region ‘m_data’ overflowed by 1 byte"), { region: "m_data", overBytes: 1 });
    assert.equal(overflowIn("section `.bss' will not fit in region `RAM'"), undefined);
    const memory = readLinkerMemory("MEMORY {\n RAM : ORIGIN = 0, LENGTH = 1K\n}");
    const scripts = [{ path: "/w/app.ld", ...memory }];
    const overflow = { region: "RAM", overBytes: 10 };
    assert.deepEqual(findingOfOverflow(overflow, scripts, project).place, { path: "/w/app.ld", line: 2 });
    assert.deepEqual(findingOfOverflow({ ...overflow, region: "CCM" }, scripts, project).place, header);
  });
});
