/** LSTM, GRU and RNN, each a function of its own over one structure (src/firmware/time/bw_recurrent.h). */
import { ACTIVATION_WIDTHS, packedWeightWords, WEIGHT_WIDTHS } from "../../../base/bits";
import { elementsOf } from "../../../ir/graph";
import { matricesOf, type LayerOf } from "../../../ir/network";
import { storedDescriptor, wordsUp } from "../descriptorBytes";
import {
  arrayOf,
  bytesOf,
  constants,
  descriptor,
  format,
  scratchOf,
  type CodeCall,
  type ConstantArray,
  type EmittedLayer,
} from "../parts";
import { keepsInitialState, packRows, resetsAfter, storeRows } from "../recurrent";
import { BLOCK, gatheredOperands } from "../packWeights";
import { NEVER_COUNTED, atWidth, firstBits, firstShape, size, wordsOf } from "../turns";
import { dotTable } from "./dense";
import { none, type KernelForm, type Packing } from "./form";

type Cell = LayerOf<"recurrent">["cell"];

const packing: Packing<"recurrent"> = {
  bytes: (layer, bits) =>
    matricesOf(layer).reduce((sum, { rows, columns }) => sum + 4 * rows * packedWeightWords(columns, bits), 0),
  words: (layer, matrices) => matrices.map((matrix) => packRows(layer, matrix)),
};

const CELLS: readonly Cell[] = ["lstm", "gru", "rnn"];
/** Columns of either matrix whose sums at 16 bits are added up exactly (layers/arithmetic/recurrent.ts). */
const MOST_WIDE_COLUMNS = 2 ** 12;

export const RECURRENT_FORMS = [...CELLS.map(formOfCell), ...CELLS.map(wideFormOfCell)];

/** Around codes of 16 bits (src/firmware/wide/bw_wide_recurrent.h). */
function wideFormOfCell(cell: Cell): KernelForm<"recurrent", "recurrent"> {
  const form = formOfCell(cell);
  return {
    ...form,
    wide: true,
    applies: (layer) =>
      form.applies(layer) && Math.max(layer.units, layer.weights.perChannel - layer.units) <= MOST_WIDE_COLUMNS,
    function: wideFunctionOf(cell),
    header: "bw_wide_recurrent.h",
    constantBytes: (layer, network) => {
      // Codes of what it begins with take two bytes.
      const kept = layer.sequences * layer.units;
      const codes = layer.initialHidden !== undefined ? wordsUp(2 * kept) - wordsUp(kept) : 0;
      const structures = storedDescriptor("bw_wide_recurrent") - storedDescriptor("bw_recurrent");
      return form.constantBytes(layer, network) + codes + structures;
    },
    /** Both vectors twice: what the bytes of their codes take. */
    scratchBytes: (layer, network) => {
      const { units, weights, resetAfter } = layer;
      const expanded = (columns: number): number => 2 * gatheredOperands(columns);
      const more = expanded(weights.perChannel - units) + expanded(units);
      return form.scratchBytes(layer, network) + more + (cell === "gru" && !resetAfter ? expanded(units) : 0);
    },
    turns: NEVER_COUNTED,
    code: (call) => recurrentCode(call, true),
  };
}

function wideFunctionOf(cell: Cell): string {
  return `bw_wide_${cell}_codes`;
}

function formOfCell(cell: Cell): KernelForm<"recurrent", "recurrent"> {
  return {
    needs: [],
    weightBits: WEIGHT_WIDTHS,
    inputBits: ACTIVATION_WIDTHS,
    wide: false,
    takesImage: false,
    applies: (layer) => layer.cell === cell,
    function: functionOf(cell),
    header: "bw_recurrent.h",
    weightParts: (bits) => [dotTable(bits)],
    inputParts: none,
    packing,
    constantBytes: (layer) => {
      const { outputChannels: rows } = layer.weights;
      const kept = layer.sequences * layer.units;
      const codes = layer.initialHidden !== undefined ? wordsUp(kept) : 0;
      const state = keepsInitialState(layer) ? wordsUp(2 * kept) : 0;
      const candidates = resetsAfter(layer) ? 4 * layer.units : 0;
      return 20 * rows + 2 * wordsUp(rows) + candidates + codes + state + storedDescriptor("bw_recurrent");
    },
    tableBytes: () => undefined,
    /** Both vectors as halfwords, and the new state; of a GRU that resets before also the product of gate and state. */
    scratchBytes: ({ weights, units, resetAfter }) => {
      const expanded = (columns: number): number => 2 * gatheredOperands(columns);
      const once = expanded(weights.perChannel - units) + expanded(units) + wordsUp(2 * units);
      return cell === "gru" && !resetAfter ? once + expanded(units) + wordsUp(2 * units) : once;
    },
    /** Steps, codes that are expanded, and gates: of a step's products four rows at a time, and one by one at the end. */
    turns: (layer, site) => {
      const { units, sequences, weights } = layer;
      const bits = site.weightBits ?? 8;
      const columns = weights.perChannel - units;
      const steps = sequences * (size(firstShape(site)) / (columns * sequences));
      const words = wordsOf(columns, bits) + wordsOf(units, bits);
      const blocks = Math.floor(units / BLOCK);
      const gates = weights.outputChannels / units;
      const rest = units - BLOCK * blocks;
      return {
        sequence: sequences,
        step: steps,
        [atWidth("in", firstBits(site))]: steps * columns,
        [atWidth("hidden", site.output.bits)]: steps * units,
        [atWidth("four", bits)]: steps * gates * blocks * words,
        fours: steps * gates * blocks,
        [atWidth("rest", bits)]: steps * gates * rest * words,
        unit: steps * units,
      };
    },
    code: recurrentCode,
  };
}

function functionOf(cell: Cell): string {
  return `bw_${cell}_codes`;
}

function recurrentCode(call: CodeCall<"recurrent", "recurrent">, isWide = false): EmittedLayer {
  const { layer, input, output, numbers, stem } = call;
  const { units, cell, sequences, weights } = layer;
  const { bits } = numbers.input;
  const [, hidden, kept] = call.inputs.map((tensor) => bytesOf(call, tensor));
  const words = packing.words(layer, [numbers.input, numbers.hidden]);
  // With codes of 16 bits kernels multiply zero points themselves: 32 bits do not hold the products.
  const stored = storeRows(
    layer,
    numbers,
    isWide ? { input: -1, hidden: -1 } : { input: input.format.zeroPoint, hidden: output.format.zeroPoint },
  );
  const columns = weights.perChannel - units;
  const parts = (["input", "hidden"] as const).map((name, i) => ({
    weights: arrayOf(call, `${name}_weights`, "weights", "uint32_t", words[i] ?? []),
    multipliers: constants(call, `${name}_multipliers`, stored.multipliers[i] ?? []),
    offsets: constants(call, `${name}_offsets`, stored.offsets[i] ?? []),
    zeros: arrayOf(call, `${name}_zeros`, "constants", "uint8_t", stored.zeros[i] ?? []),
    columns: i === 0 ? columns : units,
  }));
  const biases = constants(call, "biases", stored.bias);
  const codes = arrayOf(call, "initial_codes", "constants", isWide ? "uint16_t" : "uint8_t", numbers.initialCodes);
  const more = [
    constants(call, "hidden_biases", numbers.hiddenBias),
    codes,
    arrayOf(call, "initial_state", "constants", "int16_t", numbers.initialState),
  ];
  const { multipliers, shift } = numbers.requantizer;
  const steps = elementsOf(input.shape) / (columns * sequences);
  const members = [
    ...parts.map(
      (part) =>
        `{${part.weights.name}, ${part.multipliers.name}, ${part.offsets.name}, ${part.zeros.name}, ${part.columns}, ${packedWeightWords(part.columns, bits)}},`,
    ),
    `&${dotTable(bits)}, ${biases.name}, ${more.map((array) => (isWide && array === codes ? "NULL" : nameOf(array))).join(", ")},`,
    `${multipliers[0] ?? 0}, ${steps}, ${sequences}, ${units}, ${format(input)}, ${format(output)},`,
    `${numbers.shift}, ${shift}, ${numbers.places}, ${Number(layer.reverse)},`,
  ];
  return {
    arrays: [
      ...parts.flatMap((part) => [part.weights, part.multipliers, part.offsets, part.zeros]),
      biases,
      ...more.filter(({ values }) => values.length > 0),
    ],
    descriptors: [
      isWide
        ? descriptor(call, "bw_wide_recurrent", ["{", ...members, "},", `${nameOf(codes)},`])
        : descriptor(call, "bw_recurrent", members),
    ],
    calls: "whole",
    body: [
      `const bw_codes in = {${bytesOf(call, input)}, 0};`,
      `const bw_codes_out out = {${bytesOf(call, output)}, 0};`,
      `${isWide ? wideFunctionOf(cell) : functionOf(cell)}(&${stem}_layer, in, out, ${scratchOf(call)}, ${hidden ?? "NULL"}, ${kept ?? "NULL"});`,
    ],
  };
}

function nameOf({ name, values }: ConstantArray): string {
  return values.length > 0 ? name : "NULL";
}
