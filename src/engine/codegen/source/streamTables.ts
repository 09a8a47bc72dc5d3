/** The tables of streams in model.c, and the state that is kept between calls. */
import type { ModelSite } from "../modelSite";
import { inComment } from "../names";
import type { WrittenLayer } from "./runSource";
import { wrapped, type LineRange, type SourceFile } from "./sourceFile";
import { stagesOf, streamName } from "./streams";

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
  if (!keepsState(site)) return;
  const state: readonly string[] = [
    ...(most > 0 ? [`  uint16_t made[${most}]; /* rows that each stage of the running stream has made */`] : []),
    ...(site.question.execution.rows === "supplied"
      ? [
          "  uint16_t pushed; /* rows of the input */",
          `  uint16_t piece;  /* of ${prefix}_next: where it is */`,
          "  uint16_t row;    /* of the layer there */",
        ]
      : []),
  ];
  file.gap();
  file.add("static struct {", ...state, `} ${prefix}_state;`);
}

/** Whether anything is kept between calls beside the arena. */
export function keepsState({ plan, question }: ModelSite): boolean {
  return question.execution.rows === "supplied" || plan.segments.some(({ streamed }) => streamed);
}
