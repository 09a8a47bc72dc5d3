/**
 * The streams' driver, bw_stream.c, alone: stages of every window geometry, rings as small as they can be, and a main file that says which row
 * each call makes. Here rows are followed: none is read before it is made or after its place was taken, and each is made once.
 */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seededRandom, type Random } from "../../src/engine/base/random";
import {
  availableBuild,
  KERNEL_INCLUDES,
  kernelPath,
  HOST_SANITIZED,
  linkProgram,
  runProgramOn,
} from "../support/firmware/firmwareToolchain";
import { out } from "../support/folders";

interface Reading {
  readonly maker: number;
  /** By output row, both ends inclusive and clipped to the maker's rows; last < first where the row reads nothing. */
  readonly rows: readonly (readonly [first: number, last: number])[];
  /** As bw_link has it. */
  readonly link: string;
}

interface Stage {
  readonly rows: number;
  readonly readings: readonly Reading[];
}

interface Stream {
  readonly stages: readonly Stage[];
  /** By stage; 0: all rows are held. */
  readonly rings: readonly number[];
}

const STREAMS = 60;

/** Output row y reads maker's rows y·step + first … y·step + last, as far as they exist. */
function reading(
  stages: readonly Stage[],
  maker: number,
  rows: number,
  step: number,
  first: number,
  last: number,
): Reading {
  const height = stages[maker]?.rows ?? 0;
  const spans = Array.from({ length: rows }, (_, y): [number, number] => [
    Math.max(0, y * step + first),
    Math.min(height - 1, y * step + last),
  ]);
  return { maker, rows: spans, link: `{NULL, ${maker}, ${step}, ${first}, ${last}}` };
}

/** Windows with strides and padding and slices, each over the stage in front, and sums with an earlier stage of as many rows. */
function stagesOf(random: Random): readonly Stage[] {
  const stages: Stage[] = [{ rows: 8 + random.below(12), readings: [] }];
  const count = 3 + random.below(4);
  while (stages.length < count) {
    const maker = stages.length - 1;
    const height = stages[maker]?.rows ?? 0;
    const other = stages.findIndex(({ rows }, i) => rows === height && i < maker);
    if (other >= 0 && random.below(2) === 0) {
      const readings = [maker, other].map((from) => reading(stages, from, height, 1, 0, 0));
      stages.push({ rows: height, readings });
      continue;
    }
    if (random.below(4) === 0) {
      // A slice: rows behind it are made for nobody.
      const rows = 1 + random.below(height);
      stages.push({ rows, readings: [reading(stages, maker, rows, 1, 0, 0)] });
      continue;
    }
    const kernel = 1 + random.below(Math.min(5, height));
    const pad = random.below(kernel);
    const step = 1 + random.below(2);
    const rows = Math.floor((height + 2 * pad - kernel) / step) + 1;
    stages.push({ rows, readings: [reading(stages, maker, rows, step, -pad, kernel - 1 - pad)] });
  }
  return stages;
}

/** What a row may be read for: the greatest distance between the newest row that is there and the oldest that is still to be read. */
function smallestRings(stages: readonly Stage[]): readonly number[] {
  const made = stages.map(() => 0);
  const rings = stages.map(() => 0);
  const isReady = ({ rows, readings }: Stage, stage: number): boolean => {
    const y = made[stage] ?? 0;
    return y < rows && readings.every(({ maker, rows: spans }) => (spans[y]?.[1] ?? -1) < (made[maker] ?? 0));
  };
  for (;;) {
    const stage = Math.max(-1, ...stages.flatMap((one, i) => (isReady(one, i) ? [i] : [])));
    if (stage < 0) return rings.map((ring, i) => (i === stages.length - 1 ? 0 : ring));
    made[stage] = (made[stage] ?? 0) + 1;
    const oldest = stages.flatMap(({ rows, readings }, reader) =>
      readings
        .filter(({ maker }) => maker === stage && (made[reader] ?? 0) < rows)
        .map((one) => Math.min(...one.rows.slice(made[reader]).map(([first]) => first))),
    );
    if (oldest.length > 0) rings[stage] = Math.max(rings[stage] ?? 0, (made[stage] ?? 0) - Math.min(...oldest), 1);
  }
}

function streams(): readonly Stream[] {
  return Array.from({ length: STREAMS }, (_, seed) => {
    const stages = stagesOf(seededRandom(seed));
    return { stages, rings: smallestRings(stages) };
  });
}

/** Prints "<stream> <way>:" and then the stages whose rows are made, in that order; at the end whether all are. */
function mainFile(all: readonly Stream[]): string {
  const most = Math.max(...all.map(({ stages }) => stages.length));
  const rowFunctions = Array.from(
    { length: most },
    (_, i) => `static void row${i}(uint32_t y) { printf(" ${i}:%u", (unsigned)y); }`,
  );
  const tables = all.map(({ stages, rings }, i) => {
    const links = stages.map(({ readings }, stage) =>
      readings.length === 0
        ? ""
        : `static const bw_link links${i}_${stage}[] = {${readings.map(({ link }) => link).join(", ")}};`,
    );
    const entries = stages.map(({ rows, readings }, stage) => {
      const readers = stages.flatMap((one, at) => (one.readings.some(({ maker }) => maker === stage) ? [at] : []));
      const list = readings.length > 0 ? `links${i}_${stage}` : "NULL";
      return `{row${stage}, ${list}, ${readings.length}, ${rows}, ${rings[stage] ?? 0}, ${Math.max(stage, ...readers)}}`;
    });
    return `${links.join("\n")}\nstatic const bw_stage stages${i}[] = {${entries.join(", ")}};`;
  });
  const calls = all.map(
    ({ stages }, i) => `  run(${i}, stages${i}, ${stages.length});\n  feed(${i}, stages${i}, ${stages.length});`,
  );
  return `#include <stdio.h>
#include <string.h>
#include "bw_stream.h"
${rowFunctions.join("\n")}
${tables.join("\n")}
static void run(int stream, const bw_stage *stages, uint32_t count) {
  uint16_t made[${most}] = {0};
  printf("%d run:", stream);
  const int all = bw_stream_run(stages, count, made);
  printf(" end:%d\\n", all);
  memset(made, 0, sizeof made);
  printf("%d step:", stream);
  while (bw_stream_step(stages, count, made)) continue;
  printf(" end:%d\\n", bw_stream_done(stages, count, made));
}
/* The first stage's rows are the caller's, who makes one whenever it has a place. */
static void feed(int stream, const bw_stage *stages, uint32_t count) {
  uint16_t made[${most}] = {0};
  bw_stage own[${most}];
  memcpy(own, stages, count * sizeof *own);
  own[0].row = NULL;
  printf("%d feed:", stream);
  for (;;) {
    if (made[0] < own[0].rows && bw_stream_has_room(own, 0, made)) row0(made[0]++);
    else if (!bw_stream_step(own, count, made)) break;
  }
  printf(" end:%d\\n", bw_stream_done(own, count, made));
}
int main(void) {
${calls.join("\n")}
  return 0;
}
`;
}

/** Follows the calls of one line: what each row reads is whole, and every row is made once. */
function follow({ stages, rings }: Stream, calls: readonly string[], what: string): void {
  const made = stages.map(() => 0);
  for (const call of calls) {
    const [stage = -1, y = -1] = call.split(":").map(Number);
    assert.equal(y, made[stage], `${what}: ${call} is made in its turn`);
    for (const { maker, rows } of stages[stage]?.readings ?? []) {
      const [first, last] = rows[y] ?? [0, -1];
      if (last < first) continue;
      const there = made[maker] ?? 0;
      const ring = rings[maker] ?? 0;
      assert.ok(last < there, `${what}: ${call} reads row ${last} of stage ${maker}, of which ${there} rows are made`);
      assert.ok(ring === 0 || first >= there - ring, `${what}: ${call} reads row ${first} of stage ${maker}, replaced`);
    }
    made[stage] = y + 1;
  }
  assert.deepEqual(
    made,
    stages.map(({ rows }) => rows),
    `${what}: every row is made`,
  );
}

describe("the streams' driver", () => {
  it("makes every row once, in rings as small as they can be, when what it reads is there and still there", function () {
    const available = availableBuild(HOST_SANITIZED);
    if (!available.ok) {
      console.log(`      skipped: ${available.reason}`);
      this.skip();
    }
    const all = streams();
    const folder = join(out, "firmware", "stream");
    mkdirSync(folder, { recursive: true });
    const [main, executable] = [join(folder, "main.c"), join(folder, "main")];
    writeFileSync(main, mainFile(all));
    linkProgram(HOST_SANITIZED, [main, kernelPath("bw_stream.c")], KERNEL_INCLUDES, executable);
    const { status, stdout, stderr } = runProgramOn(HOST_SANITIZED, executable);
    assert.equal(status, 0, stderr);
    const lines = stdout.trim().split("\n");
    assert.equal(lines.length, 3 * STREAMS);
    for (const line of lines) {
      const [stream, way, ...calls] = line.split(/:? /);
      const one = all[Number(stream)];
      assert.ok(one);
      const end = calls.pop();
      follow(one, calls, `stream ${stream}, ${way}`);
      assert.equal(end, "end:1", "and says so");
    }
    assert.ok(all.some(({ rings }) => rings.some((ring) => ring > 2)));
  });
});
