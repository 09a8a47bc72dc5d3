/**
 * What bytes are worth at a budget: the least addition to one limit that lowers the predicted loss, and by how much. Additions double from
 * 1 KiB until one helps; of that answer only the bytes that it uses are counted. The gain is measured from the best policy within the
 * budget, so that what a strategy other than the exact one left on the table is not taken for the price of a byte.
 */
import { stopIfCancelled } from "../../ir/ports";
import { uniformPolicy } from "../../ir/network";
import { budgetsOf, type Question, type Work } from "./budgets";
import type { Limits } from "../exact/candidates";

const KIB = 1024;
/** Sums of the same losses in another order differ by rounding. */
const LOWER = 1 - 1e-9;

export interface Price {
  /** Beyond the limit; positive. */
  readonly bytes: number;
  /** By how much the predicted loss falls; positive. */
  readonly loss: number;
}

/** Absent where no addition lowers the loss. */
export interface Prices {
  readonly flash?: Price;
  readonly ram?: Price;
}

/** Throws Cancelled when the watch says so. */
export async function pricesOf(question: Question, { watch, pause }: Work): Promise<Prices> {
  const [problem] = question.problems;
  const { limits, network } = problem;
  const ask = budgetsOf(question, watch, "best");
  const base = ask(limits);
  if (!base) return {};
  const widest = problem.need(uniformPolicy(network, 8));

  const priceOf = async (key: keyof Limits): Promise<Price | undefined> => {
    const mostUseful = widest[key] - limits[key];
    for (let added = KIB; added / 2 < mostUseful; added *= 2) {
      await pause();
      stopIfCancelled(watch);
      const answer = ask({ ...limits, [key]: limits[key] + added });
      if (!answer || answer.predictedLoss >= base.predictedLoss * LOWER) continue;
      return { bytes: answer.needed[key] - limits[key], loss: base.predictedLoss - answer.predictedLoss };
    }
    return undefined;
  };
  const flash = await priceOf("flashBytes");
  const ram = await priceOf("ramBytes");
  return { ...(flash && { flash }), ...(ram && { ram }) };
}
