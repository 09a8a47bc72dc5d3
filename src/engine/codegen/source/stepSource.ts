/**
 * The part of model.c that runs a network whose rows are supplied, piece by piece, so that no call takes longer than one row of one layer
 * takes. What can be computed of a stream is computed before the next row is taken: rings and overlaps are planned for that order.
 */
import { placesOf, rowCodes } from "../../layers/firmware/parts";
import { layersOf, type ModelSite } from "../modelSite";
import { inComment } from "../names";
import type { WrittenLayer } from "./runSource";
import type { LineRange, SourceFile } from "./sourceFile";
import { stagesOf, streamName, suppliedInput } from "./streams";

/** A switch over pieces: a stream, or a layer that runs alone. */
export function addSteps(
  file: SourceFile,
  site: ModelSite,
  layers: readonly WrittenLayer[],
  calls: Map<number, LineRange>,
): void {
  const { prefix, macro, plan } = site;
  const isFed = suppliedInput(site) !== undefined;
  const hasStreams = plan.segments.some(({ streamed }) => streamed);
  const state = `${prefix}_state`;
  file.gap();
  file.add(
    "/* To the first row of the next piece. */",
    `static ${prefix}_status ${prefix}_next_piece(void) {`,
    ...(hasStreams ? [`  memset(${state}.made, 0, sizeof ${state}.made);`] : []),
    `  ${state}.row = 0;`,
    `  ${state}.piece++;`,
    `  return ${macro}_MORE;`,
    "}",
    "",
    `/* The next row of the next layer that has one, in order; a transposition at once. Behind the last piece the output is there. */`,
    `static BW_NOINLINE ${prefix}_status ${prefix}_next(void) {`,
    `  switch (${state}.piece) {`,
  );
  let piece = 0;
  if (!isFed) {
    file.add(
      `    case ${piece++}: /* the rows of the input, which lies in the arena whole */`,
      `      return ${state}.pushed < ${macro}_INPUT_HEIGHT ? ${macro}_NEEDS_ROWS : ${prefix}_next_piece();`,
    );
  }
  for (const segment of plan.segments) {
    if (segment.streamed) {
      const stages = `${prefix}_stages_${streamName(segment)}, ${stagesOf(site, segment).length}, ${state}.made`;
      const needs = isFed && segment.firstStep === 0;
      file.add(
        `    case ${piece++}: /* steps ${segment.firstStep}–${segment.lastStep}, row by row */`,
        `      if (bw_stream_step(${stages})) return ${macro}_MORE;`,
        ...(needs ? [`      if (${state}.pushed < ${macro}_INPUT_HEIGHT) return ${macro}_NEEDS_ROWS;`] : []),
        `      return bw_stream_done(${stages}) ? ${prefix}_next_piece() : ${macro}_FAULT;`,
      );
      continue;
    }
    for (const { step, layer } of layersOf(site, segment)) {
      const { code } = layers[step] ?? {};
      if (!code) continue;
      const { symbol } = code;
      file.add(`    case ${piece++}: /* step ${step}: ${inComment(layer.name)} */`);
      if (code.calls === "whole" || code.calls === 1) {
        calls.set(step, file.add(`      ${symbol}(${code.calls === 1 ? "0" : ""});`));
        file.add(`      return ${prefix}_next_piece();`);
      } else {
        calls.set(step, file.add(`      ${symbol}(${state}.row);`));
        file.add(`      return ++${state}.row < ${code.calls} ? ${macro}_MORE : ${prefix}_next_piece();`);
      }
    }
  }
  file.add("    default:", `      return ${macro}_OK;`, "  }", "}");
}

/** The body of the function that takes the next row, to which `status` belongs. */
export function pushLines(site: ModelSite): readonly string[] {
  const { prefix, macro, plan, inputs } = site;
  const [input] = inputs;
  const [segment] = plan.segments;
  if (!input || !segment) return ["(void)row;", `status = ${macro}_FAULT;`];
  const state = `${prefix}_state`;
  const isFed = suppliedInput(site) !== undefined;
  const take = [
    "bw_codes from;",
    "from.bytes = row;",
    "from.first = 0;",
    `bw_copy(from, bw_row_out(${prefix}_arena, &${input.symbol}, ${state}.pushed), ${placesOf(input, rowCodes(input))}, ${input.bits === 16 ? 8 : input.bits});`,
    `${state}.pushed++;`,
    ...(isFed ? [`${state}.made[0] = ${state}.pushed;`] : []),
  ];
  const room = `bw_stream_has_room(${prefix}_stages_${streamName(segment)}, 0, ${state}.made)`;
  return [
    `do status = ${prefix}_next();`,
    `while (status == ${macro}_MORE);`,
    `if (status == ${macro}_OK) {`,
    `  memset(&${state}, 0, sizeof ${state}); /* the next image */`,
    `  status = ${macro}_NEEDS_ROWS;`,
    "}",
    ...(isFed ? [`if (!${room}) status = ${macro}_FAULT;`] : []),
    `if (status == ${macro}_NEEDS_ROWS) {`,
    ...take.map((line) => `  ${line}`),
    `  status = ${macro}_OK;`,
    "}",
  ];
}
