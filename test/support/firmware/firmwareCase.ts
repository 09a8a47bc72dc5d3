/**
 * One layer of a program as a C function that calls the firmware's kernels, with its numbers, its inputs and the codes that the interpreter
 * computes. Many of them make one test program. Not the product's code generator: it knows nothing of memory planning, but takes
 * the same numbers from engine/codegen. Long because each kind of layer is called in its own way.
 */
import { packCodes, packedBytes, packedWeightWords, type Codes, type WeightBits } from "../../../src/engine/base/bits";
import { assertNever } from "../../../src/engine/base/outcome";
import { packConstants, packSum } from "../../../src/engine/layers/firmware/packConstants";
import { storeRows } from "../../../src/engine/layers/firmware/recurrent";
import type { StepOf } from "../../../src/engine/layers/call";
import { formOf } from "../../../src/engine/layers/formOf";
import {
  activationOf,
  isDepthwise,
  type Layer,
  type LayerOf,
  type ProductLayer,
  type Shape3,
} from "../../../src/engine/ir/network";
import type { Neuron, Window } from "../../../src/engine/ir/op";
import type { ActivationFormat, FireNumbers, Program, Step } from "../../../src/engine/ir/program";

/**
 * "whole": from tensors that are held whole to another one. "frugal": spatial layers get their rows from a ring of as many rows as the kernel
 * spans, and layers that work element by element overwrite their first input where the widths agree.
 */
export type Feeding = "whole" | "frugal";

export interface FirmwareCase {
  readonly program: Program;
  /** Codes by input activation. */
  readonly inputs: ReadonlyMap<number, Codes>;
  /** What the layer must answer. */
  readonly expected: Codes | Float32Array;
  readonly feeding: Feeding;
}

/** A layer with everything it reads, by place. */
interface Site {
  readonly id: string;
  readonly layer: Layer;
  readonly feeding: Feeding;
  readonly shapes: readonly Shape3[];
  readonly formats: readonly ActivationFormat[];
  readonly outShape: Shape3;
  readonly out: ActivationFormat;
  /** `static const` tables written so far. */
  readonly tables: string[];
}

/** The C program that runs every case once and prints what differs; it returns how many did. */
export function testProgram(cases: readonly FirmwareCase[]): string {
  const bodies = cases.map((one, i) => caseSource(one, `c${i}`));
  const entries = cases.map((one, i) => {
    const layer = soleLayer(one.program);
    const isFloat = one.expected instanceof Float32Array;
    const bits = isFloat ? 0 : formatOf(one.program, layer.output).bits;
    return `  {"${i} ${layer.kind}", c${i}_run, c${i}_expected, ${one.expected.length}, ${bits}, sizeof c${i}_out, c${i}_out},`;
  });
  return `${INCLUDES}
${bodies.join("\n")}
typedef struct {
  const char *name;
  void (*run)(void);
  const void *expected;
  uint32_t elements, bits, out_bytes;
  void *out;
} test;

static const test tests[] = {
${entries.join("\n")}
};

static int differs(const test *t) {
  for (uint32_t i = 0; i < t->elements; i++) {
    if (t->bits == 0) {
      const float actual = ((const float *)t->out)[i], wanted = ((const float *)t->expected)[i];
      if (memcmp(&actual, &wanted, sizeof actual) != 0) {
        printf("%s: float %u is %g, not %g\\n", t->name, (unsigned)i, (double)actual, (double)wanted);
        return 1;
      }
      continue;
    }
    const uint32_t actual = bw_get_code((const uint8_t *)t->out, i, t->bits);
    const uint32_t wanted = ((const uint8_t *)t->expected)[i];
    if (actual != wanted) {
      printf("%s: code %u of %u is %u, not %u\\n", t->name, (unsigned)i, (unsigned)t->elements, (unsigned)actual, (unsigned)wanted);
      return 1;
    }
  }
  return 0;
}

int main(void) {
  int failures = 0;
  const uint32_t count = sizeof tests / sizeof *tests;
  for (uint32_t i = 0; i < count; i++) {
    memset(tests[i].out, 0xa5, tests[i].out_bytes);
    tests[i].run();
    failures += differs(&tests[i]);
  }
  printf("%u cases, %d differ\\n", (unsigned)count, failures);
  return failures > 0;
}
`;
}

/** The C program that runs each case once between the markers that the instruction counter knows. */
export function benchProgram(cases: readonly FirmwareCase[]): string {
  const bodies = cases.map((one, i) => caseSource(one, `c${i}`));
  const entries = cases.map(({ expected }, i) => {
    const bits = expected instanceof Float32Array ? "0" : `c${i}_bits`;
    return `  {c${i}_run, c${i}_out, c${i}_expected, ${expected.length}, ${bits}},`;
  });
  return `${INCLUDES}
#ifdef __riscv
#define BEGIN "lui zero, 1"
#define END "lui zero, 2"
#else
#define BEGIN "mov r8, r8"
#define END "mov r9, r9"
#endif
${bodies.join("\n")}
typedef struct {
  void (*run)(void);
  const void *out, *expected;
  uint32_t elements, bits; /* 0: floats */
} bench_case;

static const bench_case cases[] = {
${entries.join("\n")}
};

int main(void) {
  uint32_t differ = 0;
  for (const bench_case *each = cases; each < cases + sizeof cases / sizeof *cases; each++) {
    __asm__ volatile(BEGIN ::: "memory");
    each->run();
    __asm__ volatile(END ::: "memory");
    const uint8_t *out = (const uint8_t *)each->out;
    const uint8_t *expected = (const uint8_t *)each->expected;
    for (uint32_t i = 0; i < each->elements; i++) {
      differ += each->bits == 0 ? memcmp(out + 4 * i, expected + 4 * i, 4) != 0 : bw_get_code(out, i, each->bits) != expected[i];
    }
  }
  printf("%u codes differ\\n", (unsigned)differ);
  return differ > 0;
}
`;
}

const INCLUDES = `#include <stdio.h>
#include "bw_convolution.h"
#include "bw_depthwise.h"
#include "bw_elementwise.h"
#include "bw_endless.h"
#include "bw_levels.h"
#include "bw_move.h"
#include "bw_normalize.h"
#include "bw_pool.h"
#include "bw_recurrent.h"
#include "bw_rows.h"
#include "bw_softmax.h"
#include "bw_spikes.h"
`;

function caseSource({ program, inputs, expected, feeding }: FirmwareCase, id: string): string {
  const { network } = program;
  const layer = soleLayer(program);
  const site: Site = {
    id,
    layer,
    feeding,
    shapes: layer.inputs.map((input) => activationOf(network, input).shape),
    formats: layer.inputs.map((input) => formatOf(program, input)),
    outShape: activationOf(network, layer.output).shape,
    out: formatOf(program, layer.output),
    tables: [],
  };
  layer.inputs.forEach((input, i) => {
    const codes = inputs.get(input) ?? new Uint8Array();
    site.tables.push(table("uint8_t", `${id}_in${i}`, packCodes(codes, formatOf(program, input).bits)));
  });
  const body = inPlace(site)
    ? `  memcpy(${id}_out, ${id}_in0, sizeof ${id}_out);\n${runBody(site, program)}`
    : runBody(site, program);
  const isFloat = expected instanceof Float32Array;
  const outType = isFloat ? "float" : "uint8_t";
  const outLength = isFloat ? expected.length : packedBytes(expected.length, site.out.bits);
  return `${site.tables.join("\n")}
${table(outType, `${id}_expected`, expected)}
static ${outType} ${id}_out[${outLength}];
enum { ${id}_bits = ${site.out.bits} };
static void ${id}_run(void) {
${body}
}
`;
}

/** Whether the layer writes over its first input in this case. */
function inPlace({ layer, feeding, shapes, formats, outShape, out }: Site): boolean {
  const able = ["add", "mul", "lookup", "prelu", "requantize", "normalize"].includes(layer.kind);
  return (
    able && feeding === "frugal" && formats[0]?.bits === out.bits && product(shapes[0] ?? []) === product(outShape)
  );
}

function runBody(site: Site, program: Program): string {
  const { id, layer, out, outShape, shapes, formats, tables } = site;
  const step = program.steps[layer.index];
  const [shape = [1, 1, 1]] = shapes;
  const [input = out] = formats;
  const elements = product(outShape);
  const whole = `(bw_codes){${inPlace(site) ? `${id}_out` : `${id}_in0`}, 0}`;
  const wholeOut = `(bw_codes_out){${id}_out, 0}`;
  switch (layer.kind) {
    case "conv":
    case "fullyConnected":
      if (step?.kind !== "product") throw new Error("a product layer without its step");
      return isDepthwise(layer) ? depthwiseBody(site, layer, step) : convolutionBody(site, layer, step);
    case "add": {
      if (step?.kind !== "sum") throw new Error("add without its step");
      const b = formats[1] ?? out;
      const { narrow, offset } = packSum(step, input, b);
      const numbers = [step.multiplierA, step.multiplierB, offset, periodOf(site)].map(literal).join(", ");
      return `  static const bw_sum layer = {${numbers}, ${format(input)}, ${format(b)}, ${format(out)}, ${step.shift}, ${Number(narrow)}};
  bw_sum_codes(&layer, ${whole}, (bw_codes){${id}_in1, 0}, ${wholeOut}, ${elements});`;
    }
    case "mul": {
      if (step?.kind !== "multiply") throw new Error("mul without its step");
      const { multipliers, shift } = step.requantizer;
      tables.push(table("int32_t", `${id}_m`, multipliers));
      return `  static const bw_multiplication layer = {${id}_m, ${multipliers.length}, ${periodOf(site)}, ${format(input)}, ${format(formats[1] ?? out)}, ${format(out)}, ${shift}};
  bw_multiply_codes(&layer, ${whole}, (bw_codes){${id}_in1, 0}, ${wholeOut}, ${elements});`;
    }
    case "lookup":
      if (step?.kind !== "table") throw new Error("lookup without its table");
      tables.push(table("uint8_t", `${id}_table`, step.table));
      return `  static const bw_lookup layer = {${id}_table, ${input.bits}, ${out.bits}};
  bw_lookup_codes(&layer, ${whole}, ${wholeOut}, ${elements});`;
    case "prelu": {
      if (step?.kind !== "slopes") throw new Error("prelu without its step");
      const slopes = step.negative;
      tables.push(table("int32_t", `${id}_m`, new Int32Array(slopes.length).fill(step.positive)));
      tables.push(table("int32_t", `${id}_n`, slopes));
      return `  static const bw_rescale layer = {${id}_m, ${id}_n, ${slopes.length}, ${format(input)}, ${format(out)}, ${step.shift}};
  bw_rescale_codes(&layer, ${whole}, ${wholeOut}, ${elements});`;
    }
    case "requantize": {
      if (step?.kind !== "requantize") throw new Error("requantize without its step");
      const { multipliers, shift } = step.requantizer;
      tables.push(table("int32_t", `${id}_m`, multipliers));
      return `  static const bw_rescale layer = {${id}_m, NULL, ${multipliers.length}, ${format(input)}, ${format(out)}, ${shift}};
  bw_rescale_codes(&layer, ${whole}, ${wholeOut}, ${elements});`;
    }
    case "maxPool": {
      if (step?.kind !== "move") throw new Error("maxPool without its step");
      const window = windowLiteral(layer, shape, outShape);
      return `  static const bw_max_pool layer = {${window}, ${out.bits}, ${step.fill}};
${overRows(site, layer, "bw_max_pool_row(&layer, rows, row_out);")}`;
    }
    case "averagePool": {
      if (step?.kind !== "average") throw new Error("averagePool without its step");
      tables.push(table("int32_t", `${id}_m`, step.multipliers));
      const counted = layer.countIncludePad
        ? [shape[0] + layer.pads[2] - layer.ceilExtra[0], shape[1] + layer.pads[3] - layer.ceilExtra[1]]
        : [0, 0];
      return `  static const bw_average_pool layer = {${windowLiteral(layer, shape, outShape)}, ${id}_m, 1, ${counted.join(", ")}, ${format(input)}, ${format(out)}, ${step.shift}};
${overRows(site, layer, "bw_average_pool_row(&layer, rows, y, row_out);")}`;
    }
    case "concat": {
      if (step?.kind !== "join") throw new Error("concat without its step");
      const repeats = product(outShape.slice(0, layer.axis));
      const outRun = elements / repeats;
      let offset = 0;
      const calls = layer.inputs.map((_, i) => {
        const { multiplier, shift } = step.inputs[i] ?? { multiplier: 0, shift: 32 };
        const run = product(shapes[i] ?? []) / repeats;
        const at = offset;
        offset += run;
        const name = `${id}_join${i}`;
        if (multiplier !== 0) {
          tables.push(table("int32_t", `${name}_m`, [multiplier]));
          tables.push(
            `static const bw_rescale ${name} = {${name}_m, NULL, 1, ${format(formats[i] ?? out)}, ${format(out)}, ${shift}};`,
          );
        }
        const rescale = multiplier === 0 ? "NULL" : `&${name}`;
        return `  {
    const bw_join join = {${rescale}, ${run}, ${repeats}, ${outRun}, ${out.bits}};
    bw_join_codes(&join, (bw_codes){${id}_in${i}, 0}, (bw_codes_out){${id}_out, ${at}});
  }`;
      });
      return calls.join("\n");
    }
    case "slice": {
      const { starts, steps } = layer;
      const numbers = [shape[2], outShape[1], outShape[2], starts[1], steps[1], starts[2], steps[2], out.bits];
      return `  static const bw_slice layer = {${numbers.join(", ")}};
${eachRow(site, `${starts[0]} + y * ${steps[0]}`, "bw_slice_row(&layer, row, row_out);")}`;
    }
    case "pad": {
      if (step?.kind !== "move") throw new Error("pad without its step");
      const { pads, channelsBefore, channelsAfter } = layer;
      const numbers = [shape[1], shape[2], pads[1], pads[3], channelsBefore, channelsAfter, out.bits, step.fill];
      return `  static const bw_padding layer = {${numbers.join(", ")}};
${eachRow(site, `y - ${pads[0]}`, "bw_pad_row(&layer, row, row_out);")}`;
    }
    case "resize": {
      tables.push(table("uint16_t", `${id}_rows`, layer.sourceRows));
      tables.push(table("uint16_t", `${id}_columns`, layer.sourceColumns));
      return `  static const bw_resize layer = {${id}_columns, ${outShape[1]}, ${outShape[2]}, ${out.bits}};
${eachRow(site, `${id}_rows[y]`, "bw_resize_row(&layer, row, row_out);")}`;
    }
    case "transpose": {
      const sizes = layer.perm.map((axis) => layer.from[axis] ?? 1);
      const strides = layer.perm.map((axis) => product(layer.from.slice(axis + 1)));
      tables.push(table("uint32_t", `${id}_sizes`, sizes));
      tables.push(table("uint32_t", `${id}_strides`, strides));
      return `  static const bw_transpose layer = {${id}_sizes, ${id}_strides, ${sizes.length}, ${out.bits}};
  bw_transpose_codes(&layer, ${id}_in0, ${id}_out);`;
    }
    case "normalize": {
      if (step?.kind !== "normalize") throw new Error("normalize without its step");
      const { epsilon, multipliers, offsets, shift } = step;
      tables.push(table("int32_t", `${id}_m`, multipliers), table("int32_t", `${id}_o`, offsets));
      const all = outShape[0] * outShape[1];
      const [pixels, spans] = layer.across === "image" ? [all, 1] : [1, all];
      const numbers = `${epsilon % 2 ** 32}u, ${Math.floor(epsilon / 2 ** 32)}u, ${pixels}, ${outShape[2]}, ${outShape[2] / layer.groups}`;
      return `  static const bw_normalization layer = {${id}_m, ${id}_o, ${numbers}, ${format(input)}, ${format(out)}, ${shift}, ${Number(layer.centred)}};
  bw_normalize_codes(&layer, ${whole}, ${wholeOut}, ${spans});`;
    }
    case "keptRows": {
      if (step?.kind !== "move") throw new Error("keptRows without its step");
      const row = outShape[1] * outShape[2];
      const numbers = [row, outShape[0], shape[0], layer.skipped, layer.ends ?? 0, out.bits, step.fill];
      const counter = layer.inputs.length > 2;
      // Within one place where the case is frugal, as states are.
      const [held, copied] =
        site.feeding === "frugal"
          ? [`${id}_out`, `  memcpy(${id}_out, ${id}_in1, sizeof ${id}_out);\n`]
          : [`${id}_in1`, ""];
      return `  static const bw_kept_rows layer = {${numbers.join(", ")}};
${copied}${counter ? `  uint8_t counter[2];\n  memcpy(counter, ${id}_in2, 2);\n` : ""}  bw_keep_rows(&layer, ${id}_in0, ${held}, ${id}_out, ${counter ? "counter" : "NULL"});`;
    }
    case "movingAverage": {
      if (step?.kind !== "average") throw new Error("movingAverage without its step");
      const sizes = [layer.rows, shape[0], shape[1], shape[2]].join(", ");
      return `  static const bw_moving_average layer = {${step.multipliers[0] ?? 0}, ${sizes}, ${format(input)}, ${format(out)}, ${step.shift}};
  static uint8_t sums[sizeof ${id}_in1];
  memcpy(sums, ${id}_in1, sizeof sums);
  bw_moving_average_rows(&layer, ${id}_in0, sums, ${id}_out);`;
    }
    case "fire": {
      if (step?.kind !== "fire") throw new Error("neurons without their step");
      tables.push(table("int32_t", `${id}_c`, step.currents));
      return `  static const bw_fire layer = {${neuronsLiteral(site, layer.neuron, step.neurons)}, ${id}_c, ${format(input)}, 1};
${membranesOf(id)}  bw_fire_codes(&layer, ${whole}, ${wholeOut}, (bw_codes_out){membranes, 0}, ${elements});`;
    }
    case "spiking":
      if (step?.kind !== "spiking") throw new Error("neurons without their step");
      return spikingBody(site, layer, step);
    case "recurrent":
      if (step?.kind !== "recurrent") throw new Error("recurrent without its step");
      return recurrentBody(site, layer, step);
    case "softmax": {
      if (step?.kind !== "softmax") throw new Error("softmax without its step");
      const { exponentStep } = step;
      return `  static const bw_softmax layer = {${exponentStep % 2 ** 32}u, ${outShape[2]}, ${Math.floor(exponentStep / 2 ** 32)}, ${input.bits}};
  bw_softmax_codes(&layer, ${whole}, ${id}_out, ${elements / outShape[2]});`;
    }
    default:
      return assertNever(layer);
  }
}

function convolutionBody(site: Site, layer: ProductLayer, step: StepOf<"product">): string {
  const { id, out, outShape, shapes, formats } = site;
  const [input = out] = formats;
  const { perChannel } = layer.weights;
  const shape = shapes[0] ?? [1, 1, perChannel];
  // Vectors are pixels of K channels in one row.
  const vectors = product(shape) / perChannel;
  const [inShape, to]: readonly [Shape3, Shape3] =
    layer.kind === "conv"
      ? [shape, outShape]
      : [
          [1, vectors, perChannel],
          [1, vectors, layer.weights.outputChannels],
        ];
  const window: Window =
    layer.kind === "conv" ? layer : { kernel: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] };
  const groups = layer.kind === "conv" ? layer.groups : 1;
  const { bits, levels } = step.weights;
  const widths = `&bw_dot_${levels ? "levels_" : ""}${bits}, &bw_gather_${input.bits}`;
  const scratch = convolutionScratchWords(perChannel, bits, to[1]);
  if (layer.weights.levels === true) {
    if (levels) site.tables.push(table("uint8_t", `${id}_levels`, levels));
    // At every place within 16 bytes.
    const offset = product(outShape) % 4;
    return `  static const bw_levels layer = {{${windowLiteral(window, inShape, to)}, ${productLiteral(site, layer, step)}, ${groups}, ${format(input)}, ${format(out)}, ${widths}}, ${levels ? `${id}_levels` : "NULL"}};
  static uint32_t scratch[${offset} + BW_LEVELS_SCRATCH_BYTES / 4 + ${scratch}];
${overRows({ ...site, shapes: [inShape], outShape: to }, window, `bw_levels_row(&layer, rows, row_out, scratch + ${offset});`)}`;
  }
  return `  static const bw_convolution layer = {${windowLiteral(window, inShape, to)}, ${productLiteral(site, layer, step)}, ${groups}, ${format(input)}, ${format(out)}, ${widths}};
  static uint32_t scratch[${scratch}];
  if (bw_convolution_scratch_bytes(${perChannel}, ${step.weights.bits}, ${to[1]}) != sizeof scratch) printf("${id}: another size of scratch\\n");
${overRows({ ...site, shapes: [inShape], outShape: to }, window, "bw_convolution_row(&layer, rows, row_out, scratch);")}`;
}

function membranesOf(id: string): string {
  return `  static uint8_t membranes[sizeof ${id}_in1];
  memcpy(membranes, ${id}_in1, sizeof membranes);
`;
}

function neuronsLiteral(
  { id, tables, formats }: Site,
  neuron: Neuron,
  { leak, thresholds, values }: FireNumbers,
): string {
  tables.push(table("int32_t", `${id}_t`, thresholds));
  if (neuron.value !== 0) tables.push(table("int32_t", `${id}_v`, values));
  const shift = Array.from({ length: 15 }, (_, i) => i + 1).find((s) => leak === 2 ** 15 - 2 ** (15 - s)) ?? 0;
  const reset = (neuron.reset === "by" ? 1 : 0) + (neuron.delayed ? 2 : 0);
  return `{${id}_t, ${neuron.value === 0 ? "NULL" : `${id}_v`}, ${leak}, ${shift}, ${reset}, ${formats[1]?.bits ?? 8}}`;
}

function spikingBody(site: Site, layer: LayerOf<"spiking">, step: StepOf<"spiking">): string {
  const { id, tables, outShape, shapes } = site;
  const { outputChannels, perChannel } = layer.weights;
  const { product: own } = layer;
  const window: Window =
    own.kind === "conv" ? own : { kernel: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] };
  const from: Shape3 = own.kind === "conv" ? (shapes[0] ?? outShape) : [1, 1, perChannel];
  const { bits } = step.weights;
  tables.push(
    table("uint32_t", `${id}_w`, formOf(layer).packing.words(layer, [step.weights])[0] ?? []),
    table("uint8_t", `${id}_z`, step.weights.zeroPoints),
    table("int32_t", `${id}_b`, step.bias),
    table("int8_t", `${id}_s`, step.shifts),
  );
  const words = [32, outputChannels % 32 || 32].map((channels) => Math.ceil(channels / (2 * Math.floor(16 / bits))));
  const literal = windowLiteral(window, from, outShape);
  const synapses = `{${literal}, ${id}_w, ${id}_z, bw_spikes_${bits}, ${words.join(", ")}}`;
  const row = outShape[1] * outShape[2];
  return `  static const struct { bw_window window; } layer = {${literal}};
  static const bw_spiking spiking = {${synapses}, ${neuronsLiteral(site, layer.neuron, step.neurons)}, ${id}_b, ${id}_s};
${membranesOf(id)}${overRows({ ...site, shapes: [from] }, window, `bw_spiking_row(&spiking, rows, row_out, (bw_codes_out){membranes, y * ${row}u});`)}`;
}

function recurrentBody(
  { id, tables, formats, out, outShape }: Site,
  layer: LayerOf<"recurrent">,
  step: Extract<Step, { readonly kind: "recurrent" }>,
): string {
  const { units, sequences, weights, cell, resetAfter } = layer;
  const [input = out] = formats;
  const stored = storeRows(layer, step, { input: input.zeroPoint, hidden: out.zeroPoint });
  const words = formOf(layer).packing.words(layer, [step.input, step.hidden]);
  const matrices = [weights.perChannel - units, units].map((columns, i) => {
    tables.push(table("uint32_t", `${id}_w${i}`, words[i] ?? []));
    tables.push(table("int32_t", `${id}_m${i}`, stored.multipliers[i] ?? []));
    tables.push(table("int32_t", `${id}_o${i}`, stored.offsets[i] ?? []));
    tables.push(table("uint8_t", `${id}_z${i}`, stored.zeros[i] ?? []));
    return `{${id}_w${i}, ${id}_m${i}, ${id}_o${i}, ${id}_z${i}, ${columns}, ${packedWeightWords(columns, step.input.bits)}}`;
  });
  const optional = (type: string, name: string, values: ArrayLike<number>): string => {
    if (values.length === 0) return "NULL";
    tables.push(table(type, `${id}_${name}`, Array.from(values)));
    return `${id}_${name}`;
  };
  tables.push(table("int32_t", `${id}_b`, stored.bias));
  const initial = [optional("uint8_t", "h", step.initialCodes), optional("int16_t", "s", step.initialState)];
  const biases = `${id}_b, ${optional("int32_t", "hb", step.hiddenBias)}, ${initial.join(", ")}`;
  const lanes = (columns: number): number =>
    Math.max(...[16, 10, 6].map((word) => (Math.ceil(columns / word) * word) / 2));
  const twice = cell === "gru" && !resetAfter ? 2 : 1;
  const scratch = lanes(weights.perChannel - units) + twice * (lanes(units) + Math.ceil(units / 2));
  const { multipliers, shift } = step.requantizer;
  const steps = product(outShape) / (units * sequences);
  const [, hidden, kept] = formats.map((_, i) => `${id}_in${i}`);
  const sizes = `${multipliers[0] ?? 0}, ${steps}, ${sequences}, ${units}, ${format(input)}, ${format(out)}`;
  return `  static const bw_recurrent layer = {${matrices.join(", ")}, &bw_dot_${step.input.bits}, ${biases}, ${sizes}, ${step.shift}, ${shift}, ${step.places}, ${Number(layer.reverse)}};
  static uint32_t scratch[${scratch}];
${
  kept === undefined
    ? ""
    : `  static uint8_t cell[sizeof ${kept}];
  memcpy(cell, ${kept}, sizeof cell);
`
}  bw_${cell}_codes(&layer, (bw_codes){${id}_in0, 0}, (bw_codes_out){${id}_out, 0}, scratch, ${hidden ?? "NULL"}, ${kept === undefined ? "NULL" : "cell"});`;
}

function depthwiseBody(site: Site, layer: ProductLayer, step: StepOf<"product">): string {
  if (layer.kind !== "conv") throw new Error("only convolutions are depthwise");
  const { out, outShape, shapes, formats } = site;
  const [input = out] = formats;
  const shape = shapes[0] ?? [1, 1, 1];
  return `  static const bw_depthwise layer = {${windowLiteral(layer, shape, outShape)}, ${productLiteral(site, layer, step)}, ${format(input)}, ${format(out)}, &bw_depthwise_taps_${input.bits}};
  static bw_tap scratch[${layer.kernel[0] * layer.kernel[1] + 2}];
${overRows(site, layer, "bw_depthwise_row(&layer, rows, row_out, scratch);")}`;
}

/** The twin of bw_convolution_scratch_bytes, in words. */
function convolutionScratchWords(perChannel: number, bits: WeightBits, width: number): number {
  const lanes = 2 * Math.floor(16 / bits);
  return (Math.ceil(perChannel / lanes) * lanes * (width < 3 ? 1 : 3)) / 2;
}

function productLiteral(site: Site, layer: ProductLayer, step: StepOf<"product">): string {
  const { id, tables, formats, out } = site;
  const constants = packConstants(layer, step, formats[0] ?? out);
  tables.push(table("uint32_t", `${id}_w`, formOf(layer).packing.words(layer, [step.weights])[0] ?? []));
  tables.push(table("int32_t", `${id}_b`, constants.biases));
  tables.push(table("int32_t", `${id}_m`, constants.multipliers));
  tables.push(table("uint8_t", `${id}_z`, constants.weightZeros));
  return `{${id}_w, ${id}_b, ${id}_m, ${id}_z, ${constants.unit}u, ${constants.shift}, ${step.weights.bits}}`;
}

/** Calls a row kernel for every output row, with `rows`, `y` and `row_out` in scope. */
function overRows(site: Site, window: Window, call: string): string {
  const { id, outShape, feeding, formats, out, shapes } = site;
  const [height, width, channels] = shapes[0] ?? [1, 1, 1];
  const rowCodes = width * channels;
  const kernelRows = window.kernel[0];
  const within = "weights" in site.layer && site.layer.weights.levels === true ? "convolution." : "";
  const head = `  for (uint32_t y = 0; y < ${outShape[0]}; y++) {
    const bw_codes_out row_out = {${id}_out, y * ${outShape[1] * outShape[2]}u};
    bw_codes rows[${kernelRows}];
    const bw_tensor whole = {0, ${rowCodes}, 0, 0};
    bw_window_rows(&layer.${within}window, (uint8_t *)${id}_in0, &whole, y, rows); /* only read */`;
  if (feeding === "whole") return `${head}\n    ${call}\n  }`;
  const bits = (formats[0] ?? out).bits;
  const span = (kernelRows - 1) * window.dilations[0] + 1;
  // The kernels copy no spikes: rows of them begin on bytes.
  const copied =
    bits === 1
      ? `for (uint32_t j = 0; j < ${rowCodes}; j++) bw_put_code(ring[place], source % 4 + j, 1, bw_get_code(rows[i].bytes, rows[i].first + j, 1))`
      : `bw_copy(rows[i], (bw_codes_out){ring[place], source % 4}, ${rowCodes}, ${bits})`;
  // Rows lie at an odd place of their slot, so that nothing depends on where a row begins.
  const slot = packedBytes(rowCodes + 4, bits);
  return `${head}
    static uint8_t ring[${span}][${slot}];
    for (uint32_t i = 0; i < ${kernelRows}; i++) {
      if (rows[i].bytes == NULL) continue;
      const uint32_t source = rows[i].first / ${rowCodes};
      const uint32_t place = source % ${span};
      ${copied};
      rows[i].bytes = ring[place];
      rows[i].first = source % 4;
    }
    ${call}
  } /* ${height} rows through a ring of ${span} */`;
}

/** Calls a kernel that needs one input row for every output row; a source row outside the image has no bytes. */
function eachRow({ id, shapes, outShape }: Site, source: string, call: string): string {
  const [height, width, channels] = shapes[0] ?? [1, 1, 1];
  return `  for (int32_t y = 0; y < ${outShape[0]}; y++) {
    const int32_t source = (int32_t)(${source});
    const bw_codes_out row_out = {${id}_out, (uint32_t)y * ${outShape[1] * outShape[2]}u};
    bw_codes row = {NULL, 0};
    if (source >= 0 && source < ${height}) {
      row.bytes = ${id}_in0;
      row.first = (uint32_t)source * ${width * channels}u;
    }
    ${call}
  }`;
}

function windowLiteral({ kernel, strides, dilations, pads }: Window, from: Shape3, to: Shape3): string {
  return `{${[...from, ...to, ...kernel, ...strides, ...dilations, pads[0], pads[1]].join(", ")}}`;
}

/** How often input 1 repeats: its size where it is one vector for all pixels. */
function periodOf({ shapes, outShape }: Site): number {
  const size = product(shapes[1] ?? outShape);
  return size === product(outShape) ? 0 : size;
}

function format({ bits, zeroPoint }: ActivationFormat): string {
  return `{${bits}, ${zeroPoint}}`;
}

function table(type: string, name: string, values: Iterable<number>): string {
  const literals = Array.from(values, (value) => (type === "float" ? `${value.toPrecision(9)}f` : literal(value)));
  const suffixed = type === "uint32_t" ? literals.map((value) => `${value}u`) : literals;
  return `static const ${type} ${name}[] = {${suffixed.length === 0 ? "0" : suffixed.join(",")}};`;
}

/** C has no negative literals: −2^31 is an expression. */
function literal(value: number): string {
  return value === -2147483648 ? "(-2147483647 - 1)" : String(value);
}

function soleLayer(program: Program): Layer {
  const [layer, ...more] = program.network.layers;
  if (layer === undefined || more.length > 0) throw new Error("a firmware case is one layer");
  return layer;
}

function formatOf(program: Program, id: number): ActivationFormat {
  const found = program.formats[id];
  if (!found) throw new Error(`activation ${id} has no format`);
  return found;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
