/** What model.h offers to those who need it: reals to codes, codes to reals, the greatest output. Inline, so that unused ones cost nothing. */
import { WIDE_OFFSET } from "../../base/bits";
import { indexed, type ModelSite, type TensorSite } from "../modelSite";

/** @returns functions, each with its comment; the arithmetic of quantize is that of engine/interpret/quantizeInput.ts, bit for bit */
export function helperFunctions({ prefix, macro, inputs, outputs }: ModelSite): readonly (readonly string[])[] {
  const named = (role: "INPUT" | "OUTPUT", all: readonly TensorSite[]) =>
    all.map((tensor, i) => ({ tensor, name: `${macro}_${role}${indexed(all, i)}`, suffix: indexed(all, i) }));
  const ins = named("INPUT", inputs);
  const outs = named("OUTPUT", outputs);
  return [
    ...ins.map(({ tensor, name, suffix }) => quantize(tensor, name, `${prefix}_quantize${suffix}`)),
    ...outs
      .filter(({ tensor }) => tensor.bits !== 32)
      .map(({ tensor, name, suffix }) => dequantize(tensor, name, `${prefix}_dequantize${suffix}`)),
    ...outs
      .filter(({ tensor }) => tensor.elements > 1 && tensor.elements === tensor.shape[2])
      .map(({ tensor, name, suffix }) =>
        argmax(tensor, name, `${prefix}_argmax${suffix}`, `${prefix}_output${suffix}()`),
      ),
  ];
}

function quantize({ bits }: TensorSite, name: string, symbol: string): readonly string[] {
  const least = bits === 16 ? 0 - WIDE_OFFSET : 0;
  const most = bits === 32 ? 0 : least + 2 ** bits - 1;
  const type = bits === 16 ? "int16_t" : "uint8_t";
  return [
    "/* The code of a real input: to the nearest, ties to even, in float; what lies outside gets the nearest code. */",
    `static inline ${type} ${symbol}(float real) {`,
    `  const float steps = real / ${name}_SCALE;`,
    "  int32_t code;",
    "  float rest;",
    `  if (steps != steps) return ${name}_ZERO_POINT;`,
    `  if (steps <= (float)(${least} - ${name}_ZERO_POINT)) return ${least};`,
    `  if (steps >= (float)(${most} - ${name}_ZERO_POINT)) return ${most};`,
    "  code = (int32_t)steps;",
    "  rest = steps - (float)code;",
    "  if (rest > 0.5f || (rest == 0.5f && (code & 1) != 0)) code++;",
    "  if (rest < -0.5f || (rest == -0.5f && (code & 1) != 0)) code--;",
    `  return (${type})(code + ${name}_ZERO_POINT);`,
    "}",
  ];
}

function dequantize({ bits }: TensorSite, name: string, symbol: string): readonly string[] {
  return [
    "/* The real value of an output's code. */",
    `static inline float ${symbol}(${bits === 16 ? "int16_t" : "uint8_t"} code) {`,
    `  return ${name}_SCALE * (float)((int32_t)code - ${name}_ZERO_POINT);`,
    "}",
  ];
}

function argmax({ bits }: TensorSite, name: string, symbol: string, output: string): readonly string[] {
  const type = bits === 32 ? "float" : bits === 16 ? "int16_t" : "uint8_t";
  const at = (index: string): string =>
    bits === 32 || bits === 16 || bits === 8
      ? `codes[${index}]`
      : `(uint8_t)(codes[${index} * ${bits} / 8] >> (${index} * ${bits} % 8) & ${2 ** bits - 1})`;
  return [
    "/* Which output is the greatest, the first of several. */",
    `static inline uint32_t ${symbol}(void) {`,
    `  const ${type} *codes = ${output};`,
    "  uint32_t best = 0, i;",
    `  for (i = 1; i < ${name}_ELEMENTS; i++) {`,
    `    if (${at("i")} > ${at("best")}) best = i;`,
    "  }",
    "  return best;",
    "}",
  ];
}
