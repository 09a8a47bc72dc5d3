/** A streamed segment as the table that bw_stream.h executes: stages, and which rows they read of each other. */
import { invariant } from "../../base/outcome";
import type { Network } from "../../ir/network";
import { roomOf } from "../../layers/rooms";
import { shapesOf, type RowLine } from "../../layers/rows";
import { inputRowsOf, type InputRows } from "../../memory/streaming/rowNeeds";
import type { Segment } from "../../memory/types";
import { layersOf, type LayerSite, type ModelSite, type TensorSite } from "../modelSite";

/** bw_link. */
export interface StreamLink {
  readonly maker: number;
  readonly step: number;
  readonly first: number;
  readonly last: number;
  /** Where no straight line says it: first and last row for each output row. */
  readonly spans: Int16Array | undefined;
}

/** bw_stage. */
export interface StreamStage {
  /** Undefined: the network's input, whose rows the caller pushes. */
  readonly layer: LayerSite | undefined;
  readonly output: TensorSite;
  readonly links: readonly StreamLink[];
  readonly lastReader: number;
}

/** The input whose rows the caller pushes into the first segment: one of which only a ring is held. */
export function suppliedInput({ inputs, question }: ModelSite): TensorSite | undefined {
  return question.execution.rows === "supplied" ? inputs.find(({ buffer }) => buffer.ring !== undefined) : undefined;
}

/** What the symbols of a segment's tables end with. */
export function streamName({ firstStep }: Segment): string {
  return String(firstStep);
}

export function stagesOf(site: ModelSite, segment: Segment): readonly StreamStage[] {
  const layers = layersOf(site, segment);
  const input = segment.firstStep === 0 ? suppliedInput(site) : undefined;
  const outputs = [...(input ? [input] : []), ...layers.map(({ output }) => output)];
  const offset = input ? 1 : 0;
  return outputs.map((output, i): StreamStage => {
    const layer = layers[i - offset];
    const readers = layers.map(({ inputs }, at) => (inputs.some(({ id }) => id === output.id) ? at + offset : i));
    return {
      layer,
      output,
      links: layer ? linksOf(site.network, layer, outputs) : [],
      lastReader: Math.max(i, ...readers),
    };
  });
}

function linksOf(network: Network, { layer, inputs }: LayerSite, makers: readonly TensorSite[]): readonly StreamLink[] {
  const needs = inputRowsOf(network, layer);
  invariant(needs !== undefined, `"${layer.name}" cannot run by rows`);
  const shapes = shapesOf(network, layer);
  return inputs.flatMap(({ id, shape }, place): StreamLink[] => {
    const maker = makers.findIndex((tensor) => tensor.id === id);
    const rows = needs[place];
    if (maker < 0 || !rows) return [];
    const rule = roomOf(layer).rows(layer, shapes, place);
    const line = rule && "step" in rule && fits(rule, rows, shape[0]) ? rule : undefined;
    return [{ maker, ...(line ?? { step: 0, first: 0, last: 0 }), spans: line ? undefined : spansOf(rows) }];
  });
}

/** Whether the line says the same as the table, as far as rows of the image go and rows that are there already do not matter. */
function fits({ step, first, last }: RowLine, { keptFrom, upTo }: InputRows, height: number): boolean {
  let needed = -1;
  return upTo.every((row, y) => {
    needed = Math.max(needed, row);
    const isNeeded = Math.max(-1, Math.min(height - 1, y * step + last)) === needed;
    return isNeeded && Math.max(0, Math.min(height, y * step + first)) === keptFrom[y];
  });
}

function spansOf({ keptFrom, upTo }: InputRows): Int16Array {
  return Int16Array.from({ length: 2 * upTo.length }, (_, i) => (i % 2 === 0 ? keptFrom : upTo)[i >> 1] as number);
}
