import assert from "node:assert/strict";
import { hoverMarkdown } from "../../../../../src/extension/firmware/show/hoverText";
import { indexCode, type Subject } from "../../../../../src/protocol/code/codeIndex";
import { explain, lensOf } from "../../../../../src/protocol/code/explainCode";
import { readMemoryMap, type MemoryMap } from "../../../../../src/protocol/files/memoryMap";
import { hostileNames } from "../../../../support/hostileNames";
import { sampleMap, sampleVerification } from "../../../../support/firmware/sampleMap";

const LINKS = { folder: "/w/a (1).mcu", showLayer: "Show in Memory Profile", revealLayer: "Go to Its Code" };
const LINK = /(?<!\\)\[(?:Show in Memory Profile|Go to Its Code)\]\(command:(_bitwright\.\w+)\?([^)]*)\)/g;

/** The sample project with one layer, its tensors and the operator named like that. */
function named(name: string): MemoryMap {
  const [first, ...others] = sampleMap.layers;
  assert.ok(first);
  const rename = (tensor: string): string => (tensor === first.output ? name : tensor);
  const map: MemoryMap = {
    ...sampleMap,
    tensors: sampleMap.tensors.map((tensor) => ({ ...tensor, name: rename(tensor.name) })),
    layers: [
      { ...first, name, op: name, output: name },
      ...others.map((layer) => ({ ...layer, inputs: layer.inputs.map(rename) })),
    ],
  };
  const read = readMemoryMap(JSON.stringify(map));
  assert.ok(read.ok, JSON.stringify(read));
  return read.value;
}

describe("a hover of a model that names its layers to do harm", () => {
  for (const name of hostileNames) {
    it(JSON.stringify(name.slice(0, 30)), () => {
      const map = named(name);
      const index = indexCode(map);
      const project = { index, verification: sampleVerification, losses: null };
      const subjects: readonly Subject[] = [
        ...map.layers.map((layer): Subject => ({ kind: "layer", layer })),
        ...map.tensors.map((tensor): Subject => ({ kind: "tensor", tensor })),
        ...map.layers.flatMap((layer) => layer.data.map((data): Subject => ({ kind: "data", layer, data }))),
        ...map.api.map((called): Subject => ({ kind: "function", called })),
        { kind: "arena" },
      ];
      for (const subject of subjects) {
        const explanation = explain(project, subject);
        const text = hoverMarkdown(explanation, LINKS);
        assert.ok(explanation.title.length < 500);
        assert.doesNotMatch(text.replace(/\n/g, ""), /[\p{C}\p{Zl}\p{Zp}]/u);
        const links = [...text.matchAll(LINK)];
        assert.deepEqual(
          links.map(([, command]) => command),
          explanation.layer === null ? [] : ["_bitwright.showLayer", "_bitwright.revealLayer"],
        );
        for (const [, , query = ""] of links) {
          assert.deepEqual(
            JSON.parse(decodeURIComponent(query)),
            JSON.parse(JSON.stringify([LINKS.folder, explanation.layer])),
          );
        }
        // Beside the links and the bold title there is nothing that Markdown reads.
        const rest = text
          .replace(LINK, "")
          .replace(/\\[!-/:-@[-`{-~]/g, "")
          .replace(/^\*\*|\*\*$/gm, "")
          .replace(/^[\w ]+: /gm, "");
        assert.doesNotMatch(rest, /[!-/:-@[-`{-~]/, rest);
      }
      for (const layer of map.layers) assert.ok(lensOf(project, layer).length < 200);
    });
  }
});
