/** Frames around the layers that run row by row together, in the coordinates of the layout. */
import { formatSize } from "../../../src/protocol/words/format";
import type { Report } from "../../../src/protocol/files/report";
import { NODE_HEIGHT, NODE_WIDTH, type GraphLayout, type Point } from "./graphLayout";
import { rowSegments } from "../ways";

const AROUND = 12;
/** Above the first box: room for the title. */
const ABOVE = 20;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface GraphFrame {
  readonly title: string;
  readonly steps: readonly number[];
  /** One around all, or one for each layer where a single one would hold layers that run otherwise. */
  readonly boxes: readonly Box[];
}

export function framesOf(report: Report, { middles }: Pick<GraphLayout, "middles">): readonly GraphFrame[] {
  return rowSegments(report).map(({ firstStep, lastStep, savesBytes }) => {
    const steps = Array.from({ length: lastStep - firstStep + 1 }, (_, i) => firstStep + i);
    const inside = steps.flatMap((step) => middles[step] ?? []);
    const whole = around(inside);
    const holdsOthers = middles.some(
      ({ x, y }, step) =>
        (step < firstStep || step > lastStep) &&
        x + NODE_WIDTH / 2 > whole.x &&
        x - NODE_WIDTH / 2 < whole.x + whole.width &&
        y + NODE_HEIGHT / 2 > whole.y + ABOVE - AROUND &&
        y - NODE_HEIGHT / 2 < whole.y + whole.height,
    );
    return {
      // Short, so that it ends before the edge that comes in.
      title: savesBytes > 0 ? `rows, saves ${formatSize(savesBytes)}` : "row by row",
      steps,
      boxes: holdsOthers ? inside.map((middle) => around([middle])) : [whole],
    };
  });
}

function around(middles: readonly Point[]): Box {
  const x = Math.min(...middles.map((middle) => middle.x)) - NODE_WIDTH / 2 - AROUND;
  const y = Math.min(...middles.map((middle) => middle.y)) - NODE_HEIGHT / 2 - ABOVE;
  const right = Math.max(...middles.map((middle) => middle.x)) + NODE_WIDTH / 2 + AROUND;
  const bottom = Math.max(...middles.map((middle) => middle.y)) + NODE_HEIGHT / 2 + AROUND;
  return { x, y, width: right - x, height: bottom - y };
}
