/** Which form executes a layer, and that what forms say of the C is so. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { WEIGHT_WIDTHS } from "../../../../src/engine/base/bits";
import { CODE_CORES } from "../../../../src/engine/base/build";
import { allForms, chooseForm, formOf, type AnyForm } from "../../../../src/engine/layers/formOf";
import { LAYER_CASES, networkOf } from "../../../support/firmware/layerCases";
import { kernelText } from "../../../support/firmware/firmwareToolchain";
import type { PlanOptions } from "../../../../src/engine/memory/types";
import { NetworkBuilder } from "../../../support/firmware/architectures";
import { projectOf, projectRun, withFreeWidths } from "../../../support/firmware/generatedProject";
import { smallNetwork } from "../../../support/firmware/verifiableProject";
import { randomRun } from "../../../support/networks/randomProgram";

const cases = Object.values(LAYER_CASES).flat();

function layerNamed(name: string) {
  const layer = smallNetwork().layers.find((one) => one.name === name);
  assert.ok(layer);
  return layer;
}

describe("the choice of a kernel form", () => {
  const layer = layerNamed("wide");
  const base = formOf(layer);
  const portable: AnyForm = { ...base, function: "portable" };
  const vector: AnyForm = { ...base, function: "vector", needs: ["mve"] };
  const narrow: AnyForm = { ...base, function: "narrow", weightBits: [4, 2] };
  const never: AnyForm = { ...base, function: "never", applies: () => false };
  const chosen = (forms: readonly AnyForm[], site: Parameters<typeof chooseForm>[2]): string | undefined =>
    chooseForm(forms, layer, site)?.function;

  it("takes the first that applies", () => {
    assert.equal(chosen([never, portable, { ...base, function: "dearer" }], {}), "portable");
    assert.equal(chosen([never], {}), undefined);
  });

  it("asks the core for what a form needs, and counts on nothing where no core is named", () => {
    const forms = [vector, portable];
    assert.equal(chosen(forms, { core: "cortex-m55" }), "vector");
    assert.equal(chosen(forms, { core: "cortex-m55-nomve" }), "portable");
    assert.equal(chosen(forms, { core: "cortex-m4" }), "portable");
    assert.equal(chosen(forms, {}), "portable");
  });

  it("keeps to a form's widths, to every width where the width is still to be chosen", () => {
    const forms = [narrow, portable];
    assert.equal(chosen(forms, { weightBits: 4, inputBits: 8 }), "narrow");
    assert.equal(chosen(forms, { weightBits: 8, inputBits: 8 }), "portable");
    assert.equal(chosen(forms, { inputBits: 8 }), "portable");
    assert.equal(
      chosen([{ ...narrow, weightBits: WEIGHT_WIDTHS, inputBits: [8] }, portable], { inputBits: 4 }),
      "portable",
    );
  });

  it("asks no width of weights where there are none", () => {
    const pool = layerNamed("pool");
    assert.deepEqual(formOf(pool).weightBits, []);
    assert.equal(formOf(pool).function, "bw_average_pool_row");
  });

  it("finds a form for every layer on every core, before widths are known", () => {
    fc.assert(
      fc.property(fc.oneof(...cases), (one) => {
        const [first] = networkOf(one).layers;
        assert.ok(first);
        for (const core of CODE_CORES) assert.ok(formOf(first, { core }).applies(first));
        assert.ok(formOf(first).applies(first));
      }),
    );
  });

  it("takes the depthwise kernel where each channel has its own window, the dense one elsewhere", () => {
    assert.equal(formOf(layerNamed("deep")).function, "bw_depthwise_row");
    assert.equal(formOf(layerNamed("wide")).function, "bw_convolution_row");
    assert.equal(formOf(layerNamed("logits")).function, "bw_convolution_row");
  });
});

describe("pointwise layers", () => {
  const wide = layerNamed("wide");

  it("take their rows as one where all lie in memory and have at least three pixels", () => {
    assert.equal(formOf(wide, { image: [25, 5, 8] }).takesImage, true);
    assert.equal(formOf(wide, { image: [25, 2, 8] }).takesImage, false, "scratch is that of one pixel");
    assert.equal(formOf(wide, { image: [255, 257, 8] }).takesImage, true);
    assert.equal(formOf(wide, { image: [256, 256, 8] }).takesImage, false, "columns are counted in 16 bits");
    assert.equal(formOf(wide).takesImage, false);
    for (const name of ["stem", "deep", "logits", "pool"]) {
      assert.equal(formOf(layerNamed(name), { image: [25, 5, 8] }).takesImage, false, name);
    }
  });

  it("are called once in generated C, and row by row where rows are supplied or streamed", () => {
    const builder = new NetworkBuilder("pointwise");
    const deep = builder.depthwise("deep", builder.input("x", [7, 5, 4]), { kernel: 3, stride: 1 });
    const network = builder.build([builder.pointwise("layer", deep, 6)]);
    const { program, inputs } = randomRun(network, 1, { bits: 8 });
    const modelOf = (options: PlanOptions): string => {
      const { files } = projectOf(projectRun(program, inputs, options));
      return files.find(({ path }) => path === "model.c")?.text ?? "";
    };
    const whole = modelOf({});
    assert.match(whole, /\{1, 35, 4, 1, 35, 6, 1, 1,/);
    assert.match(whole, /^ {2}model_layer_all\(\);$/m);
    const streamed = { streaming: "auto", segments: [{ firstStep: 0, lastStep: 1 }] } as const;
    for (const options of [{ streaming: "auto", rows: "supplied" }, streamed] as const) {
      const byRows = modelOf(options);
      assert.match(byRows, /\{7, 5, 4, 7, 5, 6, 1, 1,/);
      assert.match(byRows, /model_layer_row/);
    }
  });
});

describe("kernel forms", () => {
  it("name functions that their headers declare", () => {
    for (const form of allForms()) {
      assert.match(kernelText(form.header), new RegExp(`^void ${form.function}\\(`, "m"), form.function);
    }
  });

  it("name parts by width that headers declare", () => {
    const declared = ["bw_dot.h", "bw_convolution.h", "bw_depthwise.h", "bw_spikes.h"].map(kernelText).join("\n");
    for (const form of allForms()) {
      const weights = form.weightBits.flatMap((bits) => form.weightParts(bits));
      for (const part of [...weights, ...form.inputBits.flatMap((bits) => form.inputParts(bits))]) {
        assert.match(declared, new RegExp(`^(?:extern const )?\\w+ ${part};`, "m"));
      }
    }
  });

  it("call the function that they name, with the parts that they name, in generated C", () => {
    fc.assert(
      fc.property(fc.oneof(...cases), fc.nat(), (one, seed) => {
        const { program, inputs } = randomRun(withFreeWidths(networkOf(one)), seed);
        const [layer] = program.network.layers;
        assert.ok(layer);
        const form = formOf(layer);
        const { files } = projectOf(projectRun(program, inputs));
        const model = files.find(({ path }) => path.endsWith("model.c"))?.text ?? "";
        assert.ok(model.includes(`  ${form.function}(`) || model.includes(`) ${form.function}(`), form.function);
        assert.ok(model.includes(`#include "${form.header}"`));
        const [step] = program.steps;
        const weights =
          step?.kind === "product" || step?.kind === "spiking"
            ? step.weights
            : step?.kind === "recurrent"
              ? step.input
              : undefined;
        const input = program.formats[layer.inputs[0] ?? 0];
        assert.ok(input);
        const parts = [...(weights ? form.weightParts(weights.bits) : []), ...form.inputParts(input.bits)];
        const named = [...model.matchAll(/&(bw_\w+)/g)].map(([, name]) => name).sort();
        assert.deepEqual(named, [...parts].sort());
      }),
      { numRuns: 60 },
    );
  });
});
