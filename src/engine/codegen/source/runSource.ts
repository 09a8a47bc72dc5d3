/** The part of model.c that runs a network whose input lies in memory, in one call. */
import type { LayerCode } from "./layerCode";
import { layersOf, type LayerSite, type ModelSite } from "../modelSite";
import { inComment } from "../names";
import type { LineRange, SourceFile } from "./sourceFile";
import { stagesOf, streamName } from "./streams";
import type { StoredArray } from "./weightsSource";

export interface WrittenLayer {
  readonly site: LayerSite;
  readonly code: LayerCode;
  readonly definition: LineRange;
  readonly descriptors: readonly StoredArray[];
}

/** The run of all segments on an input in memory. */
export function addRun(
  file: SourceFile,
  site: ModelSite,
  layers: readonly WrittenLayer[],
  calls: Map<number, LineRange>,
): void {
  const { prefix, macro, plan } = site;
  file.gap();
  file.add("/* The network, step by step. */", `static ${prefix}_status ${prefix}_run(void) {`);
  for (const segment of plan.segments) {
    if (segment.streamed) {
      const count = stagesOf(site, segment).length;
      file.add(
        `  /* Steps ${segment.firstStep}–${segment.lastStep}, row by row. */`,
        `  memset(${prefix}_state.made, 0, sizeof ${prefix}_state.made);`,
        `  if (!bw_stream_run(${prefix}_stages_${streamName(segment)}, ${count}, ${prefix}_state.made)) return ${macro}_FAULT;`,
      );
      continue;
    }
    for (const { step, layer } of layersOf(site, segment)) {
      const { code } = layers[step] ?? {};
      if (!code) continue;
      const { symbol } = code;
      file.add(`  /* Step ${step}: ${inComment(layer.name)}. */`);
      const call =
        code.calls === "whole"
          ? `${symbol}();`
          : code.calls === 1
            ? `${symbol}(0);`
            : `for (uint32_t y = 0; y < ${code.calls}; y++) ${symbol}(y);`;
      calls.set(step, file.add(`  ${call}`));
    }
  }
  for (const { held, renewed, planned } of site.states) {
    if (planned.renewed === "inPlace") continue;
    file.add(
      `  /* ${inComment(held.name)}, for the next step: a layer still read it as the new one was made. */`,
      `  memcpy(${prefix}_arena + ${held.offset}, ${prefix}_arena + ${renewed.offset}, ${planned.sizeBytes});`,
    );
  }
  file.add(`  return ${macro}_OK;`, "}");
}
