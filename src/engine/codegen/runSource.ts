/** The part of model.c that runs layers: tables of streams, the run of all segments, and taking rows from the caller. */
import type { Segment } from "../memory/types";
import type { LayerCode } from "./layerParts";
import { layersOf, rowCodes, type LayerSite, type ModelSite } from "./modelSite";
import { inComment } from "./names";
import { wrapped, type LineRange, type SourceFile } from "./sourceFile";
import { stagesOf, suppliedInput } from "./streams";
import type { StoredArray } from "./weightsSource";

export interface WrittenLayer {
  readonly site: LayerSite;
  readonly code: LayerCode;
  readonly definition: LineRange;
  readonly descriptors: readonly StoredArray[];
}

/** The tables of streamed segments; a stage's line is where its layer is called. */
export function addStreams(
  file: SourceFile,
  site: ModelSite,
  layers: readonly WrittenLayer[],
  calls: Map<number, LineRange>,
): void {
  const { prefix, plan } = site;
  const streamed = plan.segments.filter((segment) => segment.streamed);
  for (const segment of streamed) {
    const stages = stagesOf(site, segment);
    const name = streamName(segment);
    const links = stages.flatMap(({ links }) => links);
    file.gap();
    file.add(`/* Steps ${segment.firstStep}–${segment.lastStep} run row by row together: bw_stream.h. */`);
    links.forEach(({ spans }, i) => {
      if (!spans) return;
      file.add(
        `static const int16_t ${prefix}_spans_${name}_${i}[${spans.length}] = {`,
        ...wrapped(Array.from(spans, String), "    "),
        "};",
      );
    });
    if (links.length > 0) {
      file.add(`static const bw_link ${prefix}_links_${name}[${links.length}] = {`);
      links.forEach(({ spans, maker, step, first, last }, i) => {
        const table = spans ? `${prefix}_spans_${name}_${i}` : "NULL";
        file.add(`    {${table}, ${maker}, ${step}, ${first}, ${last}},`);
      });
      file.add("};");
    }
    file.add(`static const bw_stage ${prefix}_stages_${name}[${stages.length}] = {`);
    let before = 0;
    stages.forEach(({ layer, output, links: own, lastReader }) => {
      const row = layer ? (layers[layer.step]?.code.symbol ?? "") : "NULL";
      const list = own.length > 0 ? `${prefix}_links_${name} + ${before}` : "NULL";
      before += own.length;
      const what = layer
        ? `step ${layer.step}: ${inComment(layer.layer.name)}`
        : "the input, whose rows the caller makes";
      const range = file.add(
        `    {${row}, ${list}, ${own.length}, ${output.shape[0]}, ${output.buffer.ring?.rows ?? 0}, ${lastReader}}, /* ${what} */`,
      );
      if (layer) calls.set(layer.step, range);
    });
    file.add("};");
  }
  const most = Math.max(0, ...streamed.map((segment) => stagesOf(site, segment).length));
  const state: readonly string[] = [
    ...(most > 0 ? [`  uint16_t made[${most}]; /* rows that each stage of the running stream has made */`] : []),
    ...(site.question.rows === "supplied" ? ["  uint16_t pushed; /* rows of the input */"] : []),
  ];
  if (state.length === 0) return;
  file.gap();
  file.add("static struct {", ...state, `} ${prefix}_state;`);
}

function streamName({ firstStep }: Segment): string {
  return String(firstStep);
}

/** The run of all segments; with rows supplied to the first of them, of the others. */
export function addRun(
  file: SourceFile,
  site: ModelSite,
  layers: readonly WrittenLayer[],
  calls: Map<number, LineRange>,
): void {
  const { prefix, macro, plan } = site;
  const isFed = suppliedInput(site) !== undefined;
  const segments = isFed ? plan.segments.slice(1) : plan.segments;
  file.gap();
  file.add(
    isFed ? "/* What follows once the last row of the input is there. */" : "/* The network, step by step. */",
    `static ${prefix}_status ${prefix}_run(void) {`,
  );
  for (const segment of segments) {
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
  file.add(`  return ${macro}_OK;`, "}");
}

/** The body of the function that takes the next row of the input. */
export function pushBody(site: ModelSite): readonly string[] {
  const { prefix, macro, plan, inputs } = site;
  const [input] = inputs;
  const [segment] = plan.segments;
  if (!input || !segment) return [`(void)row;`, `return ${macro}_FAULT;`];
  const state = `${prefix}_state`;
  const isFed = suppliedInput(site) !== undefined;
  const stages = `${prefix}_stages_${streamName(segment)}`;
  const count = isFed ? stagesOf(site, segment).length : 0;
  return [
    "bw_codes from;",
    `if (${state}.pushed == ${macro}_INPUT_HEIGHT) ${prefix}_init(); /* the next image */`,
    ...(isFed ? [`if (!bw_stream_has_room(${stages}, 0, ${state}.made)) return ${macro}_FAULT;`] : []),
    "from.bytes = row;",
    "from.first = 0;",
    `bw_copy(from, bw_row_out(&${input.symbol}, ${state}.pushed), ${rowCodes(input)}, ${input.bits});`,
    `${state}.pushed++;`,
    ...(isFed
      ? [
          `${state}.made[0] = ${state}.pushed;`,
          `if (!bw_stream_run(${stages}, ${count}, ${state}.made)) {`,
          `  return ${state}.pushed < ${macro}_INPUT_HEIGHT ? ${macro}_NEEDS_ROWS : ${macro}_FAULT;`,
          "}",
        ]
      : [`if (${state}.pushed < ${macro}_INPUT_HEIGHT) return ${macro}_NEEDS_ROWS;`]),
    `return ${prefix}_run();`,
  ];
}
