/** Which project a file belongs to. Maps and rules of the compilers' own are among the cases, so that they are not our reading of them. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readBuildRules, readLinkMap } from "../../../../src/extension/firmware/build/buildText";
import {
  belongingTo,
  calledFrom,
  includedBy,
  isNamedBy,
  linkedInto,
  type Candidate,
  type Evidence,
} from "../../../../src/extension/firmware/evidence";

const files = (prefix: string): Candidate["map"]["files"] =>
  [`${prefix}.c`, `${prefix}.h`, "kernels/bw_dot.h"].map((path) => ({ path, sha256: "" }));
const candidate = (folder: string, prefix = "model"): Candidate => ({ folder, map: { prefix, files: files(prefix) } });

const keywords = candidate("/w/keywords/model.bitwright/model.mcu");
const vision = candidate("/w/vision/model.bitwright/model.mcu");
const both = [vision, keywords];

/** Rules and maps by their paths; what the person has chosen by the file. */
function evidence(texts: Readonly<Record<string, string>>, chosen: Readonly<Record<string, string>> = {}): Evidence {
  const all = Object.entries(texts);
  return {
    builds: {
      rules: all.filter(([path]) => !path.endsWith(".map")).map(([path, text]) => readBuildRules(path, text)),
      linkMaps: all.filter(([path]) => path.endsWith(".map")).map(([path, text]) => readLinkMap(path, text)),
    },
    chosen: (path) => (chosen[path] === undefined ? [] : [chosen[path]]),
  };
}

const NOTHING = evidence({});
const ELF = "/w/app/build/app.elf";

describe("which project a file belongs to", () => {
  const nearest = (path: string, texts: Readonly<Record<string, string>>): readonly Candidate[] =>
    belongingTo(path, both, evidence(texts));

  it("is the only one, and both of two where nothing tells", () => {
    assert.deepEqual(belongingTo(ELF, [], NOTHING), []);
    assert.deepEqual(belongingTo(ELF, [vision], NOTHING), [vision]);
    assert.deepEqual(belongingTo("/w/keywords/app.ld", both, NOTHING), both);
  });

  it("is the one that the file lies in", () =>
    assert.deepEqual(belongingTo(`${keywords.folder}/build/host/app.elf`, both, NOTHING), [keywords]));

  it("is what was chosen, before what builds say, as long as it is there", () => {
    const rules = { "/w/app/Makefile": "P = ../keywords/model.bitwright/model.mcu" };
    assert.deepEqual(belongingTo(ELF, both, evidence(rules, { [ELF]: vision.folder })), [vision]);
    assert.deepEqual(belongingTo(ELF, both, evidence(rules, { [ELF]: "/w/gone.mcu" })), [keywords]);
    assert.deepEqual(belongingTo(ELF, both, evidence({}, { "/w/app/other.elf": vision.folder })), both);
  });

  describe("by the linker's map beside an ELF file", () => {
    const map = (objects: string): readonly Candidate[] =>
      linkedInto(ELF, both, evidence({ "/w/app/build/app.map": objects }).builds.linkMaps);

    it("is the one whose folder an object lies in, from wherever the linker ran", () => {
      assert.deepEqual(map(" .text 0x0 0x4 /w/vision/model.bitwright/model.mcu/model.o"), [vision]);
      assert.deepEqual(map("LOAD ../keywords/model.bitwright/model.mcu/model.o\n"), [keywords]);
      assert.deepEqual(map("LOAD keywords/model.bitwright/model.mcu/model.o\n"), [keywords]);
    });

    it("is the one that an object's path in a build folder ends like", () => {
      assert.deepEqual(map(" .bss obj/vision/model.bitwright/model.mcu/model.c.obj"), [vision]);
      const member = "obj/keywords/model.bitwright/model.mcu/libmodel.a(model_weights.c.o)";
      assert.deepEqual(map(`${member}\n main.o (model_invoke)`), [keywords]);
      assert.deepEqual(map("CMakeFiles/app.dir/vision/model.bitwright/model.mcu/model.c.o\n"), [vision]);
      assert.deepEqual(map("keywords/model.bitwright/model.mcu/CMakeFiles/model.dir/model.c.o\n"), [keywords]);
    });

    it("is both where the path ends like either, and none where it says nothing", () => {
      assert.deepEqual(map("LOAD obj/model.mcu/model.o\n"), both);
      assert.deepEqual(map("LOAD obj/model.o\n"), []);
      // A library that was offered, and objects of other names.
      assert.deepEqual(map("LOAD /w/vision/model.bitwright/model.mcu/libmodel.a\n"), []);
      assert.deepEqual(map("LOAD /w/vision/model.bitwright/model.mcu/kernels/bw_dot.o\n"), []);
      const other = evidence({ "/w/app/build/other.map": `LOAD ${vision.folder}/model.o\n` });
      assert.deepEqual(linkedInto(ELF, both, other.builds.linkMaps), []);
    });

    it("goes before the rules above the file", () => {
      const texts = {
        "/w/app/build/app.elf.map": `LOAD ${vision.folder}/model.o\n`,
        "/w/app/Makefile": "P = ../keywords/model.bitwright/model.mcu",
      };
      assert.deepEqual(nearest(ELF, texts), [vision]);
    });
  });

  describe("by the nearest build rules above", () => {
    const rules = (text: string, name = "Makefile"): readonly Candidate[] => nearest(ELF, { [`/w/app/${name}`]: text });

    it("is the one whose folder, or a file in it, they name", () => {
      assert.deepEqual(rules("PROJECT = ../keywords/model.bitwright/model.mcu\n"), [keywords]);
      assert.deepEqual(rules("CFLAGS += -I../vision/model.bitwright/model.mcu"), [vision]);
      assert.deepEqual(rules("app: main.c ../vision/model.bitwright/model.mcu/model.c\n"), [vision]);
      assert.deepEqual(rules("add_subdirectory(/w/vision/model.bitwright/model.mcu net)", "CMakeLists.txt"), [vision]);
      assert.deepEqual(rules("build a.o: CC ../keywords/model.bitwright/model.mcu/model.c", "build.ninja"), [keywords]);
    });

    it("follows variables that have one value", () => {
      assert.deepEqual(rules("N = vision\nD := ../$(N)\nS = $(wildcard $(D)/model.bitwright/model.mcu/*.c)\n"), [
        vision,
      ]);
      assert.deepEqual(
        rules(
          'set(NET "${CMAKE_CURRENT_LIST_DIR}/../keywords")\nadd_subdirectory("${NET}/model.bitwright/model.mcu" b)',
          "CMakeLists.txt",
        ),
        [keywords],
      );
      assert.deepEqual(rules("A = $(B)\nB = $(A)\nC = $(A)/x\n"), both);
    });

    it("takes the tail behind a variable that nobody knows", () => {
      assert.deepEqual(rules("S = $(ROOT)/vision/model.bitwright/model.mcu/model.c"), [vision]);
      assert.deepEqual(
        rules("N = vision\nifdef K\nN = keywords\nendif\nI = -I../$(N)/model.bitwright/model.mcu"),
        both,
      );
      assert.deepEqual(rules("S = $(ROOT)/model.mcu/model.c"), both);
    });

    it("takes spaces and backslashes as the shells of both systems do", () => {
      const spaced = candidate("/w/My Models/model.mcu");
      const of = (text: string): readonly Candidate[] =>
        belongingTo(ELF, [...both, spaced], evidence({ "/w/app/Makefile": text }));
      assert.deepEqual(of("S = ../My\\ Models/model.mcu/model.c"), [spaced]);
      assert.deepEqual(of('add_subdirectory("../My Models/model.mcu" x)'), [spaced]);
      assert.deepEqual(of("S = ..\\vision\\model.bitwright\\model.mcu\\model.c"), [vision]);
    });

    it("takes nothing from comments, nor from another project's kernels", () => {
      const own = "P = ../keywords/model.bitwright/model.mcu\n";
      assert.deepEqual(rules(`# P = ../vision/model.bitwright/model.mcu\n${own}`), [keywords]);
      assert.deepEqual(rules(`${own}KERNELS = ../vision/model.bitwright/model.mcu/kernels\n`), [keywords]);
      assert.deepEqual(rules("K = $(ROOT)/vision/model.bitwright/model.mcu/kernels/bw_dot.c\n"), both);
    });

    it("goes up past rules that name none, and stops at the first that do", () => {
      const texts = {
        "/w/app/build/Makefile": "all: app.elf\n",
        "/w/app/Makefile": "P = ../keywords/model.bitwright/model.mcu",
        "/w/CMakeLists.txt": "add_subdirectory(vision/model.bitwright/model.mcu)",
      };
      assert.deepEqual(nearest(ELF, texts), [keywords]);
      assert.deepEqual(nearest("/w/src/main.c", texts), [vision]);
    });

    it("reads the rules that they include", () => {
      assert.deepEqual(
        nearest(ELF, {
          "/w/CMakeLists.txt": "add_subdirectory(nets)",
          "/w/nets/CMakeLists.txt": "add_subdirectory(../vision/model.bitwright/model.mcu x)",
        }),
        [vision],
      );
      assert.deepEqual(
        nearest(ELF, {
          "/w/app/Makefile": "-include ../common/net.mk",
          "/w/common/net.mk":
            "NET = ../keywords/model.bitwright/model.mcu\nS = $(ROOT)/keywords/model.bitwright/model.mcu/model.c",
        }),
        [keywords],
      );
    });

    it("leaves those that they name where they name several, and no others", () => {
      const third = candidate("/w/third/model.mcu");
      const text = "A = ../keywords/model.bitwright/model.mcu\nB = ../vision/model.bitwright/model.mcu\n";
      assert.deepEqual(belongingTo(ELF, [third, ...both], evidence({ "/w/app/Makefile": text })), both);
    });
  });

  it("is the one of the rules that name the file, wherever it lies", () => {
    const script = "/w/boards/app.ld";
    const texts = {
      "/w/kw/Makefile": "P = ../keywords/model.bitwright/model.mcu\nLDFLAGS = -Wl,-T,../boards/app.ld",
      "/w/vi/Makefile": "P = ../vision/model.bitwright/model.mcu\nLDFLAGS = -T../boards/other.ld",
    };
    assert.deepEqual(nearest(script, texts), [keywords]);
    assert.deepEqual(nearest("/w/boards/other.ld", texts), [vision]);
    const { rules } = evidence(texts).builds;
    assert.deepEqual([isNamedBy(rules, script), isNamedBy(rules, "/w/kw/app.ld")], [true, false]);
    assert.deepEqual(isNamedBy([readBuildRules("/w/Makefile", "L = -T$(BSP)/app.ld")], script), true);
  });
});

describe("which project a C file calls", () => {
  const named = candidate("/w/other/eyes.mcu", "eyes");

  it("is the one whose header the include leads to", () => {
    const text = '#include <stdint.h>\n#include "../keywords/model.bitwright/model.mcu/model.h"\n';
    assert.deepEqual(includedBy("/w/app/main.c", text, both), [keywords]);
    assert.deepEqual(includedBy("/w/app/src/main.c", text, both), [keywords]);
    assert.deepEqual(includedBy("/w/keywords/model.bitwright/x.c", '#include "model.mcu/model.h"', both), [keywords]);
  });

  it("is every one whose header's path ends like that", () => {
    assert.deepEqual(includedBy("/w/app/main.c", '#  include <model.h>\n#include "eyes.h"', [named, ...both]), [
      named,
      ...both,
    ]);
    assert.deepEqual(includedBy("/w/app/main.c", '#include "mcu/model.h"\n#include "bw_dot.h"', both), []);
  });

  it("takes nothing from comments", () => {
    const text =
      '// #include "../vision/model.bitwright/model.mcu/model.h"\n/*\n#include "../vision/model.bitwright/model.mcu/model.h"\n*/\n';
    assert.deepEqual(includedBy("/w/app/main.c", text, both), []);
  });

  it("is told by the build where the include does not tell, and by the person before either", () => {
    const path = "/w/app/main.c";
    const texts = { "/w/app/Makefile": "CFLAGS = -I../vision/model.bitwright/model.mcu" };
    assert.deepEqual(calledFrom(path, '#include "model.h"', both, NOTHING), both);
    assert.deepEqual(calledFrom(path, '#include "model.h"', both, evidence(texts)), [vision]);
    assert.deepEqual(calledFrom(path, '#include "model.h"', both, evidence(texts, { [path]: keywords.folder })), [
      keywords,
    ]);
    const exact = '#include "../keywords/model.bitwright/model.mcu/model.h"';
    assert.deepEqual(calledFrom(path, exact, both, evidence(texts)), [keywords]);
  });
});

describe("maps and rules that tools write", () => {
  let root = "";
  before(() => (root = realpathSync(mkdtempSync(join(tmpdir(), "bitwright-evidence-")))));
  after(() => rmSync(root, { recursive: true, force: true }));

  const put = (name: string, text: string): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  const run = (cwd: string, command: string, ...args: readonly string[]): void => {
    const { status, stderr } = spawnSync(command, args, { cwd: join(root, cwd), encoding: "utf8" });
    assert.equal(status, 0, stderr);
  };
  const has = (...tools: readonly string[]): boolean =>
    tools.every((tool) => spawnSync(tool, ["--version"]).status === 0);
  const projects = (): readonly [Candidate, Candidate] => [
    candidate(join(root, "vision/model.mcu")),
    candidate(join(root, "keywords/model.mcu")),
  ];
  const putProjects = (): void => {
    for (const [name, bytes] of [
      ["vision", 64],
      ["keywords", 32],
    ] as const) {
      put(
        `${name}/model.mcu/model.c`,
        `unsigned char model_arena[${bytes}];\nint model_invoke(void) { return model_arena[0]; }\n`,
      );
      put(`${name}/model.mcu/model.h`, "int model_invoke(void);\n");
      put(
        `${name}/model.mcu/CMakeLists.txt`,
        "add_library(model STATIC model.c)\ntarget_include_directories(model PUBLIC ${CMAKE_CURRENT_LIST_DIR})\n",
      );
    }
    put("app/main.c", '#include "model.h"\nint main(void) { return model_invoke(); }\n');
  };

  it("GNU ld's map tells which objects were linked", function () {
    if (!has("gcc")) return this.skip();
    putProjects();
    const [vision, keywords] = projects();
    for (const [name, project] of [
      ["vision", vision],
      ["keywords", keywords],
    ] as const) {
      run(`${name}/model.mcu`, "gcc", "-c", "model.c");
      const object = `../${name}/model.mcu/model.o`;
      mkdirSync(join(root, "app/build"), { recursive: true });
      run(
        "app",
        "gcc",
        `-I../${name}/model.mcu`,
        "main.c",
        object,
        "-o",
        `build/${name}.elf`,
        `-Wl,-Map=build/${name}.map`,
      );
      const path = join(root, `app/build/${name}.map`);
      const map = readLinkMap(path, readFileSync(path, "utf8"));
      assert.deepEqual(linkedInto(join(root, `app/build/${name}.elf`), [vision, keywords], [map]), [project]);
    }
    return undefined;
  });

  for (const generator of ["Unix Makefiles", "Ninja"]) {
    it(`a build by CMake with ${generator} tells by its map and by its rules`, function () {
      if (!has("gcc", "cmake", generator === "Ninja" ? "ninja" : "make")) return this.skip();
      putProjects();
      const build = `build-${generator.split(" ")[0] ?? ""}`;
      put(
        "app/CMakeLists.txt",
        `cmake_minimum_required(VERSION 3.13)
project(app C)
set(NET \${CMAKE_CURRENT_SOURCE_DIR}/../keywords)
add_subdirectory(\${NET}/model.mcu keywords/model.mcu)
add_executable(app main.c)
target_link_libraries(app PRIVATE model -Wl,-Map=app.map)
set_target_properties(app PROPERTIES SUFFIX .elf)
`,
      );
      run("app", "cmake", "-G", generator, "-B", build);
      run("app", "cmake", "--build", build);
      const [vision, keywords] = projects();
      const elf = join(root, "app", build, "app.elf");
      const mapPath = join(root, "app", build, "app.map");
      const map = readLinkMap(mapPath, readFileSync(mapPath, "utf8"));
      assert.deepEqual(linkedInto(elf, [vision, keywords], [map]), [keywords]);
      const rulesPath = join(root, "app/CMakeLists.txt");
      const rules = [readBuildRules(rulesPath, readFileSync(rulesPath, "utf8"))];
      assert.deepEqual(belongingTo(elf, [vision, keywords], { builds: { rules, linkMaps: [] }, chosen: () => [] }), [
        keywords,
      ]);
      return undefined;
    }).timeout(60_000);
  }
});
