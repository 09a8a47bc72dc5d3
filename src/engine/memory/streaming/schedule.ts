/**
 * The order in which the rows of a streamed segment are computed, and how many rows of each tensor it keeps.
 *
 * The last layer in order that can fire computes one output row; a layer can fire when all input rows that its next output row needs exist
 * and, where its output is a ring, when the slot that it would write holds a row that no reader needs any more. Layers are the nodes of a
 * dataflow network with bounded buffers: whether all rows get computed does not depend on who fires first, so if one complete run
 * fits the rings, every run that respects them completes. Each row is computed once.
 *
 * Firing the last layer that can is what keeps rings short: a row is consumed as soon as it can be. A run without rings shows the greatest
 * number of rows that any layer ever needs at once; rings of just that size change nothing about the run, for no layer ever waits.
 */
import type { ActivationId, Layer } from "../../ir/network";
import { activationOf } from "../../ir/network";
import type { InputRows, RowNeeds } from "./rowNeeds";

/** Who reads a tensor within the segment. */
interface Reader {
  readonly stage: number;
  readonly rows: InputRows;
}

interface Stage {
  readonly layer: Layer;
  /** Of its output. */
  readonly height: number;
  readonly inputs: readonly { readonly tensor: number; readonly rows: InputRows }[];
  readonly output: number;
  /** The last stage that reads its output, its own position where none does. */
  readonly lastReader: number;
}

interface Tensor {
  readonly id: ActivationId;
  readonly height: number;
  readonly readers: readonly Reader[];
}

/** The layers of a segment, looked up once for any number of runs. */
export interface Pipeline {
  readonly tensors: readonly Tensor[];
  readonly stages: readonly Stage[];
  /** Tensors that lie there before the first row is computed. */
  readonly given: readonly number[];
  /** The network's input where the caller pushes its rows: the first to wait, as it were the stage before all. */
  readonly supplied: number | undefined;
}

/**
 * @param layers in execution order
 * @param supplied the activation whose rows the caller pushes one by one
 * @returns undefined where a layer cannot run by rows
 */
export function pipelineOf(needs: RowNeeds, layers: readonly Layer[], supplied?: ActivationId): Pipeline | undefined {
  const { network } = needs;
  const numbers = new Map<ActivationId, number>();
  const readers: Reader[][] = [];
  const ids: ActivationId[] = [];
  const numberOf = (id: ActivationId): number => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, ids.length);
    readers.push([]);
    return ids.push(id) - 1;
  };
  const drafts: Omit<Stage, "lastReader">[] = [];
  for (const [stage, layer] of layers.entries()) {
    const rowsOf = needs.of(layer);
    if (!rowsOf) return undefined;
    const inputs = rowsOf.map((rows, i) => ({ tensor: numberOf(layer.inputs[i] ?? -1), rows }));
    for (const { tensor, rows } of inputs) readers[tensor]?.push({ stage, rows });
    const height = activationOf(network, layer.output).shape[0];
    drafts.push({ layer, height, inputs, output: numberOf(layer.output) });
  }
  const made = new Set(drafts.map(({ output }) => output));
  const suppliedNumber = supplied === undefined ? undefined : numbers.get(supplied);
  return {
    tensors: ids.map((id, i) => ({ id, height: activationOf(network, id).shape[0], readers: readers[i] ?? [] })),
    stages: drafts.map((stage, i) => ({ ...stage, lastReader: readers[stage.output]?.at(-1)?.stage ?? i })),
    given: [...ids.keys()].filter((number) => !made.has(number) && number !== suppliedNumber),
    supplied: suppliedNumber,
  };
}

/** What happened during a run; tensors and stages by their number in the pipeline. */
export interface ScheduleRun {
  /** Every row was computed. Otherwise the rings were too small. */
  readonly completed: boolean;
  /** The most rows of each tensor, from the first still needed to the one just made, that existed at once. */
  readonly rowsAlive: Int32Array;
  /** By stage. */
  readonly rowsComputed: Int32Array;
}

/** What an observer may ask while a row is being computed. */
export interface Firing {
  /** -1 where the caller pushes a row of the input. */
  readonly stage: number;
  readonly row: number;
  /**
   * The first row of a tensor that is still needed, by the row being computed as well; its height where none is.
   * @param except a stage whose needs do not count
   */
  readonly keptFrom: (tensor: number, except?: number) => number;
}

/**
 * Runs the schedule.
 * @param ringRows rows that a tensor's ring holds, by tensor number; 0 or absent: all of them
 * @param onRow called as a row is about to be written
 */
export function runSchedule(
  { tensors, stages, given, supplied }: Pipeline,
  ringRows: readonly number[] = [],
  onRow?: (firing: Firing) => void,
): ScheduleRun {
  const made = new Int32Array(tensors.length);
  const rowsAlive = new Int32Array(tensors.length);
  const next = new Int32Array(stages.length);
  for (const tensor of given) made[tensor] = tensors[tensor]?.height ?? 0;

  const keptWithout = (tensor: number, except: number): number => {
    const { readers, height } = tensors[tensor] as Tensor;
    let least = height;
    for (const { stage, rows } of readers) {
      if (stage !== except) least = Math.min(least, rows.keptFrom[next[stage] as number] as number);
    }
    return least;
  };
  /** By tensor: it changes only when a reader advances, and is asked for far more often. */
  const kept = Int32Array.from(tensors, (_, tensor) => keptWithout(tensor, -1));
  const keptFrom = (tensor: number, except = -1): number =>
    except === -1 ? (kept[tensor] as number) : keptWithout(tensor, except);
  const hasRoom = (tensor: number): boolean => {
    const rows = ringRows[tensor] ?? 0;
    return rows === 0 || (made[tensor] as number) - (kept[tensor] as number) < rows;
  };
  const write = (tensor: number, stage: number): void => {
    const row = made[tensor] as number;
    onRow?.({ stage, row, keptFrom });
    made[tensor] = row + 1;
    rowsAlive[tensor] = Math.max(rowsAlive[tensor] as number, row + 1 - (kept[tensor] as number), 1);
  };
  const canFire = ({ height, inputs, output }: Stage, stage: number): boolean => {
    const row = next[stage] as number;
    if (row === height) return false;
    for (const { tensor, rows } of inputs) if ((made[tensor] as number) <= (rows.upTo[row] as number)) return false;
    return hasRoom(output);
  };

  const isWaiting = (): boolean =>
    supplied !== undefined && (made[supplied] as number) < (tensors[supplied]?.height ?? 0) && hasRoom(supplied);
  let stage = stages.length - 1;
  for (;;) {
    // Later stages than this one could not fire before, and nothing has changed for them since.
    while (stage >= 0 && !canFire(stages[stage] as Stage, stage)) stage--;
    if (stage >= 0) {
      const { inputs, output, lastReader } = stages[stage] as Stage;
      write(output, stage);
      next[stage] = (next[stage] as number) + 1;
      for (const { tensor } of inputs) kept[tensor] = keptWithout(tensor, -1);
      stage = lastReader;
    } else if (supplied !== undefined && isWaiting()) {
      write(supplied, -1);
      stage = tensors[supplied]?.readers.at(-1)?.stage ?? -1;
    } else {
      break;
    }
  }
  const completed = stages.every(({ height }, i) => next[i] === height);
  return { completed, rowsAlive, rowsComputed: next };
}
