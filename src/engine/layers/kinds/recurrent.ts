/** LSTM, GRU and RNN in one direction: a vector after the other, with a state in between. */
import { newCodes } from "../../base/bits";
import { commonShift, encodeAtShift, withinDyadic, clamp } from "../../base/fixedPoint";
import { centredLevels } from "../../base/levels";
import { elementsOf } from "../../ir/graph";
import { showShape } from "../../ir/inferShape";
import type { LayerOf } from "../../ir/network";
import { GATES } from "../../ir/op";
import type { QuantizedWeights } from "../../ir/program";
import { ANY_BYTE, boundMatrix, boundOf } from "../arithmetic/accumulators";
import { GATE_BITS, UNIT_BITS } from "../arithmetic/gates";
import { runRecurrent } from "../arithmetic/recurrent";
import type { StepOf } from "../call";
import { RECURRENT_FORMS } from "../firmware/forms/recurrent";
import { keepsInitialState, resetsAfter } from "../firmware/recurrent";
import { describeWeights } from "../labels";
import { codeOf, requantizerOf } from "../numbers";
import type { LayerRoom, NumbersSite } from "../room";
import type { LayerShapes } from "../rows";
import { doesNotMake, inputShape } from "../shapes";

type RecurrentLayer = LayerOf<"recurrent">;

/** Columns of either matrix: two accumulators, each times its multiplier, then fit 64 bits together. */
const MOST_COLUMNS = 2 ** 14;
const INT32_MAX = 2147483647;
/** A cell state may grow so much beyond what calibration saw. */
const CELL_MARGIN = 1.25;
/** Fewest fraction bits of a state: what goes into a tanh then has less than 31 bits. */
const LEAST_PLACES = 3;

const LABELS = { lstm: "LSTM", gru: "GRU", rnn: "RNN" } as const;

export const recurrent: LayerRoom<"recurrent", "recurrent"> = {
  label: ({ cell, reverse }) => `${LABELS[cell]}${reverse ? " from the end" : ""}`,
  dump: (layer) =>
    [
      `${layer.cell} units ${layer.units} sequences ${layer.sequences}`,
      layer.reverse ? "reverse" : "",
      layer.resetAfter ? "reset after" : "",
      describeWeights(layer),
      layer.initialHidden === undefined ? "" : `hidden ${layer.initialHidden}`,
      layer.initialCell === undefined ? "" : `cell ${layer.initialCell}`,
      layer.carried ? "carried" : "",
    ]
      .filter((part) => part !== "")
      .join(" "),
  mistake: (layer, shapes) => {
    const { weights, units, cell, sequences } = layer;
    const columns = weights.perChannel - units;
    const x = inputShape(shapes);
    const vectors = elementsOf(x) / columns;
    if (columns < 1 || weights.outputChannels !== GATES[cell] * units) return "its matrices do not fit its units";
    if (Math.max(columns, units) > MOST_COLUMNS) return `has matrices of more than ${MOST_COLUMNS} columns`;
    if (!Number.isInteger(vectors / sequences))
      return `${sequences} sequences of ${columns} columns do not divide ${showShape(x)}`;
    const carried = carriedMistake(layer, shapes);
    if (carried !== undefined) return carried;
    if (layer.macs !== vectors * weights.elements) return `counts ${layer.macs} multiply-accumulates`;
    return elementsOf(shapes.output) === vectors * units ? undefined : doesNotMake(shapes);
  },
  moves: false,
  isElementwise: false,
  /** A state is not kept from row to row. */
  rows: () => undefined,

  step: "recurrent",
  numbers: recurrentNumbers,
  run: runRecurrent,
  bound: (layer, step, input) => {
    // Of codes of 16 bits both halves are summed up by themselves, which 8 bits' reach covers, too.
    const x = boundMatrix(step.input, input.bits === 16 ? ANY_BYTE : input);
    // The hidden state's codes have any zero point: the reach of 8 bits covers it.
    const h = boundMatrix(step.hidden, ANY_BYTE);
    const most = x.finished > h.finished ? x : h;
    return boundOf(layer, Math.max(x.finished, h.finished), Math.max(x.partial, h.partial), most.channel, step.shift);
  },

  forms: RECURRENT_FORMS,
};

/** Elements of what a run begins with, by input: codes of h, and halves of what is kept at 16 bits. */
function carriedMistake(
  { cell, units, sequences, carried }: RecurrentLayer,
  { inputs }: LayerShapes,
): string | undefined {
  const kept = sequences * units;
  const wanted = carried === undefined ? [] : cell === "rnn" ? [kept] : [kept, 2 * kept];
  const given = inputs.slice(1).map(elementsOf);
  return given.join() === wanted.join()
    ? undefined
    : `begins with ${given.join(" and ")} codes, not ${wanted.join(" and ")}`;
}

function recurrentNumbers(layer: RecurrentLayer, site: NumbersSite): StepOf<"recurrent"> {
  const { cell, units, weights, initialHidden, initialCell } = layer;
  const { input: from, output, constant } = site;
  const rows = weights.outputChannels;
  const { grid, bias } = site.weights(layer);
  const cut = rows * (weights.perChannel - units);
  const { bits } = grid;
  const part = (codes: Uint8Array, first: number): QuantizedWeights => ({
    bits,
    codes,
    scales: grid.scales.slice(first, first + rows),
    zeroPoints: grid.zeroPoints.slice(first, first + rows),
  });
  const input = part(grid.codes.slice(0, cut), 0);
  const hidden = part(grid.codes.slice(cut), rows);
  const [inputReals, hiddenReals] = [multipliersOf(input, from.scale), multipliersOf(hidden, output.scale)] as const;
  const shift = commonShift([...inputReals, ...hiddenReals]);
  const inUnits = (real: number): number => clamp(Math.round(real * 2 ** GATE_BITS), -INT32_MAX, INT32_MAX);
  const isApart = (row: number): boolean => resetsAfter(layer) && row >= 2 * units;
  const initial = keepsInitialState(layer) ? constant((cell === "lstm" ? initialCell : initialHidden) ?? "") : [];
  const largest = Math.max(
    cell === "lstm" ? site.largestCell(layer) * CELL_MARGIN : 1,
    ...Array.from(initial, Math.abs),
  );
  // A GRU's state within ±1 saturates one unit below 1.
  const room = largest <= 1 ? UNIT_BITS : Math.floor(Math.log2(32767 / largest));
  const places = clamp(room, LEAST_PLACES, UNIT_BITS);
  const unit = cell === "lstm" ? 2 ** -(2 * UNIT_BITS) : cell === "gru" ? 2 ** -places : 2 ** -UNIT_BITS;
  return {
    kind: "recurrent",
    input,
    hidden,
    inputMultipliers: Int32Array.from(inputReals, (real) => encodeAtShift(real, shift)),
    hiddenMultipliers: Int32Array.from(hiddenReals, (real) => encodeAtShift(real, shift)),
    shift,
    bias: Int32Array.from({ length: rows }, (_, row) =>
      inUnits((bias[row] as number) + (isApart(row) ? 0 : (bias[rows + row] as number))),
    ),
    hiddenBias: Int32Array.from({ length: resetsAfter(layer) ? units : 0 }, (_, j) =>
      inUnits(bias[rows + 2 * units + j] as number),
    ),
    places,
    initialCodes:
      initialHidden === undefined
        ? new Uint8Array()
        : newCodes(output.bits, layer.sequences * units).map((_, i) =>
            codeOf(constant(initialHidden)[i] as number, output),
          ),
    initialState: Int16Array.from(initial, (real) => clamp(Math.round(real * 2 ** places), -32768, 32767)),
    requantizer: requantizerOf([unit / output.scale]),
  };
}

/** What a unit of each row's sum is worth in a gate; 0 for rows without weights, whose scale means nothing. */
function multipliersOf(weights: QuantizedWeights, scale: number): readonly number[] {
  return Array.from(weights.scales, (rowScale, row) => {
    const isEmpty = centredLevels(weights, row, 1).every((weight) => weight === 0);
    return isEmpty ? 0 : withinDyadic(scale * rowScale * 2 ** GATE_BITS);
  });
}
