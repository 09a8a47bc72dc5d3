import assert from "node:assert/strict";
import {
  findingOfOverflow,
  findingsOfBudget,
  findingsOfElf,
  findingsOfScripts,
  findingsOfSources,
  findingsOfVerification,
  overflowIn,
  type Firmware,
  type FirmwareFinding,
  type LinkedFile,
  type LinkerScript,
} from "../../../../../src/extension/firmware/held/findings";
import { readBuildRules, readLinkMap } from "../../../../../src/extension/firmware/build/buildText";
import type { Evidence } from "../../../../../src/extension/firmware/evidence";
import { readLinkerMemory } from "../../../../../src/formats/linkerScript";
import { sampleMap, sampleVerification } from "../../../../support/firmware/sampleMap";

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

/** Build rules and maps by their paths; what the person has chosen, for every file. */
function evidence(texts: Readonly<Record<string, string>> = {}, ...chosen: readonly string[]): Evidence {
  const all = Object.entries(texts);
  return {
    builds: {
      rules: all.filter(([path]) => !path.endsWith(".map")).map(([path, text]) => readBuildRules(path, text)),
      linkMaps: all.filter(([path]) => path.endsWith(".map")).map(([path, text]) => readLinkMap(path, text)),
    },
    chosen: () => chosen,
  };
}

const kinds = (findings: readonly FirmwareFinding[]): readonly string[] => findings.map(({ kind }) => kind);

const ofElf = (file: LinkedFile, ...projects: readonly Firmware[]): readonly FirmwareFinding[] =>
  findingsOfElf(file, projects, evidence()).findings;

describe("findings of firmware", () => {
  describe("in the linked ELF", () => {
    it("none where every array has its planned size", () => assert.deepEqual(ofElf(linked(), project), []));

    it("each array of another size, at its line", () =>
      assert.deepEqual(ofElf(linked({ model_arena: 512, model_fc_weights: 200 }), project), [
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
      assert.deepEqual(ofElf(linked({ model_fc_weights: undefined }), project), []);
      assert.deepEqual(ofElf(linked({ model_arena: undefined, model_fc_weights: 1 }), project), []);
    });

    it("that it is older than the project", () => {
      assert.deepEqual(kinds(ofElf(linked({}, 5_000), project)), ["older"]);
      assert.deepEqual(kinds(ofElf(linked({}, 9_000), project)), []);
    });

    describe("of projects with the same names", () => {
      const sized = (folder: string, sizeBytes: number): Firmware => ({
        ...project,
        folder,
        map: { ...sampleMap, arena: { ...sampleMap.arena, sizeBytes } },
      });
      const larger = sized("/w/other/other.mcu", 2048);
      const both = [larger, project];

      it("compares the one whose sizes are all in the file", () => {
        assert.deepEqual(findingsOfElf(linked(), both, evidence()), { findings: [], undecided: [] });
        const { findings } = findingsOfElf(linked({}, 5_000), both, evidence());
        assert.deepEqual(
          findings.map(({ kind, place }) => [kind, place]),
          [["older", header]],
        );
        // What somebody meant to build is another matter.
        const rules = evidence({ "/w/build/Makefile": "N = ../other/other.mcu" }, larger.folder);
        assert.deepEqual(findingsOfElf(linked(), both, rules), { findings: [], undecided: [] });
      });

      it("says nothing where neither fits and nothing tells, but that it is undecided", () => {
        const folders = [larger.folder, project.folder];
        assert.deepEqual(findingsOfElf(linked({ model_arena: 99 }), both, evidence()), {
          findings: [],
          undecided: [{ path: "/w/build/app.elf", folders }],
        });
      });

      it("asks nobody where it makes no difference, as with copies", () => {
        const copy = { ...project, folder: "/w/copy/net.mcu" };
        assert.deepEqual(findingsOfElf(linked(), [project, copy], evidence()), { findings: [], undecided: [] });
        assert.deepEqual(findingsOfElf(linked({}, 5_000), [project, copy], evidence()), {
          findings: [],
          undecided: [],
        });
      });

      it("compares the one that the build or the person names", () => {
        const stale = linked({ model_arena: 99 });
        for (const known of [
          evidence({ "/w/build/Makefile": "N = ../other/other.mcu" }),
          evidence({ "/w/build/app.map": " .bss ../other/other.mcu/model.o" }),
          evidence({}, larger.folder),
        ]) {
          const { findings, undecided } = findingsOfElf(stale, both, known);
          assert.deepEqual(undecided, []);
          assert.deepEqual(
            findings.map(({ kind, place }) => [kind, place.path]),
            [["size", "/w/other/other.mcu/model.h"]],
          );
        }
      });

      it("goes by the linker's map even where another's sizes are in the file", () => {
        const { findings } = findingsOfElf(
          linked(),
          both,
          evidence({ "/w/build/app.map": "LOAD /w/other/other.mcu/model.o\n" }),
        );
        assert.deepEqual(
          findings.map(({ kind, place }) => [kind, place.path]),
          [["size", "/w/other/other.mcu/model.h"]],
        );
      });

      it("leaves out a network without an array that the file has of another", () => {
        const [first] = sampleMap.layers;
        if (!first) throw new Error("no layer");
        const data = [
          { name: "model_stem_weights", kind: "weights", sizeBytes: 8, file: "weights.c", line: 1 },
        ] as const;
        const foreign: Firmware = {
          ...project,
          folder: "/w/foreign/net.mcu",
          map: { ...sampleMap, layers: [{ ...first, data }] },
        };
        const found = findingsOfElf(linked({ model_fc_weights: 200 }), [foreign, project], evidence());
        assert.deepEqual(
          found.findings.map(({ place }) => place.path),
          ["/w/net.bitwright/net.mcu/weights.c"],
        );
      });

      it("compares each network of a program that holds several", () => {
        const eyes: Firmware = {
          ...project,
          folder: "/w/eyes/eyes.mcu",
          map: {
            ...sampleMap,
            prefix: "eyes",
            arena: { ...sampleMap.arena, symbol: "eyes_arena" },
            layers: [],
            files: [],
          },
        };
        const { findings } = findingsOfElf(linked({ model_arena: 7, eyes_arena: 8 }), [eyes, project], evidence());
        assert.deepEqual(
          findings.map((each) => each.kind === "size" && [each.symbol, each.place.path]),
          [
            ["eyes_arena", "/w/eyes/eyes.mcu/memory.json"],
            ["model_arena", header.path],
          ],
        );
      });
    });
  });

  describe("in the linker script", () => {
    const ofScript = (one: LinkerScript, ...projects: readonly Firmware[]): readonly FirmwareFinding[] =>
      findingsOfScripts([one], projects, evidence()).findings;
    const script = (flash: string, ...ram: readonly string[]) => {
      const rams = ram.map((length, i) => `RAM${i} (rw) : ORIGIN = 0, LENGTH = ${length}`);
      const text = `MEMORY {\nFLASH (rx) : ORIGIN = 0, LENGTH = ${flash}\n${rams.join("\n")}\n}`;
      return { path: "/w/app.ld", ...readLinkerMemory(text) };
    };

    it("none where it has room", () => assert.deepEqual(ofScript(script("2K", "1K"), project), []));

    it("a RAM region that the arena alone exceeds: one array needs one region", () =>
      assert.deepEqual(ofScript(script("2K", "512", "1000"), project), [
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
      const [finding, ...others] = ofScript(script("1K", "1K"), project);
      assert.deepEqual(others, []);
      assert.ok(finding?.kind === "region" && finding.memory === "flash");
      assert.deepEqual([finding.needBytes, finding.place.line], [3 * 416, 2]);
    });

    it("what was measured, where it was", () => {
      const verified: Firmware = { ...project, verification: sampleVerification };
      const found = ofScript(script("8K", "1200"), verified);
      assert.deepEqual(
        found.map((each) => each.kind === "region" && [each.memory, each.needBytes, each.isMeasured]),
        [
          ["ram", 1500, true],
          ["flash", 9000, true],
        ],
      );
    });

    it("nothing of lengths that nobody knows", () =>
      assert.deepEqual(ofScript(script("somewhere", "else"), project), []));

    describe("of several projects", () => {
      const smaller: Firmware = {
        ...project,
        folder: "/w/small/net.mcu",
        map: { ...sampleMap, arena: { ...sampleMap.arena, sizeBytes: 100 }, layers: [] },
      };
      const both = [smaller, project];
      const tight = script("2K", "512");

      it("is held against none where nothing tells, and against the one that is built with it", () => {
        assert.deepEqual(findingsOfScripts([tight], both, evidence()), {
          findings: [],
          undecided: [{ path: "/w/app.ld", folders: [smaller.folder, project.folder] }],
        });
        assert.deepEqual(findingsOfScripts([script("2K", "1K")], both, evidence()).undecided, []);
        const large = evidence({ "/w/CMakeLists.txt": "add_subdirectory(net.bitwright/net.mcu)" });
        assert.deepEqual(kinds(findingsOfScripts([tight], both, large).findings), ["region"]);
        const small = evidence({ "/w/fw/Makefile": "N = ../small/net.mcu\nL = -T../app.ld" });
        assert.deepEqual(findingsOfScripts([tight], both, small), { findings: [], undecided: [] });
        assert.deepEqual(kinds(findingsOfScripts([tight], both, evidence({}, project.folder)).findings), ["region"]);
      });

      it("nothing of scripts that no build uses, where a board brings many", () => {
        const other = { ...tight, path: "/w/boards/other.ld" };
        const paths = (known: Evidence): readonly string[] =>
          findingsOfScripts([tight, other], [project], known).findings.map(({ place }) => place.path);
        assert.deepEqual(paths(evidence()), []);
        assert.deepEqual(paths(evidence({ "/w/Makefile": "L = -T$(BOARDS)/other.ld" })), ["/w/boards/other.ld"]);
        assert.deepEqual(paths(evidence({}, project.folder)), ["/w/app.ld", "/w/boards/other.ld"]);
      });
    });
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
    const overflow = { path: "/w/app.elf", region: "RAM", overBytes: 10 };
    const placed = (region: string, projects: readonly Firmware[], known = evidence()) => {
      const { finding, project: linkedOne } = findingOfOverflow({ ...overflow, region }, scripts, projects, known);
      return [finding?.place, linkedOne?.folder];
    };
    const inScript = { path: "/w/app.ld", line: 2 };
    assert.deepEqual(placed("RAM", [project]), [inScript, project.folder]);
    assert.deepEqual(placed("CCM", [project]), [header, project.folder]);
    const other: Firmware = { ...project, folder: "/w/other.mcu" };
    assert.deepEqual(placed("RAM", [other, project]), [inScript, undefined]);
    assert.deepEqual(placed("CCM", [other, project]), [undefined, undefined]);
    const rules = evidence({ "/w/Makefile": "N = net.bitwright/net.mcu" });
    assert.deepEqual(placed("RAM", [other, project], rules), [inScript, project.folder]);
    assert.deepEqual(placed("CCM", [other, project], rules), [header, project.folder]);
  });
});
