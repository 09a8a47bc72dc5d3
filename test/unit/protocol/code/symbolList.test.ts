import assert from "node:assert/strict";
import { indexCode, layerOfSubject, linkedSymbols, symbolsOfLayer } from "../../../../src/protocol/code/codeIndex";
import { lineOfSymbol, symbolList } from "../../../../src/protocol/code/symbolList";
import { sampleMap } from "../../../support/firmware/sampleMap";

const index = indexCode(sampleMap);
const symbols = [
  { name: "model_fc_row", address: 0x08000321, sizeBytes: 120 },
  { name: "model_conv0_weights", address: 0x08001000, sizeBytes: 400 },
  { name: "model_arena", address: 0x20000000, sizeBytes: 1024 },
  { name: "model_invoke", address: 0x08000101, sizeBytes: 64 },
  { name: "main", address: 0x08000001, sizeBytes: 10 },
];

describe("the symbols of a linked image", () => {
  it("are listed by address, each with what it is of, and no others", () =>
    assert.equal(
      symbolList("app.elf", symbols, [index]),
      `# Symbols of net.onnx in app.elf, by address
0x08000101     64 B  model_invoke         net.onnx: invoke
0x08000321    120 B  model_fc_row         fc: its rows
0x08001000    400 B  model_conv0_weights  conv0: weights
0x20000000  1,024 B  model_arena          arena of net.onnx
`,
    ));

  it("say so where there are none", () => {
    assert.equal(symbolList("app.elf", [], [index]), "# app.elf has no symbol of net.onnx.\n");
    assert.equal(symbolList("app.elf", symbols, []), "# app.elf has no symbol of a generated network.\n");
  });

  it("lead to a layer and back: every function and array of every layer", () => {
    const text = symbolList(
      "app.elf",
      [...linkedSymbols(index).keys()].map((name, i) => ({ name, address: i, sizeBytes: 1 })),
      [index],
    );
    const lines = text.split("\n");
    for (const layer of sampleMap.layers) {
      for (const name of symbolsOfLayer(layer)) {
        const subject = index.subject(name);
        assert.equal(subject && layerOfSubject(index, subject), layer, name);
        assert.match(lines[lineOfSymbol(text, [name])] ?? "", new RegExp(` ${name} `));
      }
    }
  });

  it("of a tensor, the arena and the interface: the maker, the fullest layer, none", () => {
    const layerOf = (name: string): string | undefined => {
      const subject = index.subject(name);
      return subject && layerOfSubject(index, subject)?.name;
    };
    assert.equal(layerOf("MODEL_AT_R1"), "conv1");
    assert.equal(layerOf("MODEL_AT_IMAGE"), "conv0", "nobody makes it: who reads it first");
    assert.equal(layerOf("model_arena"), "conv1");
    assert.equal(layerOf("model_invoke"), undefined);
  });

  it("are found as whole words, in a linker's map too", () => {
    const map = [
      " .rodata.model_conv0_weights_more",
      " .rodata.model_conv0_weights",
      "                0x08001000      0x190 model.o",
      " .text.model_fc_row 0x08000320 0x78 model.o",
    ].join("\n");
    assert.equal(lineOfSymbol(map, ["model_conv0_weights"]), 1);
    assert.equal(lineOfSymbol(map, ["nothing", "model_fc_row"]), 3);
    assert.equal(lineOfSymbol(map, []), -1);
  });
});
