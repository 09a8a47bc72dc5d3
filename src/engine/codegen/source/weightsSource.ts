/**
 * model_weights.c and .h: every array that lies in FLASH, one symbol each, in execution order, on word boundaries: compilers for cores with
 * vectors would place arrays on boundaries of eight bytes, and bytes that belong to nobody between them.
 */
import type { ModelSite } from "../modelSite";
import type { ConstantArray } from "../../layers/firmware/parts";
import type { LayerCode } from "./layerCode";
import { inComment } from "../names";
import type { ProjectFile } from "../question";
import { literal, SourceFile, wrapped } from "./sourceFile";

export function weightsFile({ prefix }: Pick<ModelSite, "prefix">, extension: "c" | "h"): string {
  return `${prefix}_weights.${extension}`;
}

/** An array and the line of its definition. */
export interface StoredArray {
  readonly name: string;
  readonly kind: ConstantArray["kind"];
  readonly sizeBytes: number;
  readonly file: string;
  readonly line: number;
}

export interface WeightsSource {
  readonly files: readonly ProjectFile[];
  /** By step. */
  readonly arrays: readonly (readonly StoredArray[])[];
}

/** @param codes by step */
export function generateWeights(site: ModelSite, codes: readonly LayerCode[]): WeightsSource {
  const { prefix, macro } = site;
  const header = new SourceFile(weightsFile(site, "h"));
  const source = new SourceFile(weightsFile(site, "c"));
  header.add(
    `/* The numbers of ${prefix}.c: packed weights as bw_dot.h says, and what turns sums into codes as bw_product.h says. */`,
    `#ifndef ${macro}_WEIGHTS_H`,
    `#define ${macro}_WEIGHTS_H`,
    "",
    "#include <stdint.h>",
    "",
    "#ifdef __cplusplus",
    'extern "C" {',
    "#endif",
  );
  source.add(
    `/* Constants of ${inComment(site.question.model.name)}. Generated; the places of all arrays are in memory.json. The numbers are the model's own. */`,
    `#include "${weightsFile(site, "h")}"`,
    '#include "bw_target.h"',
    "",
    `/* Define ${macro}_WEIGHTS_SECTION as what your compiler wants in front of an array that belongs into a section of its own. */`,
    `#ifndef ${macro}_WEIGHTS_SECTION`,
    `#define ${macro}_WEIGHTS_SECTION`,
    "#endif",
  );
  const arrays = site.layers.map((layer) => {
    const { arrays = [] } = codes[layer.step] ?? {};
    if (arrays.length === 0) return [];
    const title = `/* Step ${layer.step}: ${inComment(layer.layer.name)}. */`;
    header.gap();
    header.add(title);
    source.gap();
    source.add(title);
    return arrays.map(({ name, kind, type, values, sizeBytes }): StoredArray => {
      header.add(`extern const ${type} ${name}[${values.length}];`);
      const { file, line } = source.add(
        `${macro}_WEIGHTS_SECTION BW_ALIGNED(4) const ${type} ${name}[${values.length}] = {`,
      );
      source.addAll(wrapped(literals(values, type), "    "));
      source.add("};");
      return { name, kind, sizeBytes, file, line };
    });
  });
  header.gap();
  header.add("#ifdef __cplusplus", "}", "#endif", "", "#endif");
  return { files: [source.file, header.file], arrays };
}

function* literals(values: ArrayLike<number>, type: ConstantArray["type"]): Iterable<string> {
  for (let i = 0; i < values.length; i++) yield literal(values[i] as number, type);
}
