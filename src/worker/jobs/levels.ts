/**
 * Whether weights lie on levels of tables of their own (docs/decisions/levels.md): of each layer it is measured what its weights lose alone on levels and on
 * even steps. Where levels lose less in some, widths are chosen once more with them; the answer is kept where the whole policy, built and run, loses less
 * than the one on even steps.
 */
import {
  canHaveLevels,
  choiceKey,
  LEVEL_WIDTHS,
  meanOf,
  STRATEGIES,
  isStrategyName,
  USUAL_WEIGHT_WIDTHS,
  withNetwork,
  type GraphRunner,
  type Policy,
  type Problem,
  type SensitivityTable,
  type Watch,
  type WeightBits,
} from "../../engine";
import { formatLoss } from "../../protocol/words/format";
import { openLosses, type Losses } from "../losses/losses";
import { levelled, type Model } from "../model/loadModel";
import { decideBySearch, type Decision } from "./decide";
import type { JobSettings } from "./jobs";
import type { OpenQuantizer } from "./quantized";

/** A decision with what it was decided for. */
export interface DecisionFor {
  readonly model: Model;
  readonly quantizer: OpenQuantizer;
  readonly decision: Decision;
}

/** Fewer weights cannot pay for their table. */
const LEAST_WEIGHTS = 256;

/** The decision on even steps, or a better one in which some weights lie on levels. */
export async function decideLevels(
  even: DecisionFor,
  settings: JobSettings,
  runner: GraphRunner,
  watch: Watch,
): Promise<DecisionFor> {
  const { model, quantizer, decision } = even;
  const widths = offeredTo(settings).filter((bits) => LEVEL_WIDTHS.includes(bits));
  const isDecided = decision.strategy === "given" || decision.infeasible !== undefined || isUnsearched(decision);
  if (isDecided || widths.length === 0) return even;
  if (model.endless)
    return noting(even, "networks whose rows never end are measured on windows, and are not tried on them");
  const single = await singleLosses(even, settings, widths, runner, watch);
  const better = [...single].filter(([, losses]) => sumOf(losses, "loss") < sumOf(losses, "evenLoss"));
  if (better.length === 0) return noting(even, "on levels no layer's weights were measured to lose less");

  const offered = levelled(
    model,
    better.map(([name]) => name),
  );
  const sensitivities = merged(decision.sensitivities, new Map(better));
  const found = await decisionOn(offered, even, settings, sensitivities, runner, watch);
  if (found.infeasible) return noting(even, "with the code and the tables of levels no policy keeps to the limits");
  const used = better.filter(([name]) => LEVEL_WIDTHS.includes(widthOf(found.policy, name)));
  if (used.length === 0) return noting(even, "within the limits no weights of 4 or 3 bits are better off on them");

  const chosen = levelled(
    model,
    used.map(([name]) => name),
  );
  const onLevels: OpenQuantizer = { ...quantizer, nearest: withNetwork(quantizer.nearest, chosen.network) };
  const of = (of: Model, { nearest }: OpenQuantizer): Losses =>
    openLosses(of, settings, nearest, quantizer.calibration, runner, watch);
  const evenBuilt = of(model, quantizer).built;
  const built = of(chosen, onLevels).built;
  const evenLoss = evenBuilt ? meanOf(await evenBuilt.measure(decision.policy, watch)) : null;
  const loss = built ? meanOf(await built.measure(found.policy, watch)) : null;
  if (evenLoss !== null && loss !== null && loss >= evenLoss)
    return noting(
      even,
      `built and run, the policy with levels loses ${formatLoss(loss)}, and that with even steps ${formatLoss(evenLoss)}`,
    );
  const layers = used.map(([name, losses]) => {
    const own = losses.get(widthOf(found.policy, name)) ?? { evenLoss: 0, loss: 0 };
    return [name, own] as const;
  });
  const levels = {
    evenLoss: short(evenLoss),
    loss: short(loss),
    samples: built?.samples ?? 0,
    layers: new Map(layers),
  };
  const known = found.sensitivities && { sensitivities: merged(decision.sensitivities, new Map(used)) };
  return { model: chosen, quantizer: onLevels, decision: { ...found, ...known, levels } };
}

type SingleLosses = ReadonlyMap<WeightBits, { readonly evenLoss: number; readonly loss: number }>;

/** Of the weights of each layer alone, at each width with levels. */
async function singleLosses(
  { model, quantizer: { nearest, calibration }, decision }: DecisionFor,
  settings: JobSettings,
  widths: readonly WeightBits[],
  runner: GraphRunner,
  watch: Watch,
): Promise<ReadonlyMap<string, SingleLosses>> {
  const candidates = model.network.layers.filter(canHaveLevels).filter((one) => one.weights.elements >= LEAST_WEIGHTS);
  const some = { only: new Set(candidates.map(({ name }) => name)), widths };
  const all = levelled(model, some.only);
  const measured = (of: Model): Promise<SensitivityTable> => {
    const quantizer = withNetwork(nearest, of.network);
    return openLosses(of, settings, quantizer, calibration, runner, watch, some).ofTensors();
  };
  const even = decision.sensitivities ?? (await measured(model));
  const onLevels = await measured(all);
  const lossIn = (table: SensitivityTable, name: string, bits: WeightBits): number =>
    table.get(choiceKey({ kind: "weights", name }, bits)) ?? 0;
  return new Map(
    candidates.map(({ name }) => [
      name,
      new Map(
        widths.map(
          (bits) => [bits, { evenLoss: lossIn(even, name, bits), loss: lossIn(onLevels, name, bits) }] as const,
        ),
      ),
    ]),
  );
}

/** Strategies that learn from measurements keep the widths that they have found. */
async function decisionOn(
  offered: Model,
  { quantizer: { nearest, calibration }, decision }: DecisionFor,
  settings: JobSettings,
  sensitivities: SensitivityTable | undefined,
  runner: GraphRunner,
  watch: Watch,
): Promise<Decision> {
  const learns = isStrategyName(settings.search) && STRATEGIES[settings.search].learns;
  if (!decision.sensitivities || !sensitivities || learns) return decision;
  const quantizer = withNetwork(nearest, offered.network);
  return decideBySearch(offered, settings, quantizer, calibration, runner, watch, sensitivities);
}

/** The table with the losses on levels where those are chosen. */
function merged(
  table: SensitivityTable | undefined,
  layers: ReadonlyMap<string, SingleLosses>,
): SensitivityTable | undefined {
  if (!table) return undefined;
  const result = new Map(table);
  for (const [name, losses] of layers) {
    for (const [bits, { loss }] of losses) result.set(choiceKey({ kind: "weights", name }, bits), loss);
  }
  return result;
}

function offeredTo({ uniform, weightWidths = USUAL_WEIGHT_WIDTHS }: JobSettings): readonly WeightBits[] {
  return uniform ? [uniform.weights] : weightWidths;
}

/** 8 bits everywhere fit. */
function isUnsearched({ strategy, sensitivities }: Decision): boolean {
  return strategy !== "uniform" && sensitivities === undefined;
}

function sumOf(losses: SingleLosses, which: "evenLoss" | "loss"): number {
  return [...losses.values()].reduce((sum, one) => sum + one[which], 0);
}

function widthOf({ weights }: Policy, name: string): WeightBits {
  return weights.get(name) ?? 8;
}

function short(loss: number | null): number | null {
  return loss === null ? null : Number(loss.toPrecision(6));
}

function noting(even: DecisionFor, why: string): DecisionFor {
  const note: Problem = { code: "levels.even", message: `weights stay on even steps: ${why}` };
  return { ...even, decision: { ...even.decision, notes: [...even.decision.notes, note] } };
}
