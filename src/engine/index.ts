/**
 * The engine's only public door, and the one place that knows the order of its stages:
 *
 *   ONNX or TensorFlow Lite bytes → importOnnx, importTflite → Graph → prepareGraph → lowerNetwork → Network
 *   Graph + samples → calibrate → createQuantizer → (format, weights) of any tensor at any width
 *   Planner (of a network) + Policy → executionOf → accountsOf (memory), generateProject
 *                                     constraintsOf → search → Policy
 *   Quantizer + Policy → simulate (fast, float) and buildProgram → runProgram (exact, integer)
 */
import { encodeOnnx } from "./onnx/encode/encode";
import { channelBlocksOf } from "./onnx/gradient/channelBlocks";
import { encodeGradients, hasGradient } from "./onnx/gradient/encodeGradients";
import type { GradientExecutor, GraphExecutor, GraphRunner } from "./ir/ports";

export * from "./base/outcome";
export * from "./base/bits";
export * from "./base/build";
export * from "./base/bytes";
export { floatToHalf, halfToFloat } from "./base/half";
export { seededRandom, shuffled, type Random } from "./base/random";
export { meanOf } from "./base/statistics";

export * from "./ir/graph";
export * from "./ir/network";
export type * from "./ir/op";
export { labelOfScalar } from "./ir/scalarFunction";
export type * from "./ir/program";
export { fromGrid, toGrid, type Colours, type InputGrid, type InputMeaning, type PixelScale } from "./ir/inputPixels";
export * from "./ir/ports";
export { fromMemory, layoutOf, toMemory } from "./ir/tensorLayout";
export { dumpGraph } from "./ir/dump";
export { verifyGraph } from "./ir/verify";
export { dumpNetwork } from "./layers/dumpNetwork";
export { roomOf } from "./layers/rooms";
export { withoutUnformed, type KeptNarrow } from "./layers/wide";
export { verifyNetwork } from "./layers/verifyNetwork";

export { convertTflite } from "./tflite/convert";
export { importTflite } from "./tflite/importTflite";
export { isTflite } from "./tflite/wire/readModel";
export { importOnnx, type Feeding, type ImportedModel, type OutputCodes } from "./onnx/importOnnx";
export type { StatedInputs, WholeRange } from "./onnx/rewrite/statedInputs";
export { withOutputs } from "./onnx/encode/withOutputs";
export { externalDataFiles } from "./onnx/wire/externalData";
export { encodeOnnx };

export { prepareGraph } from "./passes/prepareGraph";
export { pixelInput, type PixelInput } from "./passes/input/pixelInput";
export { withGivenInput } from "./passes/input/givenInput";
export { removeDeadChannels, type DeadChannels } from "./passes/remove/removeDeadChannels";
export { lowerNetwork } from "./passes/lowerNetwork";
export { endAtLogits, endsAtLogits, graphAtLogits } from "./passes/endAtLogits";

export { cutInMiddle, visible } from "./base/visible";
export { calibrate, LARGEST_VALUE, type Calibration } from "./quantize/calibrate/calibrate";
export {
  createQuantizer,
  DEFAULT_QUANTIZER,
  roundedKey,
  withNetwork,
  withRounding,
  type Quantizer,
  type QuantizerOptions,
  type RoundedWeights,
} from "./quantize/quantizer";
export { fitScalings } from "./quantize/scale/fitScalings";
export { scaleChannels } from "./quantize/scale/scaleChannels";
export { compensatePolicy, compensateWidths } from "./quantize/round/compensate";
export { DEFAULT_ROUNDING, type RoundedLayer, type RoundingOptions } from "./quantize/round/rounding";
export { LEARNING_BATCH, learnWeights, type LearnedWeights, type LearnOptions } from "./quantize/learn/learnWeights";
export { simulate, wholeQuantization, type PartialQuantization } from "./quantize/measure/simulate";
export { buildProgram } from "./quantize/buildProgram";
export { synthesizeSamples } from "./quantize/calibrate/synthetic";
export {
  choiceKey,
  lossTableOf,
  measureSensitivities,
  type LossCache,
  type SensitivityTable,
} from "./quantize/measure/sensitivities";
export { withGivenPairs } from "./quantize/calibrate/givenPairs";
export { evaluate, outputsOf, referenceOutputs, type Evaluation } from "./quantize/measure/evaluate";
export { policyLossOn } from "./quantize/measure/policyLoss";
export {
  answersOf,
  headLoss,
  headOf,
  partsOf,
  type Head,
  type HeadPart,
  type HeadValues,
  type Task,
} from "./quantize/measure/head";
export { argmax, energies, outputLoss } from "./quantize/measure/outputLoss";
export type { Accuracy } from "./quantize/measure/accuracy";

export { runProgram, type ProgramRun } from "./interpret/runProgram";
export { clearedStates, statesAfter, type StateCodes } from "./interpret/states";
export { dequantize, quantizeInput } from "./interpret/quantizeInput";
export { accumulatorBounds, checkAccumulators } from "./interpret/accumulatorBounds";

export { Planner } from "./memory/execution/planner";
export { activationKey, policyKey } from "./memory/execution/widthKeys";
export type { Execution, ExecutionQuestion } from "./memory/execution/execution";
export { executionOf, executionOrder, ramBytesOf, runOrderOf, searchedSegments } from "./memory/execution/executionOf";
export {
  accountsOf,
  flashBytesUnder,
  needOf,
  needsOf,
  needUnder,
  peakLayerOf,
  type Accounts,
  type Need,
} from "./memory/accounts/accountsOf";
export {
  CALLS_ITEM,
  codeItems,
  codeNeedsOf,
  LIBRARY_ITEM,
  STREAMING_ITEM,
  type CodeNeeds,
} from "./memory/accounts/linkedSizes";
export { stackBoundOf } from "./memory/accounts/kernelCosts";
export { CALL_PARTS } from "./memory/accounts/callSizes";
export { cycleModelOf } from "./memory/timing/cycleModels";
export { instructionTableOf } from "./memory/timing/instructionTableOf";
export { parseDuration } from "./base/duration";
export { timesOf, type LayerTime } from "./memory/timing/timesOf";
export { codeTableOf } from "./memory/codeTables/codeTableOf";
export { constraintsOf } from "./memory/accounts/constraintsOf";
export { planMemory } from "./memory/arena/planMemory";
export { bestPatches, type PatchPlan } from "./memory/streaming/patchPlan";
export { bufferOf, scratchAt, segmentAt } from "./memory/arena/planLookups";
export { inputRowsOf, neededRows, runsByRows, type InputRows, type RowSpan } from "./memory/streaming/rowNeeds";
export { hopNetwork, type EndlessPadding, type Hop, type HopFigures } from "./memory/endless/hopNetwork";
export { hopProgram } from "./memory/endless/hopProgram";
export { paperFlashBytes, paperRamBytes } from "./memory/accounts/paperAccount";
export type * from "./memory/types";

export { generateProject, type Project } from "./codegen/project";
export type { KernelSet, ProjectFile, ProjectQuestion } from "./codegen/question";
export { KERNEL_FOLDER } from "./codegen/files/kernelFiles";
export { prefixOf, prefixProblem } from "./codegen/names";

export { isStrategyName, STRATEGIES, type StrategyName } from "./search/strategies";
export { predictedLossOf, widthOf } from "./search/loss";
export { keepsTime } from "./search/withinTime";
export { surelyFits } from "./search/answers/feasible";
export { companyPolicy, lossesInCompany } from "./search/company";
export { refine, type MeasurePolicy, type Refined, type RefineRequest } from "./search/refine";
export type { Question } from "./search/answers/budgets";
export { paretoFront, type FrontPoint } from "./search/answers/front";
export { reasonsFor, type Reason } from "./search/answers/why";
export { pricesOf, type Price, type Prices } from "./search/answers/price";
export type * from "./search/types";

export { findTarget, listTargets, nearestBoards } from "./targets/targets";
export { parseTargets } from "./targets/parseTargets";
export { codeCoreOf, ramBudgetBytes, totalRamBytes, CORES, type Core, type Target } from "./targets/target";

/** Lets the engine run graphs on a runner of ONNX models. */
export function executorOf(runner: GraphRunner): GraphExecutor {
  return { open: (graph, outputs) => runner.open(encodeOnnx(graph, { outputs })) };
}

/** The same with gradients. */
export function gradientsOf(runner: GraphRunner): GradientExecutor {
  let blocks: Promise<number | undefined> | undefined;
  return {
    hasGradient,
    open: async (graph, question) => {
      blocks ??= channelBlocksOf(runner);
      return runner.open(encodeGradients(graph, question, await blocks));
    },
  };
}
